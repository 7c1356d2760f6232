import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDays, periodStart } from "@/domain/dates";
import { addSums, cellOf, EMPTY_SUM, stackByCity, sumOf, totalOf, type SeriesCell, type Sum } from "@/domain/series";
import { PERIODS } from "@/domain/vocabulary";

const sum = (low: number | null, best: number | null, high: number | null, more: Partial<Sum> = {}): Sum => ({
  low,
  best,
  high,
  open: false,
  incidents: 1,
  incidentsWithoutFigure: low === null ? 1 : 0,
  ...more,
});
const BLANK = sum(null, null, null);

test("lows, bests and highs are added separately, and an open addend leaves the sum open", () => {
  expect(addSums(sum(1, 2, 3), sum(10, 20, 30, { open: true }))).toEqual(sum(11, 22, 33, { open: true, incidents: 2 }));
});

test("an incident without a figure adds nothing and is counted beside the sum", () => {
  expect(totalOf([sum(1, 2, 3), BLANK, BLANK])).toEqual(sum(1, 2, 3, { incidents: 3, incidentsWithoutFigure: 2 }));
});

test("a sum of none but such is blank, not zero", () => {
  expect(totalOf([BLANK, BLANK])).toEqual(sum(null, null, null, { incidents: 2, incidentsWithoutFigure: 2 }));
  expect(totalOf([])).toEqual(EMPTY_SUM);
});

test("nobody killed is zero, not blank", () => {
  expect(totalOf([BLANK, sum(0, 0, 0)])).toEqual(sum(0, 0, 0, { incidents: 2, incidentsWithoutFigure: 1 }));
});

test("of an incident, figure and none are figures, unknown and not stated are not", () => {
  const none = { low: null, best: null, high: null, open: false };
  expect([
    sumOf({ state: "figure", low: 10, best: 10, high: 10, open: true }),
    sumOf({ state: "none", low: 0, best: 0, high: 0, open: false }),
    sumOf({ state: "unknown", ...none }),
    sumOf({ state: "not_stated", ...none }),
  ]).toEqual([sum(10, 10, 10, { open: true }), sum(0, 0, 0), BLANK, BLANK]);
});

describe("where and when an incident counts", () => {
  const strike = { dateStart: "2022-03-09", datePrecision: "day", city: "kyiv", locationPrecision: "settlement" } as const;

  test("in its city and the period of its start", () => {
    expect(PERIODS.map((by) => cellOf(strike, by).periodStart)).toEqual(["2022-03-09", "2022-03-07", "2022-03-01", "2022-01-01"]);
    expect(cellOf(strike, "week")).toEqual({ city: "kyiv", periodStart: "2022-03-07", by: "week" });
  });

  test("one known only to the month appears in no finer period", () => {
    const cells = PERIODS.map((by) => cellOf({ ...strike, datePrecision: "month" }, by));
    expect(cells.map(({ periodStart: start, by }) => [by, start])).toEqual([
      ["month", "2022-03-01"],
      ["month", "2022-03-01"],
      ["month", "2022-03-01"],
      ["year", "2022-01-01"],
    ]);
  });

  test("one located only in a district, a region, a country or at sea is in no city", () => {
    const precisions = ["exact", "neighbourhood", "settlement", "district", "region", "country", "sea"] as const;
    expect(precisions.map((locationPrecision) => cellOf({ ...strike, locationPrecision }, "day").city)).toEqual([
      "kyiv",
      "kyiv",
      "kyiv",
      null,
      null,
      null,
      null,
    ]);
  });
});

describe("a stack by city", () => {
  const cell = (city: string | null, start: string, one: Sum, by: SeriesCell["by"] = "month"): SeriesCell => ({
    metric: "killed",
    city,
    periodStart: start,
    by,
    ...one,
  });

  test("has the largest cities by best, the rest together, gaps where nothing happened, and undated beside it", () => {
    const [jan, mar] = ["2022-01-01", "2022-03-01"];
    const stack = stackByCity(
      [
        cell("kyiv", jan, sum(5, 5, 5)),
        cell("kharkiv", jan, sum(7, 10, 12, { open: true })),
        cell("kharkiv", mar, sum(1, 1, 1)),
        cell("lviv", mar, sum(2, 2, 2)),
        cell("odesa", mar, BLANK),
        cell(null, mar, sum(30, 30, 30)),
        cell("kyiv", "2022-01-01", sum(100, 100, 100), "year"),
      ],
      "month",
      2,
    );
    expect(stack).toEqual({
      by: "month",
      periods: ["2022-01-01", "2022-02-01", "2022-03-01"],
      layers: [
        {
          key: { kind: "city", city: "kharkiv" },
          sums: [sum(7, 10, 12, { open: true }), undefined, sum(1, 1, 1)],
          total: sum(8, 11, 13, { open: true, incidents: 2 }),
        },
        { key: { kind: "city", city: "kyiv" }, sums: [sum(5, 5, 5), undefined, undefined], total: sum(5, 5, 5) },
        {
          key: { kind: "other" },
          sums: [undefined, undefined, sum(32, 32, 32, { incidents: 3, incidentsWithoutFigure: 1 })],
          total: sum(32, 32, 32, { incidents: 3, incidentsWithoutFigure: 1 }),
        },
      ],
      totals: [
        sum(12, 15, 17, { open: true, incidents: 2 }),
        undefined,
        sum(33, 33, 33, { incidents: 4, incidentsWithoutFigure: 1 }),
      ],
      undated: sum(100, 100, 100),
    });
  });

  test("names the layer of no city as such where it holds nothing else", () => {
    const stack = stackByCity([cell("kyiv", "2022-01-01", sum(5, 5, 5)), cell(null, "2022-01-01", sum(1, 1, 1))], "month", 2);
    expect(stack.layers.map(({ key }) => key)).toEqual([{ kind: "city", city: "kyiv" }, { kind: "none" }]);
  });

  test("keeps a city whose every incident lacks a figure, after those with one; equals by name", () => {
    const cells = [
      cell("odesa", "2022-01-01", BLANK),
      cell("kyiv", "2022-01-01", sum(0, 0, 0)),
      cell("dnipro", "2022-01-01", sum(0, 0, 0)),
    ];
    const stack = stackByCity(cells, "month");
    expect(stack.layers.map(({ key, total }) => [key, total.best])).toEqual([
      [{ kind: "city", city: "dnipro" }, 0],
      [{ kind: "city", city: "kyiv" }, 0],
      [{ kind: "city", city: "odesa" }, null],
    ]);
    expect(stack.layers[2]!.sums).toEqual([BLANK]);
  });

  test("covers the span asked for, from the calendar start of its first period, also where nothing happened", () => {
    const stack = stackByCity([cell("kyiv", "2022-02-01", sum(5, 5, 5))], "month", 6, { from: "2022-01-15", to: "2022-04-02" });
    expect(stack.periods).toEqual(["2022-01-01", "2022-02-01", "2022-03-01", "2022-04-01"]);
    expect(stack.totals).toEqual([undefined, sum(5, 5, 5), undefined, undefined]);
    expect(stackByCity([], "month", 6, { from: "2022-01-15", to: "2022-02-02" }).periods).toEqual(["2022-01-01", "2022-02-01"]);
    expect(stackByCity([], "month")).toEqual({ by: "month", periods: [], layers: [], totals: [], undated: EMPTY_SUM });
  });

  const anySum: fc.Arbitrary<Sum> = fc.oneof(
    fc.constant(BLANK),
    fc.tuple(fc.nat(50), fc.nat(50), fc.nat(50), fc.boolean()).map(([a, b, c, open]) => {
      const [low, best, high] = [a, b, c].sort((x, y) => x - y) as [number, number, number];
      return sum(low, best, high, { open });
    }),
  );
  const anyCells = fc.constantFrom(...PERIODS).chain((by) =>
    fc.record({
      by: fc.constant(by),
      cells: fc.array(
        fc
          .tuple(
            fc.constantFrom("kyiv", "kharkiv", "lviv", "odesa", null),
            fc.nat(60),
            fc.constantFrom(by, by, by, "year" as const),
            anySum,
          )
          .map(([city, days, own, one]) => cell(city, periodStart(addDays("2021-12-20", days), own), one, own)),
        { maxLength: 15 },
      ),
    }),
  );

  test("its layers over all periods, its totals, and undated beside them, are all that went in", () => {
    fc.assert(
      fc.property(anyCells, fc.integer({ min: 0, max: 6 }), ({ by, cells }, most) => {
        const stack = stackByCity(cells, by, most);
        const drawn = (sums: readonly (Sum | undefined)[]) => sums.filter((one) => one !== undefined);
        const all = totalOf(cells);
        expect(totalOf([...stack.layers.flatMap(({ sums }) => drawn(sums)), stack.undated])).toEqual(all);
        expect(totalOf([...stack.layers.map(({ total }) => total), stack.undated])).toEqual(all);
        expect(totalOf([...drawn(stack.totals), stack.undated])).toEqual(all);
        for (const layer of stack.layers) expect(layer.sums).toHaveLength(stack.periods.length);
      }),
      { numRuns: 1000 },
    );
  });
});
