/** What incidents and claims were before a save: kept with every save, and brought back as a save of its own. */
import { sql } from "drizzle-orm";
import type { ClaimInput } from "@/domain/claim";
import type { IncidentInput } from "@/domain/incident";
import type { LocationShown } from "@/domain/vocabulary";
import type { Db, Tx } from "../open";
import { claimContent, findRevision, incidentContent } from "../queries/revisions";
import { Refused } from "../refused";
import { revision } from "../schema";
import type { Actor } from "./actor";
import { amendClaim } from "./claims";
import { amendIncident } from "./incidents";

interface Saved {
  version: number;
  updatedAt: number;
  editedBy: number | null;
}

/** Keeps an incident as it stands, before it is changed in the same transaction. */
export function keepIncident(tx: Tx, row: Saved & { id: number; code: string }): void {
  keep(tx, `incident ${row.code}`, row, incidentContent(tx, row.id));
}

/** Keeps a claim as it stands, before it is changed in the same transaction. */
export function keepClaim(tx: Tx, row: Saved & { code: string }): void {
  keep(tx, `claim ${row.code}`, row, claimContent(tx, row.code));
}

/**
 * Keeps what has no version of its own as it stands: a source ("source mayor"), the record's settings ("record"). It was saved
 * by the newest entry of the log about it, so that a redaction of that entry finds it.
 */
export function keepState(tx: Tx, subject: string, content: unknown): void {
  const last = tx.first<{ at: number; by: number | null }>(
    sql`select at, account_id as by from audit where subject = ${subject} order by id desc limit 1`,
  );
  const version = tx.first<{ next: number }>(
    sql`select coalesce(max(version), 0) + 1 as next from revision where subject = ${subject}`,
  )!.next;
  keep(tx, subject, { version, updatedAt: last?.at ?? 0, editedBy: last?.by ?? null }, content);
}

function keep(tx: Tx, subject: string, { version, updatedAt, editedBy }: Saved, content: unknown): void {
  tx.insert(revision)
    .values({ subject, version, content: JSON.stringify(content), savedAt: updatedAt, savedBy: editedBy })
    .run();
}

/** Makes an incident again what it was in a version; `seen` is the version the person saw. Throws Refused where there is none. */
export function restoreIncident(db: Db, actor: Actor, seen: { code: string; version: number }, version: number): void {
  const { obscure, ...input } = contentOf<IncidentInput & { obscure: LocationShown | null }>(
    db,
    actor,
    `incident ${seen.code}`,
    version,
  );
  amendIncident(db, actor, seen, input, { obscure, restores: version });
}

/** Makes a claim again what it was in a version. */
export function restoreClaim(db: Db, actor: Actor, seen: { code: string; version: number }, version: number): void {
  amendClaim(db, actor, seen, contentOf<ClaimInput>(db, actor, `claim ${seen.code}`, version), { restores: version });
}

function contentOf<Content>(db: Db, actor: Actor, subject: string, version: number): Content {
  const found = Number.isSafeInteger(version) ? findRevision(db, actor, subject, version) : null;
  if (!found?.content) throw new Refused("revision.unknown");
  return found.content as Content;
}
