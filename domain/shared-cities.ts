/** Which cities the charts of one page set apart: the same in each, so that a colour means one city on the whole page. */
import { OTHER_PLACES, rankedCities, totalOf, type SeriesCell } from "./series";
import type { Period } from "./vocabulary";

/**
 * Up to `most` slugs: of each series (cells of one metric) in turn the city with the largest best that is not among them yet.
 * Cells of coarser periods, which no bar shows, do not choose.
 */
export function sharedCities(series: readonly (readonly SeriesCell[])[], by: Period, most = 6): string[] {
  const ranks = series.map((cells) => rankOf(cells.filter((cell) => cell.by === by)));
  const shared = new Set<string>();
  for (let rank = 0; rank < Math.max(0, ...ranks.map((cities) => cities.length)); rank++) {
    for (const cities of ranks) {
      const city = cities[rank];
      if (city !== undefined && shared.size < most) shared.add(city);
    }
  }
  return [...shared];
}

function rankOf(cells: readonly SeriesCell[]): string[] {
  const byCity = new Map<string, SeriesCell[]>();
  for (const cell of cells) {
    if (cell.city === null || cell.city === OTHER_PLACES) continue;
    const list = byCity.get(cell.city);
    if (list) list.push(cell);
    else byCity.set(cell.city, [cell]);
  }
  return rankedCities([...byCity].map(([city, list]) => ({ city, best: totalOf(list).best }))).map(({ city }) => city);
}
