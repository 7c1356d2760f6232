/**
 * Civil dates and stated times. A civil date is "YYYY-MM-DD" without a zone; a stated time is what a page printed:
 * a month "2025-03", a date, a clock without offset, or a full instant. Instants are milliseconds since 1970 UTC.
 */
import { Temporal } from "temporal-polyfill";
import { typedText } from "./text";
import type { DatePrecision, Period } from "./vocabulary";

const DAY_MS = 86_400_000;
const CIVIL_DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const STATED_TIME = /^(\d{4})-(\d{2})(?:-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?)?)?$/;
const FIRST_YEAR = 1800;
const LAST_YEAR = 2199;

/** Whether `text` is a real day of the calendar between 1800 and 2199, written YYYY-MM-DD. */
export function isCivilDate(text: string): boolean {
  const match = CIVIL_DATE.exec(text);
  if (!match) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  return year >= FIRST_YEAR && year <= LAST_YEAR && day >= 1 && day <= daysIn(year, month);
}

/** Days of a month of the Gregorian calendar; 0 for a month that is none. */
function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [31, 0, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
}

/** zod schema of a civil date. */
export const CivilDateInput = typedText().refine(isCivilDate, { error: "date.invalid" });

/** zod schema of a stated time: month, date, clock without offset, or instant. */
export const StatedTimeInput = typedText()
  .transform((text) => text.replace(/^(\d{4}-\d{2}-\d{2}) (?=\d)/, "$1T"))
  .refine(isStatedTime, { error: "time.invalid" });

/** Whether `text` is a month, a date, a clock time or an instant that exists. */
export function isStatedTime(text: string): boolean {
  const match = STATED_TIME.exec(text);
  if (!match) return false;
  if (!isCivilDate(`${match[1]}-${match[2]}-${match[3] ?? "01"}`)) return false;
  if (match[4] && (Number(match[4]) > 23 || Number(match[5]) > 59 || Number(match[6] ?? 0) > 59)) return false;
  const offset = match[7];
  if (!offset || offset === "Z") return true;
  const [hours, minutes] = [Number(offset.slice(1, 3)), Number(offset.slice(-2))];
  return hours <= 14 && minutes <= 59;
}

/** Whether a stated time carries a clock, not only a day or a month. */
export function hasClock(stated: string): boolean {
  return stated.length > 10;
}

const endOfDayCache = new Map<string, number>();

/**
 * Last second of a civil date in a time zone: a date without a time counts as that day's end (methodology, rule 1).
 * Whole seconds, so that the instant written in ISO 8601 reads back as the same one.
 */
export function endOfDay(date: string, timeZone: string): number {
  const key = `${timeZone} ${date}`;
  const cached = endOfDayCache.get(key);
  if (cached !== undefined) return cached;
  const next = Temporal.PlainDate.from(date).add({ days: 1 }).toZonedDateTime(timeZone);
  const end = next.epochMilliseconds - 1000;
  if (endOfDayCache.size > 50_000) endOfDayCache.clear();
  endOfDayCache.set(key, end);
  return end;
}

/** First instant of a civil date in a time zone. */
export function startOfDay(date: string, timeZone: string): number {
  return endOfDay(addDays(date, -1), timeZone) + 1000;
}

/**
 * The instant at which a stated time counts: a month as its last day's end, a date as that day's end, a clock
 * without offset in the record's time zone (methodology, rule 1). Throws a RangeError where `stated` is no stated time.
 */
export function instantOf(stated: string, timeZone: string): number {
  if (!isStatedTime(stated)) throw new RangeError(`Not a time: ${JSON.stringify(stated)}`);
  if (stated.length === 7) return endOfDay(lastDayOfMonth(stated), timeZone);
  if (stated.length === 10) return endOfDay(stated, timeZone);
  if (/(Z|[+-]\d{2}:?\d{2})$/.test(stated.slice(11))) {
    return wholeSeconds(Temporal.Instant.from(stated.replace(/([+-]\d{2})(\d{2})$/, "$1:$2")).epochMilliseconds);
  }
  return wholeSeconds(Temporal.PlainDateTime.from(stated).toZonedDateTime(timeZone).epochMilliseconds);
}

function wholeSeconds(instant: number): number {
  return Math.floor(instant / 1000) * 1000;
}

const dayFormats = new Map<string, Intl.DateTimeFormat>();

/** The civil date of an instant in a time zone. */
export function civilDateAt(instant: number, timeZone: string): string {
  let format = dayFormats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" });
    dayFormats.set(timeZone, format);
  }
  return format.format(instant);
}

/** ISO 8601 in UTC with a Z, to the second: "2022-03-01T11:24:00Z". */
export function isoInstant(instant: number): string {
  return new Date(instant).toISOString().replace(/\.\d{3}Z$/, "Z");
}

/** A civil date some days later (or earlier). */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** Whole days from one civil date to another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS);
}

function lastDayOfMonth(month: string): string {
  const [year, number] = month.split("-").map(Number) as [number, number];
  return new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10);
}

/** Start of the period that holds a civil date; weeks are ISO weeks and start on Monday (ISO 8601). */
export function periodStart(date: string, by: Period): string {
  if (by === "day") return date;
  if (by === "month") return `${date.slice(0, 7)}-01`;
  if (by === "year") return `${date.slice(0, 4)}-01-01`;
  const weekday = (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7;
  return addDays(date, -weekday);
}

/** Start of the period after the one that starts at `start`. */
export function nextPeriod(start: string, by: Period): string {
  if (by === "day") return addDays(start, 1);
  if (by === "week") return addDays(start, 7);
  const [year, month] = start.split("-").map(Number) as [number, number];
  if (by === "year") return `${String(year + 1).padStart(4, "0")}-01-01`;
  return month === 12
    ? `${String(year + 1).padStart(4, "0")}-01-01`
    : `${start.slice(0, 5)}${String(month + 1).padStart(2, "0")}-01`;
}

/** Every period start from the one that holds `from` to the one that holds `to`. */
export function periodsBetween(from: string, to: string, by: Period): string[] {
  const starts: string[] = [];
  const last = periodStart(to, by);
  for (let start = periodStart(from, by); start <= last; start = nextPeriod(start, by)) starts.push(start);
  return starts;
}

/** The period a chart takes by itself for a span: days to six weeks, weeks to nine months, months to twelve years. */
export function automaticPeriod(from: string, to: string): Period {
  const days = daysBetween(from, to) + 1;
  if (days <= 45) return "day";
  if (days <= 275) return "week";
  if (days <= 366 * 12) return "month";
  return "year";
}

const FINENESS: Record<Period, number> = { day: 0, week: 1, month: 2, year: 3 };

/** The finest period in which an incident known this precisely may appear (a month-only one appears in no week). */
export function finestPeriod(precision: DatePrecision): Period {
  return precision === "days" ? "day" : precision;
}

/** The period in which an incident is shown: the one asked for, or its own where its date is known less finely. */
export function periodFor(precision: DatePrecision, by: Period): Period {
  const finest = finestPeriod(precision);
  return FINENESS[finest] > FINENESS[by] ? finest : by;
}
