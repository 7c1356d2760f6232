/** The ground of a map: the record's own countries large, their neighbours around them, as paths in pixels. */
import { geoAzimuthalEqualArea, geoCentroid, geoPath, type GeoProjection } from "d3-geo";
import type { FeatureCollection, MultiPoint } from "geojson";
import { countries, countriesOf, type Country } from "./shapes";

export interface Size {
  width: number;
  height: number;
}

export interface Ground {
  own: string;
  others: string;
  /** Pixels of a place, or null where it cannot be drawn. */
  at: (longitude: number, latitude: number) => { x: number; y: number } | null;
}

const MARGIN = 26;
/** Grounds are the same for every reader; a few records' worth are kept. */
const kept = new Map<string, Ground>();
const MOST_KEPT = 20;

/** The ground that shows these countries whole, and the places outside them if there are any. */
export function groundOf(
  alpha2: readonly string[],
  places: readonly [longitude: number, latitude: number][],
  size: Size,
): Ground {
  const plain = cached(`${alpha2.join(" ")} ${size.width} ${size.height}`, () => draw(alpha2, [], size));
  const isInside = ([longitude, latitude]: [number, number]) => {
    const spot = plain.at(longitude, latitude);
    return spot !== null && spot.x > 6 && spot.x < size.width - 6 && spot.y > 6 && spot.y < size.height - 6;
  };
  const outside = places.filter((place) => !isInside(place));
  if (outside.length === 0 && countriesOf(alpha2).length > 0) return plain;
  return cached(`${alpha2.join(" ")} ${size.width} ${size.height} ${outside.join(" ")}`, () => draw(alpha2, outside, size));
}

function cached(key: string, make: () => Ground): Ground {
  let ground = kept.get(key);
  if (!ground) {
    if (kept.size >= MOST_KEPT) kept.clear();
    kept.set(key, (ground = make()));
  }
  return ground;
}

function draw(alpha2: readonly string[], places: readonly [number, number][], { width, height }: Size): Ground {
  const own = countriesOf(alpha2);
  const points: MultiPoint = { type: "MultiPoint", coordinates: places.map(([longitude, latitude]) => [longitude, latitude]) };
  const shown: FeatureCollection = {
    type: "FeatureCollection",
    features: [...own, ...(places.length > 0 ? [{ type: "Feature" as const, properties: {}, geometry: points }] : [])],
  };
  const projection: GeoProjection = geoAzimuthalEqualArea();
  if (shown.features.length > 0) {
    const [longitude, latitude] = geoCentroid(shown);
    projection
      .rotate([-longitude, -latitude])
      .clipAngle(80)
      .fitExtent(
        [
          [MARGIN, MARGIN],
          [width - MARGIN, height - MARGIN],
        ],
        shown,
      );
  }
  // A little more than is seen, so that the cut edges are not.
  projection.clipExtent([
    [-8, -8],
    [width + 8, height + 8],
  ]);
  const path = geoPath(projection).digits(1);
  const isOwn = new Set(own);
  const seen = windowOf(projection, { width, height });
  const others: FeatureCollection = {
    type: "FeatureCollection",
    features: countries().filter((country) => !isOwn.has(country) && meets(boxOf(country), seen)),
  };
  return {
    own: path({ type: "FeatureCollection", features: own }) ?? "",
    others: path(others) ?? "",
    at: (longitude, latitude) => {
      const spot = projection([longitude, latitude]);
      return spot && { x: Math.round(spot[0] * 10) / 10, y: Math.round(spot[1] * 10) / 10 };
    },
  };
}

/** West, south, east, north, in degrees. */
type LonLatBox = readonly [number, number, number, number];

const boxes = new Map<Country, LonLatBox>();

/** The degrees that a country spans; one across the date line spans them all, which is never too little. */
function boxOf(country: Country): LonLatBox {
  let box = boxes.get(country);
  if (!box) {
    let [west, south, east, north] = [180, 90, -180, -90];
    const { geometry } = country;
    const polygons =
      geometry.type === "MultiPolygon" ? geometry.coordinates : geometry.type === "Polygon" ? [geometry.coordinates] : [];
    for (const [outline = []] of polygons) {
      for (const [longitude = 0, latitude = 0] of outline) {
        west = Math.min(west, longitude);
        east = Math.max(east, longitude);
        south = Math.min(south, latitude);
        north = Math.max(north, latitude);
      }
    }
    boxes.set(country, (box = [west, south, east, north]));
  }
  return box;
}

/** The degrees that a drawing shows, from its edges; everything where they cannot be told. */
function windowOf(projection: GeoProjection, { width, height }: Size): LonLatBox {
  const everything: LonLatBox = [-180, -90, 180, 90];
  const parts = [0, 0.25, 0.5, 0.75, 1];
  const edge = parts.flatMap((part): [number, number][] => [
    [part * width, 0],
    [part * width, height],
    [0, part * height],
    [width, part * height],
  ]);
  const seen = edge.map((point) => projection.invert?.(point) ?? null);
  if (seen.some((point) => point === null || point.some(Number.isNaN))) return everything;
  const longitudes = seen.map((point) => point![0]);
  const latitudes = seen.map((point) => point![1]);
  const [west, east] = [Math.min(...longitudes), Math.max(...longitudes)];
  if (east - west > 120) return everything;
  return [west - 2, Math.min(...latitudes) - 2, east + 2, Math.max(...latitudes) + 2];
}

function meets(a: LonLatBox, b: LonLatBox): boolean {
  return a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3];
}
