/** Where a map's circles lie and how large they are, and the names of the largest beside them: for the page and for files. */
import type { Sum } from "@/domain/series";
import type { Metric } from "@/domain/vocabulary";
import type { Words } from "@/messages";
import { placeLabels, type PlacedLabel } from "../charts/labels";
import { textWidth } from "../charts/text-width";
import { rangeText } from "../reading/numbers";
import { groundOf, type Ground, type Size } from "./ground";

export interface PlacedCity extends Sum {
  slug: string;
  name: string;
  longitude: number;
  latitude: number;
}

export interface Spot<City extends PlacedCity = PlacedCity> {
  city: City;
  x: number;
  y: number;
  /** Of the figure taken, and of the highest; areas are in proportion. */
  r: number;
  highR: number | null;
}

export interface Spots<City extends PlacedCity = PlacedCity> {
  ground: Ground;
  spots: Spot<City>[];
  /** Sizes to read circles by: round numbers with their radii, the largest first. */
  scale: { persons: number; r: number }[];
}

export const MAP_SIZE: Size = { width: 640, height: 440 };
const LARGEST = 30;
export const SMALLEST = 2.5;

/** The circles of cities on the ground of their countries; the largest first, so that the small ones lie above them. */
export function spotsOf<City extends PlacedCity>(countries: readonly string[], cities: readonly City[]): Spots<City> {
  const ground = groundOf(
    countries,
    cities.map(({ longitude, latitude }) => [longitude, latitude]),
    MAP_SIZE,
  );
  const most = Math.max(1, ...cities.map(({ best, high }) => Math.max(best ?? 0, high ?? 0)));
  const radius = (persons: number) => Math.round(Math.max(SMALLEST, LARGEST * Math.sqrt(persons / most)) * 10) / 10;
  const spots = [...cities]
    .sort((a, b) => (b.best ?? -1) - (a.best ?? -1))
    .flatMap((city): Spot<City>[] => {
      const spot = ground.at(city.longitude, city.latitude);
      if (!spot) return [];
      const r = city.best === null ? SMALLEST : radius(city.best);
      return [{ city, ...spot, r, highR: city.high !== null && radius(city.high) > r ? radius(city.high) : null }];
    });
  return { ground, spots, scale: scaleOf(most).map((persons) => ({ persons, r: radius(persons) })) };
}

/** Two or three round numbers up to the largest, each about a fifth of the one before. */
function scaleOf(most: number): number[] {
  const power = 10 ** Math.floor(Math.log10(most));
  const top = [5, 2, 1].map((factor) => factor * power).find((one) => one <= most) ?? 1;
  return [top, top / 5, top / 25].filter((one) => one >= 1 && Number.isInteger(one)).slice(0, 3);
}

/** Names of spots where they fit, for text `scale` times as large. */
export function labelsOf(spots: readonly Spot[], scale: number, all: readonly Spot[] = spots): PlacedLabel[] {
  const small = (value: number) => value / scale;
  return placeLabels(
    spots.map(({ city, x, y, r }, index) => ({
      key: city.slug,
      x: small(x),
      y: small(y),
      clear: small(r),
      text: city.name,
      width: textWidth(city.name),
      weight: spots.length - index,
    })),
    {
      bounds: { left: 2, right: small(MAP_SIZE.width) - 2, top: 2, bottom: small(MAP_SIZE.height) - 2 },
      taken: all.map(({ x, y, r }) => ({ left: small(x - r), right: small(x + r), top: small(y - r), bottom: small(y + r) })),
    },
  ).map((label) => ({ ...label, x: label.x * scale, y: label.y * scale }));
}

/** How many cities there are, and which circle is the largest. */
export function mapSummary(words: Words, metric: Metric, cities: readonly PlacedCity[]): string {
  const largest = [...cities].sort((a, b) => (b.best ?? -1) - (a.best ?? -1))[0]!;
  return words.t("map.summary", {
    count: cities.length,
    city: largest.name,
    range: rangeText(words, largest),
    metric: words.t(`words.metric.${metric}`),
  });
}
