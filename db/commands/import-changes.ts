/**
 * Changes that an import makes to what the record had before: kept as text while its new rows go in unseen, and made a
 * few at a time once those are seen. A thing that somebody has saved meanwhile stays as they left it.
 */
import { and, eq, inArray, sql } from "drizzle-orm";
import type { ImportedRuling } from "@/domain/formats/rulings";
import type { Db, Tx } from "../open";
import { claim, figure, importChange, importRow, incident, incidentExternalId, ruling } from "../schema";
import type { Actor } from "./actor";
import { keepClaim, keepIncident } from "./revisions";
import { write, type AuditEntry } from "./write";

type Figure = Omit<typeof figure.$inferSelect, "claimId">;

export type Change =
  | {
      is: "incident";
      id: number;
      /** Null: it is no save of its own. */
      version: number | null;
      /** Part of the save that brought it to this version: left out where that one was. */
      joins?: number;
      set: Partial<typeof incident.$inferInsert>;
      externalIds: { scheme: string; value: string }[];
      audit: AuditEntry | null;
    }
  | {
      is: "claim";
      id: number;
      incidentId: number;
      version: number | null;
      joins?: number;
      set: Partial<typeof claim.$inferInsert>;
      /** Null: they stay. */
      figures: Figure[] | null;
      audit: AuditEntry | null;
    }
  | {
      is: "ruling";
      id: number | null;
      incidentId: number;
      ruling: Omit<ImportedRuling, "row" | "incident" | "id">;
      audit: AuditEntry;
    }
  /** A claim is new on an incident that was there. */
  | { is: "estimate"; incidentId: number; audit: AuditEntry | null }
  /** What the import made of a row whose incident was there. */
  | { is: "row"; key: string; hash: string; facts: string; incidentId: number; claimId: number | null };

/** Makes the next few kept changes of a job, each of which may make an incident's history anew; gives back how many there were. */
export function makeChanges(db: Db, actor: Actor, jobId: number, most: number): number {
  return write(db, actor, "editor", (tx) => {
    const rows = tx.select().from(importChange).where(eq(importChange.jobId, jobId)).orderBy(importChange.no).limit(most).all();
    const audits: AuditEntry[] = [];
    const incidents: number[] = [];
    for (const { content } of rows) {
      const change = JSON.parse(content) as Change;
      if (!makeChange(tx, actor, change)) continue;
      if (change.is === "row") continue;
      if (change.audit) audits.push(change.audit);
      const id = change.is === "incident" ? change.id : change.incidentId;
      if (isPublished(tx, id)) incidents.push(id);
    }
    if (rows.length > 0)
      tx.delete(importChange)
        .where(
          and(
            eq(importChange.jobId, jobId),
            inArray(
              importChange.no,
              rows.map(({ no }) => no),
            ),
          ),
        )
        .run();
    return { result: rows.length, audit: audits, incidents };
  });
}

/** Makes one change; false where somebody saved the thing meanwhile. */
function makeChange(tx: Tx, actor: Actor, change: Change): boolean {
  if (change.is === "estimate") return true;
  if (change.is === "row") {
    const { is: _is, ...values } = change;
    const { hash, facts, incidentId, claimId } = values;
    tx.insert(importRow)
      .values(values)
      .onConflictDoUpdate({ target: importRow.key, set: { hash, facts, incidentId, claimId } })
      .run();
    return true;
  }
  if (change.is === "ruling") {
    const { id, incidentId, ruling: values } = change;
    const there = tx.first<{ id: number }>(sql`
      select id from ruling where incident_id = ${incidentId} and metric = ${values.metric} and "group" = ${values.group}
         and best = ${values.best} and reason = ${values.reason} and ruled_at = ${values.ruledAt}`);
    if (there)
      tx.update(ruling)
        .set({ revokedAt: values.revokedAt, revokedReason: values.revokedReason })
        .where(eq(ruling.id, there.id))
        .run();
    else {
      const isFree = id !== null && tx.first(sql`select 1 from ruling where id = ${id}`) === undefined;
      tx.insert(ruling)
        .values({ ...values, ...(isFree ? { id } : {}), incidentId, ruledBy: actor.accountId })
        .run();
    }
    return true;
  }
  if (change.is === "incident") {
    const { id, version, joins, set, externalIds } = change;
    const now = tx.first<{ version: number }>(sql`select version from incident where id = ${id}`);
    if (!now || ![null, now.version].includes(version) || ![undefined, now.version].includes(joins)) return false;
    if (version !== null) {
      keepIncident(tx, tx.select().from(incident).where(eq(incident.id, id)).get()!);
      Object.assign(set, { version: version + 1, updatedAt: tx.now(), editedBy: actor.accountId });
    }
    if (Object.keys(set).length > 0) tx.update(incident).set(set).where(eq(incident.id, id)).run();
    if (set.publication === "published")
      tx.update(claim)
        .set({ publication: "published" })
        .where(sql`incident_id = ${id} and publication in ('draft', 'submitted')`)
        .run();
    for (const one of externalIds)
      tx.insert(incidentExternalId)
        .values({ ...one, incidentId: id })
        .onConflictDoNothing()
        .run();
    return true;
  }
  const { id, version, joins, set, figures } = change;
  const now = tx.first<{ version: number }>(sql`select version from claim where id = ${id}`);
  if (!now || ![null, now.version].includes(version) || ![undefined, now.version].includes(joins)) return false;
  if (version !== null) {
    keepClaim(tx, tx.select().from(claim).where(eq(claim.id, id)).get()!);
    Object.assign(set, { version: version + 1, updatedAt: tx.now(), editedBy: actor.accountId });
  }
  if (Object.keys(set).length > 0) tx.update(claim).set(set).where(eq(claim.id, id)).run();
  if (figures) {
    tx.delete(figure).where(eq(figure.claimId, id)).run();
    for (const one of figures)
      tx.insert(figure)
        .values({ ...one, claimId: id })
        .run();
  }
  return true;
}

function isPublished(tx: Tx, id: number): boolean {
  return tx.first(sql`select 1 from incident where id = ${id} and publication = 'published'`) !== undefined;
}

/** A kept change with the ids that its new things have in the record. */
export function mappedChange(
  text: string,
  mapped: (kind: "incident" | "claim" | "report" | "source" | "place", id: number) => number,
): string {
  const change = JSON.parse(text) as Change;
  const map = <Row extends Record<string, unknown>>(row: Row, kinds: Record<string, Parameters<typeof mapped>[0]>) => {
    for (const [column, kind] of Object.entries(kinds))
      if (typeof row[column] === "number") (row as Record<string, unknown>)[column] = mapped(kind, row[column]);
  };
  if (change.is === "incident") map(change.set, { placeId: "place", partOfId: "incident" });
  if (change.is === "claim") map(change.set, { sourceId: "source", reportId: "report", repeatsId: "claim" });
  if (change.is !== "incident") map(change, { incidentId: "incident" });
  if (change.is === "claim") map(change, { id: "claim" });
  if (change.is === "row") map(change, { claimId: "claim" });
  return JSON.stringify(change);
}
