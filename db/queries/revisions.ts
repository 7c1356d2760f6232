/** What incidents and claims were and are, in the shape of the input that makes them so; for the desk alone. */
import { sql } from "drizzle-orm";
import type { ClaimInput } from "@/domain/claim";
import type { IncidentInput } from "@/domain/incident";
import type { LocationShown, Publication } from "@/domain/vocabulary";
import type { Actor } from "../commands/actor";
import type { ReadDb } from "../open";
import { claimsWhere, incidentWhere } from "./desk-rows";

export type IncidentContent = Required<IncidentInput> & { obscure: LocationShown | null; publication?: Publication };

/** A claim's state; what was kept before its publication and its incident were kept lacks them. */
export type ClaimContent = ClaimInput & { publication?: Publication; incident?: string };

/** One saved state. */
export interface Revision {
  version: number;
  /** Milliseconds UTC. */
  savedAt: number;
  savedBy: string | null;
  /** Null where it was taken out for good (db/commands/redactions.ts). */
  content: IncidentContent | ClaimContent | null;
}

/** An incident as its command takes it, with how much of its location readers see. Its place is named by its slug. */
export function incidentContent(db: ReadDb, id: number): IncidentContent {
  const { title, dateStart, dateEnd, datePrecision, placeSlug, latitude, longitude, locationPrecision, ...row } = incidentWhere(
    db,
    sql`i.id = ${id}`,
  )!;
  const { attackType, target, counted, partOf, note, obscure, publication } = row;
  const externalIds = db.rows<{ scheme: string; value: string }>(
    sql`select scheme, value from incident_external_id where incident_id = ${id} order by scheme, value`,
  );
  return {
    title,
    dateStart,
    dateEnd,
    datePrecision,
    place: placeSlug,
    latitude,
    longitude,
    locationPrecision,
    attackType,
    target,
    counted: counted === 1,
    partOf,
    note,
    externalIds,
    obscure,
    publication,
  };
}

/** A claim as its command takes it. */
export function claimContent(db: ReadDb, code: string): ClaimContent {
  const claim = claimsWhere(db, sql`c.code = ${code}`)[0]!;
  const { claimant, report, asOf, stance, attributedTo, preliminary, scope, repeats, figures, quote, status, ...rest } = claim;
  const { statusAt, statusReason, note, publication, incidentCode: incident } = rest;
  const { name, kind, role } = claimant;
  return {
    claimant: { name, kind, role },
    report,
    asOf,
    stance,
    attributedTo,
    preliminary,
    scope,
    repeats,
    figures,
    quote,
    status,
    statusAt,
    statusReason,
    note,
    publication,
    incident,
  };
}

/** Every saved state of an incident ("incident UA-0003") or a claim ("claim C17"), the newest first; none where there is no such thing. */
export function listRevisions(db: ReadDb, _actor: Actor, subject: string): Revision[] {
  const now = currentState(db, subject);
  if (!now) return [];
  const before = db.rows<Omit<Revision, "content"> & { content: string }>(sql`
    select r.version, r.saved_at as savedAt, a.name as savedBy, r.content
      from revision r left join account a on a.id = r.saved_by where r.subject = ${subject} order by r.version desc`);
  return [now, ...before.map(({ content, ...row }) => ({ ...row, content: JSON.parse(content) as Revision["content"] }))];
}

/** One saved state that is past; null where there is none. */
export function findRevision(db: ReadDb, _actor: Actor, subject: string, version: number): Revision | null {
  const row = db.first<Omit<Revision, "content"> & { content: string }>(sql`
    select r.version, r.saved_at as savedAt, a.name as savedBy, r.content
      from revision r left join account a on a.id = r.saved_by where r.subject = ${subject} and r.version = ${version}`);
  return row ? { ...row, content: JSON.parse(row.content) as Revision["content"] } : null;
}

function currentState(db: ReadDb, subject: string): Revision | null {
  const [kind, code = ""] = subject.split(" ");
  const table = kind === "incident" ? sql.raw("incident") : sql.raw("claim");
  const row = db.first<Omit<Revision, "content"> & { id: number }>(sql`
    select t.id, t.version, t.updated_at as savedAt, a.name as savedBy
      from ${table} t left join account a on a.id = t.edited_by where t.code = ${code}`);
  if (!row) return null;
  const { id, ...state } = row;
  return { ...state, content: kind === "incident" ? incidentContent(db, id) : claimContent(db, code) };
}
