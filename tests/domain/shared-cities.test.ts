/** The cities that all charts of a page set apart. */
import { expect, test } from "vitest";
import { EMPTY_SUM, OTHER_PLACES, stackByCity, type SeriesCell } from "@/domain/series";
import { sharedCities } from "@/domain/shared-cities";

const cell = (metric: "killed" | "wounded", city: string | null, best: number, by: SeriesCell["by"] = "month"): SeriesCell => ({
  ...EMPTY_SUM,
  metric,
  city,
  periodStart: "2022-01-01",
  by,
  low: best,
  best,
  high: best,
  incidents: 1,
});
const killed = [
  cell("killed", "mariupol", 600),
  cell("killed", "kharkiv", 90),
  cell("killed", "kyiv", 50),
  cell("killed", "lviv", 900, "year"),
  cell("killed", OTHER_PLACES, 2000),
  cell("killed", null, 3000),
];
const wounded = [cell("wounded", "poltava", 300), cell("wounded", "kharkiv", 200), cell("wounded", "vinnytsia", 100)];

test("are those with the most of all series together, without coarser periods and places in no city", () => {
  expect(sharedCities([killed, wounded], "month")).toEqual(["mariupol", "poltava", "kharkiv", "vinnytsia", "kyiv"]);
  expect(sharedCities([killed, wounded], "month", 3)).toEqual(["mariupol", "poltava", "kharkiv"]);
  expect(sharedCities([killed], "month", 2)).toEqual(["mariupol", "kharkiv"]);
  expect(sharedCities([], "month")).toEqual([]);
});

test("are apart in every stack, each in its own order; the rest is together and nobody is lost", () => {
  const apart = sharedCities([killed, wounded], "month", 3);
  const keys = (cells: SeriesCell[]) =>
    stackByCity(cells, "month", apart).layers.map(({ key }) => ("city" in key ? key.city : key.kind));
  expect(keys(killed)).toEqual(["mariupol", "kharkiv", "other"]);
  expect(keys(wounded)).toEqual(["poltava", "kharkiv", "other"]);
  expect(keys([cell("killed", "poltava", 1), cell("killed", "kharkiv", 2)])).toEqual(["kharkiv", "poltava"]);
  const stack = stackByCity(killed, "month", apart);
  expect(stack.totals[0]!.best).toBe(600 + 90 + 50 + 2000 + 3000);
});
