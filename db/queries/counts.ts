/** How much the record holds, for those who watch over the server. */
import { sql } from "drizzle-orm";
import type { Publication } from "@/domain/vocabulary";
import type { ReadDb } from "../open";
import { readRevision } from "./record";

export interface RecordCounts {
  incidents: Record<Publication, number>;
  claims: number;
  sources: number;
  accounts: number;
  revision: number;
}

/** Incidents by state of publication, claims, sources, accounts. Reads indexes, never rows. */
export function countRecord(db: ReadDb): RecordCounts {
  return db.snapshot(() => ({
    incidents: incidentsByPublication(db),
    claims: countOf(db, "claim"),
    sources: countOf(db, "source"),
    accounts: countOf(db, "account"),
    revision: readRevision(db),
  }));
}

function incidentsByPublication(db: ReadDb): Record<Publication, number> {
  const counts: Record<Publication, number> = { draft: 0, submitted: 0, published: 0, retracted: 0 };
  const rows = db.rows<{ publication: Publication; count: number }>(
    sql`select publication, count(*) as count from incident group by publication`,
  );
  for (const { publication, count } of rows) counts[publication] = count;
  return counts;
}

function countOf(db: ReadDb, table: "claim" | "source" | "account"): number {
  return db.first<{ count: number }>(sql`select count(*) as count from ${sql.raw(table)}`)!.count;
}
