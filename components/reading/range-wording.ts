/**
 * How a language writes ranges, in a handful of texts: on the server and, for charts that say what they show in the browser, without
 * the messages there.
 */
import type { Sum } from "@/domain/series";

export interface RangeWording {
  /** The language tag of its numbers, "en-GB". */
  numbers: string;
  /** What stands around a range that is open. */
  before: string;
  after: string;
  /** Where nothing was added up. */
  none: string;
}

type Persons = (persons: number) => string;

/** Writes whole numbers of persons: "1,610". */
export function personsIn({ numbers }: Pick<RangeWording, "numbers">): Persons {
  const format = new Intl.NumberFormat(numbers, { maximumFractionDigits: 0 });
  // Below a thousand both languages write plain digits: most numbers are, and a page may hold thousands.
  return (persons) => (persons >= 0 && persons < 1_000 && Number.isInteger(persons) ? String(persons) : format.format(persons));
}

/** Writes ranges: "1,610–2,975 or more", "5", "12 or more"; "no figure" where nothing was added up. */
export function rangesIn(
  wording: RangeWording,
  number = personsIn(wording),
): (range: Pick<Sum, "low" | "high" | "open">) => string {
  return ({ low, high, open }) => {
    if (low === null || high === null) return wording.none;
    const range = low === high ? number(low) : `${number(low)}–${number(high)}`;
    return open ? wording.before + range + wording.after : range;
  };
}
