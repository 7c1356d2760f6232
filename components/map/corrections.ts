/**
 * Where Natural Earth's default draws who holds a land and not whose it is. Each correction moves the one polygon that
 * holds a point from one country to another; docs/decisions/0012-map-shapes.md says why and by what authority.
 */
export interface Correction {
  /** A place inside the polygon, longitude before latitude. */
  point: [number, number];
  /** ISO 3166-1 numeric. */
  from: string;
  to: string;
  authority: string;
}

export const CORRECTIONS: readonly Correction[] = [
  {
    // The Crimean peninsula with Sevastopol, drawn as part of Russia.
    point: [34.1, 44.95],
    from: "643",
    to: "804",
    authority: "United Nations General Assembly resolutions 68/262 (2014), ES-11/4 (2022)",
  },
];
