import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { chartData } from "@/components/charts/chart-data";
import { chartPaths } from "@/components/charts/chart-paths";
import styles from "@/components/cities/cities.module.css";
import { PlaceFacts } from "@/components/cities/place-facts";
import { RankingChart } from "@/components/dashboard/ranking";
import { SeriesSection } from "@/components/dashboard/series-section";
import { csvPath } from "@/components/filter/filter-form";
import { toldFilter } from "@/components/filter/told";
import { Headline } from "@/components/incident/headline";
import { IncidentList } from "@/components/incidents/incident-list";
import { cityText } from "@/components/reading/names";
import { dateText } from "@/components/reading/times";
import { findCity, rankOfCity, type CityFacts, type CityRank } from "@/db/queries/cities";
import { countIncidents, listIncidents } from "@/db/queries/incidents";
import { namesOfCities } from "@/db/queries/places";
import { findRecord } from "@/db/queries/record";
import { seriesByCity, spanOfIncidents } from "@/db/queries/series";
import { EVERYTHING, filterToQuery, metricsOf, periodOf, spanToDraw, withFilter, type Filter, readingOf } from "@/domain/filter";
import type { Toll } from "@/domain/incident-summary";
import { stackByCity, totalOf, type Sum } from "@/domain/series";
import type { Metric } from "@/domain/vocabulary";
import { pathIn, type Words } from "@/messages";
import { readDb } from "../../../../_server/database";
import { cardMeta, cardQuery } from "../../../../_server/pictures/cards";
import { nothing, nothingMetadata } from "../../nothing";
import { alternates, filterOf, hasEmpty, queryOf, wordsOf, type LocaleParams, type SearchParams } from "../../../../_server/page";
import { Shell } from "../../shell";
import { ViewFilter } from "../../view-filter";

interface Props {
  params: LocaleParams<{ slug: string }>;
  searchParams: SearchParams;
}

const FEW = 10;

export async function generateMetadata({ params, searchParams }: Props): Promise<Metadata> {
  const words = await wordsOf(params);
  const city = findCity(readDb(), (await params).slug);
  if (!city) return nothingMetadata(words);
  const { filter } = await filterOf(searchParams);
  const path = withFilter(`/cities/${city.slug}`, { ...filter, cities: [] });
  const title = cityText(words, city);
  return {
    title,
    alternates: alternates(path, words.locale),
    ...cardMeta(words, "card-city", cardQuery({ ...filter, cities: [city.slug] }), title),
  };
}

export default async function City({ params, searchParams }: Props) {
  const words = await wordsOf(params);
  const { t, locale } = words;
  const db = readDb();
  const city = findCity(db, (await params).slug);
  if (!city) return nothing(words);
  const query = await queryOf(searchParams);
  const { filter: asked, problems } = await filterOf(searchParams);
  const rest: Filter = { ...asked, cities: [] };
  const path = `/cities/${city.slug}`;
  // The city is the page's own; a form that names it, or sends empty fields, goes to the address that people copy.
  if (problems.length === 0 && (hasEmpty(query) || query.has("city"))) redirect(pathIn(locale, withFilter(path, rest)));
  const filter: Filter = { ...rest, cities: [city.slug] };
  const view = db.snapshot(() => viewOf(filter, city));
  const name = cityText(words, city);
  const told = toldFilter(words, rest, { timeZone: view.timeZone, cityName: () => name }).join(", ");
  const nameOf = (slug: string) => {
    const named = view.names.get(slug);
    return named ? cityText(words, named) : slug;
  };
  const detail = filterToQuery(readingOf(filter)).toString();
  return (
    <Shell words={words} path={path} query={filterToQuery(rest).toString()} current="cities">
      <p className={styles.overline}>
        <a href={pathIn(locale, "/cities")}>{t("cities.back")}</a>
        {[city.admin1, city.admin1Pcode].filter(Boolean).map((part) => ` · ${part}`)}
      </p>
      {view.span ? (
        <Headline words={words} title={name} killed={tollOf(view, "killed")} wounded={tollOf(view, "wounded")} />
      ) : (
        <h1>{t(view.everything > 0 ? "cities.noneFilter" : "cities.none", { city: name })}</h1>
      )}
      <div className={styles.lead}>
        {view.span ? (
          <p>
            {t("cities.lead1", {
              incidents: view.span.incidents,
              dates: [...new Set([view.span.from, view.span.to])].map((date) => dateText(words, date)).join(" – "),
              told,
            })}
          </p>
        ) : (
          <p>
            {t("cities.noneHelp")} {view.everything > 0 && t("cities.noneAll", { count: view.everything })}
          </p>
        )}
      </div>
      {view.everything > 0 && (
        <ViewFilter words={words} path={path} filter={filter} problems={problems} timeZone={view.timeZone} />
      )}
      {view.series.map(({ metric, cells }) => {
        if (cells.length === 0) return null;
        const series = stackByCity(cells, view.by, undefined, spanToDraw(filter, view.by));
        const data = chartData(words, series, { metric, filter, layerName: () => name });
        return (
          <SeriesSection
            key={metric}
            words={words}
            metric={metric}
            filter={filter}
            series={series}
            cells={cells}
            data={data}
            cityName={() => name}
          />
        );
      })}
      <div className={styles.two}>
        <div>
          {view.span && (
            <Neighbours words={words} slug={city.slug} rank={view.rank} metric={view.rankedBy} filter={rest} nameOf={nameOf} />
          )}
          <section aria-labelledby="about">
            <h2 id="about">{t("cities.about")}</h2>
            <PlaceFacts words={words} place={city} />
          </section>
        </div>
        {view.count > 0 && (
          <section aria-labelledby="its">
            <h2 id="its">{t("cities.its")}</h2>
            <p className="muted">{t("cities.itsCaption")}</p>
            <IncidentList words={words} incidents={view.incidents} query={detail ? `?${detail}` : ""} />
            <p className={styles.links}>
              <a href={pathIn(locale, withFilter("/incidents", filter))}>{t("cities.all", { count: view.count })}</a>
              <a href={csvPath("incidents", filter)} download>
                {t("dashboard.csvIncidents")}
              </a>
              <a href={csvPath("claims", filter)} download>
                {t("dashboard.csvClaims")}
              </a>
              <a href={pathIn(locale, withFilter("/compare", filter))}>{t("cities.compare")}</a>
            </p>
          </section>
        )}
      </div>
    </Shell>
  );
}

type View = ReturnType<typeof viewOf>;

function viewOf(filter: Filter, city: CityFacts) {
  const db = readDb();
  const span = spanOfIncidents(db, filter);
  const by = periodOf(filter, span);
  const rankedBy = metricsOf(filter)[0]!;
  const rank = rankOfCity(db, filter, rankedBy, city.slug);
  return {
    timeZone: findRecord(db).timeZone,
    span,
    by,
    rankedBy,
    rank,
    series: metricsOf(filter).map((metric) => ({ metric, cells: seriesByCity(db, filter, metric, by) })),
    totals: new Map(
      (["killed", "wounded"] as const).map((metric) => [metric, totalOf(seriesByCity(db, filter, metric, "year"))]),
    ),
    count: countIncidents(db, filter),
    incidents: listIncidents(db, filter, { most: FEW }),
    /** How many incidents the city has without any filter. */
    everything: countIncidents(db, { ...EVERYTHING, cities: [city.slug] }),
    names: namesOfCities(db, rank?.around.map((row) => row.city) ?? []),
  };
}

/** A sum in the form of an incident's toll: nobody, a figure, or none stated. */
function tollOf(view: View, metric: "killed" | "wounded"): Toll {
  const { low, best, high, open }: Sum = view.totals.get(metric)!;
  const state = low === null ? "not_stated" : high === 0 && !open ? "none" : "figure";
  return { state, low, best, high, open, voices: 0 };
}

interface NeighboursProps {
  words: Words;
  slug: string;
  rank: CityRank | null;
  metric: Metric;
  filter: Filter;
  nameOf: (slug: string) => string;
}

function Neighbours({ words, slug, rank, metric, filter, nameOf }: NeighboursProps) {
  const { t, locale } = words;
  const name = t(`words.metric.${metric}`);
  const around = (query: URLSearchParams) => new URLSearchParams([["around", slug], ...query]).toString();
  return (
    <section aria-labelledby="rank">
      <h2 id="rank">{t("cities.neighbours")}</h2>
      {rank ? (
        <>
          <p className="muted">
            {t("cities.neighboursCaption", {
              metric: name.charAt(0).toUpperCase() + name.slice(1),
              rank: rank.rank,
              of: rank.of,
            })}
          </p>
          <RankingChart
            words={words}
            metric={metric}
            csv={csvPath("cities", filter)}
            paths={chartPaths(words, "ranking", around(filterToQuery(filter)))}
            page={`${pathIn(locale, withFilter(`/cities/${slug}`, filter))}#rank`}
            rows={rank.around.map((row) => ({
              ...row,
              name: `${row.rank}. ${nameOf(row.city)}`,
              href: pathIn(locale, withFilter(`/cities/${row.city}`, filter)),
            }))}
          />
        </>
      ) : (
        <p className="muted">{t("cities.neighboursNone", { metric: name })}</p>
      )}
    </section>
  );
}
