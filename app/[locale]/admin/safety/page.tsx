/** How safe the record is: whether it can be written to, its backups, the file's check, and redactions of the log. */
import type { Metadata } from "next";
import { readDb } from "@/app/_server/database";
import { formWords } from "@/app/_server/form-words";
import { queryOf, wordsOf, type LocaleParams, type SearchParams } from "@/app/_server/page";
import { backupState, fileState } from "@/app/_server/safety";
import { requireRole, type SignedIn } from "@/app/_server/session";
import { ActionForm } from "@/components/forms/action-form";
import { TextArea, TextField } from "@/components/forms/field";
import { Notice } from "@/components/forms/layout";
import { SubmitButton } from "@/components/forms/submit-button";
import { personsText } from "@/components/reading/numbers";
import { instantText } from "@/components/reading/times";
import { listNotedBackups } from "@/db/queries/backups";
import { findRecord } from "@/db/queries/record";
import { listRedactions, type OpenRedaction } from "@/db/queries/redactions";
import { pathIn, type Words } from "@/messages";
import { Desk } from "../_parts/desk";
import styles from "../_parts/desk.module.css";
import { askRedaction, confirmRedaction, declineRedaction } from "./actions";

const PATH = "/admin/safety";
const SAVED = ["redaction_asked", "redacted", "redaction_declined"] as const;
const HOUR = 3_600_000;

export async function generateMetadata({ params }: { params: LocaleParams }): Promise<Metadata> {
  const { t } = await wordsOf(params);
  return { title: t("admin.safety") };
}

export default async function SafetyPage({ params, searchParams }: { params: LocaleParams; searchParams: SearchParams }) {
  const words = await wordsOf(params);
  const { t, locale } = words;
  const actor = await requireRole(locale, PATH, "admin");
  const { timeZone } = findRecord(readDb());
  const what = (await queryOf(searchParams)).get("saved");
  const saved = SAVED.find((word) => word === what);
  return (
    <Desk words={words} actor={actor} path={PATH}>
      {saved && <Notice>{t(`admin.saved.${saved}`)}</Notice>}
      <h1>{t("admin.safety")}</h1>
      <p className={styles.lead}>{t("admin.safetyPage.lead")}</p>
      <Backups words={words} timeZone={timeZone} />
      <FileCheck words={words} timeZone={timeZone} />
      <Redactions words={words} actor={actor} timeZone={timeZone} />
    </Desk>
  );
}

function Backups({ words, timeZone }: { words: Words; timeZone: string }) {
  const { t } = words;
  const db = readDb();
  const backups = listNotedBackups(db);
  const state = backupState();
  const last = backups[0];
  const when = (at: number) => instantText(words, at, timeZone);
  // Twice the interval: one that is late is under way, or its failure is told below.
  const isOld = last !== undefined && state !== null && state.hours > 0 && db.now() - last.at > 2 * state.hours * HOUR;
  return (
    <section className={styles.section} aria-labelledby="backups">
      <h2 id="backups">{t("admin.safetyPage.backups")}</h2>
      <p className={last === undefined || isOld ? styles.warning : undefined}>
        {last ? t("admin.safetyPage.last", { when: when(last.at) }) : t("admin.safetyPage.none")}
      </p>
      {state?.failed && (
        <p className={styles.warning} role="alert">
          {t("admin.safetyPage.failed", { when: when(state.failed.at), says: state.failed.says })}
        </p>
      )}
      {state && (
        <p className={styles.small}>
          {state.hours > 0
            ? t("admin.safetyPage.plan", { hours: state.hours, folder: state.folder, keep: state.keep })
            : t("admin.safetyPage.noPlan")}
        </p>
      )}
      {backups.length > 0 && (
        <div className="scroll" role="region" tabIndex={0} aria-label={t("admin.safetyPage.backups")}>
          <table className={styles.log}>
            <thead>
              <tr>
                <th scope="col">{t("admin.safetyPage.made")}</th>
                <th scope="col">{t("admin.safetyPage.file")}</th>
                <th scope="col">{t("admin.safetyPage.entries")}</th>
                <th scope="col">{t("admin.safetyPage.head")}</th>
              </tr>
            </thead>
            <tbody>
              {backups.map(({ at, file, entries, head }) => (
                <tr key={file}>
                  <td>{when(at)}</td>
                  <td>{file}</td>
                  <td>{personsText(words, entries)}</td>
                  <td className={styles.hash}>{head}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function FileCheck({ words, timeZone }: { words: Words; timeZone: string }) {
  const { t } = words;
  const state = fileState();
  return (
    <section className={styles.section} aria-labelledby="file">
      <h2 id="file">{t("admin.safetyPage.check")}</h2>
      {state === null && <p className="muted">{t("admin.safetyPage.checking")}</p>}
      {state && state.findings.length === 0 && (
        <p>{t("admin.safetyPage.sound", { when: instantText(words, state.checkedAt, timeZone) })}</p>
      )}
      {state && state.findings.length > 0 && (
        <div className={styles.warning} role="alert">
          <p>{t("admin.safetyPage.unsound", { count: state.findings.length })}</p>
          <ul>
            {state.findings.slice(0, 10).map(({ says }) => (
              <li key={says}>{says}</li>
            ))}
          </ul>
        </div>
      )}
    </section>
  );
}

function Redactions({ words, actor, timeZone }: { words: Words; actor: SignedIn; timeZone: string }) {
  const { t, locale } = words;
  const open = listRedactions(readDb());
  return (
    <section className={styles.section} aria-labelledby="redactions">
      <h2 id="redactions">{t("admin.safetyPage.redactions")}</h2>
      <p className={styles.lead}>{t("admin.safetyPage.redactionsLead")}</p>
      {open.length > 0 && (
        <ul className={styles.list}>
          {open.map((one) => (
            <li key={one.no}>
              <Redaction words={words} actor={actor} timeZone={timeZone} redaction={one} />
            </li>
          ))}
        </ul>
      )}
      <ActionForm id="redact" action={askRedaction} permalink={`${pathIn(locale, PATH)}#redact`} words={formWords(words)}>
        <TextField name="entries" label={t("admin.safetyPage.entriesField")} hint={t("admin.safetyPage.entriesHelp")} />
        <TextArea name="reason" label={t("admin.safetyPage.reason")} hint={t("admin.safetyPage.reasonHelp")} />
        <SubmitButton label={t("admin.safetyPage.ask")} pending={t("forms.pending")} quiet />
      </ActionForm>
    </section>
  );
}

interface RedactionProps {
  words: Words;
  actor: SignedIn;
  timeZone: string;
  redaction: OpenRedaction;
}

function Redaction({ words, actor, timeZone, redaction }: RedactionProps) {
  const { t, locale } = words;
  const { no, by, at, entries, reason, accountId } = redaction;
  const form = (of: string) => ({
    id: `${of}-${no}`,
    permalink: `${pathIn(locale, PATH)}#${of}-${no}`,
    hidden: { no: String(no) },
    words: formWords(words),
  });
  return (
    <>
      <h3>{t("admin.safetyPage.asked", { name: by, when: instantText(words, at, timeZone) })}</h3>
      <p>{reason}</p>
      <p className={styles.small}>
        {t("admin.safetyPage.ofEntries")}{" "}
        {entries.map((id) => (
          <a key={id} href={`${pathIn(locale, "/admin/audit")}?before=${id + 1}#entry-${id}`}>{`№ ${id} `}</a>
        ))}
      </p>
      <div className={styles.manage}>
        {accountId === actor.accountId ? (
          <p className="muted">{t("admin.safetyPage.another")}</p>
        ) : (
          <ActionForm {...form("confirm-redaction")} action={confirmRedaction}>
            <SubmitButton label={t("admin.safetyPage.confirm")} pending={t("forms.pending")} />
          </ActionForm>
        )}
        <ActionForm {...form("decline-redaction")} action={declineRedaction}>
          <SubmitButton label={t("admin.safetyPage.decline")} pending={t("forms.pending")} quiet />
        </ActionForm>
      </div>
    </>
  );
}
