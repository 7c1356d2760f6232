/** Number phrases: "at least 10", "three dozen", "3-4", "several", "an unknown number of" → an amount with its tokens. */
import { MOST_PERSONS, vagueFloor, type Amount } from "../figure";
import { F, phraseAt, type Lexicon } from "./lexicon";
import type { Opening } from "./language";
import type { Token } from "./tokens";

export interface Quantity {
  amount: Amount;
  /** Tokens [from, to). */
  from: number;
  to: number;
  /** "another five", "five more", "two others". */
  additional: boolean;
  /** "a total of". */
  total: boolean;
  /** Tokens of the bare number. */
  digits: boolean;
}

/** The number phrase that begins at token `at`, or null. Money, percentages, times and labels ("No. 8") are none. */
export function quantityAt(tokens: readonly Token[], at: number, end: number, lexicon: Lexicon): Quantity | null {
  let here = at;
  let kind: Opening | null = null;
  let total = false;
  let additional = false;
  for (let guard = 0; guard < 3 && here < end; guard++) {
    const opening = phraseAt(lexicon.openings, tokens, here, end);
    if (!opening) break;
    if (opening.value === "unknown") return whole(at, opening.next, { qualifier: "unknown" });
    if (opening.value === "vague") {
      const followed = numberAt(tokens, opening.next, end, lexicon);
      if (!followed) {
        // "tens of thousands", "a few dozen": the word is kept.
        const word = textOf(tokens, here, opening.next).replace(/ of$/, "");
        return { ...whole(at, opening.next, vagueAmount(word)), additional, total };
      }
    }
    if (opening.value === "total") {
      const isOther = flagsOf(tokens, here, opening.next, lexicon) & F.other;
      additional ||= Boolean(isOther);
      total ||= !isOther;
    } else if (opening.value !== "vague") kind = opening.value;
    else kind = "about";
    here = opening.next;
  }
  const first = numberAt(tokens, here, end, lexicon);
  if (!first) return null;
  const { value } = first;
  let to = pastRestated(tokens, first, end);
  let amount: Amount | null = null;
  const second = rangeEnd(tokens, to, end, kind, lexicon);
  if (second && second.value > value) {
    amount = { qualifier: "between", low: value, high: second.value };
    to = second.to;
  } else if (kind === "between") kind = null;
  const more = orMore(tokens, to, end, lexicon);
  if (more > to) {
    to = more;
    kind ??= "at_least";
  }
  const next = tokens[to];
  if (next && to < end && (lexicon.flags.get(next.lower) ?? 0) & F.more && next.kind === "word") {
    additional = true;
    to++;
  } else if (next && to < end && next.lower === "other") {
    additional = true;
    to++;
  }
  if (isNotPersons(tokens, here, to)) return null;
  if (value > MOST_PERSONS) return null;
  const word = first.words ? { word: first.words } : {};
  amount ??= withNumber(kind, value, word);
  return { amount, from: at, to, additional, total, digits: first.digits };
}

/** "Nineteen (19)": the same number again in brackets. */
function pastRestated(tokens: readonly Token[], { value, to }: Plain, end: number): number {
  const isAgain = tokens[to]?.text === "(" && tokens[to + 1]?.text === String(value) && tokens[to + 2]?.text === ")";
  return isAgain && to + 3 <= end ? to + 3 : to;
}

function withNumber(kind: Opening | null, value: number, word: { word?: string }): Amount {
  if (value === 0) return { qualifier: "none" };
  if (kind === "at_least" || kind === "more_than") return { qualifier: kind, low: value, ...word };
  if (kind === "up_to") return { qualifier: "up_to", high: value, ...word };
  if (kind === "about") return { qualifier: "about", value, ...word };
  return { qualifier: "exact", value, ...word };
}

function vagueAmount(word: string): Amount {
  const plain = word.toLowerCase();
  return vagueFloor(plain) === null && !/thousand/.test(plain)
    ? { qualifier: "unknown", word: plain }
    : { qualifier: "vague", word: plain };
}

function whole(from: number, to: number, amount: Amount): Quantity {
  return { amount, from, to, additional: false, total: false, digits: false };
}

function textOf(tokens: readonly Token[], from: number, to: number): string {
  return tokens
    .slice(from, to)
    .map(({ text }) => text)
    .join(" ");
}

function flagsOf(tokens: readonly Token[], from: number, to: number, lexicon: Lexicon): number {
  let flags = 0;
  for (let at = from; at < to; at++) flags |= lexicon.flags.get(tokens[at]!.lower) ?? 0;
  return flags;
}

interface Plain {
  value: number;
  to: number;
  digits: boolean;
  /** "three dozen": round words are kept. */
  words?: string;
}

/** A bare number in digits or words at a token, or null. */
export function numberAt(tokens: readonly Token[], at: number, end: number, lexicon: Lexicon): Plain | null {
  if (at >= end) return null;
  const token = tokens[at]!;
  if (token.kind === "number") return digitsAt(tokens, at, end, lexicon);
  if (token.kind !== "word") return null;
  const { units, tens } = lexicon;
  const { multipliers, halfDozen } = lexicon;
  const isNumeral = units.has(token.lower) || tens.has(token.lower) || token.lower.includes("-") || token.lower.includes("‑");
  const isArticle = !isNumeral && multipliers.has(tokens[at + 1]?.lower ?? "");
  if (!isNumeral && !isArticle && token.lower !== halfDozen[0]) return null;
  if (halfDozen.every((word, index) => tokens[at + index]?.lower === word)) {
    return { value: 6, to: at + halfDozen.length, digits: false, words: halfDozen.join(" ") };
  }
  let total = 0;
  let current = 0;
  let to = at;
  let isRound = false;
  for (let here = at; here < end; here++) {
    const word = tokens[here]!.lower;
    if (tokens[here]!.kind !== "word") break;
    const value = units.get(word) ?? tens.get(word) ?? compound(word, lexicon);
    if (value !== undefined) {
      if (current % 100 !== 0 && !(value < 10 && current % 10 === 0 && current % 100 >= 20)) break;
      current += value;
    } else if (multipliers.has(word)) {
      const by = multipliers.get(word)!;
      if (here === at) break;
      if (by >= 1000) {
        total += (current || 1) * by;
        current = 0;
      } else current = (current || 1) * by;
      isRound ||= by === 12 || by === 20;
    } else if ((word === "a" || word === "an") && here === at && multipliers.has(tokens[here + 1]?.lower ?? "")) {
      continue;
    } else if (
      word === "and" &&
      to > at &&
      current % 100 === 0 &&
      current > 0 &&
      units.has(tokens[here + 1]?.lower ?? "") &&
      /hundred|thousand/.test(tokens[here - 1]!.lower)
    ) {
      continue;
    } else break;
    to = here + 1;
  }
  if (to === at) return null;
  const round = isRound ? { words: textOf(tokens, at, to).toLowerCase() } : {};
  return { value: total + current, to, digits: false, ...round };
}

function compound(word: string, { tens, units }: Lexicon): number | undefined {
  const dash = word.search(/[-‑]/);
  if (dash < 0) return undefined;
  const [ten, unit] = [tens.get(word.slice(0, dash)), units.get(word.slice(dash + 1))];
  return ten !== undefined && unit !== undefined && unit > 0 && unit < 10 ? ten + unit : undefined;
}

function digitsAt(tokens: readonly Token[], at: number, end: number, lexicon: Lexicon): Plain | null {
  const token = tokens[at]!;
  let to = at + 1;
  let value: number;
  if (/^\d+$/.test(token.text)) value = Number(token.text);
  else if (/^\d{1,3}(?:,\d{3})+$/.test(token.text)) value = Number(token.text.replaceAll(",", ""));
  else if (/^\d{1,3}\.\d{1,2}$/.test(token.text) && lexicon.multipliers.has(tokens[to]?.lower ?? "")) value = Number(token.text);
  else return null;
  if (/^\d{1,3}$/.test(token.text)) {
    // "1 200" with a space: only groups of exactly three digits.
    let text = token.text;
    while (
      to < end &&
      tokens[to]!.kind === "number" &&
      /^\d{3}$/.test(tokens[to]!.text) &&
      tokens[to]!.start === tokens[to - 1]!.end + 1
    ) {
      text += tokens[to]!.text;
      to++;
    }
    value = /^\d+$/.test(token.text) ? Number(text) : value;
  }
  const by = to < end ? lexicon.multipliers.get(tokens[to]!.lower) : undefined;
  if (by !== undefined && by !== 20) {
    value = Math.round(value * by);
    to++;
  }
  return { value, to, digits: true };
}

function rangeEnd(tokens: readonly Token[], at: number, end: number, kind: Opening | null, lexicon: Lexicon): Plain | null {
  const join = tokens[at];
  if (!join || at + 1 >= end) return null;
  const isDash = /^[-–—−]$/.test(join.text) && join.start === tokens[at - 1]!.end && tokens[at + 1]!.start === join.end;
  const isWord = kind === "between" ? lexicon.language.numbers.to.includes(join.lower) : ["to", "or"].includes(join.lower);
  return isDash || isWord ? numberAt(tokens, at + 1, end, lexicon) : null;
}

function orMore(tokens: readonly Token[], at: number, end: number, lexicon: Lexicon): number {
  const next = tokens[at];
  if (next && at < end && next.text === "+" && next.start === tokens[at - 1]!.end && tokens[at + 1]?.kind !== "number")
    return at + 1;
  for (const words of lexicon.orMore) {
    if (at + words.length <= end && words.every((word, index) => tokens[at + index]!.lower === word)) return at + words.length;
  }
  return at;
}

/** Money before, percent or a decimal after, a label before: no count of anybody. */
function isNotPersons(tokens: readonly Token[], from: number, to: number): boolean {
  const before = tokens[from - 1]?.text === "." ? tokens[from - 2] : tokens[from - 1];
  if (
    before &&
    (/^[$€£₴#№%+]$/.test(before.text) ||
      (/^(?:no|rs|highway|zone|route|km|flight|unit|article|page|chapter|number|us)$/.test(before.lower) &&
        tokens[from]!.kind === "number" &&
        before.lower !== "no"))
  )
    return true;
  const after = tokens[to];
  return after !== undefined && /^[%°/]$/.test(after.text);
}
