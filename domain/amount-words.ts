/**
 * What a person types for a number of people ("at least 10", "10+", "about 20", "10–15", "dozens", "none",
 * "unknown"), read into an Amount and written back. English and Ukrainian are data below, not separate code.
 */
import { MOST_PERSONS, vagueFloor, type Amount } from "./figure";

/** What reading a typed amount gives: the amount, nothing (an empty field), or a message key that says what is wrong. */
export type ReadAmount = { ok: true; amount: Amount | null } | { ok: false; code: string };

type Opening = "at_least" | "more_than" | "up_to" | "about" | "between" | "exact";

/** Phrases before a number, longest first when matched. */
// oxfmt-ignore
const OPENINGS: Record<Opening, readonly string[]> = {
  at_least: ["at least", "not less than", "no fewer than", "no less than", "not fewer than", "minimum", "min", ">=", "≥", "щонайменше", "принаймні", "не менше", "не менш як", "не менше ніж", "не менше як", "не менш ніж", "мінімум"],
  more_than: ["more than", "over", "above", "upwards of", ">", "понад", "більше", "більш як", "більш ніж", "більше як", "більше ніж"],
  up_to: ["up to", "at most", "no more than", "not more than", "maximum", "max", "<=", "≤", "до", "не більше", "не більше ніж", "не більше як", "не більш як", "не більш ніж", "щонайбільше", "максимум"],
  about: ["about", "around", "approximately", "approx.", "approx", "roughly", "some", "nearly", "almost", "circa", "ca.", "c.", "~", "≈", "близько", "приблизно", "майже", "орієнтовно"],
  between: ["between", "from", "від", "між"],
  exact: ["exactly", "=", "рівно"],
};
const AFTER_AT_LEAST = /(?:\+|or more|and more|at least|або більше|і більше|чи більше)$/;
const AFTER_UP_TO = /(?:or fewer|or less|at most|або менше)$/;

// oxfmt-ignore
const NONE = ["none", "nobody", "no one", "no-one", "zero", "nil", "no", "no casualties", "0", "нікого", "немає", "нуль", "жодного", "ніхто"];
const UNKNOWN = ["unknown", "not known", "unclear", "?", "n/k", "невідомо", "не відомо", "невідома"];

// oxfmt-ignore
const UNITS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"];
const TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
/** Numbers that Ukrainian counts people with, in the forms a report uses. */
// oxfmt-ignore
const UKRAINIAN = new Map<string, number>([
  ["один", 1], ["одна", 1], ["одного", 1], ["одну", 1], ["двоє", 2], ["двох", 2], ["два", 2], ["дві", 2], ["троє", 3], ["трьох", 3], ["три", 3],
  ["четверо", 4], ["чотирьох", 4], ["чотири", 4], ["п'ятеро", 5], ["п'ятьох", 5], ["п'ять", 5], ["шестеро", 6], ["шістьох", 6], ["шість", 6],
  ["семеро", 7], ["сімох", 7], ["сім", 7], ["восьмеро", 8], ["вісьмох", 8], ["вісім", 8], ["дев'ятеро", 9], ["дев'ять", 9], ["десятеро", 10], ["десять", 10],
]);
const GROUP_WORDS = new Map([
  ["dozen", 12],
  ["score", 20],
  ["hundred", 100],
]);

const openings = (Object.entries(OPENINGS) as [Opening, readonly string[]][])
  .flatMap(([kind, words]) => words.map((word) => ({ kind, word })))
  .sort((a, b) => b.word.length - a.word.length);

/** The amount that a person typed. Digits may be grouped by comma or space; number words count to the thousands. */
export function readAmount(typed: string): ReadAmount {
  const text = typed
    .normalize("NFKC")
    .trim()
    .toLowerCase()
    .replace(/\s+/g, " ")
    .replace(/[‐‑–—−]/g, "-");
  if (text === "") return { ok: true, amount: null };
  if (text.length > 80) return { ok: false, code: "amount.too_long" };
  if (NONE.includes(text)) return { ok: true, amount: { qualifier: "none" } };
  if (UNKNOWN.includes(text)) return { ok: true, amount: { qualifier: "unknown" } };

  const span = readSpan(text);
  if (span) return span;

  const opening = openings.find(({ word }) => text.startsWith(word) && /^[\s\d]|^$/.test(text.slice(word.length)));
  const rest = opening ? text.slice(opening.word.length).trim() : text;
  const upToEnd = rest.replace(AFTER_UP_TO, "").trim();
  const atLeastEnd = rest.replace(AFTER_AT_LEAST, "").trim();
  let kind: Opening = opening?.kind ?? "exact";
  let number = rest;
  if (!opening && upToEnd !== rest) [kind, number] = ["up_to", upToEnd];
  else if ((!opening || kind === "at_least") && atLeastEnd !== rest) [kind, number] = ["at_least", atLeastEnd];

  const value = readNumber(number);
  if (value === null) return readVague(text, kind, number);
  if (value > MOST_PERSONS) return { ok: false, code: "amount.too_large" };
  return withNumber(kind, value, isRoundPhrase(number) ? { word: number } : {});
}

/** "three dozen" keeps its words: the reader sees how round the source's own number was. */
function isRoundPhrase(words: string): boolean {
  return /dozen|score/.test(words);
}

function readSpan(text: string): ReadAmount | null {
  const [ends, ownBest] = text.split(/[,;(]* ?(?:best|найімовірніше):? ?(?=\d+\)?$)/) as [string, string?];
  const bare = ends.trim().replace(/^(?:between|from|від|між) /, "");
  // "10 and 15" alone may be two numbers of two things: "and" joins a span only after "between".
  const parts = bare === ends.trim() ? bare.split(/ ?- ?| to | до /) : bare.split(/ ?- ?| to | and | до | і | та /);
  if (parts.length !== 2) return null;
  const [low, high] = [readNumber(parts[0]!), readNumber(parts[1]!)];
  // "twenty-one" is one number, not a span.
  if (low === null || high === null || (bare === ends.trim() && readNumberWords(bare) !== null)) return null;
  if (low > high) return { ok: false, code: "figure.low_above_high" };
  if (high > MOST_PERSONS) return { ok: false, code: "amount.too_large" };
  const best = ownBest === undefined ? undefined : Number.parseInt(ownBest, 10);
  if (best !== undefined && (best < low || best > high)) return { ok: false, code: "figure.best_outside" };
  return { ok: true, amount: { qualifier: "between", low, high, ...(best === undefined ? {} : { best }) } };
}

function readVague(text: string, kind: Opening, rest: string): ReadAmount {
  const bare = rest.replace(/ (?:people|persons|dead|killed|wounded|осіб|людей)$/, "");
  const known = vagueFloor(bare) !== null ? bare : vagueFloor(text) !== null ? text : null;
  // "at least dozens", "up to dozens": the word alone is all that is sure.
  if (known && kind !== "up_to") return { ok: true, amount: { qualifier: "vague", word: known } };
  if (
    /^(?:many|a lot|lots|numerous|some|a (?:large|great) number|multiple|countless|багато|чимало|значна кількість|thousands|тисячі)$/.test(
      text,
    )
  ) {
    return { ok: true, amount: { qualifier: "vague", word: text } };
  }
  if (/^-\s?\d/.test(text)) return { ok: false, code: "amount.negative" };
  if (/^\d+[.,]\d{1,2}$/.test(text)) return { ok: false, code: "amount.not_whole" };
  return { ok: false, code: "amount.not_understood" };
}

function withNumber(kind: Opening, value: number, word: { word?: string }): ReadAmount {
  if (kind === "between") return { ok: false, code: "amount.between_needs_two" };
  if (value === 0 && kind !== "more_than" && kind !== "at_least") return { ok: true, amount: { qualifier: "none" } };
  switch (kind) {
    case "exact":
    case "about":
      return { ok: true, amount: { qualifier: kind, value, ...word } };
    case "at_least":
    case "more_than":
      return { ok: true, amount: { qualifier: kind, low: value, ...word } };
    case "up_to":
      return { ok: true, amount: { qualifier: "up_to", high: value, ...word } };
  }
}

/** A whole number in digits ("1,200", "1 200") or English words ("three dozen", "two hundred and five"), or null. */
export function readNumber(text: string): number | null {
  const trimmed = text.trim();
  if (/^\d{1,12}$/.test(trimmed)) return Number(trimmed);
  if (/^\d{1,3}([, ])\d{3}(?:\1\d{3})*$/.test(trimmed)) return Number(trimmed.replace(/[, ]/g, ""));
  return UKRAINIAN.get(trimmed.replace(/[’ʼ]/g, "'")) ?? readNumberWords(trimmed);
}

function readNumberWords(text: string): number | null {
  if (!/^[a-z][a-z -]*$/.test(text)) return null;
  if (text === "half a dozen") return 6;
  let total = 0;
  let current = 0;
  let last: "none" | "unit" | "ten" | "group" = "none";
  for (const word of text.split(/[ -]+/)) {
    if (word === "and" || word === "of" || word === "a" || word === "an") continue;
    const unit = UNITS.indexOf(word);
    const ten = TENS.indexOf(word);
    const group = GROUP_WORDS.get(word);
    if (unit >= 0) {
      // "five six" is no number; "twenty six" and "hundred six" are.
      if (last === "unit" || (last === "ten" && (unit === 0 || unit > 9))) return null;
      current += unit;
      last = "unit";
    } else if (ten >= 0) {
      if (last === "unit" || last === "ten") return null;
      current += (ten + 2) * 10;
      last = "ten";
    } else if (word === "thousand") {
      if (total > 0) return null;
      total = (current || 1) * 1000;
      current = 0;
      last = "group";
    } else if (group !== undefined) {
      if (last === "group" && current > 0) return null;
      current = (current || 1) * group;
      last = "group";
    } else return null;
  }
  return last === "none" ? null : total + current;
}

/** The amount as a person could have typed it, in English; reading it back gives the same amount. */
export function writeAmount(amount: Amount): string {
  switch (amount.qualifier) {
    case "exact":
      return phrase(amount.value, amount.word);
    case "about":
      return `about ${phrase(amount.value, amount.word)}`;
    case "at_least":
      return `at least ${phrase(amount.low, amount.word)}`;
    case "more_than":
      return `more than ${phrase(amount.low, amount.word)}`;
    case "up_to":
      return `up to ${phrase(amount.high, amount.word)}`;
    case "between":
      return `${amount.low}–${amount.high}${amount.best === undefined ? "" : `, best ${amount.best}`}`;
    case "vague":
      return amount.word;
    case "none":
    case "unknown":
      return amount.qualifier;
  }
}

function phrase(value: number, word: string | undefined): string {
  return word && isRoundPhrase(word) && readNumber(word) === value ? word : String(value);
}
