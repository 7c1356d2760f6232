/** One view under every policy: the same sums five times, and the incidents from which the difference comes. */
import { sql } from "drizzle-orm";
import { metricsOf, periodOf, type Filter } from "@/domain/filter";
import type { CityOf } from "@/domain/incident-summary";
import { totalOf, type SeriesCell, type Sum } from "@/domain/series";
import { POLICIES, type DatePrecision, type LocationPrecision, type Metric, type Period, type Policy } from "@/domain/vocabulary";
import type { ReadDb } from "../open";
import { estimateHolds, IN_CITY, incidentsOf } from "./filtered";
import { listCities, namesOfCities, type City } from "./places";
import { findRecord } from "./record";
import { seriesByCity, spanOfIncidents, totalOfIncidents } from "./series";

/** A sum whose range holds under every policy, with the best of each. */
export interface ComparedSum extends Omit<Sum, "best"> {
  best: Record<Policy, number | null>;
}

export interface ComparedMetric {
  metric: Metric;
  total: ComparedSum;
  periods: (ComparedSum & { start: string; by: Period })[];
  /** Most people first, under the filter's own policy; null is "no single city". */
  cities: (ComparedSum & { city: string | null })[];
  /** How many counted incidents the policies take different figures of. */
  disputed: number;
  incidents: DisputedIncident[];
}

/** An incident whose best is not the same under every policy. */
export interface DisputedIncident {
  code: string;
  title: string;
  dateStart: string;
  dateEnd: string | null;
  datePrecision: DatePrecision;
  locationPrecision: LocationPrecision;
  city: CityOf | null;
  low: number;
  high: number;
  open: boolean;
  best: Record<Policy, number>;
}

export interface Comparison {
  timeZone: string;
  by: Period;
  span: ReturnType<typeof spanOfIncidents>;
  metrics: ComparedMetric[];
  offered: readonly City[];
  cities: Map<string, { name: string; nameLocal: string | null }>;
}

/** The view of a filter under all policies, from one snapshot; of the disputed incidents the `most` widest apart. */
export function comparePolicies(db: ReadDb, filter: Filter, most = 50): Comparison {
  return db.snapshot(() => {
    const { timeZone } = findRecord(db);
    const span = spanOfIncidents(db, filter);
    const by = periodOf(filter, span);
    const metrics = metricsOf(filter).map((metric) => compareMetric(db, filter, metric, by, most));
    const slugs = new Set(metrics.flatMap(({ cities }) => cities.map(({ city }) => city)).concat(filter.cities));
    slugs.delete(null);
    return { timeZone, by, span, metrics, offered: listCities(db), cities: namesOfCities(db, [...slugs] as string[]) };
  });
}

function compareMetric(db: ReadDb, filter: Filter, metric: Metric, by: Period, most: number): ComparedMetric {
  const cells = POLICIES.map((policy) => [policy, seriesByCity(db, { ...filter, policy }, metric, by)] as const);
  const summed = <Key extends string | null>(keyOf: (cell: SeriesCell) => Key): [Key, ComparedSum][] => {
    const lists = new Map<Key, Partial<Record<Policy, SeriesCell[]>>>();
    for (const [policy, list] of cells)
      for (const cell of list) {
        const key = keyOf(cell);
        const held = lists.get(key) ?? {};
        lists.set(key, held);
        (held[policy] ??= []).push(cell);
      }
    return [...lists].map(([key, held]) => [key, comparedSum((policy) => held[policy] ?? [])]);
  };
  const periods = summed((cell) => `${cell.periodStart} ${cell.by}`).map(([key, sum]) => {
    const [start, own] = key.split(" ") as [string, Period];
    return { ...sum, start, by: own };
  });
  const cities = summed((cell) => cell.city).map(([city, sum]) => ({ ...sum, city }));
  const byPolicy = new Map(cells);
  return {
    metric,
    total: comparedSum((policy) => byPolicy.get(policy)!),
    periods: periods.sort((a, b) => a.start.localeCompare(b.start) || a.by.localeCompare(b.by)),
    cities: cities.sort(
      (a, b) =>
        (b.best[filter.policy] ?? -1) - (a.best[filter.policy] ?? -1) || (a.city ?? "~").localeCompare(b.city ?? "~", "en"),
    ),
    ...disputedIncidents(db, filter, metric, most),
  };
}

/** A whole view's sum under every policy. */
export function totalUnderPolicies(db: ReadDb, filter: Filter, metric: Metric): ComparedSum {
  return db.snapshot(() => {
    const totals = new Map(POLICIES.map((policy) => [policy, totalOfIncidents(db, { ...filter, policy }, metric)]));
    return comparedSum((policy) => [totals.get(policy)!]);
  });
}

function comparedSum(cellsOf: (policy: Policy) => readonly Sum[]): ComparedSum {
  const { best: _best, ...range } = totalOf(cellsOf("lowest"));
  const best = Object.fromEntries(POLICIES.map((policy) => [policy, totalOf(cellsOf(policy)).best])) as ComparedSum["best"];
  return { ...range, best };
}

type Row = Omit<DisputedIncident, "city" | "open" | "best"> & {
  slug: string | null;
  name: string;
  nameLocal: string | null;
  open: 0 | 1;
} & Policies;
type Policies = Record<Policy, number>;

/** Lowest and highest bracket the other policies: where these two agree, all do. */
function disputedIncidents(db: ReadDb, filter: Filter, metric: Metric, most: number) {
  const { timeZone } = findRecord(db);
  // Today's figures of all people lie in a row for each incident; walking every estimate for them takes ten times as long.
  const isToday = filter.group === "all" && filter.known === undefined;
  const [lowest, highest] = ["lowest", "highest"].map((policy) =>
    sql.raw(isToday ? `t.${metric}_${policy}` : `e.best_${policy}`),
  );
  const estimate = sql`e.metric = ${metric} and e."group" = ${filter.group} and ${estimateHolds(filter, timeZone)}`;
  const among = isToday
    ? sql`incident_toll t join incident i on i.id = t.incident_id`
    : sql`estimate e join incident i on i.id = e.incident_id`;
  const isDisputed = sql`${lowest} <> ${highest} and ${isToday ? sql`true` : estimate} and i.counted = 1 and ${incidentsOf(filter, timeZone)}`;
  const widest = db.rows<{ id: number }>(sql`
    select i.id from ${among} left join place p on p.id = i.place_id where ${isDisputed}
     order by ${highest} - ${lowest} desc, i.date_start desc, i.id desc limit ${most}`);
  const rows = db.rows<Row>(sql`
    select i.code, i.title, i.date_start as dateStart, i.date_end as dateEnd, i.date_precision as datePrecision,
           i.location_precision as locationPrecision, case when ${IN_CITY} then p.slug end as slug, p.name,
           p.name_local as nameLocal, e.low, e.high, e.open, e.best_majority as majority, e.best_latest as latest,
           e.best_lowest as lowest, e.best_highest as highest, e.best_median as median
      from json_each(${JSON.stringify(widest.map(({ id }) => id))}) w cross join incident i on i.id = w.value
      join estimate e on e.incident_id = i.id and ${estimate} left join place p on p.id = i.place_id
     order by w.key`);
  const disputed = sql`from ${among} left join place p on p.id = i.place_id where ${isDisputed}`;
  return {
    disputed: db.first<{ n: number }>(sql`select count(*) as n ${disputed}`)!.n,
    incidents: rows.map(
      ({ slug, name, nameLocal, open, majority, latest, lowest, highest, median, ...row }): DisputedIncident => ({
        ...row,
        open: open === 1,
        city: slug === null ? null : { slug, name, nameLocal },
        best: { majority, latest, lowest, highest, median },
      }),
    ),
  };
}
