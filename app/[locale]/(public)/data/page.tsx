import type { Metadata } from "next";
import { Codebook, codebookText } from "@/components/data/codebook";
import styles from "@/components/data/data.module.css";
import { dayText } from "@/components/reading/times";
import { listCities } from "@/db/queries/places";
import { findRecord } from "@/db/queries/record";
import { citiesDataset } from "@/domain/datasets/cities";
import { claimsDataset } from "@/domain/datasets/claims";
import type { Dataset } from "@/domain/datasets/column";
import { incidentsDataset } from "@/domain/datasets/incidents";
import { rulingsDataset } from "@/domain/datasets/rulings";
import { seriesDataset } from "@/domain/datasets/series";
import { sourcesDataset } from "@/domain/datasets/sources";
import { FILTER_PARAMETERS, type FilterParameter } from "@/domain/filter";
import { ATTACK_TYPES, DEFAULT_POLICY, GROUPS, METRICS, PERIODS, POLICIES } from "@/domain/vocabulary";
import { pathIn, type Words } from "@/messages";
import { readDb } from "../../../_server/database";
import { alternates, wordsOf, type LocaleParams } from "../../../_server/page";
import { Shell } from "../shell";

const DATASETS = [
  seriesDataset,
  incidentsDataset,
  claimsDataset,
  citiesDataset,
  sourcesDataset,
  rulingsDataset,
] as readonly Dataset<never>[];

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
  return (
    <Shell words={words} path="/data" current="data">
      <h1>{t("data.title")}</h1>
      <div className={styles.text}>
        <p>{t("data.lead")}</p>
        <p className="muted">{t("data.formats")}</p>
      </div>
      <section aria-labelledby="exports">
        <h2 id="exports">{t("data.exports")}</h2>
        <p className="muted">{t("data.exportsLead")}</p>
        {DATASETS.map((dataset) => (
          <Export key={dataset.name} words={words} dataset={dataset} />
        ))}
      </section>
      <section aria-labelledby="options">
        <h2 id="options">{t("data.options")}</h2>
        <ul className={styles.text}>
          <li>{t("data.option.hxl")}</li>
          <li>{t("data.option.bom")}</li>
        </ul>
      </section>
      <section aria-labelledby="parameters">
        <h2 id="parameters">{t("data.parameters")}</h2>
        <p className={styles.text}>{t("data.parametersLead")}</p>
        <Parameters words={words} timeZone={record.timeZone} city={listCities(db)[0]?.slug ?? ""} />
      </section>
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
            policy: t(`words.policySentence.${DEFAULT_POLICY}`),
            address: `${origin}${pathIn(locale, "/data")}`,
          })}
        </blockquote>
        <p>{t("data.citeHelp")}</p>
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
  const file = `${dataset.name}.csv`;
  const meaning = codebookText(words, dataset.name, "dataset", dataset.meaning);
  return (
    <section aria-labelledby={dataset.name}>
      <h3 id={dataset.name}>{file}</h3>
      <p className={styles.text} lang={meaning.lang}>
        {meaning.text}
      </p>
      <p className={styles.links}>
        <a href={`/export/${file}`} download>
          {t("data.download", { file })}
        </a>
        <a href={`/export/${file}?hxl=1`} download aria-label={`${t("data.download", { file })}, ${t("data.withHxl")}`}>
          {t("data.withHxl")}
        </a>
      </p>
      <details className={styles.details}>
        <summary>
          {t("data.table", { file })}: {t("data.columns", { count: dataset.columns.length })}
        </summary>
        <Codebook words={words} dataset={dataset} />
      </details>
    </section>
  );
}

function Parameters({ words, timeZone, city }: { words: Words; timeZone: string; city: string }) {
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
                {t(`data.of.${parameter}`, { timeZone })}
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
