import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { chartData } from "@/components/charts/chart-data";
import { chartPaths } from "@/components/charts/chart-paths";
import { ChartTools } from "@/components/charts/chart-tools";
import { MOST_PANELS } from "@/components/charts/each-drawing";
import { parseView, viewToQuery, withView } from "@/components/charts/kinds";
import { Headline } from "@/components/dashboard/headline";
import { RankingChart } from "@/components/dashboard/ranking";
import { SeriesSection } from "@/components/dashboard/series-section";
import { csvPath } from "@/components/filter/filter-form";
import { toldFilter } from "@/components/filter/told";
import { IncidentList } from "@/components/incidents/incident-list";
import { CityMap } from "@/components/map/city-map";
import { cityText } from "@/components/reading/names";
import { personsText, rangeText } from "@/components/reading/numbers";
import { spotsOfCities } from "@/db/queries/city-spots";
import { findDashboard } from "@/db/queries/dashboard";
import { knownSteps } from "@/db/queries/known-days";
import { findRecord } from "@/db/queries/record";
import { filterToQuery, spanToDraw, withFilter } from "@/domain/filter";
import { OTHER_PLACES, addSums, EMPTY_SUM, stackByCity, totalOf, type Sum } from "@/domain/series";
import { sharedCities } from "@/domain/shared-cities";
import type { Words } from "@/messages";
import { pathIn } from "@/messages";
import { isCopy } from "../../_server/copy";
import { readDb } from "../../_server/database";
import { cardMeta, cardQuery } from "../../_server/pictures/cards";
import { alternates, filterOf, hasEmpty, queryOf, wordsOf, type LocaleParams, type SearchParams } from "../../_server/page";
import { KnownSlider } from "./known-slider";
import { Shell } from "./shell";
import { ViewFilter } from "./view-filter";
import styles from "./dashboard.module.css";

interface Props {
  params: LocaleParams;
  searchParams: SearchParams;
}

export async function generateMetadata({ params, searchParams }: Props): Promise<Metadata> {
  const words = await wordsOf(params);
  const { filter } = await filterOf(searchParams);
  const record = findRecord(readDb());
  const title = words.locale === "uk" && record.titleUk ? record.titleUk : record.title;
  return {
    alternates: alternates(withFilter("/", filter), words.locale),
    ...cardMeta(words, "card", cardQuery(filter), title),
  };
}

export default async function Dashboard({ params, searchParams }: Props) {
  const words = await wordsOf(params);
  const { filter, problems: filterProblems } = await filterOf(searchParams);
  const query = await queryOf(searchParams);
  const { view: chart, problems: chartProblems } = parseView(query);
  const problems = [...filterProblems, ...chartProblems];
  // A form sends its empty fields too; the address that people copy has none.
  if (problems.length === 0 && hasEmpty(query)) redirect(pathIn(words.locale, withView("/", filter, chart)));
  const { t } = words;
  const view = findDashboard(readDb(), filter);
  const cityName = cityNamer(words, view.cities);
  const told = toldFilter(words, filter, { timeZone: view.timeZone, cityName });
  const steps = knownSteps(readDb(), filter);
  const cityHref = (slug: string) => pathIn(words.locale, withFilter(`/cities/${slug}`, { ...filter, cities: [] }));
  const incidentsPath = pathIn(words.locale, withFilter("/incidents", filter));
  const apart = sharedCities(
    view.series.map(({ cells }) => cells),
    view.by,
  );
  return (
    <Shell words={words} path="/" query={withView("", filter, chart).slice(1)} current="record">
      {view.isDemo && <p className={styles.demo}>{t("site.demo")}</p>}
      {view.span ? (
        <Headline
          words={words}
          told={{
            metrics: view.series.map(({ metric, cells }) => ({ metric, total: totalOf(cells) })),
            incidents: view.span.incidents,
            places: view.span.places,
            span: view.span,
          }}
        />
      ) : (
        <h1>{t("dashboard.empty")}</h1>
      )}
      <div className={styles.lead}>
        {view.span ? <Notes words={words} view={view} told={told} /> : <p>{t("dashboard.emptyHelp")}</p>}
      </div>
      <ViewFilter
        words={words}
        path="/"
        filter={filter}
        problems={problems}
        cities={view.offered}
        timeZone={view.timeZone}
        more={viewToQuery(chart)}
      />
      {steps.length > 1 && !isCopy() && (
        <KnownSlider
          key={steps.length}
          steps={steps}
          known={filter.known ?? null}
          base={pathIn(words.locale, withView("/", { ...filter, known: undefined }, chart))}
          language={words.locale === "en" ? "en-GB" : "uk-UA"}
          timeZone={view.timeZone}
          texts={{
            label: t("chart.knownSlider"),
            play: t("chart.knownPlay"),
            pause: t("chart.knownPause"),
            back: t("chart.knownBack"),
            on: t("chart.knownOn"),
            today: t("chart.knownToday"),
            help: t("chart.knownHelp"),
          }}
        />
      )}
      {view.series.map(({ metric, cells }) => {
        const series = stackByCity(cells, view.by, chart.kind === "each" ? MOST_PANELS : apart, spanToDraw(filter, view.by));
        if (cells.length === 0) return null;
        const data = chartData(words, series, {
          metric,
          filter,
          kind: chart.kind,
          cities: apart,
          layerName: (key) =>
            key.kind === "city" ? cityName(key.city) : key.kind === "none" ? t("words.noCity") : t("words.otherPlaces"),
        });
        return (
          <SeriesSection
            key={metric}
            words={words}
            metric={metric}
            filter={filter}
            series={series}
            cells={cells}
            data={data}
            path="/"
            view={chart}
            cityName={(slug) => (slug === null ? t("words.noCity") : cityName(slug))}
          />
        );
      })}
      {view.span && (
        <div className={styles.two}>
          <section aria-labelledby="where">
            <h2 id="where">{t("dashboard.whereTitle")}</h2>
            <p className="muted">
              {capital(t(`words.metric.${view.rankedBy}`))}. {t("map.caption")} {t("map.highCaption")}
            </p>
            <CityMap
              words={words}
              metric={view.rankedBy}
              countries={findRecord(readDb()).countries}
              cities={mappedCities(view).map((city) => ({
                ...city,
                name: cityName(city.slug),
                href: cityHref(city.slug),
              }))}
            />
            <ChartTools
              words={words}
              title={t("map.title")}
              csv={csvPath("cities", filter)}
              paths={chartPaths(words, "map", filterToQuery(filter).toString())}
              page={`${pathIn(words.locale, withView("/", filter, chart))}#where`}
              height={780}
            />
            <h3 id="ranking">{t("ranking.title", { metric: t(`chart.metricTitle.${view.rankedBy}`) })}</h3>
            <p className="muted">{t("ranking.caption")}</p>
            <RankingChart
              words={words}
              metric={view.rankedBy}
              rows={view.ranking.map((row) => ({ ...row, name: cityName(row.city), href: cityHref(row.city) }))}
              csv={csvPath("cities", filter)}
              paths={chartPaths(words, "ranking", filterToQuery(filter).toString())}
              page={`${pathIn(words.locale, withView("/", filter, chart))}#ranking`}
            />
          </section>
          <section aria-labelledby="latest">
            <h2 id="latest">{t("dashboard.latest")}</h2>
            <p className="muted">{t("dashboard.latestCaption")}</p>
            <IncidentList words={words} incidents={view.latest} query={knownQuery(filter)} />
            <p className={styles.links}>
              <a href={incidentsPath}>{t("dashboard.allIncidents")}</a>
              <a href={pathIn(words.locale, withFilter("/compare", filter))}>{t("compare.title")}</a>
              <a href={csvPath("incidents", filter)} download>
                {t("dashboard.csvIncidents")}
              </a>
              <a href={csvPath("claims", filter)} download>
                {t("dashboard.csvClaims")}
              </a>
            </p>
          </section>
        </div>
      )}
    </Shell>
  );
}

type View = ReturnType<typeof findDashboard>;

/** What the sums take, what they leave out, and what is in neither. */
function Notes({ words, view, told }: { words: Words; view: View; told: readonly string[] }) {
  const { t } = words;
  const totals = new Map(view.series.map(({ metric, cells }) => [metric, totalOf(cells)]));
  const [killed, wounded] = [totals.get("killed"), totals.get("wounded")];
  const best = (persons: number | null | undefined) => (persons == null ? "–" : personsText(words, persons));
  return (
    <>
      <p>{capital(told.join(", "))}.</p>
      {killed && wounded && (
        <p className="muted">
          {t("dashboard.best", { killed: best(killed.best), wounded: best(wounded.best) })}{" "}
          {t("dashboard.withoutFigure", { killed: killed.incidentsWithoutFigure, wounded: wounded.incidentsWithoutFigure })}
        </p>
      )}
      {view.combined.incidents > view.combined.incidentsWithoutFigure && (
        <p className="muted">
          {t("dashboard.combined", {
            incidents: view.combined.incidents - view.combined.incidentsWithoutFigure,
            range: rangeText(words, view.combined),
          })}
        </p>
      )}
      {view.uncounted > 0 && <p className="muted">{t("dashboard.uncounted", { count: view.uncounted })}</p>}
    </>
  );
}

/** Every city of the series that is ranked, with its sum over all periods and where it lies. */
function mappedCities(view: View): (Sum & { slug: string; longitude: number; latitude: number })[] {
  const sums = new Map<string, Sum>();
  for (const cell of view.series.find(({ metric }) => metric === view.rankedBy)!.cells) {
    if (cell.city !== null) sums.set(cell.city, addSums(sums.get(cell.city) ?? EMPTY_SUM, cell));
  }
  const spots = spotsOfCities(readDb(), [...sums.keys()]);
  return [...sums].flatMap(([slug, sum]) => {
    const spot = spots.get(slug);
    return spot ? [{ ...sum, slug, ...spot }] : [];
  });
}

function cityNamer(words: Words, cities: View["cities"]): (slug: string) => string {
  return (slug) => {
    if (slug === OTHER_PLACES) return words.t("words.otherPlaces");
    const city = cities.get(slug);
    return city ? cityText(words, city) : slug;
  };
}

/** Policy and day of knowledge go along to an incident's page; the rest of the filter has no meaning there. */
function knownQuery(filter: View["filter"]): string {
  const query = filterToQuery({
    cities: [],
    group: "all",
    policy: filter.policy,
    ...(filter.known ? { known: filter.known } : {}),
  }).toString();
  return query ? `?${query}` : "";
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
