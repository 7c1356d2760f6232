/** Dates in a text: "31 May 2022", "March 1", "05/20/2013", "on Tuesday", "the previous day", against the report's date. */
import { addDays, daysBetween, isCivilDate } from "../dates";
import type { Language } from "./language";
import { F, phraseAt, phrasesOf, type Lexicon, type Phrases } from "./lexicon";
import type { Token } from "./tokens";

export interface TimeWords {
  /** Tokens [from, to). */
  from: number;
  to: number;
  /** The civil date, or null where the report's date would be needed. */
  date: string | null;
  /** Days before or after what the text speaks of, of a relative one. */
  shift: number | null;
}

const relatives = new WeakMap<Language, Phrases<number>>();

/** Every date of the text in order, and the tokens that are part of a date, a clock or a year and so count nobody. */
export function datesOf(
  tokens: readonly Token[],
  lexicon: Lexicon,
  reportDate: string | null,
): { dates: TimeWords[]; dated: Set<number> } {
  let relative = relatives.get(lexicon.language);
  if (!relative) relatives.set(lexicon.language, (relative = phrasesOf(Object.entries(lexicon.language.time.relative))));
  const dates: TimeWords[] = [];
  const dated = new Set<number>();
  let anchor = reportDate;
  for (let at = 0; at < tokens.length; at++) {
    const found = dateAt(tokens, at, lexicon, relative, anchor);
    if (found) {
      if (found.date || found.shift !== null) dates.push(found);
      if (found.date && found.shift === null) anchor ??= found.date;
      for (let here = found.from; here < found.to; here++) dated.add(here);
      if (found.from < at || found.to > at + 1) at = found.to - 1;
    } else if (isClockOrYear(tokens, at, lexicon) || isNextAge(tokens, at, dated)) dated.add(at);
  }
  return { dates, dated };
}

function dateAt(
  tokens: readonly Token[],
  at: number,
  lexicon: Lexicon,
  relative: Phrases<number>,
  anchor: string | null,
): TimeWords | null {
  const token = tokens[at]!;
  if (token.kind === "mixed") return numericDate(tokens, at);
  if (token.kind !== "word") return null;
  const isNamed = !lexicon.language.grammar.capitalDates || /^\p{Lu}/u.test(token.text);
  const month = isNamed ? lexicon.months.get(token.lower.replace(/\.$/, "")) : undefined;
  if (month !== undefined) return monthDate(tokens, at, month, anchor);
  const weekday = isNamed ? lexicon.weekdays.get(token.lower) : undefined;
  if (weekday !== undefined) {
    const isBefore = lexicon.language.time.weekdayBefore.includes(tokens[at - 1]?.lower ?? "");
    const date = anchor && lastWeekday(anchor, weekday, isBefore);
    return { from: at, to: at + 1, date, shift: anchor ? null : isBefore ? -7 : null };
  }
  const near = phraseAt(relative, tokens, at, tokens.length);
  return near && { from: at, to: near.next, date: anchor && addDays(anchor, near.value), shift: near.value };
}

function numericDate(tokens: readonly Token[], at: number): TimeWords | null {
  const { text } = tokens[at]!;
  const us = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text);
  if (us) return civil(at, at + 1, Number(us[3]), Number(us[1]), Number(us[2]));
  const iso = /^(\d{4})-(\d{2})-(\d{2})/.exec(text);
  return iso ? civil(at, at + 1, Number(iso[1]), Number(iso[2]), Number(iso[3])) : null;
}

function monthDate(tokens: readonly Token[], at: number, month: number, anchor: string | null): TimeWords | null {
  const day = (token: Token | undefined): number | null => {
    const match = token && /^(\d{1,2})(?:st|nd|rd|th)?$/.exec(token.text);
    return match && Number(match[1]) >= 1 && Number(match[1]) <= 31 ? Number(match[1]) : null;
  };
  const year = (index: number): number | null =>
    /^(?:19|20)\d{2}$/.test(tokens[index]?.text ?? "") ? Number(tokens[index]!.text) : null;
  const before = day(tokens[at - 1]);
  if (before !== null) {
    const stated = year(at + 1);
    let from = at - 1;
    // "22 - 23 February", "5 and 6 May".
    if (/^(?:-|–|to|and)$/.test(tokens[at - 2]?.lower ?? "") && day(tokens[at - 3]) !== null) from = at - 3;
    return civil(from, stated ? at + 2 : at + 1, stated ?? yearNear(anchor, month, before), month, before);
  }
  const after = day(tokens[at + 1]);
  if (after !== null) {
    const comma = tokens[at + 2]?.text === "," ? 1 : 0;
    const stated = year(at + 2 + comma);
    return civil(at, stated ? at + 3 + comma : at + 2, stated ?? yearNear(anchor, month, after), month, after);
  }
  const stated = year(at + 1);
  return stated ? { from: at, to: at + 2, date: null, shift: null } : null;
}

/** The year of a day and month without one: the latest that is not after the report's date. */
function yearNear(anchor: string | null, month: number, day: number): number | null {
  if (!anchor) return null;
  const year = Number(anchor.slice(0, 4));
  const date = `${year}-${pad(month)}-${pad(day)}`;
  return isCivilDate(date) && daysBetween(anchor, date) > 31 ? year - 1 : year;
}

function civil(from: number, to: number, year: number | null, month: number, day: number): TimeWords {
  const date = year === null ? null : `${year}-${pad(month)}-${pad(day)}`;
  return { from, to, date: date && isCivilDate(date) ? date : null, shift: null };
}

const pad = (number: number): string => String(number).padStart(2, "0");

function lastWeekday(anchor: string, weekday: number, isBefore: boolean): string {
  const today = new Date(`${anchor}T00:00:00Z`).getUTCDay() || 7;
  const back = (today - weekday + 7) % 7;
  return addDays(anchor, -(back === 0 && isBefore ? 7 : back));
}

/** "aged 12 and 14", "aged 3, 7 and 9", "aged between 3 and 9": the ages behind the first. */
function isNextAge(tokens: readonly Token[], at: number, dated: ReadonlySet<number>): boolean {
  if (tokens[at]!.kind !== "number") return false;
  const joint = tokens[at - 1]?.lower ?? "";
  if (/^(?:between|from)$/.test(joint)) return /^(?:aged|ages)$/.test(tokens[at - 2]?.lower ?? "");
  if (!/^(?:and|,|or|to|-|–)$/.test(joint)) return false;
  for (let here = at - 1, seen = 0; here > 0 && seen < 8; here--, seen++) {
    if (/^(?:aged|ages)$/.test(tokens[here]!.lower)) return dated.has(at - 2) || dated.has(at - 3);
    if (tokens[here]!.kind !== "number" && !/^(?:and|,|or|to|-|–|between|from)$/.test(tokens[here]!.lower)) return false;
  }
  return false;
}

/** "5 pm", "at 1330", "in 2016", "aged 45": numbers that count nobody. */
function isClockOrYear(tokens: readonly Token[], at: number, { flags, language }: Lexicon): boolean {
  const token = tokens[at]!;
  if (token.kind === "mixed") return /^\d{1,2}:\d{2}/.test(token.text);
  if (token.kind !== "number") return false;
  const [before, after] = [tokens[at - 1]?.lower ?? "", tokens[at + 1]?.lower ?? ""];
  if (/^(?:am|pm|a\.m\.?|p\.m\.?|o'clock)$/.test(after) || /^(?:aged|age|ages)$/.test(before)) return true;
  const isAfterPreposition =
    ((flags.get(before) ?? 0) & F.preposition) !== 0 && !language.numbers.openings.about.includes(before);
  if (/^(?:19|20)\d{2}$/.test(token.text) && language.time.yearWords.includes(after)) return true;
  if (/^(?:19|20)\d{2}$/.test(token.text)) return isAfterPreposition || before === "the";
  return /^[012]\d{3}$/.test(token.text) && before === "at";
}
