/** The API for people: how it answers, where to begin, every address with its parameters. Made of the endpoints themselves. */
import type { Metadata } from "next";
import type { ReactNode } from "react";
import styles from "@/components/data/data.module.css";
import { EXAMPLE_LANGUAGES, EXAMPLE_NAMES, examples } from "@/domain/api/examples";
import { DATASET_NAMES } from "@/domain/datasets/datasets";
import { ATTACK_TYPES, GROUPS, METRICS, PERIODS, POLICIES } from "@/domain/vocabulary";
import type { FilterParameter } from "@/domain/filter";
import { findRecord } from "@/db/queries/record";
import { pathIn, type Words } from "@/messages";
import { ALLOWANCES } from "../../../../_server/allowance";
import { API, ENDPOINTS, MOST_ROWS, PAGE_ROWS, type Endpoint } from "../../../../_server/api/endpoints";
import { exampleIds } from "../../../../_server/api/example-ids";
import { readDb } from "../../../../_server/database";
import { alternates, wordsOf, type LocaleParams } from "../../../../_server/page";
import { Shell } from "../../shell";

const PATH = "/data/api";
const RULES = ["pages", "state", "null", "errors", "rate", "cors", "stay"] as const;

/** The closed list of a parameter's values, where there is one. */
const VALUES: Partial<Record<FilterParameter, readonly string[]>> = {
  metric: METRICS,
  group: GROUPS,
  policy: POLICIES,
  by: PERIODS,
  attack: ATTACK_TYPES,
};

export async function generateMetadata({ params }: { params: LocaleParams }): Promise<Metadata> {
  const { t, locale } = await wordsOf(params);
  return { title: t("apiReference.title"), alternates: alternates(PATH, locale) };
}

export default async function ApiReference({ params }: { params: LocaleParams }) {
  const words = await wordsOf(params);
  const { t, locale } = words;
  const code = examples(process.env.ATTEST_ORIGIN || process.env.ATTEST_SERVED_AT || "http://localhost:3000");
  const numbers = { rows: PAGE_ROWS, most: MOST_ROWS, limit: ALLOWANCES.api };
  const ids = exampleIds();
  return (
    <Shell words={words} path={PATH} current="data">
      <h1>{t("apiReference.title")}</h1>
      <p className={styles.text}>{t("apiReference.lead")}</p>
      <p className={styles.links}>
        <a href={`${API}/openapi.json`}>{t("apiReference.document")}</a>
        <a href={pathIn(locale, "/data")}>{t("data.title")}</a>
      </p>
      <section aria-labelledby="begin">
        <h2 id="begin">{t("apiReference.begin")}</h2>
        <p className={styles.text}>{t("apiReference.beginText")}</p>
        {EXAMPLE_LANGUAGES.map((language) => (
          <section key={language} aria-labelledby={`example-${language}`}>
            <h3 id={`example-${language}`}>{EXAMPLE_NAMES[language]}</h3>
            {language === "r" && <p className="muted">{t("apiReference.rNote")}</p>}
            <pre className={styles.code} tabIndex={0} data-example={language}>
              <code>{code[language]}</code>
            </pre>
          </section>
        ))}
      </section>
      <section aria-labelledby="rules">
        <h2 id="rules">{t("apiReference.rules")}</h2>
        <ul className={styles.text}>
          {RULES.map((rule) => (
            <li key={rule}>{t(`apiReference.rule.${rule}`, numbers)}</li>
          ))}
        </ul>
      </section>
      <section aria-labelledby="addresses">
        <h2 id="addresses">{t("apiReference.addresses")}</h2>
        {ENDPOINTS.map((endpoint) => (
          <EndpointEntry key={endpoint.id} words={words} endpoint={endpoint} id={ids[endpoint.path] ?? ""} />
        ))}
      </section>
    </Shell>
  );
}

function EndpointEntry({ words, endpoint, id }: { words: Words; endpoint: Endpoint; id: string }) {
  const { t, locale } = words;
  const { timeZone, defaultPolicy: policy } = findRecord(readDb());
  const parameters: [name: string, meaning: string, values?: readonly string[]][] = [
    ...(endpoint.path.includes("{id}") ? [["{id}", t("apiReference.id")] as [string, string]] : []),
    ...endpoint.of.map((name): [string, string, (readonly string[])?] => {
      const meaning = t(`data.of.${name}`, { timeZone, policy });
      return VALUES[name] ? [name, meaning, VALUES[name]] : [name, meaning];
    }),
    ...endpoint.flags.map((name): [string, string] => [name, t(`apiReference.flag.${name}`)]),
    ...(endpoint.paged
      ? ([
          ["limit", t("apiReference.limit", { rows: PAGE_ROWS, most: MOST_ROWS })],
          ["cursor", t("apiReference.cursor")],
        ] as [string, string][])
      : []),
  ];
  const rows = DATASET_NAMES.find((name) => endpoint.path === `/${name}`);
  const schema = String(endpoint.answer.meta()?.id ?? "");
  return (
    <section className={styles.endpoint} aria-labelledby={endpoint.id}>
      <h3 id={endpoint.id}>
        <span className={styles.method}>GET</span>
        <code>{API + endpoint.path}</code>
      </h3>
      <p>
        <b>{t(`apiReference.endpoint.${endpoint.id}.summary`)}.</b> {t(`apiReference.endpoint.${endpoint.id}.description`)}
      </p>
      <p className="muted">
        {rows ? (
          <a href={pathIn(locale, `/data#${rows}`)}>{t("apiReference.rowsOf", { file: `${rows}.csv` })}</a>
        ) : (
          t("apiReference.seeDocument", { schema })
        )}{" "}
        {(id !== "" || !endpoint.path.includes("{id}")) && (
          <a href={API + endpoint.path.replace("{id}", id)} aria-label={`${t("apiReference.tryIt")}: ${endpoint.path}`}>
            {t("apiReference.tryIt")}
          </a>
        )}
      </p>
      {parameters.length === 0 ? (
        <p className="muted">{t("apiReference.noParameters")}</p>
      ) : (
        <details className={styles.details}>
          <summary>
            {t("apiReference.parameters")}: <ParameterNames names={parameters.map(([name]) => name)} />
          </summary>
          <dl>
            {parameters.map(([name, meaning, values]) => (
              <div key={name}>
                <dt>
                  <code>{name}</code>
                </dt>
                <dd>
                  {meaning}
                  {values && <span className={styles.words}>{t("data.words", { words: values.join(", ") })}</span>}
                </dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </section>
  );
}

function ParameterNames({ names }: { names: readonly string[] }): ReactNode {
  return <code>{names.join(", ")}</code>;
}
