/** Dates and times as readers see them, in the record's time zone and no finer than they were stated. */
import { civilDateAt, hasClock, instantOf } from "@/domain/dates";
import type { DatePrecision, Period } from "@/domain/vocabulary";
import type { Words } from "@/messages";

function utc(date: string): Date {
  return new Date(`${date.length === 7 ? `${date}-01` : date}T00:00:00Z`);
}

/** "1 March 2022". */
export function dateText({ format }: Words, date: string): string {
  return format.dateTime(utc(date), { day: "numeric", month: "long", year: "numeric" });
}

/** "1 Mar 2022", for tables. */
export function shortDateText({ format }: Words, date: string): string {
  return format.dateTime(utc(date), { day: "numeric", month: "short", year: "numeric" });
}

/** An incident's date, no finer than it is known: "13–14 April 2022", "March 2022", "2022". */
export function incidentDateText(
  words: Words,
  incident: { dateStart: string; dateEnd: string | null; datePrecision: DatePrecision },
): string {
  const { dateStart, dateEnd, datePrecision } = incident;
  if (datePrecision === "year") return dateStart.slice(0, 4);
  if (datePrecision === "month") return words.format.dateTime(utc(dateStart), { month: "long", year: "numeric" });
  if (dateEnd === null || dateEnd === dateStart) return dateText(words, dateStart);
  return words.format.dateTimeRange(utc(dateStart), utc(dateEnd), { day: "numeric", month: "long", year: "numeric" });
}

/** A period's name: "1 March 2022", "week from 28 February 2022", "March 2022", "2022". */
export function periodText(words: Words, start: string, by: Period): string {
  if (by === "year") return start.slice(0, 4);
  if (by === "month") return words.format.dateTime(utc(start), { month: "long", year: "numeric" });
  return by === "week" ? words.t("words.weekFrom", { date: shortDateText(words, start) }) : dateText(words, start);
}

/** A tick under a chart: as short as the period allows, with the year where it begins. */
export function tickText(words: Words, start: string, by: Period, isFirst: boolean): string {
  if (by === "year") return start.slice(0, 4);
  if (by === "month") {
    if (start.slice(5, 7) === "01") return start.slice(0, 4);
    return words.format.dateTime(utc(start), isFirst ? { month: "short", year: "numeric" } : { month: "short" });
  }
  return words.format.dateTime(
    utc(start),
    isFirst || start.slice(5) <= "01-07"
      ? { day: "numeric", month: "short", year: "numeric" }
      : { day: "numeric", month: "short" },
  );
}

/** A stated time, no finer than it was stated: "March 2025", "1 Mar 2022", "1 Mar 2022, 13:24". */
export function statedText(words: Words, stated: string, timeZone: string): string {
  if (stated.length === 7) return words.format.dateTime(utc(stated), { month: "long", year: "numeric" });
  if (!hasClock(stated)) return shortDateText(words, stated);
  return instantText(words, instantOf(stated, timeZone), timeZone);
}

/** An instant on the record's clock: "1 Mar 2022, 13:24". */
export function instantText(words: Words, instant: number, timeZone: string): string {
  return words.format.dateTime(new Date(instant), {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone,
  });
}

/** The day of an instant on the record's clock. */
export function dayText(words: Words, instant: number, timeZone: string): string {
  return dateText(words, civilDateAt(instant, timeZone));
}

/** What `known` means in words: a day, or an instant with its clock. */
export function knownText(words: Words, known: string, timeZone: string): string {
  return known.length === 10 ? dateText(words, known) : instantText(words, instantOf(known, "UTC"), timeZone);
}
