/**
 * Sums of estimates by city and period. Lows, bests and highs are added separately; an open addend leaves the sum
 * open; an incident without a figure adds nothing and is counted beside the sum (methodology, "Sums").
 */
import { nextPeriod, periodFor, periodStart } from "./dates";
import { isInCity, type DatePrecision, type FigureState, type LocationPrecision, type Metric, type Period } from "./vocabulary";

/** A sum over counted incidents, in persons. Without any figure low, best and high are null: blank, never 0. */
export interface Sum {
  low: number | null;
  best: number | null;
  high: number | null;
  open: boolean;
  /** Counted incidents in the sum, with a figure or without. */
  incidents: number;
  incidentsWithoutFigure: number;
}

/** Stands for a city's slug where the cities behind the largest ones, and those in no city, are summed together. */
export const OTHER_PLACES = "*";

/** A sum in one period and city; `city` is a slug, `OTHER_PLACES`, or null for incidents that belong to no city. */
export interface SeriesCell extends Sum {
  metric: Metric;
  periodStart: string;
  /** The period asked for, or a coarser one where the incidents' dates are known less finely. */
  by: Period;
  city: string | null;
}

/** What one incident adds to a sum of one metric. */
export interface Addend {
  state: FigureState;
  low: number | null;
  best: number | null;
  high: number | null;
  open: boolean;
}

export const EMPTY_SUM: Sum = { low: null, best: null, high: null, open: false, incidents: 0, incidentsWithoutFigure: 0 };

/** Two sums together; a missing number adds nothing and does not become zero. */
export function addSums(a: Sum, b: Sum): Sum {
  return {
    low: addKnown(a.low, b.low),
    best: addKnown(a.best, b.best),
    high: addKnown(a.high, b.high),
    open: a.open || b.open,
    incidents: a.incidents + b.incidents,
    incidentsWithoutFigure: a.incidentsWithoutFigure + b.incidentsWithoutFigure,
  };
}

/** The sum of many sums. */
export function totalOf(sums: readonly Sum[]): Sum {
  return sums.reduce(addSums, EMPTY_SUM);
}

/** The sum of a single incident's estimate. */
export function sumOf(addend: Addend): Sum {
  const hasFigure = addend.state === "figure" || addend.state === "none";
  return {
    low: addend.low,
    best: addend.best,
    high: addend.high,
    open: addend.open,
    incidents: 1,
    incidentsWithoutFigure: hasFigure ? 0 : 1,
  };
}

function addKnown(a: number | null, b: number | null): number | null {
  if (a === null) return b;
  return b === null ? a : a + b;
}

/** Where and when an incident counts: its city (null for none) and the start of its period. */
export function cellOf(
  incident: { dateStart: string; datePrecision: DatePrecision; city: string | null; locationPrecision: LocationPrecision },
  by: Period,
): { city: string | null; periodStart: string; by: Period } {
  const own = periodFor(incident.datePrecision, by);
  return {
    city: isInCity(incident.locationPrecision) ? incident.city : null,
    periodStart: periodStart(incident.dateStart, own),
    by: own,
  };
}

/** A named layer of a chart: a city, the incidents in no city, or the rest of the cities together. */
export type LayerKey = { kind: "city"; city: string } | { kind: "none" } | { kind: "other" };

/** A chart's data: periods in order without holes, and a layer's sum for each; `undefined` is a gap (no incident). */
export interface StackedSeries {
  by: Period;
  periods: string[];
  layers: { key: LayerKey; sums: (Sum | undefined)[]; total: Sum }[];
  totals: (Sum | undefined)[];
  /** Incidents whose dates are too coarse for the periods; told beside the chart, drawn in no bar. */
  undated: Sum;
}

/**
 * Cells of one metric as a stack: the `most` cities with the largest best (or the named ones that it holds), the rest of
 * the places together, and every period between the first and the last (or `span`), so that a gap stays a gap.
 */
export function stackByCity(
  cells: readonly SeriesCell[],
  by: Period,
  most: number | readonly string[] = 6,
  span?: { from: string; to: string },
): StackedSeries {
  const drawn = cells.filter((cell) => cell.by === by);
  const undated = totalOf(cells.filter((cell) => cell.by !== by));
  const periods = spanOf(drawn, by, span);
  const byCity = new Map<string | null, SeriesCell[]>();
  for (const cell of drawn) {
    const list = byCity.get(cell.city);
    if (list) list.push(cell);
    else byCity.set(cell.city, [cell]);
  }
  const others = byCity.get(OTHER_PLACES) ?? [];
  const ranked = rankedCities(
    [...byCity]
      .filter((entry): entry is [string, SeriesCell[]] => entry[0] !== null && entry[0] !== OTHER_PLACES)
      .map(([city, list]) => ({ city, list, total: totalOf(list), best: totalOf(list).best })),
  );
  const apart = typeof most === "number" ? ranked.slice(0, most) : ranked.filter(({ city }) => most.includes(city));
  const layers: StackedSeries["layers"] = apart.map(({ city, list }) => layerOf({ kind: "city", city }, list, periods));
  const behind = ranked.filter((one) => !apart.includes(one));
  const rest = [...behind.flatMap(({ list }) => list), ...others, ...(byCity.get(null) ?? [])];
  const onlyCityless = behind.length === 0 && others.length === 0;
  if (rest.length > 0) layers.push(layerOf(onlyCityless ? { kind: "none" } : { kind: "other" }, rest, periods));
  const totals = periods.map((_, index) => {
    const sums = layers.map((layer) => layer.sums[index]).filter((sum) => sum !== undefined);
    return sums.length > 0 ? totalOf(sums) : undefined;
  });
  return { by, periods, layers, totals, undated };
}

/** Cities by their best, largest first; of equal ones by name. */
export function rankedCities<City extends { city: string; best: number | null }>(cities: readonly City[]): City[] {
  return [...cities].sort((a, b) => (b.best ?? -1) - (a.best ?? -1) || a.city.localeCompare(b.city, "en"));
}

/** Sorts cities by slug, then the other places, then those in no city. */
export function cityOrder(city: string | null): string {
  return city === null ? "~~" : city === OTHER_PLACES ? "~" : city;
}

/**
 * The cells of the `most` largest cities of a chart, and one for each period of all other places and of those in no
 * city together; the cells as they are where there are no more cities. `stackByCity` draws both alike.
 */
export function othersTogether(cells: readonly SeriesCell[], by: Period, most = 6): SeriesCell[] {
  const best = new Map<string, Sum>();
  for (const cell of cells) {
    if (cell.city !== null && cell.by === by) best.set(cell.city, addSums(best.get(cell.city) ?? EMPTY_SUM, cell));
  }
  const ranked = rankedCities([...best].map(([city, sum]) => ({ city, best: sum.best })));
  if (ranked.length <= most) return [...cells];
  const largest = new Set(ranked.slice(0, most).map(({ city }) => city));
  const rest = new Map<string, SeriesCell>();
  for (const cell of cells) {
    if (cell.city !== null && largest.has(cell.city)) continue;
    const key = `${cell.periodStart} ${cell.by}`;
    rest.set(key, { ...cell, ...addSums(rest.get(key) ?? EMPTY_SUM, cell), city: OTHER_PLACES });
  }
  const kept = cells.filter((cell) => cell.city !== null && largest.has(cell.city));
  const order = (cell: SeriesCell) => `${cell.periodStart} ${cell.by} ${cityOrder(cell.city)}`;
  return [...kept, ...rest.values()].sort((a, b) => (order(a) < order(b) ? -1 : 1));
}

function layerOf(key: LayerKey, cells: readonly SeriesCell[], periods: readonly string[]): StackedSeries["layers"][number] {
  const at = new Map<string, Sum>();
  for (const cell of cells) at.set(cell.periodStart, addSums(at.get(cell.periodStart) ?? EMPTY_SUM, cell));
  return { key, sums: periods.map((start) => at.get(start)), total: totalOf(cells) };
}

function spanOf(cells: readonly SeriesCell[], by: Period, span?: { from: string; to: string }): string[] {
  const starts = cells.map((cell) => cell.periodStart);
  if (span) starts.push(periodStart(span.from, by), periodStart(span.to, by));
  if (starts.length === 0) return [];
  const last = starts.reduce((a, b) => (a > b ? a : b));
  const periods: string[] = [];
  for (let start = starts.reduce((a, b) => (a < b ? a : b)); start <= last; start = nextPeriod(start, by)) periods.push(start);
  return periods;
}
