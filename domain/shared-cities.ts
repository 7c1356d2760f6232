/** Which cities the charts of one page set apart: the same in each, so that a colour means one city on the whole page. */
import { OTHER_PLACES, rankedCities, totalOf, type SeriesCell } from "./series";
import type { Period } from "./vocabulary";

/**
 * Up to `most` slugs, those with the largest bests of all series (cells of one metric each) together, largest first. Cells of
 * coarser periods, which no bar shows, do not choose.
 */
export function sharedCities(series: readonly (readonly SeriesCell[])[], by: Period, most = 6): string[] {
  const byCity = new Map<string, SeriesCell[]>();
  for (const cell of series.flat()) {
    if (cell.city === null || cell.city === OTHER_PLACES || cell.by !== by) continue;
    const list = byCity.get(cell.city);
    if (list) list.push(cell);
    else byCity.set(cell.city, [cell]);
  }
  return rankedCities([...byCity].map(([city, list]) => ({ city, best: totalOf(list).best })))
    .map(({ city }) => city)
    .slice(0, most);
}
