/**
 * Figures: what a claim says of one metric and group, with its bounds kept as stated and its range derived.
 * Rules: docs/methodology.md "Figures"; vague-word floors after ACLED's coding of fatalities.
 */
import { z } from "zod";
import { typedText } from "./text";
import { GROUPS, METRICS, QUALIFIERS, SCOPES, type Group, type Metric, type Qualifier, type Scope } from "./vocabulary";

/** The most persons that one figure may state. */
export const MOST_PERSONS = 100_000_000;

/** One stated number of persons. Which fields exist depends on the qualifier, so a half-stated range cannot be built. */
export type Amount =
  | { qualifier: "exact" | "about"; value: number; word?: string }
  | { qualifier: "at_least" | "more_than"; low: number; word?: string }
  | { qualifier: "up_to"; high: number; word?: string }
  | { qualifier: "between"; low: number; high: number; best?: number; word?: string }
  /** `floor` where the record declares its own for the word; absent: the declared one. */
  | { qualifier: "vague"; word: string; floor?: number }
  | { qualifier: "none"; word?: string }
  | { qualifier: "unknown"; word?: string };

/** A number of a claim: who is counted (metric, group), how many, and whether it speaks of this incident. */
export interface Figure {
  metric: Metric;
  group: Group;
  scope: Scope;
  amount: Amount;
}

/** The flat form of an amount in a table row or a CSV line; nulls are "not stated", never zero. */
export interface Bounds {
  qualifier: Qualifier;
  low: number | null;
  high: number | null;
  best: number | null;
  word: string | null;
}

/** Vague words that have a floor. */
export const VAGUE_WORDS = ["a couple", "several", "tens", "dozens", "scores", "hundreds"] as const;
export type VagueWord = (typeof VAGUE_WORDS)[number];

/** The least number of persons that each vague word stands for. */
export type Floors = Readonly<Record<VagueWord, number>>;

/**
 * Declared floors of vague words: each is open-ended ("dozens" is twelve or more). One table; a record may declare its own
 * numbers, each change a version of its method (db/queries/methodology.ts). Shown on the methodology page.
 */
export const VAGUE_FLOORS: readonly { word: VagueWord; floor: number; also: readonly string[] }[] = [
  { word: "a couple", floor: 2, also: ["couple", "a couple of", "пара", "пару", "двійко"] },
  { word: "several", floor: 3, also: ["a few", "few", "some", "кілька", "декілька"] },
  { word: "tens", floor: 10, also: ["tens of", "десятки", "десятків"] },
  { word: "dozens", floor: 12, also: ["dozens of", "дюжини"] },
  { word: "scores", floor: 40, also: ["scores of"] },
  { word: "hundreds", floor: 100, also: ["hundreds of", "сотні", "сотень"] },
];

export const DECLARED_FLOORS: Floors = floorsOf((word) => VAGUE_FLOORS.find((one) => one.word === word)!.floor);

/** Floors made of one for each word. */
export function floorsOf(floor: (word: VagueWord) => number): Floors {
  return Object.fromEntries(VAGUE_WORDS.map((word) => [word, floor(word)])) as Record<VagueWord, number>;
}

/** zod schema of a record's own floors: whole persons, at least one, for every word. */
export const FloorsInput = z.record(
  z.enum(VAGUE_WORDS),
  z.int({ error: "floor.number" }).min(1, { error: "floor.number" }).max(10_000, { error: "floor.number" }),
);

const wordBySpelling = new Map(VAGUE_FLOORS.flatMap(({ word, also }) => [word, ...also].map((w) => [w, word] as const)));

/** The word of the table that a spelling means ("dozens of", "десятки"), or null where it has no floor. */
export function vagueWord(spelling: string): VagueWord | null {
  return wordBySpelling.get(spelling.trim().toLowerCase()) ?? null;
}

/** The floor of a vague word, or null where it has none ("many" is unknown, and kept). */
export function vagueFloor(spelling: string, floors: Floors = DECLARED_FLOORS): number | null {
  const word = vagueWord(spelling);
  return word === null ? null : floors[word];
}

/** The floor that an amount of a vague word was read with. */
export function floorOf({ word, floor }: Extract<Amount, { qualifier: "vague" }>): number | null {
  return floor ?? vagueFloor(word);
}

/** What a figure's words allow: low and high in persons, null where unbounded or unstated; open means "or more". */
export interface Range {
  low: number | null;
  high: number | null;
  open: boolean;
}

/** The range of an amount: exact 5 → 5–5, at least 10 → 10 or more, more than 20 → 21 or more, up to 8 → 0–8. */
export function rangeOf(amount: Amount): Range {
  switch (amount.qualifier) {
    case "exact":
    case "about":
      return { low: amount.value, high: amount.value, open: false };
    case "at_least":
      return { low: amount.low, high: null, open: true };
    case "more_than":
      return { low: amount.low + 1, high: null, open: true };
    case "up_to":
      return { low: 0, high: amount.high, open: false };
    case "between":
      return { low: amount.low, high: amount.high, open: false };
    case "none":
      return { low: 0, high: 0, open: false };
    case "vague": {
      const floor = floorOf(amount);
      return { low: floor, high: null, open: floor !== null };
    }
    case "unknown":
      return { low: null, high: null, open: false };
  }
}

/** The one number that stands for an amount, or null for an unknown: the value, the low of an open end, the high of an up-to. */
export function numberOf(amount: Amount): number | null {
  if (amount.qualifier === "up_to") return amount.high;
  if (amount.qualifier === "between") return amount.best ?? amount.low;
  return rangeOf(amount).low;
}

/** Whether the amount is bounded: exact, about, between or none (methodology, "From claims to an estimate"). */
export function isBounded(amount: Amount): boolean {
  return ["exact", "about", "between", "none"].includes(amount.qualifier);
}

/** Whether the amount is open-ended: at least, more than, or a vague word with a floor. */
export function isOpenEnded(amount: Amount): boolean {
  return rangeOf(amount).open;
}

/** The flat row of an amount: exact and about carry the number twice, at least only low, up to only high, none 0 and 0. */
export function boundsOf(amount: Amount): Bounds {
  const bounds: Bounds = { qualifier: amount.qualifier, low: null, high: null, best: null, word: amount.word ?? null };
  switch (amount.qualifier) {
    case "exact":
    case "about":
      return { ...bounds, low: amount.value, high: amount.value };
    case "at_least":
    case "more_than":
      return { ...bounds, low: amount.low };
    case "up_to":
      return { ...bounds, high: amount.high };
    case "between":
      return { ...bounds, low: amount.low, high: amount.high, best: amount.best ?? null };
    case "none":
      return { ...bounds, low: 0, high: 0 };
    case "vague":
    case "unknown":
      return bounds;
  }
}

const Persons = z.number().int().min(0).max(MOST_PERSONS);

const BOUNDS = {
  qualifier: z.enum(QUALIFIERS),
  low: Persons.nullable().default(null),
  high: Persons.nullable().default(null),
  best: Persons.nullable().default(null),
  word: typedText().min(1).max(80).nullable().default(null),
};

function refuseBounds(row: Bounds, ctx: z.RefinementCtx): void {
  const problem = boundsProblem(row);
  if (problem) ctx.addIssue({ code: "custom", message: problem.code, path: [problem.field] });
}

/** zod schema of a flat row of bounds; refuses bounds that its qualifier cannot have, and names the field. */
export const BoundsInput = z.object(BOUNDS).superRefine(refuseBounds);

/** What is wrong with a row of bounds, as a field and a message key, or null. The table's CHECK repeats these rules. */
export function boundsProblem(row: Bounds): { field: keyof Bounds; code: string } | null {
  const { qualifier, low, high, best, word } = row;
  const wantsLow = !["up_to", "vague", "unknown"].includes(qualifier);
  const wantsHigh = ["exact", "about", "between", "up_to", "none"].includes(qualifier);
  if (wantsLow && low === null) return { field: "low", code: "figure.low_missing" };
  if (!wantsLow && low !== null) return { field: "low", code: "figure.low_unexpected" };
  if (wantsHigh && high === null) return { field: "high", code: "figure.high_missing" };
  if (!wantsHigh && high !== null) return { field: "high", code: "figure.high_unexpected" };
  if (low !== null && high !== null && low > high) return { field: "low", code: "figure.low_above_high" };
  if (["exact", "about"].includes(qualifier) && low !== high) return { field: "high", code: "figure.not_one_number" };
  if (["exact", "about"].includes(qualifier) && low === 0) return { field: "qualifier", code: "figure.zero_is_none" };
  if (qualifier === "none" && (low !== 0 || high !== 0)) return { field: "qualifier", code: "figure.none_is_zero" };
  if (qualifier === "up_to" && high === 0) return { field: "qualifier", code: "figure.zero_is_none" };
  if (qualifier === "vague" && !word) return { field: "word", code: "figure.word_missing" };
  if (best !== null && qualifier !== "between") return { field: "best", code: "figure.best_unexpected" };
  if (best !== null && (best < low! || best > high!)) return { field: "best", code: "figure.best_outside" };
  return null;
}

/**
 * The amount of a flat row, a vague word with the floor that the record declares. Throws a RangeError naming the field where
 * the row breaks the rules of `boundsProblem`.
 */
export function amountOf(row: Bounds, floors: Floors): Amount {
  const problem = boundsProblem(row);
  if (problem) throw new RangeError(`${problem.code} (${problem.field})`);
  const word = row.word === null ? {} : { word: row.word };
  switch (row.qualifier) {
    case "exact":
    case "about":
      return { qualifier: row.qualifier, value: row.low!, ...word };
    case "at_least":
    case "more_than":
      return { qualifier: row.qualifier, low: row.low!, ...word };
    case "up_to":
      return { qualifier: "up_to", high: row.high!, ...word };
    case "between":
      return { qualifier: "between", low: row.low!, high: row.high!, ...(row.best === null ? {} : { best: row.best }), ...word };
    case "vague":
      return { qualifier: "vague", word: row.word!, ...ownFloor(row.word!, floors) };
    case "none":
    case "unknown":
      return { qualifier: row.qualifier, ...word };
  }
}

function ownFloor(spelling: string, floors: Floors): { floor?: number } {
  const word = vagueWord(spelling);
  return word === null || floors[word] === DECLARED_FLOORS[word] ? {} : { floor: floors[word] };
}

/** zod schema of a figure in its flat form, as commands take it. */
export const FigureInput = z
  .object({
    metric: z.enum(METRICS),
    group: z.enum(GROUPS).default("all"),
    scope: z.enum(SCOPES).default("incident"),
    ...BOUNDS,
  })
  .superRefine(refuseBounds);
export type FigureInput = z.input<typeof FigureInput>;
