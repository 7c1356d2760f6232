/** Places of the gazetteer. */
import { z } from "zod";

/** zod schema of a place: coordinates in degrees, WGS 84; codes as OCHA's P-codes; spellings beyond the name itself. */
export const PlaceInput = z.object({
  name: z.string().trim().min(1, { error: "place.name_missing" }).max(120),
  nameLocal: z.string().trim().max(120).nullable().default(null),
  spellings: z.array(z.string().trim().min(1).max(120)).max(400).default([]),
  country: z
    .string()
    .trim()
    .regex(/^[A-Z]{2}$/, { error: "place.country" }),
  admin1: z.string().trim().max(120).nullable().default(null),
  admin1Pcode: z.string().trim().max(20).nullable().default(null),
  admin2: z.string().trim().max(120).nullable().default(null),
  admin2Pcode: z.string().trim().max(20).nullable().default(null),
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
  population: z.number().int().min(0).nullable().default(null),
  geonamesId: z.number().int().positive().nullable().default(null),
});
export type PlaceInput = z.input<typeof PlaceInput>;
