/** Places of the gazetteer. */
import { z } from "zod";
import { typedText } from "./text";
import type { LocationPrecision, LocationShown } from "./vocabulary";

/** zod schema of a place: coordinates in degrees, WGS 84; codes as OCHA's P-codes; spellings beyond the name itself. */
export const PlaceInput = z.object({
  name: typedText().min(1, { error: "place.name_missing" }).max(120),
  nameLocal: typedText().max(120).nullable().default(null),
  spellings: z.array(typedText().min(1).max(120)).max(400).default([]),
  country: typedText().regex(/^[A-Z]{2}$/, { error: "place.country" }),
  admin1: typedText().max(120).nullable().default(null),
  admin1Pcode: typedText().max(20).nullable().default(null),
  admin2: typedText().max(120).nullable().default(null),
  admin2Pcode: typedText().max(20).nullable().default(null),
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
  population: z.number().int().min(0).nullable().default(null),
  geonamesId: z.number().int().positive().nullable().default(null),
});
export type PlaceInput = z.input<typeof PlaceInput>;

/** Side of the squares that a grid shows, in tenths of a degree: some 11 km from north to south. */
const CELLS_A_DEGREE = 10;

/**
 * What readers see of a location: all of it (null), its place without coordinates ("place"), or the middle of the square of
 * a tenth of a degree that holds it ("grid"). Neither says that it is known more closely than to the settlement.
 */
export function shownPoint<
  Location extends { latitude: number | null; longitude: number | null; locationPrecision: LocationPrecision },
>(location: Location, shown: LocationShown | null): Location {
  if (shown === null) return location;
  const { latitude, longitude, locationPrecision } = location;
  const isCloser = locationPrecision === "exact" || locationPrecision === "neighbourhood";
  const hasPoint = shown === "grid" && latitude !== null && longitude !== null;
  return {
    ...location,
    latitude: hasPoint ? middleOfCell(latitude, 90) : null,
    longitude: hasPoint ? middleOfCell(longitude, 180) : null,
    locationPrecision: isCloser ? "settlement" : locationPrecision,
  };
}

function middleOfCell(degrees: number, most: number): number {
  const cell = Math.min(Math.floor(degrees * CELLS_A_DEGREE), most * CELLS_A_DEGREE - 1);
  return Math.round((cell + 0.5) * (100 / CELLS_A_DEGREE)) / 100;
}
