/** Numbers as readers see them: always with their range, "or more" where it is open, and words where there is none. */
import type { Bounds } from "@/domain/figure";
import type { Addend, Sum } from "@/domain/series";
import { FORMATS, type Words } from "@/messages";
import type { RangeWording } from "../charts/packed";

/** A whole number of persons in the reader's language: "1,610". */
export function personsText({ format }: Words, persons: number): string {
  // Below a thousand both languages write plain digits: most numbers are, and a page may hold thousands.
  if (persons >= 0 && persons < 1_000 && Number.isInteger(persons)) return String(persons);
  return format.number(persons, { maximumFractionDigits: 0 });
}

/** "1,610–2,975 or more", "5", "12 or more"; "no figure" where nothing was added up. */
export function rangeText(words: Words, range: Pick<Sum, "low" | "high" | "open">): string {
  if (range.low === null || range.high === null) return words.t("words.range.noFigure");
  const low = personsText(words, range.low);
  const text = range.low === range.high ? low : `${low}–${personsText(words, range.high)}`;
  if (!range.open) return text;
  const [before, after] = aroundRange(words);
  return `${before}${text}${after}`;
}

const around = new Map<string, [before: string, after: string]>();

/** What a language writes before and after a range that is open; a page may hold thousands, and the message is the same. */
function aroundRange({ t, locale }: Words): [before: string, after: string] {
  let words = around.get(locale);
  if (!words) around.set(locale, (words = t("words.range.orMore", { range: "\u0000" }).split("\u0000") as [string, string]));
  return words;
}

/** How this language writes ranges, for charts that do so in the browser. */
export function rangeWording(words: Words): RangeWording {
  const [before, after] = aroundRange(words);
  return { numbers: FORMATS[words.locale], before, after, none: words.t("words.range.noFigure") };
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
