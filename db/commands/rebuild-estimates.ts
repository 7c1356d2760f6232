/** Writes an incident's estimate history anew from its published claims; called by `write` alone. */
import { eq, sql } from "drizzle-orm";
import { estimateHistory, publicSpan, type EstimateRow } from "@/domain/estimate";
import { changesOf } from "@/domain/rollup";
import type { Tx } from "../open";
import { findIncidentForEstimate } from "../queries/claims-for-estimate";
import { TOLLS } from "../recount-tolls";
import { estimate, incident, incidentToll } from "../schema";
import { rollUp } from "./roll-up";

/** Replaces the estimates of one incident, and its part in the rollups. An incident that is not published has none. */
export function rebuildEstimates(tx: Tx, incidentId: number): void {
  tx.delete(estimate).where(eq(estimate.incidentId, incidentId)).run();
  const row = tx.select().from(incident).where(eq(incident.id, incidentId)).get();
  if (!row) return;
  const facts = row.publication === "published" ? findIncidentForEstimate(tx, incidentId) : null;
  const span = facts ? publicSpan(facts) : null;
  tx.update(incident)
    .set({ firstPublicAt: span?.first ?? null, lastPublicAt: span?.last ?? null })
    .where(eq(incident.id, incidentId))
    .run();
  const rows = facts ? estimateHistory(facts) : [];
  if (rows.length > 0)
    tx.insert(estimate)
      .values(rows.map((one) => estimateColumns(incidentId, one)))
      .run();
  keepToll(tx, incidentId);
  rollUp(tx, row, span ? changesOf({ counted: row.counted, firstPublicAt: span.first }, rows) : []);
}

/** Today's toll of one incident, from the estimates just written. */
function keepToll(tx: Tx, incidentId: number): void {
  tx.delete(incidentToll).where(eq(incidentToll.incidentId, incidentId)).run();
  tx.insert(incidentToll)
    .select(sql`${sql.raw(TOLLS)} and i.id = ${incidentId}`)
    .run();
}

/** A row of a history as the table keeps it. */
export function estimateColumns(incidentId: number, row: EstimateRow): typeof estimate.$inferInsert {
  const { metric, group, knownFrom, knownUntil, estimate: e } = row;
  return {
    incidentId,
    metric,
    group,
    knownFrom,
    knownUntil,
    state: e.state,
    low: e.low,
    high: e.high,
    open: e.open,
    voices: e.voices,
    bestMajority: e.best.majority,
    bestLatest: e.best.latest,
    bestLowest: e.best.lowest,
    bestHighest: e.best.highest,
    bestMedian: e.best.median,
    rulingId: e.ruling,
    reason: JSON.stringify(e.reason),
  };
}
