/** Field by field, what waits: what readers see, what they would see, and what changed since an editor sent it back. */
import { claimContentValues } from "@/app/_server/claim-form";
import { claimFieldName, incidentFieldName } from "@/app/_server/field-names";
import { incidentValues } from "@/app/_server/incident-form";
import type { WaitingItem } from "@/db/queries/waiting";
import type { ClaimContent, IncidentContent } from "@/db/queries/revisions";
import { ClaimInput } from "@/domain/claim";
import type { Words } from "@/messages";
import styles from "./desk.module.css";
import { fieldValue } from "./field-values";
import { SideBySide } from "./revisions";

interface Props {
  words: Words;
  items: readonly WaitingItem[];
  /** Codes of claims whose claimant readers do not see by name. */
  withheld: ReadonlySet<string>;
  timeZone: string;
}

/** What is never public, whatever is published. */
const DESK_ALONE = new Set(["note", "report.text", "obscure"]);

export function Waiting({ words, items, withheld, timeZone }: Props) {
  const { t } = words;
  if (items.length === 0) return null;
  return (
    <details className={styles.waiting} open={items.length <= 3}>
      <summary>{t("admin.awaiting.title", { count: items.length })}</summary>
      {items.map((item) => (
        <Item key={item.subject} words={words} item={item} withheld={withheld} timeZone={timeZone} />
      ))}
    </details>
  );
}

function Item({ words, item: { subject, now, sentBack }, withheld, timeZone }: Omit<Props, "items"> & { item: WaitingItem }) {
  const { t } = words;
  const [kind = "", code = ""] = subject.split(" ");
  const isIncident = kind === "incident";
  const label = (field: string) => (isIncident ? incidentFieldName(words, field) : claimFieldName(words, field));
  const read = (content: WaitingItem["now"]) => shown(words, { content, isIncident, isWithheld: withheld.has(code), timeZone });
  const after = read(now);
  const before = sentBack === null ? null : read(sentBack);
  const fields = Object.keys(after).filter((field) => after[field] !== "" || (before?.[field] ?? "") !== "");
  const changed = before === null ? null : fields.filter((field) => before[field] !== after[field]);
  const name = isIncident
    ? t("admin.awaiting.incident")
    : t("admin.awaiting.claim", { code, name: after["claimant.name"] ?? "" });
  return (
    <section>
      <h3>{name}</h3>
      {changed !== null && (
        <>
          <p className={styles.small}>{t(changed.length === 0 ? "admin.awaiting.sameSince" : "admin.awaiting.since")}</p>
          {changed.length > 0 && (
            <SideBySide
              head={[t("admin.revisions.field"), t("admin.awaiting.sentBack"), t("admin.awaiting.now")]}
              rows={changed.map((field) => [label(field), before?.[field] ?? "", after[field] ?? ""])}
              empty={t("forms.savedEmpty")}
            />
          )}
        </>
      )}
      <SideBySide
        head={[t("admin.revisions.field"), t("admin.awaiting.readers"), t("admin.awaiting.would")]}
        rows={fields.filter((field) => after[field] !== "").map((field) => [label(field), "", after[field]!])}
        empty={t("admin.awaiting.unseen")}
      />
    </section>
  );
}

/** The public fields of a state, as people read them; a withheld name is not among them. */
function shown(
  words: Words,
  {
    content,
    isIncident,
    isWithheld,
    timeZone,
  }: { content: WaitingItem["now"]; isIncident: boolean; isWithheld: boolean; timeZone: string },
): Record<string, string> {
  const values = isIncident
    ? incidentValues(content as IncidentContent)
    : claimContentValues(ClaimInput.parse(content as ClaimContent));
  if (isIncident && (content as IncidentContent).obscure) values.latitude = values.longitude = "";
  if (isWithheld) Object.assign(values, { "claimant.name": words.t("admin.awaiting.withheld"), "claimant.role": "" });
  return Object.fromEntries(
    Object.entries(values)
      .filter(([field]) => !DESK_ALONE.has(field))
      .map(([field, value]) => [field, fieldValue(words, field, value, timeZone)]),
  );
}
