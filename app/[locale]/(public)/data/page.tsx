import type { Metadata } from "next";
import { Codebook, codebookText } from "@/components/data/codebook";
import { contentsText } from "@/components/data/release-parts";
import styles from "@/components/data/data.module.css";
import { dayText } from "@/components/reading/times";
import { listCities } from "@/db/queries/places";
import { findRecord, type RecordSettings } from "@/db/queries/record";
import { listReleases } from "@/db/queries/releases";
import { EXPORT_FORMS, exportOfFile } from "@/db/queries/export-bytes";
import type { Dataset } from "@/domain/datasets/column";
import { EVERY_DATASET } from "@/domain/datasets/datasets";
import { FILTER_PARAMETERS, type FilterParameter } from "@/domain/filter";
import { ATTACK_TYPES, GROUPS, METRICS, PERIODS, POLICIES } from "@/domain/vocabulary";
import { pathIn, type Words } from "@/messages";
import { isCopy } from "../../../_server/copy";
import { readDb } from "../../../_server/database";
import { alternates, wordsOf, type LocaleParams } from "../../../_server/page";
import { Shell } from "../shell";
import { KnownOrRelease } from "./releases/parts";

/** The closed list of a parameter's values, where there is one. */
const VALUES: Partial<Record<FilterParameter, readonly string[]>> = {
  metric: METRICS,
  group: GROUPS,
  policy: POLICIES,
  by: PERIODS,
  attack: ATTACK_TYPES,
};

/** A city's example is a city of the record. */
const EXAMPLES: Record<Exclude<FilterParameter, "city">, string> = {
  from: "from=2022-03-01",
  to: "to=2022-03-31",
  metric: "metric=killed",
  group: "group=children",
  policy: "policy=latest",
  by: "by=month",
  known: "known=2022-03-01T18:00Z",
  attack: "attack=missile_strike",
};

export async function generateMetadata({ params }: { params: LocaleParams }): Promise<Metadata> {
  const { t, locale } = await wordsOf(params);
  return { title: t("data.title"), alternates: alternates("/data", locale) };
}

export default async function Data({ params }: { params: LocaleParams }) {
  const words = await wordsOf(params);
  const { t, locale } = words;
  const db = readDb();
  const record = findRecord(db);
  const origin = process.env.ATTEST_ORIGIN ?? "";
  const newest = listReleases(db)[0];
  return (
    <Shell words={words} path="/data" current="data">
      <h1>{t("data.title")}</h1>
      <div className={styles.text}>
        <p>{t("data.lead")}</p>
        <p className="muted">{t("data.formats")}</p>
      </div>
      <section aria-labelledby="exports">
        <h2 id="exports">{t("data.exports")}</h2>
        <p className="muted">{t(isCopy() ? "copy.exportsLead" : "data.exportsLead")}</p>
        <div className={styles.exports}>
          {EVERY_DATASET.map((dataset) => (
            <Export key={dataset.name} words={words} dataset={dataset} />
          ))}
        </div>
        <div className={styles.exports}>
          <section className={`${styles.export} ${styles.whole}`} aria-labelledby="package">
            <h3 id="package">{t("data.whole")}</h3>
            <p>{t("data.packageText")}</p>
            <p className={styles.forms}>
              <a href="/export/package.zip" download>
                {t("data.packageLink")}
              </a>
            </p>
          </section>
          <section className={`${styles.export} ${styles.whole}`} aria-labelledby="frozen">
            <h3 id="frozen">{t("data.frozen")}</h3>
            <p>
              {newest ? (
                <>
                  {t("releases.newest")}:{" "}
                  <a href={pathIn(locale, `/data/releases/${newest.version}`)}>{t("releases.of", { version: newest.version })}</a>
                  . {contentsText(words, newest.contents)}
                </>
              ) : (
                t("releases.none")
              )}
            </p>
            <p className={styles.forms}>
              <a href={pathIn(locale, "/data/releases")}>{t("data.releasesLink")}</a>
            </p>
          </section>
          {!isCopy() && (
            <section className={`${styles.export} ${styles.whole}`} aria-labelledby="api">
              <h3 id="api">{t("apiReference.title")}</h3>
              <p>{t("data.apiText")}</p>
              <p className={styles.forms}>
                <a href={pathIn(locale, "/data/api")}>{t("data.apiLink")}</a>
                <a href="/api/v1/openapi.json">{t("apiReference.document")}</a>
              </p>
            </section>
          )}
        </div>
      </section>
      <KnownOrRelease words={words} version={newest?.version ?? null} />
      <section aria-labelledby="columns">
        <h2 id="columns">{t("data.columnsTitle")}</h2>
        <p className="muted">{t("data.columnsLead")}</p>
        {EVERY_DATASET.map((dataset) => (
          <details key={dataset.name} className={styles.details}>
            <summary>
              {t("data.table", { file: `${dataset.name}.csv` })}: {t("data.columns", { count: dataset.columns.length })}
            </summary>
            <Codebook words={words} dataset={dataset} />
          </details>
        ))}
      </section>
      {isCopy() ? (
        <p className={styles.text}>{t("copy.noQueries")}</p>
      ) : (
        <>
          <section aria-labelledby="options">
            <h2 id="options">{t("data.options")}</h2>
            <ul className={styles.text}>
              <li>{t("data.option.hxl")}</li>
              <li>{t("data.option.bom")}</li>
              <li>{t("data.option.json")}</li>
              <li>{t("data.option.zip")}</li>
            </ul>
          </section>
          <section aria-labelledby="parameters">
            <h2 id="parameters">{t("data.parameters")}</h2>
            <p className={styles.text}>{t("data.parametersLead")}</p>
            <Parameters words={words} record={record} city={listCities(db)[0]?.slug ?? ""} />
          </section>
        </>
      )}
      <section aria-labelledby="identifiers" className={styles.text}>
        <h2 id="identifiers">{t("data.identifiers")}</h2>
        <p>{t("data.identifiersText", { incident: `${record.codePrefix}-0001`, claim: "C1" })}</p>
      </section>
      <section aria-labelledby="licence" className={styles.text}>
        <h2 id="licence">{t("data.licence")}</h2>
        <p>{record.licence ? t("data.licenceText", { licence: record.licence }) : t("data.licenceNone")}</p>
      </section>
      <section aria-labelledby="cite" className={styles.text}>
        <h2 id="cite">{t("data.cite")}</h2>
        <blockquote>
          {t("data.citeText", {
            record: locale === "uk" && record.titleUk ? record.titleUk : record.title,
            date: dayText(words, db.now(), record.timeZone),
            policy: t(`words.policySentence.${record.defaultPolicy}`),
            address: `${origin}${pathIn(locale, "/data")}`,
          })}
        </blockquote>
        <p>{t("data.citeHelp")}</p>
        <p className={styles.links}>
          <span>{t("data.citeFiles")}:</span>
          <a href="/export/citation.cff" download>
            CITATION.cff
          </a>
          <a href="/export/citation.bib" download>
            BibTeX
          </a>
        </p>
      </section>
      <section aria-labelledby="changes" className={styles.text}>
        <h2 id="changes">{t("data.changes")}</h2>
        <p>{t("data.changesText")}</p>
        <p className={styles.links}>
          <a href={pathIn(locale, "/corrections")}>{t("corrections.title")}</a>
          <a href={pathIn(locale, "/feed.xml")} type="application/atom+xml">
            {t("feed.link")}
          </a>
          <a href={pathIn(locale, "/methodology")}>{t("data.method")}</a>
        </p>
      </section>
    </Shell>
  );
}

function Export({ words, dataset }: { words: Words; dataset: Dataset<never> }) {
  const { t } = words;
  const { name } = dataset;
  const file = `${name}.csv`;
  const meaning = codebookText(words, name, "dataset", dataset.meaning);
  const link = (href: string, label: string, told: string) => (
    <a href={href} download aria-label={told}>
      {label}
    </a>
  );
  return (
    <section className={styles.export} aria-labelledby={name}>
      <h3 id={name}>{name}</h3>
      <p lang={meaning.lang}>{meaning.text}</p>
      <p className={styles.forms}>
        {EXPORT_FORMS.filter((form) => exportOfFile(`${name}.${form}`) !== null).map((form) => (
          <a key={form} href={`/export/${name}.${form}`} download aria-label={t("data.download", { file: `${name}.${form}` })}>
            {FORM_NAMES[form]}
          </a>
        ))}
        {link(`/export/${file}?hxl=1`, t("data.withHxl"), `${t("data.download", { file })}, ${t("data.withHxl")}`)}
        {link(`/export/${file}?bom=1`, t("data.withBom"), `${t("data.download", { file })}, ${t("data.withBom")}`)}
      </p>
    </section>
  );
}

const FORM_NAMES = { csv: "CSV", json: "JSON", geojson: "GeoJSON" } as const;

function Parameters({
  words,
  record: { timeZone, defaultPolicy: policy },
  city,
}: {
  words: Words;
  record: RecordSettings;
  city: string;
}) {
  const { t } = words;
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={t("data.parametersTable")}>
      <table>
        <caption className="visually-hidden">{t("data.parametersTable")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("data.parameter")}</th>
            <th scope="col">{t("data.meaning")}</th>
            <th scope="col">{t("data.example")}</th>
          </tr>
        </thead>
        <tbody>
          {FILTER_PARAMETERS.map((parameter) => (
            <tr key={parameter}>
              <th scope="row" className={styles.name}>
                <code>{parameter}</code>
              </th>
              <td className={styles.meaning}>
                {t(`data.of.${parameter}`, { timeZone, policy })}
                {VALUES[parameter] && (
                  <span className={styles.words}>{t("data.words", { words: VALUES[parameter].join(", ") })}</span>
                )}
              </td>
              <td>
                <code>{parameter === "city" ? `city=${city}` : EXAMPLES[parameter]}</code>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
