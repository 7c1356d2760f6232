/** The audit log, for editors and admins. */
import type { Metadata } from "next";
import { auditFilterOf, AUDIT_PARAMETERS } from "@/app/_server/audit-filter";
import { readDb } from "@/app/_server/database";
import { queryOf, wordsOf, type LocaleParams, type SearchParams } from "@/app/_server/page";
import { may, requireRole } from "@/app/_server/session";
import { Notice } from "@/components/forms/layout";
import { personsText } from "@/components/reading/numbers";
import { instantText } from "@/components/reading/times";
import { auditWords, checkChain, listAudit, type AuditRow, type ChainCheck } from "@/db/queries/audit";
import { findRecord } from "@/db/queries/record";
import { pathIn, type Words } from "@/messages";
import { deedText } from "../_parts/deeds";
import { Desk } from "../_parts/desk";
import styles from "../_parts/desk.module.css";

const PATH = "/admin/audit";

export async function generateMetadata({ params }: { params: LocaleParams }): Promise<Metadata> {
  const { t } = await wordsOf(params);
  return { title: t("admin.audit") };
}

export default async function AuditPage({ params, searchParams }: { params: LocaleParams; searchParams: SearchParams }) {
  const words = await wordsOf(params);
  const { t, locale } = words;
  const actor = await requireRole(locale, PATH, "editor");
  const db = readDb();
  const { timeZone } = findRecord(db);
  const query = await queryOf(searchParams);
  const { filter, badDate } = auditFilterOf(db, query);
  const asked = query.get("before") ?? "";
  const before = /^\d{1,15}$/.test(asked) ? Number(asked) : null;
  const { entries, next } = listAudit(db, actor, filter, { before });
  const filled = AUDIT_PARAMETERS.flatMap((name) => (query.get(name) ? [[name, query.get(name)!]] : []));
  const address = (path: string, more: Record<string, string> = {}) =>
    `${pathIn(locale, path)}?${new URLSearchParams([...filled, ...Object.entries(more)] as [string, string][])}`;
  return (
    <Desk words={words} actor={actor} path={PATH}>
      {badDate && <Notice>{t("admin.auditPage.badDate")}</Notice>}
      <h1>{t("admin.audit")}</h1>
      <p className={styles.lead}>{t("admin.auditPage.lead")}</p>
      <Chain words={words} check={checkChain(db, actor)} />
      <Filter words={words} values={Object.fromEntries(filled)} offered={auditWords(db, actor)} />
      {may(actor, "admin") && (
        <p>
          <a href={address("/admin/audit/log.csv")}>{t("admin.auditPage.csv")}</a>
        </p>
      )}
      {entries.length === 0 ? (
        <p className="muted">{t("admin.auditPage.none")}</p>
      ) : (
        <Entries words={words} entries={entries} timeZone={timeZone} />
      )}
      <p className={styles.actions}>
        {before !== null && <a href={address(PATH)}>{t("admin.auditPage.newest")}</a>}
        {next !== null && <a href={address(PATH, { before: String(next) })}>{t("admin.auditPage.older")}</a>}
      </p>
    </Desk>
  );
}

function Chain({ words, check }: { words: Words; check: ChainCheck }) {
  const { t } = words;
  const { brokenAt, checked, entries, head } = check;
  if (brokenAt !== null)
    return (
      <p className={styles.warning} role="alert">
        {t("admin.auditPage.broken", { id: brokenAt })}
      </p>
    );
  return (
    <p className={styles.small}>
      {t("admin.auditPage.holds", { checked, entries: personsText(words, entries) })} <span className={styles.hash}>{head}</span>
    </p>
  );
}

function Filter({
  words: { t },
  values,
  offered,
}: {
  words: Words;
  values: Record<string, string>;
  offered: { actions: readonly string[]; people: readonly string[] };
}) {
  const select = (name: "action" | "person", words: readonly string[]) => (
    <div>
      <label htmlFor={`audit-${name}`}>{t(`admin.auditPage.${name}`)}</label>
      <select id={`audit-${name}`} name={name} defaultValue={values[name] ?? ""}>
        <option value="">{t("admin.auditPage.any")}</option>
        {words.map((word) => (
          <option key={word} value={word}>
            {word}
          </option>
        ))}
      </select>
    </div>
  );
  const day = (name: "from" | "to") => (
    <div>
      <label htmlFor={`audit-${name}`}>{t(`admin.auditPage.${name}`)}</label>
      <input id={`audit-${name}`} name={name} type="date" defaultValue={values[name] ?? ""} />
    </div>
  );
  return (
    <form className={styles.filter}>
      {select("action", offered.actions)}
      {select("person", offered.people)}
      <div>
        <label htmlFor="audit-subject">{t("admin.auditPage.subject")}</label>
        <input
          id="audit-subject"
          name="subject"
          defaultValue={values.subject ?? ""}
          placeholder={t("admin.auditPage.subjectHint")}
          maxLength={200}
          spellCheck={false}
        />
      </div>
      {day("from")}
      {day("to")}
      <button type="submit" className="quiet">
        {t("admin.auditPage.show")}
      </button>
    </form>
  );
}

function Entries({ words, entries, timeZone }: { words: Words; entries: readonly AuditRow[]; timeZone: string }) {
  const { t } = words;
  return (
    <div className="scroll" role="region" tabIndex={0} aria-label={t("admin.audit")}>
      <table className={styles.log}>
        <thead>
          <tr>
            <th scope="col">№</th>
            <th scope="col">{t("admin.auditPage.when")}</th>
            <th scope="col">{t("admin.auditPage.who")}</th>
            <th scope="col">{t("admin.auditPage.what")}</th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <tr key={entry.id} id={`entry-${entry.id}`}>
              <td>{entry.id}</td>
              <td>{instantText(words, entry.at, timeZone)}</td>
              <td>{entry.actor}</td>
              <td>
                {deedText(words, entry)}
                {entry.content === null ? (
                  <p className={styles.small}>{t("admin.auditPage.redacted")}</p>
                ) : (
                  <details>
                    <summary className={styles.small}>{t("admin.auditPage.changes")}</summary>
                    <pre>{JSON.stringify(JSON.parse(entry.content), null, 1)}</pre>
                    <p className={styles.hash}>{entry.hash}</p>
                  </details>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
