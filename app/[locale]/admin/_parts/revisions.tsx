/** Every saved state of a thing, two of them side by side, and the way back to one. */
import { formWords } from "@/app/_server/form-words";
import { ActionForm } from "@/components/forms/action-form";
import type { FormAction } from "@/components/forms/form-state";
import { SubmitButton } from "@/components/forms/submit-button";
import { instantText } from "@/components/reading/times";
import type { Words } from "@/messages";
import styles from "./desk.module.css";
import { fieldValue } from "./field-values";

/** A state as its form's fields would hold it. */
export interface ShownRevision {
  version: number;
  savedAt: number;
  savedBy: string | null;
  values: Readonly<Record<string, string>>;
}

interface Props {
  words: Words;
  revisions: readonly ShownRevision[];
  /** The versions to compare, as the address names them; the two newest where it names none. */
  chosen: { a: string | null; b: string | null };
  /** A field's name in words. */
  label: (field: string) => string;
  timeZone: string;
  permalink: string;
  /** Brings a state back; null where the person may not. */
  restore: { action: FormAction; hidden: Record<string, string> } | null;
}

export function Revisions({ words, revisions, chosen, label, timeZone, permalink, restore }: Props) {
  const { t } = words;
  const newest = revisions[0]!;
  const find = (version: string | null, otherwise: ShownRevision) =>
    revisions.find((one) => String(one.version) === version) ?? otherwise;
  const [older, newer] = [find(chosen.a, revisions[1] ?? newest), find(chosen.b, newest)];
  return (
    <>
      {revisions.length === 1 && <p className="muted">{t("admin.revisions.one")}</p>}
      <form method="get" action={permalink} className={styles.filter}>
        <div className="scroll">
          <table>
            <thead>
              <tr>
                <th scope="col">{t("admin.revisions.older")}</th>
                <th scope="col">{t("admin.revisions.newer")}</th>
                <th scope="col">{t("admin.revisions.version")}</th>
                <th scope="col">{t("admin.revisions.saved")}</th>
              </tr>
            </thead>
            <tbody>
              {revisions.map(({ version, savedAt, savedBy }) => (
                <tr key={version}>
                  {(["a", "b"] as const).map((side) => (
                    <td key={side}>
                      <input
                        type="radio"
                        name={side}
                        value={version}
                        defaultChecked={version === (side === "a" ? older : newer).version}
                        aria-label={t(side === "a" ? "admin.revisions.chooseOlder" : "admin.revisions.chooseNewer", { version })}
                      />
                    </td>
                  ))}
                  <td>
                    {version}
                    {version === newest.version && <span className={styles.tag}>{t("admin.revisions.now")}</span>}
                  </td>
                  <td>{[instantText(words, savedAt, timeZone), savedBy].filter(Boolean).join(", ")}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        {revisions.length > 1 && <button type="submit">{t("admin.revisions.compare")}</button>}
      </form>
      {older.version !== newer.version && (
        <Compared words={words} older={older} newer={newer} label={label} timeZone={timeZone} />
      )}
      {restore &&
        revisions.slice(1).map(({ version }) => (
          <ActionForm
            key={version}
            id={`restore-${version}`}
            action={restore.action}
            permalink={`${permalink}#restore-${version}`}
            hidden={{ ...restore.hidden, restores: String(version) }}
            words={formWords(words)}
          >
            <SubmitButton label={t("admin.revisions.restore", { version })} pending={t("forms.pending")} quiet />
          </ActionForm>
        ))}
    </>
  );
}

function Compared({
  words,
  older,
  newer,
  label,
  timeZone,
}: {
  words: Words;
  older: ShownRevision;
  newer: ShownRevision;
  label: (field: string) => string;
  timeZone: string;
}) {
  const { t } = words;
  const fields = [...new Set([...Object.keys(older.values), ...Object.keys(newer.values)])];
  const differing = fields.filter((field) => (older.values[field] ?? "") !== (newer.values[field] ?? ""));
  return (
    <section className={styles.section}>
      <h2>{t("admin.revisions.difference", { older: older.version, newer: newer.version })}</h2>
      {differing.length === 0 ? (
        <p className="muted">{t("admin.revisions.same")}</p>
      ) : (
        <SideBySide
          head={[
            t("admin.revisions.field"),
            t("admin.revisions.versionOf", { version: older.version }),
            t("admin.revisions.versionOf", { version: newer.version }),
          ]}
          rows={differing.map((field) => {
            const [before, after] = [older, newer].map(({ values }) => fieldValue(words, field, values[field] ?? "", timeZone));
            return [label(field), before!, after!];
          })}
          empty={t("forms.savedEmpty")}
        />
      )}
    </section>
  );
}

/** Fields in rows, two states in columns. */
export function SideBySide({
  head,
  rows,
  empty,
}: {
  head: readonly [string, string, string];
  rows: readonly (readonly [string, string, string])[];
  empty: string;
}) {
  return (
    <div className="scroll">
      <table className={styles.beside}>
        <thead>
          <tr>
            {head.map((text) => (
              <th key={text} scope="col">
                {text}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, before, after]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{before === "" ? <span className="muted">{empty}</span> : <del>{before}</del>}</td>
              <td>{after === "" ? <span className="muted">{empty}</span> : <ins>{after}</ins>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
