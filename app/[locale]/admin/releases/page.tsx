/** Releases at the desk: making one, seeing how it goes. */
import type { Metadata } from "next";
import { readDb } from "@/app/_server/database";
import { formWords } from "@/app/_server/form-words";
import { wordsOf, type LocaleParams } from "@/app/_server/page";
import { nextVersionHere, releaseJob, type ReleaseJob } from "@/app/_server/release-job";
import { requireRole } from "@/app/_server/session";
import { contentsText } from "@/components/data/release-parts";
import { ActionForm } from "@/components/forms/action-form";
import { TextArea } from "@/components/forms/field";
import { SubmitButton } from "@/components/forms/submit-button";
import { instantText } from "@/components/reading/times";
import { findRecord } from "@/db/queries/record";
import { listReleases } from "@/db/queries/releases";
import { pathIn, type Words } from "@/messages";
import { Desk } from "../_parts/desk";
import styles from "../_parts/desk.module.css";
import { makeRelease } from "./actions";

const PATH = "/admin/releases";
const LOOK_AGAIN_SECONDS = 3;

export async function generateMetadata({ params }: { params: LocaleParams }): Promise<Metadata> {
  const { t } = await wordsOf(params);
  return { title: t("admin.releases") };
}

export default async function ReleasesAtTheDesk({ params }: { params: LocaleParams }) {
  const words = await wordsOf(params);
  const { t, locale } = words;
  const actor = await requireRole(locale, PATH, "editor");
  const db = readDb();
  const { timeZone } = findRecord(db);
  const releases = listReleases(db);
  const job = releaseJob();
  const version = nextVersionHere();
  return (
    <Desk words={words} actor={actor} path={PATH}>
      <h1>{t("admin.releases")}</h1>
      <p className={styles.lead}>{t("admin.releasesPage.lead")}</p>
      {job && <Job words={words} job={job} timeZone={timeZone} />}
      {job?.is !== "running" && (
        <ActionForm
          id="release"
          action={makeRelease}
          permalink={pathIn(locale, PATH)}
          hidden={{ version }}
          words={formWords(words)}
        >
          <TextArea name="note" label={t("admin.releasesPage.note")} hint={t("admin.releasesPage.noteHelp")} />
          <div className={styles.actions}>
            <SubmitButton label={t("admin.releasesPage.make", { version })} pending={t("forms.pending")} />
          </div>
        </ActionForm>
      )}
      <section className={styles.section} aria-labelledby="list">
        <h2 id="list">{t("admin.releasesPage.list")}</h2>
        {releases.length === 0 && <p className="muted">{t("admin.releasesPage.none")}</p>}
        <ul className={styles.list}>
          {releases.map(({ version, madeAt, contents, note }) => (
            <li key={version}>
              <a href={pathIn(locale, `/data/releases/${version}`)}>{t("releases.of", { version })}</a>
              <p className={styles.small}>
                {instantText(words, madeAt, timeZone)} · {contentsText(words, contents)} {note}
              </p>
            </li>
          ))}
        </ul>
      </section>
    </Desk>
  );
}

function Job({ words, job, timeZone }: { words: Words; job: ReleaseJob; timeZone: string }) {
  const { t } = words;
  if (job.is === "running")
    return (
      <>
        <meta httpEquiv="refresh" content={String(LOOK_AGAIN_SECONDS)} />
        <p role="status">
          <b>{t("admin.releasesPage.running", { when: instantText(words, job.since, timeZone) })}</b>
        </p>
      </>
    );
  return (
    <p className={styles.warning} role="alert">
      {job.says === "" ? t("admin.releasesPage.broken") : t("admin.releasesPage.failed", { says: job.says })}
    </p>
  );
}
