import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { chartPaths } from "@/components/charts/chart-paths";
import { ChartTools } from "@/components/charts/chart-tools";
import { ComparedTable, differs, type ComparedRow } from "@/components/compare/compared-table";
import { policiesSummary, PoliciesPicture } from "@/components/compare/policies-picture";
import styles from "@/components/compare/compare.module.css";
import { csvPath } from "@/components/filter/filter-form";
import { toldFilter } from "@/components/filter/told";
import { cityText, languageOf } from "@/components/reading/names";
import { incidentDateText, periodText } from "@/components/reading/times";
import type { ComparedMetric, Comparison } from "@/db/queries/compare";
import { filterToQuery, withFilter, type Filter, readingOf } from "@/domain/filter";
import { POLICIES } from "@/domain/vocabulary";
import { pathIn, type Words } from "@/messages";
import { askAside } from "../../../_server/aside";
import { alternates, filterOf, hasEmpty, queryOf, wordsOf, type LocaleParams, type SearchParams } from "../../../_server/page";
import { Shell } from "../shell";
import { ViewFilter } from "../view-filter";

/** Incidents that are shown before the fold. */
const FEW = 12;

interface Props {
  params: LocaleParams;
  searchParams: SearchParams;
}

export async function generateMetadata({ params, searchParams }: Props): Promise<Metadata> {
  const { t, locale } = await wordsOf(params);
  const { filter } = await filterOf(searchParams);
  return { title: t("compare.title"), alternates: alternates(withFilter("/compare", filter), locale) };
}

export default async function Compare({ params, searchParams }: Props) {
  const words = await wordsOf(params);
  const { t, locale } = words;
  const { filter, problems } = await filterOf(searchParams);
  const here = withFilter("/compare", filter);
  if (problems.length === 0 && hasEmpty(await queryOf(searchParams))) redirect(pathIn(locale, here));
  const view = await askAside("comparison", filter);
  const cityName = (slug: string | null) => {
    const city = slug === null ? undefined : view.cities.get(slug);
    return city ? cityText(words, city) : (slug ?? t("words.noCity"));
  };
  const baseline = t(`words.policy.${filter.policy}`);
  const told = toldFilter(words, filter, { timeZone: view.timeZone, cityName }).join(", ");
  return (
    <Shell words={words} path="/compare" query={filterToQuery(filter).toString()} current="record">
      <h1>{t("compare.title")}</h1>
      <div className={styles.lead}>
        <p>{t("compare.lead")}</p>
        <p>{capital(t("compare.told", { told, baseline }))}</p>
      </div>
      <ViewFilter
        words={words}
        path="/compare"
        filter={filter}
        problems={problems}
        cities={view.offered}
        timeZone={view.timeZone}
      />
      {view.span === null ? (
        <>
          <h2>{t("compare.empty")}</h2>
          <p>{t("dashboard.emptyHelp")}</p>
        </>
      ) : (
        <>
          <Totals words={words} view={view} filter={filter} />
          {view.metrics.map((compared) => (
            <MetricSections
              key={compared.metric}
              words={words}
              view={view}
              filter={filter}
              compared={compared}
              cityName={cityName}
            />
          ))}
          <section aria-labelledby="meaning">
            <h2 id="meaning">{t("compare.meaning")}</h2>
            <dl className={styles.policies}>
              {POLICIES.map((policy) => (
                <div key={policy} className={styles.policy}>
                  <dt>{capital(t(`words.policy.${policy}`))}</dt>
                  <dd>{t(`words.policySentence.${policy}`)}</dd>
                </div>
              ))}
            </dl>
            <p className={styles.links}>
              <a href={pathIn(locale, "/methodology#policies")}>{t("compare.toMethod")}</a>
              <a href={pathIn(locale, withFilter("/", filter))}>{t("compare.toView")}</a>
            </p>
            <p>{t("compare.csv")}:</p>
            <p className={styles.links}>
              {POLICIES.map((policy) => (
                <a key={policy} href={csvPath("series", { ...filter, policy, by: view.by })} download>
                  {t(`words.policy.${policy}`)}
                </a>
              ))}
            </p>
          </section>
        </>
      )}
    </Shell>
  );
}

function Totals({ words, view, filter }: { words: Words; view: Comparison; filter: Filter }) {
  const { t } = words;
  return (
    <section aria-labelledby="totals">
      <h2 id="totals">{t("compare.totals")}</h2>
      <p className="muted">
        {t("compare.totalsCaption", { incidents: view.span!.incidents, baseline: t(`words.policy.${filter.policy}`) })}
      </p>
      <ComparedTable
        words={words}
        id="totals"
        caption={t("compare.scrollTotals")}
        heading={t("compare.metric")}
        withDifferences
        baseline={filter.policy}
        rows={view.metrics.map(({ metric, total }) => ({
          ...total,
          key: metric,
          name: capital(t(`words.metric.${metric}`)),
          detail: total.incidentsWithoutFigure > 0 ? t("dashboard.tooltipWithout", { count: total.incidentsWithoutFigure }) : "",
        }))}
      />
    </section>
  );
}

interface MetricProps {
  words: Words;
  view: Comparison;
  filter: Filter;
  compared: ComparedMetric;
  cityName: (slug: string | null) => string;
}

/** One metric: the totals as a picture, then periods, cities and the incidents behind the difference. */
function MetricSections({ words, view, filter, compared, cityName }: MetricProps) {
  const { t, locale } = words;
  const { metric, total, periods, cities, disputed, incidents } = compared;
  const name = capital(t(`words.metric.${metric}`));
  const known = readingOf(filter);
  const rowsOfPeriods = periods.map((row): ComparedRow => ({
    ...row,
    key: `${row.start} ${row.by}`,
    name: periodText(words, row.start, row.by),
  }));
  const rowsOfCities = cities.map((row): ComparedRow => ({
    ...row,
    key: row.city ?? "",
    name: cityName(row.city),
    href: row.city === null ? undefined : pathIn(locale, withFilter(`/cities/${row.city}`, { ...filter, cities: [] })),
  }));
  const rowsOfIncidents = incidents.map((incident): ComparedRow => ({
    ...incident,
    key: incident.code,
    name: incident.title,
    lang: languageOf(incident.title),
    href: pathIn(locale, withFilter(`/incidents/${incident.code}`, known)),
    detail: `${incident.city ? cityText(words, incident.city) : t(`words.locationPrecision.${incident.locationPrecision}`)}, ${incidentDateText(words, incident)}`,
  }));
  return (
    <section aria-labelledby={metric}>
      <h2 id={metric} className={metric === "wounded" ? "wounded" : undefined}>
        {name}
      </h2>
      <figure className={styles.figure}>
        <figcaption className="visually-hidden">{policiesSummary(words, metric, total)}</figcaption>
        <PoliciesPicture words={words} sum={total} baseline={filter.policy} metric={metric} />
        {total.low !== null && (
          <ChartTools
            words={words}
            title={t("compare.fileTitle", { metric: t(`chart.metricTitle.${metric}`) })}
            csv={pathIn(words.locale, withFilter(`/chart/policies-${metric}.csv`, filter))}
            paths={chartPaths(words, `policies-${metric}`, filterToQuery(filter).toString())}
            page={`${pathIn(words.locale, withFilter("/compare", filter))}#${metric}`}
            height={420}
          />
        )}
      </figure>
      <Split
        words={words}
        id={`${metric}-periods`}
        title={t("compare.byPeriod", { metric: name, by: t(`words.byPeriod.${view.by}`) })}
        caption={t("compare.scrollPeriods", { metric: name })}
        heading={t("compare.period")}
        rows={rowsOfPeriods}
        filter={filter}
      />
      <Split
        words={words}
        id={`${metric}-cities`}
        title={t("compare.byCity", { metric: name })}
        caption={t("compare.scrollCities", { metric: name })}
        heading={t("compare.city")}
        rows={rowsOfCities}
        filter={filter}
      />
      <h3>{t("compare.incidents")}</h3>
      <p className="muted">
        {t("compare.incidentsLead", { count: disputed })}
        {disputed > incidents.length && ` ${t("compare.incidentsShown", { count: incidents.length })}`}
      </p>
      {[rowsOfIncidents.slice(0, FEW), rowsOfIncidents.slice(FEW)].map((rows, index) => {
        if (rows.length === 0) return null;
        const table = (
          <ComparedTable
            words={words}
            id={`${metric}-incidents${index === 0 ? "" : "-more"}`}
            caption={`${t("compare.scrollIncidents", { metric: name })}${index === 0 ? "" : ` (${t("compare.further", { count: rows.length })})`}`}
            heading={t("compare.incident")}
            baseline={filter.policy}
            rows={rows}
          />
        );
        if (index === 0) return <div key="few">{table}</div>;
        return (
          <details key="more" className={styles.details}>
            <summary>{t("compare.further", { count: rows.length })}</summary>
            {table}
          </details>
        );
      })}
    </section>
  );
}

interface SplitProps {
  words: Words;
  id: string;
  title: string;
  caption: string;
  heading: string;
  rows: readonly ComparedRow[];
  filter: Filter;
}

/** Rows in which the policies differ, and the others behind a fold. */
function Split({ words, id, title, caption, heading, rows, filter }: SplitProps) {
  const { t } = words;
  const differing = rows.filter(differs);
  const agreeing = rows.filter((row) => !differs(row));
  return (
    <>
      <h3>{title}</h3>
      <p className="muted">{t("compare.differ", { differ: differing.length, rows: rows.length })}</p>
      {differing.length > 0 && (
        <ComparedTable words={words} id={id} caption={caption} heading={heading} rows={differing} baseline={filter.policy} />
      )}
      {agreeing.length > 0 && (
        <details className={styles.details}>
          <summary>{t("compare.agreeing", { count: agreeing.length })}</summary>
          <ComparedTable
            words={words}
            id={`${id}-agreeing`}
            caption={`${caption}: ${t("compare.agreeing", { count: agreeing.length })}`}
            heading={heading}
            rows={agreeing}
            baseline={filter.policy}
          />
        </details>
      )}
    </>
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
