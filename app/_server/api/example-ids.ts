/** Identifiers of this record for addresses that need one: those of its newest incident. */
import { EVERYTHING } from "@/domain/filter";
import { claimRows } from "@/db/queries/exports";
import { listIncidents } from "@/db/queries/incidents";
import { readDb } from "../database";

/** An identifier for each address with {id}; none where the record is empty. */
export function exampleIds(): Partial<Record<string, string>> {
  const db = readDb();
  const incident = listIncidents(db, EVERYTHING, { most: 1 })[0]?.code;
  if (incident === undefined) return {};
  const claim = claimRows(db, EVERYTHING, { incident, most: 1 }).next().value?.[0]?.claimId;
  return { "/incidents/{id}": incident, ...(claim ? { "/claims/{id}": claim } : {}) };
}
