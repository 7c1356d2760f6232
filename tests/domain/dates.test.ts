import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  addDays,
  automaticPeriod,
  civilDateAt,
  CivilDateInput,
  daysBetween,
  endOfDay,
  hasClock,
  instantOf,
  isCivilDate,
  isoInstant,
  isStatedTime,
  nextPeriod,
  periodFor,
  periodsBetween,
  periodStart,
  startOfDay,
  StatedTimeInput,
} from "@/domain/dates";
import { DATE_PRECISIONS, PERIODS, type DatePrecision, type Period } from "@/domain/vocabulary";

const KYIV = "Europe/Kyiv";
const anyDay = fc.integer({ min: 0, max: 146_096 }).map((days) => addDays("1800-01-01", days));

test.each<[string, boolean]>([
  ["2022-03-01", true],
  ["2024-02-29", true],
  ["2022-02-29", false],
  ["1900-02-29", false],
  ["2000-02-29", true],
  ["2022-04-31", false],
  ["2022-00-10", false],
  ["2022-13-01", false],
  ["2022-01-00", false],
  ["1800-01-01", true],
  ["1799-12-31", false],
  ["2199-12-31", true],
  ["2200-01-01", false],
  ["2022-3-1", false],
  ["01.03.2022", false],
  ["2022-03-01T10:00", false],
  ["", false],
])("%j is a civil date: %s", (text, is) => {
  expect(isCivilDate(text)).toBe(is);
});

test.each<[string, boolean]>([
  ["2025-03", true],
  ["2025-13", false],
  ["2022-03-01", true],
  ["2022-02-30", false],
  ["2022-03-01T09:57", true],
  ["2022-03-01 09:57", true],
  ["2022-03-01T09:57:30", true],
  ["2022-03-01T09:57:30.123456789Z", true],
  ["2022-03-01T24:00", false],
  ["2022-03-01T23:60", false],
  ["2022-03-01T23:59:60", false],
  ["2022-03-01T09:57Z", true],
  ["2022-03-01T09:57+02:00", true],
  ["2022-03-01T09:57+0200", true],
  ["2022-03-01T09:57+15:00", false],
  ["2022-03-01T09:57+02:60", false],
  ["2022-03T09:57", false],
  ["2022", false],
  ["yesterday", false],
])("%j is a stated time: %s", (text, is) => {
  expect(isStatedTime(text)).toBe(is);
});

test("only a time of day is a clock", () => {
  expect(["2025-03", "2022-03-01", "2022-03-01T09:57", "2022-03-01T09:57Z"].map(hasClock)).toEqual([false, false, true, true]);
});

test("inputs are trimmed, a space between day and clock becomes a T, and what is no time is refused by its key", () => {
  expect(CivilDateInput.parse(" 2022-03-01 ")).toBe("2022-03-01");
  expect(StatedTimeInput.parse(" 2022-03-01 09:57 ")).toBe("2022-03-01T09:57");
  expect(CivilDateInput.safeParse("2022-02-30").error?.issues[0]?.message).toBe("date.invalid");
  expect(StatedTimeInput.safeParse("soon").error?.issues[0]?.message).toBe("time.invalid");
});

describe("the instant of a stated time", () => {
  test.each<[string, string]>([
    ["2022-03-01", "2022-03-01T21:59:59Z"],
    ["2022-07-01", "2022-07-01T20:59:59Z"],
    ["2022-03-26", "2022-03-26T21:59:59Z"],
    ["2022-03-27", "2022-03-27T20:59:59Z"],
    ["2022-10-29", "2022-10-29T20:59:59Z"],
    ["2022-10-30", "2022-10-30T21:59:59Z"],
    ["2025-03", "2025-03-31T20:59:59Z"],
    ["2024-02", "2024-02-29T21:59:59Z"],
    ["2022-12", "2022-12-31T21:59:59Z"],
    ["2022-03-01T09:57", "2022-03-01T07:57:00Z"],
    ["2022-07-01T09:57:30", "2022-07-01T06:57:30Z"],
    ["2022-03-01T11:24Z", "2022-03-01T11:24:00Z"],
    ["2022-03-01T11:24:00.999Z", "2022-03-01T11:24:00Z"],
    ["2022-03-01T13:24+02:00", "2022-03-01T11:24:00Z"],
    ["2022-03-01T13:24+0200", "2022-03-01T11:24:00Z"],
    ["2022-03-27T03:30", "2022-03-27T01:30:00Z"],
    ["2022-10-30T03:30", "2022-10-30T00:30:00Z"],
  ])("%s in Kyiv is %s", (stated, instant) => {
    expect(isoInstant(instantOf(stated, KYIV))).toBe(instant);
  });

  test("what is no time throws", () => {
    expect(() => instantOf("soon", KYIV)).toThrow(new RangeError('Not a time: "soon"'));
  });

  test("a day lasts 23 hours when the clocks go forward, 25 when they go back", () => {
    const hours = (day: string) => (endOfDay(day, KYIV) + 1000 - startOfDay(day, KYIV)) / 3_600_000;
    expect(["2022-03-26", "2022-03-27", "2022-10-30", "2022-10-31"].map(hours)).toEqual([24, 23, 25, 24]);
  });

  test("the last second of any day belongs to it and the next one does not, in every zone", () => {
    const zone = fc.constantFrom("Europe/Kyiv", "UTC", "America/St_Johns", "Pacific/Apia", "Asia/Gaza", "Asia/Damascus");
    const recent = fc.integer({ min: 0, max: 20_000 }).map((days) => addDays("1980-01-01", days));
    fc.assert(
      fc.property(recent, zone, (day, timeZone) => {
        fc.pre(!(timeZone === "Pacific/Apia" && (day === "2011-12-30" || day === "2011-12-29")));
        expect(civilDateAt(endOfDay(day, timeZone), timeZone)).toBe(day);
        expect(civilDateAt(endOfDay(day, timeZone) + 1000, timeZone)).toBe(addDays(day, 1));
        expect(instantOf(isoInstant(endOfDay(day, timeZone)), "UTC")).toBe(endOfDay(day, timeZone));
      }),
      { numRuns: 1000 },
    );
  });
});

test.each<[string, Period, string]>([
  ["2022-03-09", "day", "2022-03-09"],
  ["2022-03-09", "week", "2022-03-07"],
  ["2022-03-07", "week", "2022-03-07"],
  ["2022-03-13", "week", "2022-03-07"],
  ["2021-01-01", "week", "2020-12-28"],
  ["2020-12-31", "week", "2020-12-28"],
  ["2022-01-01", "week", "2021-12-27"],
  ["2024-12-30", "week", "2024-12-30"],
  ["2022-03-31", "month", "2022-03-01"],
  ["2022-12-31", "year", "2022-01-01"],
])("%s lies in the %s of %s", (date, by, start) => {
  expect(periodStart(date, by)).toBe(start);
});

test.each<[string, Period, string]>([
  ["2022-02-28", "day", "2022-03-01"],
  ["2024-02-28", "day", "2024-02-29"],
  ["2021-12-27", "week", "2022-01-03"],
  ["2022-01-01", "month", "2022-02-01"],
  ["2022-12-01", "month", "2023-01-01"],
  ["2022-01-01", "year", "2023-01-01"],
])("after %s comes, by %s, %s", (start, by, next) => {
  expect(nextPeriod(start, by)).toBe(next);
});

test("weeks around new year are listed without a hole", () => {
  expect(periodsBetween("2020-12-30", "2021-01-11", "week")).toEqual(["2020-12-28", "2021-01-04", "2021-01-11"]);
  expect(periodsBetween("2022-11-15", "2023-02-01", "month")).toEqual(["2022-11-01", "2022-12-01", "2023-01-01", "2023-02-01"]);
  expect(periodsBetween("2022-03-02", "2022-03-01", "day")).toEqual([]);
});

test("periods follow each other without holes, and each day lies in exactly one", () => {
  fc.assert(
    fc.property(anyDay, fc.integer({ min: 0, max: 400 }), fc.constantFrom(...PERIODS), (from, length, by) => {
      const to = addDays(from, length);
      const starts = periodsBetween(from, to, by);
      expect(starts[0]).toBe(periodStart(from, by));
      expect(starts.at(-1)).toBe(periodStart(to, by));
      for (const [index, start] of starts.entries()) {
        expect(periodStart(start, by)).toBe(start);
        const next = starts[index + 1];
        if (next === undefined) continue;
        expect(nextPeriod(start, by)).toBe(next);
        expect(periodStart(addDays(next, -1), by)).toBe(start);
      }
    }),
    { numRuns: 200 },
  );
});

test("days counted forward are counted back", () => {
  expect(daysBetween("2022-02-28", "2022-03-01")).toBe(1);
  expect(daysBetween("2022-03-01", "2022-02-28")).toBe(-1);
  fc.assert(
    fc.property(anyDay, fc.integer({ min: -5000, max: 5000 }), (day, days) => {
      expect(daysBetween(day, addDays(day, days))).toBe(days);
    }),
  );
});

test.each<[number, Period]>([
  [1, "day"],
  [45, "day"],
  [46, "week"],
  [275, "week"],
  [276, "month"],
  [366 * 12, "month"],
  [366 * 12 + 1, "year"],
])("a span of %i days is shown by %s", (days, by) => {
  expect(automaticPeriod("2022-03-01", addDays("2022-03-01", days - 1))).toBe(by);
});

test("an incident appears in no period finer than its date is known", () => {
  const table = DATE_PRECISIONS.map((precision: DatePrecision) => [precision, ...PERIODS.map((by) => periodFor(precision, by))]);
  expect(table).toEqual([
    ["day", "day", "week", "month", "year"],
    ["days", "day", "week", "month", "year"],
    ["week", "week", "week", "month", "year"],
    ["month", "month", "month", "month", "year"],
    ["year", "year", "year", "year", "year"],
  ]);
});
