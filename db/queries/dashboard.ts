/** Everything the dashboard shows, whole, from one snapshot. */
import { metricsOf, periodOf, type Filter } from "@/domain/filter";
import type { IncidentSummary } from "@/domain/incident-summary";
import { OTHER_PLACES, type SeriesCell, type Sum } from "@/domain/series";
import type { Metric, Period, Policy } from "@/domain/vocabulary";
import type { ReadDb } from "../open";
import { listIncidents } from "./incidents";
import { listCities, namesOfCities, type City } from "./places";
import { findRecord } from "./record";
import { askedOf, countOf } from "./rollups";
import { rankCities, seriesOfLargest, spanOfIncidents, totalOfIncidents, type RankedCity } from "./series";

export interface Dashboard {
  filter: Filter;
  policy: Policy;
  timeZone: string;
  isDemo: boolean;
  by: Period;
  /** First and last day, and how many counted incidents in how many cities; null where nothing matches. */
  span: { from: string; to: string; incidents: number; places: number } | null;
  /** Whole, or of a large record the largest cities and the other places together (`OTHER_PLACES`). */
  series: { metric: Metric; cells: SeriesCell[] }[];
  /** Tolls of killed and wounded together that are in neither series. */
  combined: Sum;
  /** Published incidents of the filter that sums leave out, because another one stands for them. */
  uncounted: number;
  rankedBy: Metric;
  ranking: RankedCity[];
  latest: IncidentSummary[];
  /** The cities of the filter's list. */
  offered: readonly City[];
  /** Names of every city that is shown, by slug. */
  cities: Map<string, { name: string; nameLocal: string | null }>;
}

/** The dashboard of a filter. */
export function findDashboard(db: ReadDb, filter: Filter): Dashboard {
  return db.snapshot(() => {
    const { timeZone, isDemo } = findRecord(db);
    const asked = askedOf(db, filter);
    const span = spanOfIncidents(db, filter, asked);
    const by = periodOf(filter, span);
    const series = metricsOf(filter).map((metric) => ({ metric, cells: seriesOfLargest(db, filter, metric, by, { asked }) }));
    const rankedBy = metricsOf(filter)[0]!;
    const ranking = rankCities(db, filter, rankedBy, 12, asked);
    const slugs = new Set([
      ...series.flatMap(({ cells }) => cells.map((cell) => cell.city)),
      ...ranking.map((row) => row.city),
      ...filter.cities,
    ]);
    slugs.delete(null);
    slugs.delete(OTHER_PLACES);
    return {
      filter,
      policy: filter.policy,
      timeZone,
      isDemo,
      by,
      span,
      series,
      combined: totalOfIncidents(db, filter, "casualties", asked),
      uncounted: countOf(db, asked, "uncounted"),
      rankedBy,
      ranking,
      latest: listIncidents(db, filter, { most: 6 }),
      offered: listCities(db),
      cities: namesOfCities(db, [...slugs] as string[]),
    };
  });
}
