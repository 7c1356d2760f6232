/**
 * Sums from the rollups: today's as they are kept, those known on a day as today's less the changes that came after it
 * (domain/rollup). Months that a filter cuts are summed from their incidents. `seriesFromIncidents` gives the same, slowly.
 */
import { sql, type SQL } from "drizzle-orm";
import { knownInstant, type Filter } from "@/domain/filter";
import {
  bucketsAfter,
  firstDay,
  lastDay,
  monthsAndDays,
  utcMonthOf,
  yearsMonthsAndDays,
  type Measure,
  type PeriodNumber,
} from "@/domain/rollup";
import type { Group, Policy } from "@/domain/vocabulary";
import type { ReadDb } from "../open";
import { all, BEST_COLUMN, estimateHolds, IN_CITY, incidentsOf } from "./filtered";
import { findRecord } from "./record";

/** Sums of one city in the order of their periods, six numbers each: period, n, low, best, high, open addends. */
export type Sums = number[];
export const STRIDE = 6;
/** By a place's id; 0 is no city, `EVERYWHERE` all of them and none together. */
export type CitySums = Map<number, Sums>;
export const EVERYWHERE = -1;

/** A filter made ready: the cities as ids, the dates in parts, the day of knowledge as an instant. */
export interface Asked {
  filter: Filter;
  timeZone: string;
  known: number | null;
  /** Null: every city, and none. */
  cities: readonly number[] | null;
  /** Whole months that can hold incidents known by then, and months after those. */
  months: Range | null;
  later: Range | null;
  days: readonly { from: string; to: string }[];
  /** Changes behind the day of knowledge, read once a measure. */
  remembered: Map<string, Changes>;
  /** Sums that were asked for already: a page asks for some of them several times. */
  summed: Map<string, CitySums>;
}

interface Range {
  from: PeriodNumber;
  to: PeriodNumber;
}

/** In which periods sums are shown: months (of dates known so well), years of dates known less well, or years of all. */
export type Shown = "month" | "coarse" | "year";

export function askedOf(db: ReadDb, filter: Filter): Asked {
  const { timeZone } = findRecord(db);
  const known = knownInstant(filter, timeZone);
  const {
    months: [months],
    days,
  } = monthsAndDays(filter.from, filter.to);
  const last = known === null ? Infinity : utcMonthOf(known);
  return {
    filter,
    timeZone,
    known,
    cities: filter.cities.length > 0 ? idsOf(db, filter.cities) : null,
    months: months && months.from <= last ? { from: months.from, to: Math.min(months.to, last) } : null,
    later: months && months.to > last ? { from: Math.max(months.from, last + 1), to: months.to } : null,
    days,
    remembered: new Map(),
    summed: new Map(),
  };
}

function idsOf(db: ReadDb, slugs: readonly string[]): number[] {
  return db
    .rows<{ id: number }>(
      sql`select id from place where slug in (select value from json_each(${JSON.stringify(slugs)})) order by id`,
    )
    .map(({ id }) => id);
}

/** Which cities to read: each for itself, some, or all of a filter without cities as one. */
export type Cities = "each" | "everywhere" | readonly number[];

/** The sums of a measure for the filter, by city and period; the map is the caller's to change, its lists are not. */
export function sumsOf(
  db: ReadDb,
  asked: Asked,
  measure: Measure,
  shown: Shown,
  cities: Cities = asked.cities ?? "each",
): CitySums {
  const key = [measure, shown, String(cities)].join(" ");
  const there = asked.summed.get(key) ?? readSums(db, asked, measure, shown, cities);
  asked.summed.set(key, there);
  return new Map(there);
}

function readSums(db: ReadDb, asked: Asked, measure: Measure, shown: Shown, cities: Cities): CitySums {
  const sums: CitySums = new Map();
  if (asked.months) {
    for (const source of rollupsOf(asked.months, shown)) merge(sums, readRollup(db, asked, measure, source, cities));
    if (asked.known !== null) {
      const changes = remembered(asked, `after ${measure}`, () => changesAfter(db, asked, measure));
      merge(sums, changesShown(changes, shown, cities), -1);
    }
  }
  if (asked.later) {
    const changes = remembered(asked, `before ${measure}`, () => changesBefore(db, asked, measure));
    merge(sums, changesShown(changes, shown, cities));
  }
  for (const days of asked.days) merge(sums, sumsOfDays(db, asked, measure, shown, cities, days));
  return sums;
}

function remembered(asked: Asked, key: string, read: () => Changes): Changes {
  const there = asked.remembered.get(key) ?? read();
  asked.remembered.set(key, there);
  return there;
}

interface Source {
  shownBy: "month" | "year";
  range: Range;
  /** Months are summed to years. */
  toYears: boolean;
}

/** Where the whole months of a range are summed already. */
function rollupsOf(range: Range, shown: Shown): Source[] {
  if (shown === "month") return [{ shownBy: "month", range, toYears: false }];
  if (shown === "coarse") return [{ shownBy: "year", range, toYears: true }];
  const { years, months } = yearsMonthsAndDays(firstDay(range.from), lastDay(range.to));
  return [
    ...(years ? [{ shownBy: "year" as const, range: years, toYears: false }] : []),
    ...months.flatMap((part): Source[] => [
      { shownBy: "month", range: part, toYears: true },
      { shownBy: "year", range: part, toYears: true },
    ]),
  ];
}

const isIncidents = (measure: Measure) => measure === "counted" || measure === "uncounted";
const groupOf = (measure: Measure, filter: Filter): Group => (isIncidents(measure) ? "all" : filter.group);
const bestName = (policy: Policy) => sql.raw(`best_${policy}`);

/** The six numbers of a sum as text, all periods of a city in one cell: a row a city is read much faster than a row a period. */
function listed(measure: Measure, best: SQL): SQL {
  return isIncidents(measure)
    ? sql`group_concat(period || ',' || n || ',0,0,0,0')`
    : sql`group_concat(format('%d,%d,%d,%d,%d,%d', period, n, low, ${best}, high, open))`;
}

type Listed = { city: number; sums: string };

function read(rows: readonly Listed[]): CitySums {
  return new Map(rows.map(({ city, sums }) => [city, JSON.parse(`[${sums}]`) as Sums]));
}

function inCities(cities: Cities, column: SQL): SQL | null {
  if (cities === "each") return sql`${column} >= 0`;
  if (cities === "everywhere") return null;
  return sql`${column} in (select value from json_each(${JSON.stringify(cities)}))`;
}

function readRollup(
  db: ReadDb,
  { filter }: Asked,
  measure: Measure,
  { shownBy, range, toYears }: Source,
  cities: Cities,
): CitySums {
  const where = all([
    sql`measure = ${measure} and "group" = ${groupOf(measure, filter)} and attack = ${filter.attack ?? "every"} and shown_by = ${shownBy}`,
    cities === "everywhere" ? sql`city = ${EVERYWHERE}` : inCities(cities, sql`city`),
    sql`period between ${range.from} and ${range.to}`,
  ]);
  const best = bestName(filter.policy);
  const rows = toYears
    ? sql`(select city, period / 100 as period, sum(n) as n, sum(low) as low, sum(${best}) as ${best}, sum(high) as high, sum(open) as open
             from rollup where ${where} group by 1, 2)`
    : sql`rollup where ${where}`;
  return read(db.rows<Listed>(sql`select city, ${listed(measure, best)} as sums from ${rows} group by city`));
}

/** Changes of a measure by city and month, those of dates known to the year only apart. */
interface Changes {
  month: CitySums;
  coarse: CitySums;
}

/** What became known of the whole months' incidents after the day of knowledge, from the buckets that can hold it. */
function changesAfter(db: ReadDb, asked: Asked, measure: Measure): Changes {
  const { known, months } = asked;
  const buckets = JSON.stringify(
    bucketsAfter(known!).map(({ bucket, fromMonth }) => [bucket, Math.max(fromMonth, months!.from)]),
  );
  return readChanges(
    db,
    asked,
    measure,
    sql`json_each(${buckets}) b cross join estimate_change c`,
    sql`c.bucket = b.value ->> 0 and c.month between b.value ->> 1 and ${months!.to} and c.at > ${known}`,
  );
}

/** What was known by then of incidents that the record dates later: a wrong date, but nothing of it may be lost. */
function changesBefore(db: ReadDb, asked: Asked, measure: Measure): Changes {
  const { known, later } = asked;
  const where = sql`c.bucket = -1 and c.month between ${later!.from} and ${later!.to} and c.at <= ${known}`;
  return readChanges(db, asked, measure, sql`estimate_change c`, where);
}

function readChanges(db: ReadDb, { filter, cities }: Asked, measure: Measure, from: SQL, where: SQL): Changes {
  const best = bestName(filter.policy);
  const conditions = all([
    sql`c.measure = ${measure} and c."group" = ${groupOf(measure, filter)} and ${where}`,
    filter.attack ? sql`c.attack = ${filter.attack}` : null,
    cities ? inCities(cities, sql`c.city`) : null,
  ]);
  const rows = db.rows<Listed & { shownBy: "month" | "year" }>(sql`
    select city, shown_by as shownBy, ${listed(measure, best)} as sums from (
      select c.city, c.shown_by, c.month as period, sum(c.n) as n, sum(c.low) as low, sum(c.${best}) as ${best},
             sum(c.high) as high, sum(c.open) as open
        from ${from} where ${conditions} group by 1, 2, 3 order by 1, 2, 3)
     group by city, shown_by`);
  return {
    month: read(rows.filter(({ shownBy }) => shownBy === "month")),
    coarse: read(rows.filter(({ shownBy }) => shownBy === "year")),
  };
}

/** Changes as they are asked for: of some cities or all together, in months or years. */
function changesShown({ month, coarse }: Changes, shown: Shown, cities: Cities): CitySums {
  const wanted = Array.isArray(cities) ? new Set(cities) : null;
  const found = new Map<number, Map<PeriodNumber, number[]>>();
  for (const source of shown === "month" ? [month] : shown === "coarse" ? [coarse] : [month, coarse]) {
    for (const [city, sums] of source) {
      if (wanted && !wanted.has(city)) continue;
      const id = cities === "everywhere" ? EVERYWHERE : city;
      let periods = found.get(id);
      if (!periods) found.set(id, (periods = new Map()));
      for (let i = 0; i < sums.length; i += STRIDE) {
        const period = shown === "month" ? sums[i]! : Math.floor(sums[i]! / 100);
        const there = periods.get(period);
        if (!there) periods.set(period, [period, ...sums.slice(i + 1, i + STRIDE)]);
        else for (let k = 1; k < STRIDE; k++) there[k]! += sums[i + k]!;
      }
    }
  }
  return new Map([...found].map(([id, periods]) => [id, [...periods.values()].sort((a, b) => a[0]! - b[0]!).flat()]));
}

const MONTH = sql`(substr(i.date_start, 1, 4) * 100 + substr(i.date_start, 6, 2))`;
const YEAR = sql`cast(substr(i.date_start, 1, 4) as integer)`;

/** Sums of single days, from the incidents themselves: at most two months of them. */
function sumsOfDays(
  db: ReadDb,
  { filter, timeZone }: Asked,
  measure: Measure,
  shown: Shown,
  cities: Cities,
  days: { from: string; to: string },
): CitySums {
  const conditions = all([
    sql`i.counted = ${measure === "uncounted" ? 0 : 1}`,
    incidentsOf({ ...filter, ...days }, timeZone),
    shown === "year" ? null : shown === "month" ? sql`i.date_precision <> 'year'` : sql`i.date_precision = 'year'`,
    Array.isArray(cities) && filter.cities.length === 0 ? sql`${IN_CITY} and ${inCities(cities, sql`i.place_id`)}` : null,
  ]);
  const city = cities === "everywhere" ? sql`${EVERYWHERE}` : sql`case when ${IN_CITY} then i.place_id else 0 end`;
  const amounts = isIncidents(measure)
    ? sql`count(*) as n, 0 as low, 0 as best, 0 as high, 0 as open from incident i where ${conditions}`
    : sql`count(e.low) as n, sum(e.low) as low, sum(${BEST_COLUMN[filter.policy]}) as best, sum(e.high) as high, sum(e.open) as open
            from incident i join estimate e on e.incident_id = i.id and e.metric = ${measure} and e."group" = ${filter.group} and ${estimateHolds(filter, timeZone)}
           where e.low is not null and ${conditions}`;
  const rows = db.rows<{ city: number; period: number; n: number; low: number; best: number; high: number; open: number }>(
    sql`select ${city} as city, ${shown === "month" ? MONTH : YEAR} as period, ${amounts} group by 1, 2 order by 1, 2`,
  );
  const sums: CitySums = new Map();
  for (const { city: id, period, n, low, best, high, open } of rows) {
    const there = sums.get(id) ?? [];
    there.push(period, n, low, best, high, open);
    sums.set(id, there);
  }
  return sums;
}

/** Adds sums to those that are there, or with `sign` -1 takes them away. */
export function merge(into: CitySums, sums: CitySums, sign: 1 | -1 = 1): void {
  for (const [city, source] of sums) {
    const there = into.get(city);
    if (there === undefined && sign === 1) into.set(city, source);
    else into.set(city, merged(there ?? [], source, sign));
  }
}

/** Two lists in the order of their periods as one. */
function merged(a: Sums, b: Sums, sign: 1 | -1): Sums {
  const out: Sums = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const [left, right] = [a[i] ?? Infinity, b[j] ?? Infinity];
    out.push(Math.min(left, right));
    for (let k = 1; k < STRIDE; k++) out.push((left <= right ? a[i + k]! : 0) + (right <= left ? sign * b[j + k]! : 0));
    if (left <= right) i += STRIDE;
    if (right <= left) j += STRIDE;
  }
  return out;
}

/** All periods of a list together, as one sum's numbers behind the period 0. */
export function totalOfSums(sums: Sums): Sums {
  const total = [0, 0, 0, 0, 0, 0];
  for (let i = 0; i < sums.length; i += STRIDE) for (let k = 1; k < STRIDE; k++) total[k]! += sums[i + k]!;
  return total;
}

/** First and last month of counted incidents of the whole months asked for, or null. */
export function monthsWithIncidents(db: ReadDb, asked: Asked): Range | null {
  const present: PeriodNumber[] = [];
  const whole = asked.days.length === 0 ? asked : { ...asked, days: [], summed: new Map<string, CitySums>() };
  for (const sums of sumsOf(db, whole, "counted", "month", asked.cities ?? "everywhere").values()) {
    for (let i = 0; i < sums.length; i += STRIDE) if (sums[i + 1]! > 0) present.push(sums[i]!);
  }
  for (const sums of sumsOf(db, whole, "counted", "coarse", asked.cities ?? "everywhere").values()) {
    for (let i = 0; i < sums.length; i += STRIDE) if (sums[i + 1]! > 0) present.push(sums[i]! * 100 + 1, sums[i]! * 100 + 12);
  }
  if (present.length === 0) return null;
  return { from: present.reduce((a, b) => Math.min(a, b)), to: present.reduce((a, b) => Math.max(a, b)) };
}

/** Counted or uncounted incidents that a filter means. */
export function countOf(db: ReadDb, asked: Asked, measure: "counted" | "uncounted"): number {
  let count = 0;
  for (const sums of sumsOf(db, asked, measure, "year", asked.cities ?? "everywhere").values()) count += totalOfSums(sums)[1]!;
  return count;
}

/** The last day on which an incident known by then can lie, or null where nothing bounds it. */
export function lastKnowableDay(db: ReadDb, known: number): string {
  const month = utcMonthOf(known);
  const early = db.first<{ month: number | null }>(sql`
    select max(month) as month from estimate_change
     where measure in ('counted', 'uncounted') and "group" = 'all' and bucket = -1 and month > ${month} and at <= ${known}`);
  return lastDay(Math.max(month, early?.month ?? 0));
}
