import fc from "fast-check";
import { expect, test } from "vitest";
import { chartData } from "@/components/charts/chart-data";
import { CHART_KINDS } from "@/components/charts/kinds";
import { packChart, unpackChart } from "@/components/charts/packed";
import { personsText, rangeWording } from "@/components/reading/numbers";
import { personsIn } from "@/components/reading/range-wording";
import { EVERYTHING } from "@/domain/filter";
import { EMPTY_SUM, totalOf, type StackedSeries, type Sum } from "@/domain/series";
import { LOCALES, wordsIn } from "@/messages";

const anySum: fc.Arbitrary<Sum | undefined> = fc.oneof(
  fc.constant(undefined),
  fc.nat(3).map((incidents): Sum => ({ ...EMPTY_SUM, incidents, incidentsWithoutFigure: incidents })),
  fc
    .tuple(fc.nat(200_000), fc.nat(3_000), fc.nat(3_000), fc.boolean(), fc.nat(5_000))
    .map(([low, up, more, open, incidents]): Sum => ({
      low,
      best: low + up,
      high: low + up + more,
      open,
      incidents,
      incidentsWithoutFigure: incidents >> 1,
    })),
);

const anySeries = fc.tuple(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 0, max: 14 })).chain(([layers, periods]) =>
  fc
    .array(fc.array(anySum, { minLength: periods, maxLength: periods }), { minLength: layers, maxLength: layers })
    .map((sums): StackedSeries => ({
      by: "month",
      periods: Array.from(
        { length: periods },
        (_, month) => `${2021 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, "0")}-01`,
      ),
      layers: sums.map((list, index) => ({
        key: { kind: "city", city: `city-${index}` },
        sums: list,
        total: totalOf(list.filter((sum) => sum !== undefined)),
      })),
      totals: Array.from({ length: periods }, (_, period) => {
        const here = sums.flatMap((list) => list[period] ?? []);
        return here.length > 0 ? totalOf(here) : undefined;
      }),
      undated: EMPTY_SUM,
    })),
);

test("a chart comes out of its packing as it went in: every kind, number, text and gap, in both languages", () => {
  fc.assert(
    fc.property(anySeries, fc.constantFrom(...CHART_KINDS), fc.constantFrom(...LOCALES), (series, kind, locale) => {
      const words = wordsIn(locale);
      const layerName = (key: { kind: string; city?: string }) => key.city ?? key.kind;
      const data = chartData(words, series, { metric: "killed", filter: EVERYTHING, layerName, kind });
      const { wording: _, ...unpacked } = {
        wording: null,
        ...unpackChart(JSON.parse(JSON.stringify(packChart(data, rangeWording(words))))),
      };
      expect(unpacked).toEqual(data);
    }),
    { seed: 20220301, numRuns: 300 },
  );
});

test("numbers of persons are written in the browser as on the server", () => {
  for (const locale of LOCALES) {
    const words = wordsIn(locale);
    const write = personsIn(rangeWording(words));
    for (const persons of [0, 7, 999, 1_000, 12_345, 1_234_567]) expect(write(persons)).toBe(personsText(words, persons));
  }
});

test("what travels is less than half of what is drawn", () => {
  const wide = anySeries.filter(({ layers, periods }) => layers.length >= 7 && periods.length > 6);
  const [series] = fc.sample(wide, { seed: 4, numRuns: 1 });
  const words = wordsIn("uk");
  const data = chartData(words, series!, { metric: "killed", filter: EVERYTHING, layerName: () => "city" });
  const size = (value: unknown) => JSON.stringify(value).length;
  expect(size(packChart(data, rangeWording(words)).bars)).toBeLessThan(size(data.bars) / 2);
});
