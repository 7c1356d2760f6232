/** A release: what it holds, its files with checksums, what changed since the one before, how to cite it. */
import type { Metadata } from "next";
import styles from "@/components/data/data.module.css";
import { contentsText, ReleaseChangesView, ReleaseFiles } from "@/components/data/release-parts";
import { languageOf } from "@/components/reading/names";
import { dateText, dayText } from "@/components/reading/times";
import { findRelease, listReleases } from "@/db/queries/releases";
import { findRecord } from "@/db/queries/record";
import { pathIn } from "@/messages";
import { readDb } from "../../../../../_server/database";
import { nothing, nothingMetadata } from "../../../nothing";
import { alternates, wordsOf, type LocaleParams } from "../../../../../_server/page";
import { filesOf, hasFiles } from "../../../../../_server/releases";
import { Shell } from "../../../shell";

type Params = LocaleParams<{ version: string }>;

export async function generateMetadata({ params }: { params: Params }): Promise<Metadata> {
  const words = await wordsOf(params);
  const { t, locale } = words;
  const { version } = await params;
  if (!findRelease(readDb(), version)) return nothingMetadata(words);
  return { title: t("releases.of", { version }), alternates: alternates(`/data/releases/${version}`, locale) };
}

export default async function ReleasePage({ params }: { params: Params }) {
  const words = await wordsOf(params);
  const { t, locale } = words;
  const { version } = await params;
  const db = readDb();
  const found = findRelease(db, version);
  if (!found) return nothing(words);
  const release = { ...found, files: filesOf(found) };
  const record = findRecord(db);
  const { madeAt, methodology, contents, changes, note, auditEntries, auditHead, files } = release;
  const isFirst = listReleases(db).at(-1)!.version === version;
  const here = hasFiles(release);
  const path = `/data/releases/${version}`;
  const day = dayText(words, madeAt, record.timeZone);
  return (
    <Shell words={words} path={path} current="data">
      <h1>{t("releases.of", { version })}</h1>
      <div className={styles.text}>
        <p>{t("releases.made", { day, methodology })}</p>
        {note && <p lang={languageOf(note)}>{note}</p>}
        <p>
          {contentsText(words, contents)}{" "}
          {contents.from &&
            contents.to &&
            t("releases.span", { from: dateText(words, contents.from), to: dateText(words, contents.to) })}
        </p>
      </div>
      {files.length > 0 && (
        <section aria-labelledby="files">
          <h2 id="files">{t("releases.files")}</h2>
          <p className="muted">{t("releases.filesLead")}</p>
          <ReleaseFiles words={words} release={release} here={here} />
        </section>
      )}
      <section aria-labelledby="changes">
        <h2 id="changes">{t("releases.changes")}</h2>
        {changes ? (
          <ReleaseChangesView words={words} changes={changes} file={here ? `${path}/changes.csv` : null} />
        ) : (
          <p>{t(isFirst ? "releases.changesFirst" : "releases.changesNone")}</p>
        )}
      </section>
      <section aria-labelledby="cite" className={styles.text}>
        <h2 id="cite">{t("releases.cite")}</h2>
        <blockquote>
          {t("releases.citeText", {
            record: locale === "uk" && record.titleUk ? record.titleUk : record.title,
            version,
            day,
            address: `${process.env.ATTEST_ORIGIN ?? ""}${path}`,
          })}
        </blockquote>
        {here && (
          <p className={styles.links}>
            <a href={`${path}/CITATION.cff`} download>
              CITATION.cff
            </a>
            <a href={`${path}/citation.bib`} download>
              BibTeX
            </a>
          </p>
        )}
      </section>
      <section aria-labelledby="log" className={styles.text}>
        <h2 id="log">{t("releases.log")}</h2>
        <p>{t("releases.logText", { entries: auditEntries })}</p>
        <p className={styles.hash}>{auditHead}</p>
      </section>
      <p className={styles.links}>
        <a href={pathIn(locale, "/data/releases")}>{t("releases.title")}</a>
      </p>
    </Shell>
  );
}
