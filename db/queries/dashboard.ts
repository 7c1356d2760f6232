/** Everything the dashboard shows, whole, from one snapshot. */
import { sql } from "drizzle-orm";
import { metricsOf, periodOf, type Filter } from "@/domain/filter";
import type { IncidentSummary } from "@/domain/incident-summary";
import { totalOf, type SeriesCell, type Sum } from "@/domain/series";
import type { Metric, Period, Policy } from "@/domain/vocabulary";
import type { ReadDb } from "../open";
import { incidentsOf } from "./filtered";
import { listIncidents } from "./incidents";
import { listCities, namesOfCities, type City } from "./places";
import { findRecord } from "./record";
import { rankCities, seriesByCity, spanOfIncidents, type RankedCity } from "./series";

export interface Dashboard {
  filter: Filter;
  policy: Policy;
  timeZone: string;
  isDemo: boolean;
  by: Period;
  /** First and last day, and how many counted incidents in how many cities; null where nothing matches. */
  span: { from: string; to: string; incidents: number; places: number } | null;
  series: { metric: Metric; cells: SeriesCell[] }[];
  /** Tolls of killed and wounded together that are in neither series. */
  combined: Sum;
  /** Published incidents of the filter that sums leave out, because another one stands for them. */
  uncounted: number;
  rankedBy: Metric;
  ranking: RankedCity[];
  latest: IncidentSummary[];
  /** The cities of the filter's list. */
  offered: City[];
  /** Names of every city that is shown, by slug. */
  cities: Map<string, { name: string; nameLocal: string | null }>;
}

/** The dashboard of a filter. */
export function findDashboard(db: ReadDb, filter: Filter): Dashboard {
  return db.snapshot(() => {
    const { timeZone, isDemo } = findRecord(db);
    const span = spanOfIncidents(db, filter);
    const by = periodOf(filter, span);
    const series = metricsOf(filter).map((metric) => ({ metric, cells: seriesByCity(db, filter, metric, by) }));
    const rankedBy = metricsOf(filter)[0]!;
    const ranking = rankCities(db, filter, rankedBy);
    const slugs = new Set([
      ...series.flatMap(({ cells }) => cells.map((cell) => cell.city)),
      ...ranking.map((row) => row.city),
      ...filter.cities,
    ]);
    slugs.delete(null);
    return {
      filter,
      policy: filter.policy,
      timeZone,
      isDemo,
      by,
      span,
      series,
      combined: totalOf(seriesByCity(db, filter, "casualties", "year")),
      uncounted: db.first<{ n: number }>(
        sql`select count(*) as n from incident i where i.counted = 0 and ${incidentsOf(filter, timeZone)}`,
      )!.n,
      rankedBy,
      ranking,
      latest: listIncidents(db, filter, { most: 6 }),
      offered: listCities(db),
      cities: namesOfCities(db, [...slugs] as string[]),
    };
  });
}
