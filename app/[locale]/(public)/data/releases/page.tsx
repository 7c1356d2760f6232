/** Every release; and what a release answers that "as known on" does not. */
import type { Metadata } from "next";
import styles from "@/components/data/data.module.css";
import { contentsText } from "@/components/data/release-parts";
import { languageOf } from "@/components/reading/names";
import { dayText } from "@/components/reading/times";
import { listReleases } from "@/db/queries/releases";
import { findRecord } from "@/db/queries/record";
import type { Release } from "@/domain/release";
import { pathIn, type Words } from "@/messages";
import { readDb } from "../../../../_server/database";
import { alternates, wordsOf, type LocaleParams } from "../../../../_server/page";
import { Shell } from "../../shell";
import { CompareForm, KnownOrRelease } from "./parts";

const PATH = "/data/releases";

export async function generateMetadata({ params }: { params: LocaleParams }): Promise<Metadata> {
  const { t, locale } = await wordsOf(params);
  return { title: t("releases.title"), alternates: alternates(PATH, locale) };
}

export default async function Releases({ params }: { params: LocaleParams }) {
  const words = await wordsOf(params);
  const { t } = words;
  const db = readDb();
  const releases = listReleases(db);
  const { timeZone } = findRecord(db);
  const [newest, ...earlier] = releases;
  return (
    <Shell words={words} path={PATH} current="data">
      <h1>{t("releases.title")}</h1>
      <p className={styles.text}>{t("releases.lead")}</p>
      {!newest ? (
        <p>
          <b>{t("releases.none")}</b>
        </p>
      ) : (
        <>
          <h2 id="newest">{t("releases.newest")}</h2>
          <div className={styles.newest}>
            <Told words={words} release={newest} timeZone={timeZone} />
          </div>
          {earlier.length > 0 && (
            <>
              <h2 id="earlier">{t("releases.earlier")}</h2>
              <ul className={styles.releases}>
                {earlier.map((release) => (
                  <li key={release.version}>
                    <Told words={words} release={release} timeZone={timeZone} />
                  </li>
                ))}
              </ul>
              <h2 id="compare">{t("releases.compare")}</h2>
              <CompareForm words={words} versions={releases.map(({ version }) => version)} />
            </>
          )}
        </>
      )}
      <KnownOrRelease words={words} version={newest?.version ?? null} />
    </Shell>
  );
}

function Told({ words, release, timeZone }: { words: Words; release: Release; timeZone: string }) {
  const { t, locale } = words;
  const { version, madeAt, methodology, contents, changes, note } = release;
  return (
    <>
      <a className={styles.version} href={pathIn(locale, `${PATH}/${version}`)}>
        {t("releases.of", { version })}
      </a>
      <p className="muted">{t("releases.made", { day: dayText(words, madeAt, timeZone), methodology })}</p>
      {note && <p lang={languageOf(note)}>{note}</p>}
      <p>{contentsText(words, contents)}</p>
      {changes && <p>{t("releases.since", { since: changes.since, ...changes.incidents })}</p>}
    </>
  );
}
