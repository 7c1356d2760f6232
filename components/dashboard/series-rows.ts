/**
 * The rows of a series' table as markup. A record of years has thousands of them, and one text costs the server a tenth of
 * what an element for each cell does, twice: in the page and in what React takes over. All text is escaped here.
 */
import type { SeriesCell } from "@/domain/series";
import type { Words } from "@/messages";
import { escapeText } from "../reading/markup";
import { personsText, rangeText } from "../reading/numbers";
import { periodText } from "../reading/times";

/** Table rows, a cell of the series each: period, city, range, best, incidents, those without a figure. */
export function seriesRows(words: Words, cells: readonly SeriesCell[], cityName: (slug: string | null) => string): string {
  const periods = remembered((key: string) => {
    const [start, by] = key.split(" ") as [string, SeriesCell["by"]];
    return escapeText(periodText(words, start, by));
  });
  const cities = remembered((slug: string | null) => escapeText(cityName(slug)));
  const ranges = remembered((key: string) => {
    const [low, high, open] = JSON.parse(key) as [number | null, number | null, boolean];
    return escapeText(rangeText(words, { low, high, open }));
  });
  return cells
    .map(({ by, periodStart, city, low, best, high, open, incidents, incidentsWithoutFigure }) => {
      // What the words do not tell a script: which period and which place.
      const data = `data-start="${periodStart}" data-by="${by}" data-city="${escapeText(city ?? "")}"`;
      const numbers = [
        ranges(JSON.stringify([low, high, open])),
        best === null ? "" : personsText(words, best),
        personsText(words, incidents),
        personsText(words, incidentsWithoutFigure),
      ];
      return `<tr ${data}><td>${periods(`${periodStart} ${by}`)}</td><td>${cities(city)}</td>${numbers.map((text) => `<td class="num">${text}</td>`).join("")}</tr>`;
    })
    .join("");
}

function remembered<Key>(make: (key: Key) => string): (key: Key) => string {
  const made = new Map<Key, string>();
  return (key) => {
    let text = made.get(key);
    if (text === undefined) made.set(key, (text = make(key)));
    return text;
  };
}
