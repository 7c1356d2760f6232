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
import { areSumsWaiting, tableOfSums } from "../rollup-added";
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
  /** Whether an import's sums are still to be added to the record's own. */
  areSumsWaiting: boolean;
  /** Changes behind the day of knowledge, read once a measure. */
  remembered: Map<string, Changes>;
  /** Sums of cut months' days, read once a measure. */
  ofDays: Map<string, readonly DaySum[]>;
  /** Sums that were asked for already: a page asks for some of them several times. */
  summed: Map<string, CitySums>;
  /** Ids of the cities with incidents as JSON, by the kind of period they are shown by; read once. */
  present: Map<Source["shownBy"], string>;
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
    areSumsWaiting: areSumsWaiting(db),
    remembered: new Map(),
    ofDays: new Map(),
    summed: new Map(),
    present: new Map(),
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

/**
 * A measure's sum over all periods of the filter by city, as six numbers behind the period 0; `coarse`: of dates known to
 * the year only. Adds up in SQLite what `sumsOf` gives in periods.
 */
export function totalsOf(
  db: ReadDb,
  asked: Asked,
  measure: Measure,
  shown: "year" | "coarse" = "year",
  cities: Cities = asked.cities ?? "each",
): CitySums {
  const key = ["total", measure, shown, String(cities)].join(" ");
  const there = asked.summed.get(key) ?? readTotals(db, asked, measure, shown, cities);
  asked.summed.set(key, there);
  return new Map(there);
}

function readTotals(db: ReadDb, asked: Asked, measure: Measure, shown: "year" | "coarse", cities: Cities): CitySums {
  const totals: CitySums = new Map();
  const of = (sums: CitySums) => new Map([...sums].map(([city, list]) => [city, totalOfSums(list)]));
  if (asked.months) {
    for (const source of rollupsOf(asked.months, shown)) merge(totals, totalsOfRollup(db, asked, measure, source, cities));
    if (asked.known !== null) {
      const changes = remembered(asked, `after ${measure}`, () => changesAfter(db, asked, measure));
      merge(totals, of(changesShown(changes, shown, cities)), -1);
    }
  }
  if (asked.later) {
    const changes = remembered(asked, `before ${measure}`, () => changesBefore(db, asked, measure));
    merge(totals, of(changesShown(changes, shown, cities)));
  }
  for (const days of asked.days) merge(totals, of(sumsOfDays(db, asked, measure, shown, cities, days)));
  return totals;
}

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

/** Incidents have a count alone: it is written behind its period as one number, which is shorter to write and to read. */
const BY_COUNT = 1_000_000_000;

/** The six numbers of a sum as text, all periods of a city in one cell: a row a city is read much faster than a row a period. */
function listed(measure: Measure, best: SQL, isOrdered = true): SQL {
  const order = isOrdered ? sql`` : sql` order by period`;
  return isIncidents(measure)
    ? sql`group_concat(period * ${sql.raw(String(BY_COUNT))} + n${order})`
    : sql`group_concat(format('%d,%d,%d,%d,%d,%d', period, n, low, ${best}, high, open)${order})`;
}

type Listed = { city: number; sums: string };

function read(rows: readonly Listed[], measure: Measure): CitySums {
  return new Map(
    rows.map(({ city, sums }) => {
      const numbers = JSON.parse(`[${sums}]`) as number[];
      return [city, isIncidents(measure) ? countsIn(numbers) : numbers];
    }),
  );
}

function countsIn(numbers: readonly number[]): Sums {
  const sums: Sums = [];
  for (const one of numbers) {
    const period = Math.round(one / BY_COUNT);
    sums.push(period, one - period * BY_COUNT, 0, 0, 0, 0);
  }
  return sums;
}

function inCities(cities: Cities, column: SQL): SQL | null {
  if (cities === "each") return sql`${column} >= 0`;
  if (cities === "everywhere") return null;
  return sql`${column} in (select value from json_each(${JSON.stringify(cities)}))`;
}

function readRollup(db: ReadDb, asked: Asked, measure: Measure, source: Source, cities: Cities): CitySums {
  const best = bestName(asked.filter.policy);
  const rows = source.toYears
    ? sql`(select r.city, r.period / 100 as period, sum(r.n) as n, sum(r.low) as low, sum(r.${best}) as ${best}, sum(r.high) as high, sum(r.open) as open
             from ${rollupRows(db, asked, measure, source, cities)} group by 1, 2)`
    : sql`${rollupRows(db, asked, measure, source, cities)}`;
  return read(
    db.rows<Listed>(sql`select city, ${listed(measure, best, !asked.areSumsWaiting)} as sums from ${rows} group by city`),
    measure,
  );
}

function totalsOfRollup(db: ReadDb, asked: Asked, measure: Measure, source: Source, cities: Cities): CitySums {
  type Row = { city: number; n: number; low: number; best: number; high: number; open: number };
  const rows = db.rows<Row>(sql`
    select r.city, sum(r.n) as n, sum(r.low) as low, sum(r.${bestName(asked.filter.policy)}) as best, sum(r.high) as high, sum(r.open) as open
      from ${rollupRows(db, asked, measure, source, cities)} group by r.city`);
  return new Map(rows.map(({ city, n, low, best, high, open }) => [city, [0, n, low, best, high, open]]));
}

/** A part of the key reads all periods of each city; for fewer months than these it is quicker to look each city up. */
const FEW_MONTHS = 96;

/** The rows of a source, alias r, in the order of city and period; in none while sums are waiting. */
function rollupRows(db: ReadDb, asked: Asked, measure: Measure, { shownBy, range }: Source, cities: Cities): SQL {
  const { filter, areSumsWaiting } = asked;
  const isLookedUp = !areSumsWaiting && cities === "each" && monthsIn(range) <= FEW_MONTHS;
  const where = all([
    rollupKey(asked, measure, groupOf(measure, filter), shownBy),
    isLookedUp
      ? sql`city in (select value from json_each(${presentCities(db, asked, shownBy)}))`
      : cities === "everywhere"
        ? sql`city = ${EVERYWHERE}`
        : inCities(cities, sql`city`),
    sql`period between ${range.from} and ${range.to}`,
  ]);
  return sql`(select * from ${tableOfSums(areSumsWaiting)} where ${where}) r`;
}

const rollupKey = ({ filter }: Asked, measure: Measure, group: Group, shownBy: Source["shownBy"]) =>
  sql`measure = ${measure} and "group" = ${group} and attack = ${filter.attack ?? "every"} and shown_by = ${shownBy}`;

/** Every city that has a sum has counted incidents: their ids as JSON, found by steps over the key. */
function presentCities(db: ReadDb, asked: Asked, shownBy: Source["shownBy"]): string {
  const there = asked.present.get(shownBy);
  if (there !== undefined) return there;
  const key = rollupKey(asked, "counted", "all", shownBy);
  const { ids } = db.first<{ ids: string }>(sql`
    with recursive present(city) as (
      select (select min(city) from rollup where ${key} and city >= 0)
      union all
      select (select min(city) from rollup where ${key} and city > present.city) from present where present.city is not null)
    select json_group_array(city) as ids from present where city is not null`)!;
  asked.present.set(shownBy, ids);
  return ids;
}

function monthsIn({ from, to }: Range): number {
  return from < 10_000 ? Infinity : (Math.floor(to / 100) - Math.floor(from / 100)) * 12 + (to % 100) - (from % 100) + 1;
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
    month: read(
      rows.filter(({ shownBy }) => shownBy === "month"),
      measure,
    ),
    coarse: read(
      rows.filter(({ shownBy }) => shownBy === "year"),
      measure,
    ),
  };
}

/** Changes as they are asked for: of some cities or all together, in months or years. */
function changesShown({ month, coarse }: Changes, shown: Shown, cities: Cities): CitySums {
  const wanted = Array.isArray(cities) ? new Set(cities) : null;
  const found: Found = new Map();
  for (const source of shown === "month" ? [month] : shown === "coarse" ? [coarse] : [month, coarse]) {
    for (const [city, sums] of source) {
      if (wanted && !wanted.has(city)) continue;
      const id = cities === "everywhere" ? EVERYWHERE : city;
      for (let i = 0; i < sums.length; i += STRIDE)
        addTo(found, id, shown === "month" ? sums[i]! : Math.floor(sums[i]! / 100), sums, i);
    }
  }
  return inOrder(found);
}

/** Sums of single days by city and month, those of dates known to the year only apart; six numbers each, as `Sums`. */
interface DaySum {
  city: number;
  isYear: 0 | 1;
  sum: readonly number[];
}

/** Sums of single days, from the incidents themselves: at most two months of them, read once a measure. */
function sumsOfDays(
  db: ReadDb,
  asked: Asked,
  measure: Measure,
  shown: Shown,
  cities: Cities,
  days: { from: string; to: string },
): CitySums {
  const key = `${measure} ${days.from}`;
  const read = asked.ofDays.get(key) ?? readDays(db, asked, measure, days);
  asked.ofDays.set(key, read);
  const wanted = Array.isArray(cities) ? new Set(cities) : null;
  const found: Found = new Map();
  for (const { city, isYear, sum } of read) {
    if (shown !== "year" && isYear !== Number(shown === "coarse")) continue;
    if (wanted && !wanted.has(city)) continue;
    const id = cities === "everywhere" ? EVERYWHERE : city;
    addTo(found, id, shown === "month" ? sum[0]! : Math.floor(sum[0]! / 100), sum);
  }
  return inOrder(found);
}

const DAY_KEYS = sql`case when ${IN_CITY} then i.place_id else 0 end as city, i.date_precision = 'year' as isYear,
  substr(i.date_start, 1, 4) * 100 + substr(i.date_start, 6, 2) as period`;

type DayRow = { city: number; isYear: 0 | 1; period: number; n: number; low: number; best: number; high: number; open: number };

function readDays(db: ReadDb, asked: Asked, measure: Measure, days: { from: string; to: string }): DaySum[] {
  const { filter, timeZone, known } = asked;
  const conditions = all([sql`i.counted = ${measure === "uncounted" ? 0 : 1}`, incidentsOf({ ...filter, ...days }, timeZone)]);
  if (isIncidents(measure)) {
    const amounts = sql`count(*) as n, 0 as low, 0 as best, 0 as high, 0 as open`;
    return daySums(db, sql`select ${DAY_KEYS}, ${amounts} from incident i where ${conditions} group by 1, 2, 3`);
  }
  // Today's estimates of all people stand in one row an incident, which is found sooner than one in the whole history.
  const column = (name: string) => sql.raw(`t.${measure}_${name}`);
  const [low, best, high, open, from] =
    known === null && filter.group === "all"
      ? [column("low"), column(filter.policy), column("high"), column("open"), sql`incident_toll t on t.incident_id = i.id`]
      : [
          sql`e.low`,
          BEST_COLUMN[filter.policy],
          sql`e.high`,
          sql`e.open`,
          sql`estimate e on e.incident_id = i.id and e.metric = ${measure} and e."group" = ${filter.group} and ${estimateHolds(filter, timeZone)}`,
        ];
  return daySums(
    db,
    sql`select ${DAY_KEYS}, count(*) as n, sum(${low}) as low, sum(${best}) as best, sum(${high}) as high, sum(${open}) as open
          from incident i join ${from} where ${low} is not null and ${conditions} group by 1, 2, 3`,
  );
}

function daySums(db: ReadDb, query: SQL): DaySum[] {
  return db
    .rows<DayRow>(query)
    .map(({ city, isYear, period, n, low, best, high, open }) => ({ city, isYear, sum: [period, n, low, best, high, open] }));
}

type Found = Map<number, Map<PeriodNumber, number[]>>;

/** Adds the numbers behind a sum's period to those of a city's period. */
function addTo(found: Found, id: number, period: PeriodNumber, sum: readonly number[], at = 0): void {
  let periods = found.get(id);
  if (!periods) found.set(id, (periods = new Map()));
  const there = periods.get(period);
  if (!there) periods.set(period, [period, ...sum.slice(at + 1, at + STRIDE)]);
  else for (let k = 1; k < STRIDE; k++) there[k]! += sum[at + k]!;
}

function inOrder(found: Found): CitySums {
  return new Map([...found].map(([id, periods]) => [id, [...periods.values()].sort((a, b) => a[0]! - b[0]!).flat()]));
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
  for (const total of totalsOf(db, asked, measure, "year", asked.cities ?? "everywhere").values()) count += total[1]!;
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
