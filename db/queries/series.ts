/** Sums by city and period: what the dashboard, its table and series.csv show. */
import { sql, type SQL } from "drizzle-orm";
import { knownInstant, type Filter } from "@/domain/filter";
import { firstDay, lastDay } from "@/domain/rollup";
import { cityOrder, othersTogether, OTHER_PLACES, rankedCities, type SeriesCell, type Sum } from "@/domain/series";
import type { Metric, Period } from "@/domain/vocabulary";
import type { ReadDb } from "../open";
import { BEST_COLUMN, estimateHolds, IN_CITY, incidentsOf } from "./filtered";
import { findRecord } from "./record";
import {
  askedOf,
  countOf,
  EVERYWHERE,
  lastKnowableDay,
  merge,
  monthsWithIncidents,
  STRIDE,
  sumsOf,
  totalOfSums,
  totalsOf,
  type Asked,
  type Cities,
  type CitySums,
  type Shown,
  type Sums,
} from "./rollups";

/**
 * Sums of one metric over counted incidents, a cell for each period and city that has an incident, in that order.
 * `city` is a slug; null stands for incidents that belong to no city.
 */
export function seriesByCity(db: ReadDb, filter: Filter, metric: Metric, by: Period, asked = askedOf(db, filter)): SeriesCell[] {
  if (by === "day" || by === "week") return seriesFromIncidents(db, filter, metric, by);
  const parts = partsOf(by).map(({ shown, by }) => ({ by, ...measured(db, asked, metric, shown) }));
  return cellsOf(db, parts, metric);
}

/** More cells than this no table can show: cities behind the largest are summed together. */
const MOST_CELLS = 2_000;

/**
 * `seriesByCity` for a page: whole where it is small, else the cells of the largest cities and of the other places
 * together (`OTHER_PLACES`), which is `othersTogether` of the whole, without reading it.
 */
export function seriesOfLargest(
  db: ReadDb,
  filter: Filter,
  metric: Metric,
  by: Period,
  { most = 6, cells = MOST_CELLS, asked = askedOf(db, filter) } = {},
): SeriesCell[] {
  if (by === "day" || by === "week" || filter.cities.length > 0 || !isLarge(db, filter, cells)) {
    const whole = seriesByCity(db, filter, metric, by, asked);
    return whole.length > cells ? othersTogether(whole, by, most) : whole;
  }
  const ranked = rankedIds(db, asked, metric, by);
  if (ranked.length <= most) return seriesByCity(db, filter, metric, by, asked);
  const largest = ranked.slice(0, most);
  const parts = partsOf(by).map(({ shown, by }) => {
    const of = measured(db, asked, metric, shown, largest);
    const others = measured(db, asked, metric, shown, "everywhere");
    for (const measure of ["counted", "amounts"] as const) {
      const together: CitySums = new Map([[EVERYWHERE, others[measure].get(EVERYWHERE) ?? []]]);
      for (const sums of of[measure].values()) merge(together, new Map([[EVERYWHERE, sums]]), -1);
      of[measure].set(EVERYWHERE, together.get(EVERYWHERE)!);
    }
    return { by, ...of };
  });
  return cellsOf(db, parts, metric);
}

function isLarge(db: ReadDb, { attack }: Filter, cells: number): boolean {
  const { n } = db.first<{ n: number }>(sql`
    select count(*) as n from (select 1 from rollup
     where measure = 'counted' and "group" = 'all' and attack = ${attack ?? "every"} and shown_by = 'month' and city >= 0 limit ${cells + 1})`)!;
  return n > cells;
}

/** Ids of the cities that have an incident in a period of this kind, the largest best first, as a chart stacks them. */
function rankedIds(db: ReadDb, asked: Asked, metric: Metric, by: "month" | "year"): number[] {
  const totals = measuredTotals(db, asked, metric);
  if (by === "month") {
    const coarse = measuredTotals(db, asked, metric, "coarse");
    merge(totals.counted, coarse.counted, -1);
    merge(totals.amounts, coarse.amounts, -1);
  }
  const slugs = slugsOf(db, [...totals.counted.keys()]);
  const sums = [...totals.counted]
    .filter(([id]) => id > 0)
    .map(([id, counted]) => ({
      id,
      city: slugs.get(id)!,
      ...sumFrom(counted, totals.amounts.get(id) ?? NONE),
    }));
  return rankedCities(sums.filter(({ incidents }) => incidents > 0)).map(({ id }) => id);
}

interface Measured {
  counted: CitySums;
  amounts: CitySums;
}

function measured(db: ReadDb, asked: Asked, metric: Metric, shown: Shown, cities?: Cities): Measured {
  return { counted: sumsOf(db, asked, "counted", shown, cities), amounts: sumsOf(db, asked, metric, shown, cities) };
}

/** The same over all periods together. */
function measuredTotals(db: ReadDb, asked: Asked, metric: Metric, shown: "year" | "coarse" = "year", cities?: Cities): Measured {
  return { counted: totalsOf(db, asked, "counted", shown, cities), amounts: totalsOf(db, asked, metric, shown, cities) };
}

/** A series by month has years beside it, of incidents whose dates are known to the year only. */
function partsOf(by: "month" | "year"): { by: "month" | "year"; shown: Shown }[] {
  if (by === "year") return [{ by, shown: "year" }];
  return [
    { by, shown: "month" },
    { by: "year", shown: "coarse" },
  ];
}

function slugsOf(db: ReadDb, ids: readonly number[]): Map<number, string> {
  const rows = db.rows<{ id: number; slug: string }>(
    sql`select id, slug from place where id in (select value from json_each(${JSON.stringify(ids)}))`,
  );
  return new Map(rows.map(({ id, slug }) => [id, slug]));
}

/** A sum's numbers as a sum; a sum of no figure is blank. */
function sumFrom(counted: readonly number[], amounts: readonly number[], at = 0): Sum {
  const [incidents, n] = [counted[1]!, amounts[at + 1] ?? 0];
  if (n === 0) return { low: null, best: null, high: null, open: false, incidents, incidentsWithoutFigure: incidents };
  return {
    low: amounts[at + 2]!,
    best: amounts[at + 3]!,
    high: amounts[at + 4]!,
    open: amounts[at + 5]! > 0,
    incidents,
    incidentsWithoutFigure: incidents - n,
  };
}

/** A city's numbers of one part of a series, and where in them its next period begins. */
interface Column {
  city: string | null;
  counted: Sums;
  amounts: Sums;
  i: number;
  j: number;
}

/** Cells in the order of period and city: cities by slug, then the other places, those in no city last. */
function cellsOf(db: ReadDb, parts: readonly ({ by: "month" | "year" } & Measured)[], metric: Metric): SeriesCell[] {
  const slugs = slugsOf(db, [...new Set(parts.flatMap(({ counted }) => [...counted.keys()]))]);
  const named = (id: number) => (id === 0 ? null : id === EVERYWHERE ? OTHER_PLACES : slugs.get(id)!);
  const rows = parts.flatMap(({ by, counted, amounts }) => {
    const columns = [...counted]
      .map(([id, sums]): Column => ({ city: named(id), counted: sums, amounts: amounts.get(id) ?? NONE, i: 0, j: 0 }))
      .sort((a, b) => (cityOrder(a.city) < cityOrder(b.city) ? -1 : 1));
    return periodsOf(columns).map((period) => ({ by, period, start: firstDay(period), columns }));
  });
  // Each column is read on from where the period before has left it: within a part, periods come in their order.
  rows.sort((a, b) => (a.start === b.start ? (a.by < b.by ? -1 : 1) : a.start < b.start ? -1 : 1));
  const cells: SeriesCell[] = [];
  for (const { by, period, start, columns } of rows) {
    for (const column of columns) {
      const { city, counted, amounts } = column;
      if (counted[column.i] !== period) continue;
      const incidents = counted[column.i + 1]!;
      column.i += STRIDE;
      while (column.j < amounts.length && amounts[column.j]! < period) column.j += STRIDE;
      if (incidents === 0) continue;
      const { j } = column;
      const n = amounts[j] === period ? amounts[j + 1]! : 0;
      cells.push({
        periodStart: start,
        by,
        city,
        low: n > 0 ? amounts[j + 2]! : null,
        best: n > 0 ? amounts[j + 3]! : null,
        high: n > 0 ? amounts[j + 4]! : null,
        open: n > 0 && amounts[j + 5]! > 0,
        incidents,
        incidentsWithoutFigure: incidents - n,
        metric,
      });
    }
  }
  return cells;
}

function periodsOf(columns: readonly Column[]): number[] {
  const periods = new Set<number>();
  for (const { counted } of columns) for (let i = 0; i < counted.length; i += STRIDE) periods.add(counted[i]!);
  return [...periods].sort((a, b) => a - b);
}

const NONE: Sums = [];

/** First and last day of the incidents that a filter means, or null where there are none. */
export function spanOfIncidents(
  db: ReadDb,
  filter: Filter,
  asked = askedOf(db, filter),
): { from: string; to: string; incidents: number; places: number } | null {
  const incidents = countOf(db, asked, "counted");
  if (incidents === 0) return null;
  const months = monthsWithIncidents(db, asked);
  const cut = asked.days.flatMap(({ from, to }) => [from, to]);
  const days = months ? [...cut, firstDay(months.from), lastDay(months.to)] : cut;
  let places = 0;
  for (const [id, total] of totalsOf(db, asked, "counted")) if (id > 0 && total[1]! > 0) places++;
  // A year that is all that is known of a date can reach beyond the filter.
  const from = largest([smallest(days), filter.from ?? ""]);
  const to = smallest([largest(days), filter.to ?? "9"]);
  return { from: dayOf(db, { ...filter, from, to }, "first"), to: dayOf(db, { ...filter, from, to }, "last"), incidents, places };
}

const smallest = (texts: readonly string[]) => texts.reduce((a, b) => (a < b ? a : b));
const largest = (texts: readonly string[]) => texts.reduce((a, b) => (a > b ? a : b));

/** The first or last day of a filter's incidents; its dates begin and end near by, so that few are looked at. */
function dayOf(db: ReadDb, filter: Filter, which: "first" | "last"): string {
  const { timeZone } = findRecord(db);
  return db.first<{ day: string }>(sql`
    select i.date_start as day from incident i where i.counted = 1 and ${incidentsOf(filter, timeZone)}
     order by i.date_start ${sql.raw(which === "first" ? "" : "desc")} limit 1`)!.day;
}

/** A city's sum over the whole filter. */
export type RankedCity = Sum & { city: string };

/** Cities by their best sum, largest first; the ranking beside the chart. */
export function rankCities(db: ReadDb, filter: Filter, metric: Metric, most = 12, asked = askedOf(db, filter)): RankedCity[] {
  const { counted, amounts } = measuredTotals(db, asked, metric);
  const slugs = slugsOf(db, [...counted.keys()]);
  return [...counted]
    .filter(([id]) => id > 0)
    .map(([id, total]): RankedCity => ({
      city: slugs.get(id)!,
      ...sumFrom(total, amounts.get(id) ?? NONE),
    }))
    .filter(({ incidents }) => incidents > 0)
    .sort((a, b) => (b.best ?? -1) - (a.best ?? -1) || (a.city < b.city ? -1 : 1))
    .slice(0, most);
}

/** The sum of a whole filter. */
export function totalOfIncidents(db: ReadDb, filter: Filter, metric: Metric, asked = askedOf(db, filter)): Sum {
  const { counted, amounts } = measuredTotals(db, asked, metric, "year", filter.cities.length > 0 ? undefined : "everywhere");
  const together = (sums: CitySums) => totalOfSums([...sums.values()].flat());
  return sumFrom(together(counted), together(amounts));
}

type Row = Omit<SeriesCell, "open" | "metric"> & { open: 0 | 1 };

/** The first day of an incident's period in SQL; `periodStart` of domain/dates is the same rule. */
const START: Record<Period, SQL> = {
  day: sql.raw("i.date_start"),
  week: sql.raw("date(i.date_start, 'weekday 0', '-6 days')"),
  month: sql.raw("substr(i.date_start, 1, 7) || '-01'"),
  year: sql.raw("substr(i.date_start, 1, 4) || '-01-01'"),
};

/** Date precisions that are coarser than a period, each shown in its own (`periodFor` of domain/dates). */
const COARSER: Record<Period, readonly Period[]> = {
  day: ["week", "month", "year"],
  week: ["month", "year"],
  month: ["year"],
  year: [],
};

/**
 * The sums of days and weeks, from the incidents themselves.
 */
function seriesFromIncidents(db: ReadDb, filter: Filter, metric: Metric, by: Period): SeriesCell[] {
  const { timeZone } = findRecord(db);
  const known = knownInstant(filter, timeZone);
  // Incidents of the years after the day of knowledge need not be looked at.
  const last = known === null ? undefined : lastKnowableDay(db, known);
  const bounded = last !== undefined && (filter.to === undefined || last < filter.to) ? { ...filter, to: last } : filter;
  const cases = COARSER[by].map((precision) => sql`when ${precision} then ${sql.raw(`'${precision}'`)}`);
  const own = cases.length > 0 ? sql`case i.date_precision ${sql.join(cases, sql` `)} else ${by} end` : sql`${by}`;
  const starts = COARSER[by].map((precision) => sql`when ${precision} then ${START[precision]}`);
  const start = starts.length > 0 ? sql`case i.date_precision ${sql.join(starts, sql` `)} else ${START[by]} end` : START[by];
  const rows = db.rows<Row>(sql`
    select ${start} as periodStart, ${own} as "by", case when ${IN_CITY} then p.slug end as city,
           sum(e.low) as low, sum(${BEST_COLUMN[filter.policy]}) as best, sum(e.high) as high,
           coalesce(max(e.open), 0) as open, count(*) as incidents, sum(e.low is null) as incidentsWithoutFigure
      from incident i
      left join place p on p.id = i.place_id
      left join estimate e on e.incident_id = i.id and e.metric = ${metric} and e."group" = ${filter.group} and ${estimateHolds(filter, timeZone)}
     where i.counted = 1 and ${incidentsOf(bounded, timeZone)}
     group by 1, 2, 3 order by 1, 2, case when ${IN_CITY} then p.slug end is null, 3`);
  return rows.map((row) => ({ ...row, metric, open: row.open === 1 }));
}
