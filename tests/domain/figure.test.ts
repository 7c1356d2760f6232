import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  amountOf,
  DECLARED_FLOORS,
  BoundsInput,
  boundsOf,
  boundsProblem,
  FigureInput,
  isBounded,
  isOpenEnded,
  MOST_PERSONS,
  numberOf,
  rangeOf,
  vagueFloor,
  type Amount,
  type Bounds,
  type Range,
} from "@/domain/figure";
import { QUALIFIERS } from "@/domain/vocabulary";
import { anyAmount, RUNS } from "../support/histories";

const closed = (low: number, high: number): Range => ({ low, high, open: false });
const open = (low: number): Range => ({ low, high: null, open: true });
const NOTHING: Range = { low: null, high: null, open: false };

test.each<[Amount, Range, number | null]>([
  [{ qualifier: "exact", value: 5 }, closed(5, 5), 5],
  [{ qualifier: "about", value: 20 }, closed(20, 20), 20],
  [{ qualifier: "at_least", low: 10 }, open(10), 10],
  [{ qualifier: "at_least", low: 36, word: "three dozen" }, open(36), 36],
  [{ qualifier: "more_than", low: 20 }, open(21), 21],
  [{ qualifier: "up_to", high: 8 }, closed(0, 8), 8],
  [{ qualifier: "between", low: 10, high: 15 }, closed(10, 15), 10],
  [{ qualifier: "between", low: 10, high: 15, best: 12 }, closed(10, 15), 12],
  [{ qualifier: "none" }, closed(0, 0), 0],
  [{ qualifier: "unknown" }, NOTHING, null],
  [{ qualifier: "vague", word: "a couple" }, open(2), 2],
  [{ qualifier: "vague", word: "several" }, open(3), 3],
  [{ qualifier: "vague", word: "tens" }, open(10), 10],
  [{ qualifier: "vague", word: "Dozens" }, open(12), 12],
  [{ qualifier: "vague", word: "scores" }, open(40), 40],
  [{ qualifier: "vague", word: "hundreds" }, open(100), 100],
  [{ qualifier: "vague", word: "many" }, NOTHING, null],
])("%j has the range %j and the number %j", (amount, range, number) => {
  expect(rangeOf(amount)).toEqual(range);
  expect(numberOf(amount)).toBe(number);
});

test("exact, about, between and none are bounded; at least, more than and vague words with a floor are open-ended", () => {
  const kinds: Amount[] = [
    { qualifier: "exact", value: 1 },
    { qualifier: "about", value: 1 },
    { qualifier: "between", low: 1, high: 2 },
    { qualifier: "none" },
    { qualifier: "at_least", low: 1 },
    { qualifier: "more_than", low: 1 },
    { qualifier: "vague", word: "dozens" },
    { qualifier: "vague", word: "many" },
    { qualifier: "up_to", high: 1 },
    { qualifier: "unknown" },
  ];
  expect(kinds.map((amount) => [isBounded(amount), isOpenEnded(amount)])).toEqual([
    [true, false],
    [true, false],
    [true, false],
    [true, false],
    [false, true],
    [false, true],
    [false, true],
    [false, false],
    [false, false],
    [false, false],
  ]);
});

test("a Ukrainian word has the floor of its English one", () => {
  expect(["десятки", "кілька", "сотні", " Dozens ", "handful"].map((word) => vagueFloor(word))).toEqual([10, 3, 100, 12, null]);
});

describe("the flat row of an amount", () => {
  const row = (qualifier: Bounds["qualifier"], rest: Partial<Bounds> = {}): Bounds => ({
    qualifier,
    low: null,
    high: null,
    best: null,
    word: null,
    ...rest,
  });

  test.each<[Amount, Bounds]>([
    [{ qualifier: "exact", value: 5 }, row("exact", { low: 5, high: 5 })],
    [{ qualifier: "about", value: 20 }, row("about", { low: 20, high: 20 })],
    [{ qualifier: "at_least", low: 10 }, row("at_least", { low: 10 })],
    [{ qualifier: "more_than", low: 20 }, row("more_than", { low: 20 })],
    [{ qualifier: "up_to", high: 8 }, row("up_to", { high: 8 })],
    [{ qualifier: "between", low: 1, high: 3, best: 2 }, row("between", { low: 1, high: 3, best: 2 })],
    [{ qualifier: "none" }, row("none", { low: 0, high: 0 })],
    [{ qualifier: "vague", word: "dozens" }, row("vague", { word: "dozens" })],
    [{ qualifier: "unknown" }, row("unknown")],
  ])("%j lies in the table as %j", (amount, bounds) => {
    expect(boundsOf(amount)).toEqual(bounds);
    expect(amountOf(bounds, DECLARED_FLOORS)).toEqual(amount);
  });

  test("gives back the amount it was made from", () => {
    fc.assert(
      fc.property(anyAmount(fc.integer({ min: 1, max: MOST_PERSONS })), (amount) => {
        expect(boundsProblem(boundsOf(amount))).toBeNull();
        expect(amountOf(boundsOf(amount), DECLARED_FLOORS)).toEqual(amount);
      }),
      { numRuns: RUNS },
    );
  });

  const ILLEGAL: readonly [Bounds, keyof Bounds, string][] = [
    [row("exact"), "low", "figure.low_missing"],
    [row("about"), "low", "figure.low_missing"],
    [row("at_least"), "low", "figure.low_missing"],
    [row("more_than"), "low", "figure.low_missing"],
    [row("between", { high: 3 }), "low", "figure.low_missing"],
    [row("none"), "low", "figure.low_missing"],
    [row("up_to", { low: 0, high: 8 }), "low", "figure.low_unexpected"],
    [row("vague", { low: 12, word: "dozens" }), "low", "figure.low_unexpected"],
    [row("unknown", { low: 0 }), "low", "figure.low_unexpected"],
    [row("exact", { low: 5 }), "high", "figure.high_missing"],
    [row("about", { low: 5 }), "high", "figure.high_missing"],
    [row("between", { low: 5 }), "high", "figure.high_missing"],
    [row("up_to"), "high", "figure.high_missing"],
    [row("none", { low: 0 }), "high", "figure.high_missing"],
    [row("at_least", { low: 5, high: 9 }), "high", "figure.high_unexpected"],
    [row("more_than", { low: 5, high: 9 }), "high", "figure.high_unexpected"],
    [row("vague", { high: 9, word: "dozens" }), "high", "figure.high_unexpected"],
    [row("unknown", { high: 0 }), "high", "figure.high_unexpected"],
    [row("between", { low: 5, high: 4 }), "low", "figure.low_above_high"],
    [row("exact", { low: 4, high: 5 }), "high", "figure.not_one_number"],
    [row("about", { low: 4, high: 5 }), "high", "figure.not_one_number"],
    [row("exact", { low: 0, high: 0 }), "qualifier", "figure.zero_is_none"],
    [row("about", { low: 0, high: 0 }), "qualifier", "figure.zero_is_none"],
    [row("up_to", { high: 0 }), "qualifier", "figure.zero_is_none"],
    [row("none", { low: 0, high: 1 }), "qualifier", "figure.none_is_zero"],
    [row("none", { low: 1, high: 1 }), "qualifier", "figure.none_is_zero"],
    [row("vague"), "word", "figure.word_missing"],
    ...QUALIFIERS.filter((qualifier) => qualifier !== "between").map((qualifier): [Bounds, keyof Bounds, string] => {
      const legal = { exact: [5, 5], about: [5, 5], at_least: [5, null], more_than: [5, null], up_to: [null, 5], none: [0, 0] };
      const [low, high] = legal[qualifier as keyof typeof legal] ?? [null, null];
      return [row(qualifier, { low, high, best: 5, word: "dozens" }), "best", "figure.best_unexpected"];
    }),
    [row("between", { low: 4, high: 6, best: 3 }), "best", "figure.best_outside"],
    [row("between", { low: 4, high: 6, best: 7 }), "best", "figure.best_outside"],
  ];

  test.each(ILLEGAL)("%j is refused at %s: %s", (bounds, field, code) => {
    expect(boundsProblem(bounds)).toEqual({ field, code });
    expect(() => amountOf(bounds, DECLARED_FLOORS)).toThrow(new RangeError(`${code} (${field})`));
    const parsed = BoundsInput.safeParse(bounds);
    expect(parsed.error?.issues.map(({ path, message }) => ({ path, message }))).toEqual([{ path: [field], message: code }]);
  });

  test("negative, broken and enormous numbers are refused", () => {
    const accepted = [-1, 1.5, MOST_PERSONS + 1, Number.NaN, MOST_PERSONS].filter(
      (low) => BoundsInput.safeParse({ qualifier: "at_least", low }).success,
    );
    expect(accepted).toEqual([MOST_PERSONS]);
  });
});

test("a figure without group and scope is of all persons and of this incident", () => {
  expect(FigureInput.parse({ metric: "killed", qualifier: "exact", low: 5, high: 5 })).toEqual({
    metric: "killed",
    group: "all",
    scope: "incident",
    qualifier: "exact",
    low: 5,
    high: 5,
    best: null,
    word: null,
  });
});
