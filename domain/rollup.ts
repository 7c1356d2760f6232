/**
 * What an incident adds to the record's sums, and when: the arithmetic of the rollups. An incident's history is taken
 * apart into changes, each the difference to what was known before it; today's sum is the sum of all changes, and the
 * sum known on T is today's without the changes after T. Sums only, so that one more or less is one addition.
 */
import { periodFor } from "./dates";
import type { Estimate, EstimateRow } from "./estimate";
import { POLICIES, type DatePrecision, type Group, type Metric, type Period, type Policy } from "./vocabulary";

/** What is summed: a metric's persons, or the incidents themselves, counted in sums and not. */
export const INCIDENT_MEASURES = ["counted", "uncounted"] as const;
export type Measure = Metric | (typeof INCIDENT_MEASURES)[number];

/** Amounts that add up. `n` is incidents with a figure, or of an incident measure incidents; `open` is open-ended addends. */
export interface Amounts {
  n: number;
  low: number;
  high: number;
  open: number;
  best: Record<Policy, number>;
}

/** A change of what an incident adds to one measure, at the instant at which it became known. */
export interface Change extends Amounts {
  measure: Measure;
  group: Group;
  at: number;
}

export const NO_AMOUNTS: Amounts = { n: 0, low: 0, high: 0, open: 0, best: bestsOf(() => 0) };

const INCIDENT: Amounts = { ...NO_AMOUNTS, n: 1 };

/** The changes of an incident, oldest first within a measure; a change of nothing but the reason is none. */
export function changesOf(incident: { counted: boolean; firstPublicAt: number }, history: readonly EstimateRow[]): Change[] {
  const { counted, firstPublicAt } = incident;
  const first: Change = { measure: counted ? "counted" : "uncounted", group: "all", at: firstPublicAt, ...INCIDENT };
  // An incident that sums leave out adds nothing to them.
  return counted ? [first, ...history.flatMap((row, index) => changeTo(row, history[index - 1]))] : [first];
}

function changeTo(row: EstimateRow, before: EstimateRow | undefined): Change[] {
  const isNext = before !== undefined && before.metric === row.metric && before.group === row.group;
  const now = amountsOf(row.estimate);
  const change = isNext ? subtract(now, amountsOf(before.estimate)) : now;
  return isNothing(change) ? [] : [{ measure: row.metric, group: row.group, at: row.knownFrom, ...change }];
}

/** What an estimate adds; without a figure nothing. */
export function amountsOf({ low, high, open, best }: Pick<Estimate, "low" | "high" | "open" | "best">): Amounts {
  if (low === null) return NO_AMOUNTS;
  return { n: 1, low, high: high ?? low, open: open ? 1 : 0, best: bestsOf((policy) => best[policy] ?? 0) };
}

export function add(a: Amounts, b: Amounts): Amounts {
  return {
    n: a.n + b.n,
    low: a.low + b.low,
    high: a.high + b.high,
    open: a.open + b.open,
    best: bestsOf((policy) => a.best[policy] + b.best[policy]),
  };
}

export function subtract(a: Amounts, b: Amounts): Amounts {
  return {
    n: a.n - b.n,
    low: a.low - b.low,
    high: a.high - b.high,
    open: a.open - b.open,
    best: bestsOf((policy) => a.best[policy] - b.best[policy]),
  };
}

export function isNothing({ n, low, high, open, best }: Amounts): boolean {
  return n === 0 && low === 0 && high === 0 && open === 0 && POLICIES.every((policy) => best[policy] === 0);
}

function bestsOf(of: (policy: Policy) => number): Record<Policy, number> {
  return {
    majority: of("majority"),
    latest: of("latest"),
    lowest: of("lowest"),
    highest: of("highest"),
    median: of("median"),
  };
}

/** A month as the number YYYYMM, a year as YYYY: the two never overlap, so both are one column. */
export type PeriodNumber = number;

/** The month of a civil date. */
export function monthOf(date: string): PeriodNumber {
  return Number(date.slice(0, 4)) * 100 + Number(date.slice(5, 7));
}

/** The month in UTC of an instant. */
export function utcMonthOf(instant: number): PeriodNumber {
  const date = new Date(instant);
  return date.getUTCFullYear() * 100 + date.getUTCMonth() + 1;
}

const ordinal = (month: PeriodNumber) => Math.floor(month / 100) * 12 + (month % 100) - 1;
const fromOrdinal = (n: number) => Math.floor(n / 12) * 100 + (n % 12) + 1;

/** Months after the incident's by which changes are sorted, each bucket up to the next; before the incident's month is -1. */
export const BUCKETS = [0, 1, 2, 4, 8, 16, 32, 64] as const;

/** The bucket of a change: the index in `BUCKETS` of how many months after the incident's month it came, or -1. */
export function bucketOf(month: PeriodNumber, at: number): number {
  const lag = ordinal(utcMonthOf(at)) - ordinal(month);
  return BUCKETS.findLastIndex((from) => from <= lag);
}

/**
 * Where changes after `at` of incidents of its month and earlier can lie: for each bucket the earliest incident month.
 * A change that came within a year of its incident cannot be later than `at` where the incident is two years older.
 */
export function bucketsAfter(at: number): { bucket: number; fromMonth: PeriodNumber }[] {
  const month = ordinal(utcMonthOf(at));
  return BUCKETS.map((_, bucket) => {
    const end = BUCKETS[bucket + 1];
    return { bucket, fromMonth: end === undefined ? 0 : fromOrdinal(month - end + 1) };
  });
}

/** The period in which the month's rollup shows an incident: its month, or its year where no more is known. */
export function shownBy(precision: DatePrecision): Period {
  return periodFor(precision, "month");
}

/** Dates in whole years, whole months and single days, so that each is read where it is summed already. */
export interface Spans {
  years: { from: PeriodNumber; to: PeriodNumber } | null;
  months: { from: PeriodNumber; to: PeriodNumber }[];
  days: { from: string; to: string }[];
}

const FIRST_MONTH = 180001;
const LAST_MONTH = 219912;

/** The whole months within dates, and the days before and behind them. Both ends are inclusive; absent ones are open. */
export function monthsAndDays(from: string | undefined, to: string | undefined): Omit<Spans, "years"> {
  const wholeFrom = from === undefined || from.endsWith("-01");
  const wholeTo = to === undefined || isLastOfMonth(to);
  const first = from === undefined ? FIRST_MONTH : wholeFrom ? monthOf(from) : nextMonth(monthOf(from));
  const last = to === undefined ? LAST_MONTH : wholeTo ? monthOf(to) : previousMonth(monthOf(to));
  if (from !== undefined && to !== undefined && monthOf(from) === monthOf(to) && !(wholeFrom && wholeTo))
    return { months: [], days: [{ from, to }] };
  const days = [
    ...(wholeFrom ? [] : [{ from: from!, to: lastDay(monthOf(from!)) }]),
    ...(wholeTo ? [] : [{ from: firstDay(monthOf(to!)), to: to! }]),
  ];
  return { months: first <= last ? [{ from: first, to: last }] : [], days };
}

/** The whole years within dates, then whole months, then days. */
export function yearsMonthsAndDays(from: string | undefined, to: string | undefined): Spans {
  const { months, days } = monthsAndDays(from, to);
  const [range] = months;
  if (!range) return { years: null, months, days };
  const firstYear = range.from % 100 === 1 ? Math.floor(range.from / 100) : Math.floor(range.from / 100) + 1;
  const lastYear = range.to % 100 === 12 ? Math.floor(range.to / 100) : Math.floor(range.to / 100) - 1;
  if (firstYear > lastYear) return { years: null, months, days };
  const ends = [
    { from: range.from, to: (firstYear - 1) * 100 + 12 },
    { from: (lastYear + 1) * 100 + 1, to: range.to },
  ].filter((part) => part.from <= part.to);
  return { years: { from: firstYear, to: lastYear }, months: ends, days };
}

/** First day of a month or year. */
export function firstDay(period: PeriodNumber): string {
  const text = String(period);
  return text.length === 4 ? `${text}-01-01` : `${text.slice(0, 4)}-${text.slice(4)}-01`;
}

/** Last day of a month. */
export function lastDay(month: PeriodNumber): string {
  return new Date(Date.UTC(Math.floor(month / 100), month % 100, 0)).toISOString().slice(0, 10);
}

function isLastOfMonth(date: string): boolean {
  return lastDay(monthOf(date)) === date;
}

function nextMonth(month: PeriodNumber): PeriodNumber {
  return fromOrdinal(ordinal(month) + 1);
}

function previousMonth(month: PeriodNumber): PeriodNumber {
  return fromOrdinal(ordinal(month) - 1);
}
