import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readAmount, readNumber, writeAmount } from "@/domain/amount-words";
import { MOST_PERSONS, VAGUE_FLOORS, type Amount } from "@/domain/figure";
import { anyAmount, RUNS } from "../support/histories";

const exact = (value: number, word?: string): Amount => ({ qualifier: "exact", value, ...(word ? { word } : {}) });
const about = (value: number, word?: string): Amount => ({ qualifier: "about", value, ...(word ? { word } : {}) });
const atLeast = (low: number, word?: string): Amount => ({ qualifier: "at_least", low, ...(word ? { word } : {}) });
const moreThan = (low: number, word?: string): Amount => ({ qualifier: "more_than", low, ...(word ? { word } : {}) });
const upTo = (high: number, word?: string): Amount => ({ qualifier: "up_to", high, ...(word ? { word } : {}) });
const between = (low: number, high: number, best?: number): Amount => ({
  qualifier: "between",
  low,
  high,
  ...(best === undefined ? {} : { best }),
});
const vague = (word: string): Amount => ({ qualifier: "vague", word });
const NONE: Amount = { qualifier: "none" };
const UNKNOWN: Amount = { qualifier: "unknown" };

const UNDERSTOOD: readonly [typed: string, amount: Amount | null][] = [
  ["", null],
  ["   ", null],
  ["5", exact(5)],
  [" 10\n", exact(10)],
  ["１０", exact(10)],
  ["1,200", exact(1200)],
  ["1 200", exact(1200)],
  ["1\u00a0200", exact(1200)],
  ["1\u202f000\u202f000", exact(1_000_000)],
  ["100000000", exact(MOST_PERSONS)],
  ["=5", exact(5)],
  ["exactly 5", exact(5)],
  ["рівно 5", exact(5)],
  ["ten", exact(10)],
  ["twenty-one", exact(21)],
  ["twenty one", exact(21)],
  ["a hundred", exact(100)],
  ["two hundred and five", exact(205)],
  ["two hundred five", exact(205)],
  ["two thousand three hundred", exact(2300)],
  ["two hundred and fifty thousand", exact(250_000)],
  ["a dozen", exact(12, "a dozen")],
  ["three dozen", exact(36, "three dozen")],
  ["half a dozen", exact(6, "half a dozen")],
  ["at least 10", atLeast(10)],
  ["At Least 10", atLeast(10)],
  ["at least ten", atLeast(10)],
  ["at least 1,200", atLeast(1200)],
  ["at least three dozen", atLeast(36, "three dozen")],
  ["10+", atLeast(10)],
  ["10 +", atLeast(10)],
  ["10 or more", atLeast(10)],
  ["at least 10 or more", atLeast(10)],
  ["≥10", atLeast(10)],
  [">= 10", atLeast(10)],
  ["no fewer than 10", atLeast(10)],
  ["not less than 10", atLeast(10)],
  ["at least 0", atLeast(0)],
  ["щонайменше 10", atLeast(10)],
  ["принаймні 10", atLeast(10)],
  ["не менше 10", atLeast(10)],
  ["не менше ніж 10", atLeast(10)],
  ["не менш ніж 10", atLeast(10)],
  ["10 або більше", atLeast(10)],
  [">10", moreThan(10)],
  ["more than 20", moreThan(20)],
  ["over 20", moreThan(20)],
  ["over three dozen", moreThan(36, "three dozen")],
  ["понад 20", moreThan(20)],
  ["більше 20", moreThan(20)],
  ["більш ніж 20", moreThan(20)],
  ["up to 8", upTo(8)],
  ["at most 8", upTo(8)],
  ["no more than 8", upTo(8)],
  ["≤8", upTo(8)],
  ["8 or fewer", upTo(8)],
  ["up to two dozen", upTo(24, "two dozen")],
  ["до 8", upTo(8)],
  ["не більше 8", upTo(8)],
  ["не більш як 8", upTo(8)],
  ["8 або менше", upTo(8)],
  ["about 20", about(20)],
  ["~20", about(20)],
  ["≈ 20", about(20)],
  ["some 20", about(20)],
  ["ca. 20", about(20)],
  ["about half a dozen", about(6, "half a dozen")],
  ["близько 20", about(20)],
  ["майже 20", about(20)],
  ["10–15", between(10, 15)],
  ["10-15", between(10, 15)],
  ["10 — 15", between(10, 15)],
  ["between 10 and 15", between(10, 15)],
  ["between ten and fifteen", between(10, 15)],
  ["10 to 15", between(10, 15)],
  ["from 10 to 15", between(10, 15)],
  ["від 10 до 15", between(10, 15)],
  ["між 10 та 15", between(10, 15)],
  ["1,200-1,500", between(1200, 1500)],
  ["0-5", between(0, 5)],
  ["10–15, best 12", between(10, 15, 12)],
  ["10-15 (best 12)", between(10, 15, 12)],
  ["dozens", vague("dozens")],
  ["Dozens of people", vague("dozens of")],
  ["at least dozens", vague("dozens")],
  ["several", vague("several")],
  ["a couple", vague("a couple")],
  ["hundreds", vague("hundreds")],
  ["some", vague("some")],
  ["many", vague("many")],
  ["десятки", vague("десятки")],
  ["десятки людей", vague("десятки")],
  ["кілька", vague("кілька")],
  ["багато", vague("багато")],
  ["none", NONE],
  ["0", NONE],
  ["00", NONE],
  ["nobody", NONE],
  ["no one", NONE],
  ["up to 0", NONE],
  ["немає", NONE],
  ["нікого", NONE],
  ["unknown", UNKNOWN],
  ["?", UNKNOWN],
  ["not known", UNKNOWN],
  ["невідомо", UNKNOWN],
];

const REFUSED: readonly [typed: string, code: string][] = [
  ["-5", "amount.negative"],
  ["− 5", "amount.negative"],
  ["1.5", "amount.not_whole"],
  ["2,5", "amount.not_whole"],
  ["100000001", "amount.too_large"],
  ["5-100000001", "amount.too_large"],
  ["15-10", "figure.low_above_high"],
  ["10–15, best 16", "figure.best_outside"],
  ["10–15, best 9", "figure.best_outside"],
  ["between 10", "amount.between_needs_two"],
  ["від 10", "amount.between_needs_two"],
  ["x".repeat(200), "amount.too_long"],
  ["1".repeat(200), "amount.too_long"],
  ["10 15", "amount.not_understood"],
  ["10 and 15", "amount.not_understood"],
  ["10-15-20", "amount.not_understood"],
  ["at least 10-15", "amount.not_understood"],
  ["1,200 300", "amount.not_understood"],
  ["1,2000", "amount.not_understood"],
  ["1.200", "amount.not_understood"],
  ["five six", "amount.not_understood"],
  ["ten ten", "amount.not_understood"],
  ["five or six", "amount.not_understood"],
  ["less than 8", "amount.not_understood"],
  ["several dozen", "amount.not_understood"],
  ["up to dozens", "amount.not_understood"],
  ["up to 10+", "amount.not_understood"],
  ["at least", "amount.not_understood"],
  ["at least -5", "amount.not_understood"],
  ["10?", "amount.not_understood"],
  ["10 killed", "amount.not_understood"],
  ["constructor", "amount.not_understood"],
  ["a", "amount.not_understood"],
  ["abc", "amount.not_understood"],
];

describe("a typed amount", () => {
  test.each(UNDERSTOOD)("%j is read", (typed, amount) => {
    expect(readAmount(typed)).toEqual({ ok: true, amount });
  });

  test.each(REFUSED)("%j is refused: %s", (typed, code) => {
    expect(readAmount(typed)).toEqual({ ok: false, code });
  });

  test.each(VAGUE_FLOORS.flatMap(({ word, also }) => [word, ...also]))("the vague word %j is read as itself", (word) => {
    expect(readAmount(word)).toEqual({ ok: true, amount: vague(word) });
  });

  test("never throws, and a number that it gives is whole and not too large, whatever is typed", () => {
    const digitsAndWords = fc.array(
      fc.constantFrom(
        "at least",
        "10",
        "-",
        "–",
        " ",
        "and",
        "to",
        "dozen",
        "hundred",
        "до",
        "+",
        ",",
        "best",
        "constructor",
        "~",
        "5",
      ),
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: "binary" }),
          fc.string(),
          digitsAndWords.map((parts) => parts.join(" ")),
        ),
        (typed) => {
          const read = readAmount(typed);
          if (!read.ok) expect(read.code).toMatch(/^(amount|figure)\.[a-z_]+$/);
          for (const value of Object.values(read.ok ? (read.amount ?? {}) : {})) {
            if (typeof value !== "number") continue;
            expect(Number.isInteger(value)).toBe(true);
            expect(value).toBeGreaterThanOrEqual(0);
            expect(value).toBeLessThanOrEqual(MOST_PERSONS);
          }
        },
      ),
      { numRuns: RUNS * 2 },
    );
  });
});

describe("a written amount", () => {
  test.each<[Amount, string]>([
    [exact(1200), "1200"],
    [atLeast(10), "at least 10"],
    [atLeast(36, "three dozen"), "at least three dozen"],
    [atLeast(36, "dozens"), "at least 36"],
    [moreThan(20), "more than 20"],
    [upTo(8), "up to 8"],
    [about(20), "about 20"],
    [between(10, 15), "10–15"],
    [between(10, 15, 12), "10–15, best 12"],
    [vague("dozens"), "dozens"],
    [NONE, "none"],
    [UNKNOWN, "unknown"],
  ])("%j reads %j", (amount, text) => {
    expect(writeAmount(amount)).toBe(text);
  });

  const rounds: readonly [number, string][] = [
    [6, "half a dozen"],
    [12, "a dozen"],
    [36, "three dozen"],
    [40, "two score"],
  ];
  const round = fc
    .constantFrom(...rounds)
    .chain(([value, word]) =>
      fc.constantFrom<Amount>(
        exact(value, word),
        about(value, word),
        atLeast(value, word),
        moreThan(value, word),
        upTo(value, word),
      ),
    );

  test("is read back as the same amount", () => {
    fc.assert(
      fc.property(
        fc.oneof({ weight: 4, arbitrary: anyAmount(fc.integer({ min: 1, max: MOST_PERSONS })) }, { weight: 1, arbitrary: round }),
        (amount) => {
          expect(readAmount(writeAmount(amount))).toEqual({ ok: true, amount });
        },
      ),
      { numRuns: RUNS },
    );
  });
});

test.each<[string, number | null]>([
  ["12", 12],
  ["1,200,300", 1_200_300],
  ["ninety-nine", 99],
  ["one hundred and one", 101],
  ["twelve hundred", 1200],
  ["nine thousand nine hundred and ninety-nine", 9999],
  ["two score", 40],
  ["ten one", null],
  ["twenty eleven", null],
  ["one hundred hundred", null],
  ["one thousand two thousand", null],
  ["and", null],
  ["", null],
])("the number %j is %j", (text, value) => {
  expect(readNumber(text)).toBe(value);
});
