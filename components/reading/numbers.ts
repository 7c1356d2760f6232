/** Numbers as readers see them: always with their range, "or more" where it is open, and words where there is none. */
import type { Bounds } from "@/domain/figure";
import type { Addend, Sum } from "@/domain/series";
import { FORMATS, type Locale, type Words } from "@/messages";
import { personsIn, rangesIn, type RangeWording } from "./range-wording";

interface Writing {
  wording: RangeWording;
  persons: (persons: number) => string;
  range: (range: Pick<Sum, "low" | "high" | "open">) => string;
}

const writings = new Map<Locale, Writing>();

/** A language's way to write numbers; a page may hold thousands, and the messages are the same for all. */
function writingOf({ t, locale }: Words): Writing {
  let writing = writings.get(locale);
  if (!writing) {
    const [before, after] = t("words.range.orMore", { range: "\u0000" }).split("\u0000") as [string, string];
    const wording: RangeWording = { numbers: FORMATS[locale], before, after, none: t("words.range.noFigure") };
    const persons = personsIn(wording);
    writings.set(locale, (writing = { wording, persons, range: rangesIn(wording, persons) }));
  }
  return writing;
}

/** A whole number of persons in the reader's language: "1,610". */
export function personsText(words: Words, persons: number): string {
  return writingOf(words).persons(persons);
}

/** "1,610–2,975 or more", "5", "12 or more"; "no figure" where nothing was added up. */
export function rangeText(words: Words, range: Pick<Sum, "low" | "high" | "open">): string {
  return writingOf(words).range(range);
}

/** How this language writes ranges, for charts that do so in the browser. */
export function rangeWording(words: Words): RangeWording {
  return writingOf(words).wording;
}

/** An incident's toll: its range, or the word for what is missing (none, not known, not stated). */
export function tollText(words: Words, toll: Addend): string {
  return toll.state === "figure" ? rangeText(words, toll) : words.t(`words.state.${toll.state}`);
}

/** A figure as its source stated it: "at least 10", "10–15", "“dozens”", "none". */
export function amountText(words: Words, { qualifier, low, high, best, word }: Bounds): string {
  const { t } = words;
  const persons = (value: number | null) => (value === null ? "" : personsText(words, value));
  if (qualifier === "between") {
    const values = { low: persons(low), high: persons(high), best: persons(best) };
    return best === null ? t("words.amount.between", values) : t("words.amount.betweenBest", values);
  }
  if (qualifier === "vague") return t("words.amount.vague", { word: word ?? "" });
  if (qualifier === "none" || qualifier === "unknown") return t(`words.amount.${qualifier}`);
  return t(`words.amount.${qualifier}`, { n: persons(qualifier === "up_to" ? high : low) });
}
