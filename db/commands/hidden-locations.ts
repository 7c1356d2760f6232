/**
 * Less of a location than is known, for readers: the incident's own row holds the coarser one, so that no reader's query can
 * show more; the true one stands in a table that only the desk reads (docs/decisions/0026-withheld.md).
 */
import { eq } from "drizzle-orm";
import { shownPoint } from "@/domain/place";
import type { LocationPrecision, LocationShown } from "@/domain/vocabulary";
import type { Tx } from "../open";
import { hiddenLocation } from "../schema";

interface Location {
  latitude: number | null;
  longitude: number | null;
  locationPrecision: LocationPrecision;
}

/** The columns that readers see. */
export function shownLocation({ latitude, longitude, locationPrecision }: Location, obscure: LocationShown | null): Location {
  return shownPoint({ latitude: latitude ?? null, longitude: longitude ?? null, locationPrecision }, obscure);
}

/** Keeps the true location beside its incident, or nothing where readers see all of it. */
export function hideLocation(
  tx: Tx,
  incidentId: number,
  { latitude, longitude, locationPrecision }: Location,
  obscure: LocationShown | null,
): void {
  tx.delete(hiddenLocation).where(eq(hiddenLocation.incidentId, incidentId)).run();
  if (obscure !== null)
    tx.insert(hiddenLocation).values({ incidentId, latitude, longitude, locationPrecision, shownAs: obscure }).run();
}

/** Whether readers see less of an incident's location than is known. */
export function isObscured(tx: Tx, incidentId: number): boolean {
  return tx.select().from(hiddenLocation).where(eq(hiddenLocation.incidentId, incidentId)).get() !== undefined;
}
