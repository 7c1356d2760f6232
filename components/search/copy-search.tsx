"use client";
/**
 * The list of incidents on a copy without a server, where the address asks for some of them: found in the browser, in a file
 * that holds the whole list. Without a script the list's pages stand as they are.
 */
import { useEffect, useState, useSyncExternalStore, type ReactNode } from "react";
import listStyles from "../incidents/incident-list.module.css";
import { IncidentItem } from "../incidents/incident-item";
import { COPY_SORTS, findListed, HOLE, type FoundListed, type ListedIncident } from "./listed";
import styles from "./search-form.module.css";

interface Props {
  /** Addresses of the list's page and of its file. */
  action: string;
  list: string;
  /** Slug and name. */
  cities: readonly (readonly [string, string])[];
  attacks: readonly (readonly [string, string])[];
  texts: Record<
    | "label"
    | "hint"
    | "button"
    | "all"
    | "sort"
    | "from"
    | "to"
    | "city"
    | "allCities"
    | "attack"
    | "allAttacks"
    | "found"
    | "none"
    | "beyond"
    | "failed"
    | "searching"
    | "noScript",
    string
  > & { sorts: Record<(typeof COPY_SORTS)[number], string> };
  /** The list as the page has it. */
  children: ReactNode;
}

export function CopySearch({ action, list, cities, attacks, texts, children }: Props) {
  const search = useSyncExternalStore(
    never,
    () => window.location.search,
    () => null,
  );
  const [found, setFound] = useState<FoundListed | "failed" | null>(null);
  const query = new URLSearchParams(search ?? "");
  const isAsked = [...query.values()].some((value) => value !== "");
  useEffect(() => {
    const asked = new URLSearchParams(search ?? "");
    if (![...asked.values()].some((value) => value !== "")) return;
    fetch(list)
      .then((answer) => (answer.ok ? (answer.json() as Promise<ListedIncident[]>) : Promise.reject(new Error(answer.statusText))))
      .then(
        (all) => setFound(findListed(all, asked)),
        () => setFound("failed"),
      );
  }, [search, list]);
  if (search === null)
    return (
      <>
        <noscript>
          <p>{texts.noScript}</p>
        </noscript>
        {children}
      </>
    );
  const field = (name: string) => query.get(name) ?? "";
  return (
    <>
      <search>
        <form className={styles.form} action={action} method="get">
          <label className={styles.text}>
            <span className={styles.label}>{texts.label}</span>
            <input type="search" name="q" defaultValue={field("q")} maxLength={200} autoComplete="off" placeholder={texts.hint} />
          </label>
          <Choice name="city" label={texts.city} value={field("city")} options={[["", texts.allCities], ...cities]} />
          <label>
            <span className={styles.label}>{texts.from}</span>
            <input type="date" name="from" defaultValue={field("from")} />
          </label>
          <label>
            <span className={styles.label}>{texts.to}</span>
            <input type="date" name="to" defaultValue={field("to")} />
          </label>
          <Choice name="attack" label={texts.attack} value={field("attack")} options={[["", texts.allAttacks], ...attacks]} />
          <Choice
            name="sort"
            label={texts.sort}
            value={field("sort")}
            options={COPY_SORTS.map((sort, index) => [index === 0 ? "" : sort, texts.sorts[sort]] as const)}
          />
          <button type="submit">{texts.button}</button>
        </form>
      </search>
      {isAsked ? <Found found={found} texts={texts} action={action} /> : children}
    </>
  );
}

function Found({ found, texts, action }: { found: FoundListed | "failed" | null } & Pick<Props, "texts" | "action">) {
  if (found === null) return <p role="status">{texts.searching}</p>;
  if (found === "failed") return <p role="alert">{texts.failed}</p>;
  const { incidents, beyond } = found;
  return (
    <>
      <p role="status" data-found={incidents.length}>
        <b>{incidents.length === 0 ? texts.none : texts.found.replace(HOLE, String(incidents.length))}</b>{" "}
        <a href={action}>{texts.all}</a>
      </p>
      {beyond.length > 0 && <p>{texts.beyond.replace(HOLE, beyond.join(", "))}</p>}
      <ol className={listStyles.list}>
        {incidents.map((item) => (
          <li key={item.code}>
            <IncidentItem item={item} Heading="h2" />
          </li>
        ))}
      </ol>
    </>
  );
}

interface ChoiceProps {
  name: string;
  label: string;
  value: string;
  options: readonly (readonly [string, string])[];
}

function Choice({ name, label, value, options }: ChoiceProps) {
  return (
    <label>
      <span className={styles.label}>{label}</span>
      <select name={name} defaultValue={value}>
        {options.map(([word, text]) => (
          <option key={word} value={word}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

const never = () => () => undefined;
