/**
 * Dates as spreadsheets write them. "03/04/2022" is two days; which one is decided by the whole column, where some
 * other row can only be read one way, and asked about where none can.
 */
import { isCivilDate } from "../dates";

export const DATE_ORDERS = ["dmy", "mdy"] as const;
export type DateOrder = (typeof DATE_ORDERS)[number];

const ISO = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ][\d:.]+Z?)?$/;
const NUMBERS = /^(\d{1,2})([-/.])(\d{1,2})[-/.](\d{4})(?: [\d:.]+(?: ?[AP]M)?)?$/i;
const DAY_NAME = /^(\d{1,2})[ -]([a-z]{3,9})\.?,?[ -](\d{4})$/i;
const NAME_DAY = /^([a-z]{3,9})\.? (\d{1,2}),? (\d{4})$/i;
const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const WHOLE_MONTHS = [
  "january",
  "february",
  "march",
  "april",
  "may",
  "june",
  "july",
  "august",
  "september",
  "october",
  "november",
  "december",
];

/** A cell's civil date, or why it has none. Day and month are told apart by `order` where only the column can tell. */
export function readDate(
  cell: string,
  order: DateOrder | null,
): { date: string } | { problem: "date.invalid" | "date.ambiguous" } {
  const iso = ISO.exec(cell);
  if (iso) return civil(iso[1]!, iso[2]!, iso[3]!);
  const named = DAY_NAME.exec(cell);
  if (named) return civil(named[3]!, monthOf(named[2]!), named[1]!);
  const american = NAME_DAY.exec(cell);
  if (american) return civil(american[3]!, monthOf(american[1]!), american[2]!);
  const numbers = NUMBERS.exec(cell);
  if (!numbers) return { problem: "date.invalid" };
  const [, first, mark, second, year] = numbers as unknown as [string, string, string, string, string];
  // Dots are written where the day comes first (ISO 8601's predecessors in continental Europe).
  const decided = mark === "." ? "dmy" : (order ?? (first === second ? "dmy" : null));
  if (decided === null) return { problem: "date.ambiguous" };
  return decided === "dmy" ? civil(year, second, first) : civil(year, first, second);
}

function monthOf(name: string): string {
  const lower = name.toLowerCase();
  const whole = WHOLE_MONTHS.indexOf(lower);
  return String((whole >= 0 ? whole : MONTHS.indexOf(lower === "sept" ? "sep" : lower)) + 1);
}

function civil(year: string, month: string, day: string): { date: string } | { problem: "date.invalid" } {
  const date = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  return isCivilDate(date) ? { date } : { problem: "date.invalid" };
}

/** What a column's cells say of its order of day and month, cell by cell. */
export class DateEvidence {
  private dayFirst = 0;
  private monthFirst = 0;
  private undecided = 0;

  see(cell: string): void {
    const numbers = NUMBERS.exec(cell);
    if (!numbers || numbers[2] === ".") return;
    const [first, second] = [Number(numbers[1]), Number(numbers[3])];
    if (first > 12 && second <= 12) this.dayFirst++;
    else if (second > 12 && first <= 12) this.monthFirst++;
    else if (first !== second) this.undecided++;
  }

  /** The order, or null where no cell needs one; "ambiguous" where none tells, "mixed" where they tell both. */
  get order(): DateOrder | "ambiguous" | "mixed" | null {
    if (this.dayFirst > 0 && this.monthFirst > 0) return "mixed";
    if (this.dayFirst > 0) return "dmy";
    if (this.monthFirst > 0) return "mdy";
    return this.undecided > 0 ? "ambiguous" : null;
  }
}
