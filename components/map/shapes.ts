/** The world's countries as shapes: Natural Earth at 1:50 million as world-atlas packs it, with our corrections. */
import { geoContains } from "d3-geo";
import type { Feature, FeatureCollection, Geometry, MultiPolygon } from "geojson";
import { feature, mergeArcs } from "topojson-client";
import type { GeometryCollection, MultiPolygon as ArcsOfMany, Polygon as ArcsOfOne, Topology } from "topojson-specification";
import atlas from "world-atlas/countries-50m.json";
import { CORRECTIONS, type Correction } from "./corrections";
import { numericCode } from "./country-codes";

type Named = { name: string };
type Countries = GeometryCollection<Named>;
export type Country = Feature<Geometry, Named>;

let world: Country[] | undefined;

/** Every country's shape; read and corrected once. */
export function countries(): readonly Country[] {
  if (!world) {
    const topology = atlas as unknown as Topology<{ countries: Countries }>;
    for (const correction of CORRECTIONS) correct(topology, correction);
    world = (feature(topology, topology.objects.countries) as FeatureCollection<Geometry, Named>).features;
  }
  return world;
}

/** The shapes of some countries by their alpha-2 codes; codes without a shape are left out. */
export function countriesOf(alpha2: readonly string[]): Country[] {
  const wanted = new Set(alpha2.map(numericCode));
  return countries().filter(({ id }) => id !== undefined && wanted.has(String(id)));
}

/** Moves the polygon that holds the correction's point, and dissolves the border that ran along it. */
function correct(topology: Topology<{ countries: Countries }>, { point, from, to }: Correction): void {
  const { geometries } = topology.objects.countries;
  const find = (id: string) => geometries.findIndex((one) => String(one.id) === id);
  const [giver, taker] = [
    geometries[find(from)] as ArcsOfMany<Named>,
    geometries[find(to)] as ArcsOfOne<Named> | ArcsOfMany<Named>,
  ];
  const index = giver.arcs.findIndex((arcs) => geoContains(feature(topology, { type: "Polygon", arcs } as ArcsOfOne), point));
  const moved = giver.arcs[index];
  if (!moved) return;
  geometries[find(from)] = { ...giver, arcs: giver.arcs.filter((_, other) => other !== index) };
  const merged = mergeArcs(topology, [taker, { type: "Polygon", arcs: moved } as ArcsOfOne<Named>] as ArcsOfMany<Named>[]);
  geometries[find(to)] = { ...merged, id: taker.id, properties: taker.properties } as ArcsOfMany<Named>;
}

/** The polygons of a shape, for those who count them. */
export function polygonsOf(country: Country): number {
  return country.geometry.type === "MultiPolygon" ? (country.geometry as MultiPolygon).coordinates.length : 1;
}
