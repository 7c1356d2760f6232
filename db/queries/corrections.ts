/**
 * The public log of corrections: what changed in incidents and claims after readers could see them, made from the audit
 * log. That log holds internal things too, so everything here is picked by name; what is not named stays inside.
 */
import { sql, type SQL } from "drizzle-orm";
import type { Bounds, VagueWord } from "@/domain/figure";
import type { CityOf } from "@/domain/incident-summary";
import { floorChanges } from "@/domain/method-versions";
import { foldName } from "@/domain/names";
import type { DatePrecision, Group, LocationPrecision, Metric, Scope } from "@/domain/vocabulary";
import type { ReadDb } from "../open";
import { IN_CITY } from "./filtered";
import { floorsIn } from "./methodology";
import { findPlaces } from "./places";
import { findRecord } from "./record";

/** Fields whose old and new values readers may see. */
export const SHOWN_FIELDS = {
  incident: ["title", "dateStart", "dateEnd", "datePrecision", "locationPrecision", "attackType", "target", "counted"],
  claim: ["asOf", "stance", "scope", "preliminary", "status", "statusAt"],
  source: ["kind", "role", "party"],
} as const;

/** Fields of which readers see only that they changed: an old value can be one that was taken back for somebody's safety. */
export const NAMED_FIELDS = {
  incident: ["latitude", "longitude"],
  claim: ["attributedTo", "quote", "statusReason"],
  source: ["name"],
} as const;

export type Field =
  | (typeof SHOWN_FIELDS)[keyof typeof SHOWN_FIELDS][number]
  | (typeof NAMED_FIELDS)[keyof typeof NAMED_FIELDS][number]
  | "coordinates"
  | "place"
  | "partOf"
  | "claimant"
  | "publisher"
  | "publishedAt"
  | "url"
  | "repeats"
  | "voice"
  | (typeof RECORD_FIELDS)[number];

/** Settings that decide how the record's numbers are read. */
export const RECORD_FIELDS = ["timeZone", "defaultPolicy", "licence"] as const;

export type Value = string | number | boolean | null;

/** One thing that changed. A figure's bounds are null where there was, or is, none. */
export type FieldChange =
  | { word: VagueWord; from: number; to: number }
  | { field: Field; from: Value; to: Value }
  | { field: Field }
  | {
      figure: { metric: Metric; group: Group };
      from: (Bounds & { scope: Scope }) | null;
      to: (Bounds & { scope: Scope }) | null;
    };

export type CorrectionKind =
  | "incident_amended"
  | "claim_amended"
  | "claims_added"
  | "claim_retracted"
  | "incident_retracted"
  | "ruled"
  | "ruling_revoked"
  | "source_amended"
  | "incident_merged"
  | "incident_split"
  | "source_merged"
  | "source_withheld"
  | "method_changed"
  | "record_amended";

export interface CorrectedIncident {
  code: string;
  /** Null where the incident is retracted: only its code and its reason are public then. */
  title: string | null;
  dateStart: string | null;
  dateEnd: string | null;
  datePrecision: DatePrecision;
  locationPrecision: LocationPrecision;
  city: CityOf | null;
}

export interface Correction {
  /** The entry's number in the audit log. */
  id: number;
  /** Milliseconds UTC. */
  at: number;
  kind: CorrectionKind;
  incident: CorrectedIncident | null;
  source: { slug: string; name: string } | null;
  /** Codes of the claims concerned. */
  claims: string[];
  changes: FieldChange[];
  /** A reason that is public of itself: of a retraction or a ruling. */
  reason: string | null;
  ruling: { metric: Metric; group: Group; best: number } | null;
  /** Codes of incidents whose numbers a change of the method or the settings changed; absent elsewhere. */
  incidents?: string[];
}

interface AuditRow {
  id: number;
  at: number;
  action: string;
  subject: string;
  content: string;
}

/**
 * Entries that change what readers saw. Exactly the condition of the partial index "audit_public_change", so that SQLite
 * uses it: the log is mostly of drafts.
 */
export const PUBLIC_CHANGE: SQL =
  sql.raw(`content is not null and (action in ('incident.publish', 'incident.retract', 'incident.merge', 'incident.split', 'claim.retract', 'ruling.rule', 'ruling.revoke', 'ruling.import', 'source.amend', 'source.merge', 'source.withhold', 'methodology.amend', 'record.amend')
  or (action in ('incident.amend', 'claim.amend') and json_extract(content, '$.before.publication') = 'published'))`);

/** Corrections, the newest first, a page from before the entry `before`; with the number at which the next page begins. */
export function listCorrections(
  db: ReadDb,
  { most = 50, before = null }: { most?: number; before?: number | null } = {},
): { corrections: Correction[]; next: number | null } {
  return db.snapshot(() => {
    if (findRecord(db).releaseVersion !== null) return frozenCorrections(db, { most, before });
    const corrections: Correction[] = [];
    let behind = before ?? Number.MAX_SAFE_INTEGER;
    for (;;) {
      const rows = db.rows<AuditRow>(sql`
        select id, at, action, subject, content from audit where ${PUBLIC_CHANGE} and id < ${behind} order by id desc limit 200`);
      for (const row of rows) {
        const correction = correctionOf(db, row);
        if (correction === null) continue;
        if (corrections.length === most) return { corrections, next: corrections.at(-1)!.id };
        corrections.push(correction);
      }
      if (rows.length < 200) return { corrections, next: null };
      behind = rows.at(-1)!.id;
    }
  });
}

/** Those of a release's own file, which has no audit log: as they were told when it was made. */
function frozenCorrections(db: ReadDb, { most, before }: { most: number; before: number | null }) {
  const rows = db.rows<{ id: number; content: string }>(sql`
    select id, content from frozen_correction where id < ${before ?? Number.MAX_SAFE_INTEGER} order by id desc limit ${most + 1}`);
  return {
    corrections: rows.slice(0, most).map(({ content }) => JSON.parse(content) as Correction),
    next: rows.length > most ? rows[most - 1]!.id : null,
  };
}

type Content = { before: Record<string, unknown> | null; after: Record<string, unknown> | null; why?: string | null };

/** An audit entry as readers may see it, or null where it is no correction, or speaks of what is not public today. */
function correctionOf(db: ReadDb, row: AuditRow): Correction | null {
  const [, name = ""] = /^\w+ (.+)$/.exec(row.subject) ?? [];
  const content = JSON.parse(row.content) as Content;
  const { before, after, why } = { before: content.before ?? {}, after: content.after ?? {}, why: content.why ?? null };
  const base = { id: row.id, at: row.at, claims: [], changes: [], reason: null, ruling: null, source: null };
  switch (row.action) {
    case "incident.publish": {
      // The first publication corrects nothing; a later one adds what was recorded since.
      const incident = before.publication === "published" ? incidentNow(db, sql`i.code = ${name}`) : null;
      const claims = incident ? publishedClaims(db, strings(after.claims)) : [];
      return incident?.title == null || claims.length === 0 ? null : { ...base, kind: "claims_added", incident, claims };
    }
    case "incident.amend": {
      const incident = incidentNow(db, sql`i.code = ${name}`);
      if (incident?.title == null) return null;
      const changes = [...incidentChanges(before, after), ...placeChanges(db, before, after)];
      return changes.length === 0 ? null : { ...base, kind: "incident_amended", incident, changes };
    }
    case "incident.retract": {
      const incident = incidentNow(db, sql`i.code = ${name}`);
      const reason = db.first<{ reason: string | null }>(
        sql`select publication_reason as reason from incident where code = ${name} and publication = 'retracted'`,
      );
      return incident && reason ? { ...base, kind: "incident_retracted", incident, reason: reason.reason } : null;
    }
    case "incident.merge": {
      // Readers saw the one that is gone; what it was merged into is named in its place.
      const incident = before.publication === "published" ? incidentNow(db, sql`i.code = ${String(after.into)}`) : null;
      if (incident?.title == null) return null;
      const claims = publishedClaims(db, strings(after.claims));
      return { ...base, kind: "incident_merged", incident, claims, reason: why };
    }
    case "incident.split": {
      const incident = before.publication === "published" ? incidentNow(db, sql`i.code = ${String(after.into)}`) : null;
      if (incident?.title == null) return null;
      return { ...base, kind: "incident_split", incident, claims: publishedClaims(db, strings(after.claims)), reason: why };
    }
    case "source.merge": {
      const source = knownSource(db, after.id);
      const claims = publishedClaims(db, strings(after.claims));
      return source && claims.length > 0 ? { ...base, kind: "source_merged", incident: null, source, claims, reason: why } : null;
    }
    case "source.withhold": {
      const source = after.withheld === true ? knownSource(db, after.id) : null;
      return source ? { ...base, kind: "source_withheld", incident: null, source } : null;
    }
    case "claim.amend": {
      const incident = incidentOfClaim(db, name);
      if (incident?.title == null || publishedClaims(db, [name]).length === 0) return null;
      const changes = [...claimChanges(db, before, after), ...figureChanges(before.figures, after.figures)];
      return changes.length === 0 ? null : { ...base, kind: "claim_amended", incident, claims: [name], changes };
    }
    case "claim.retract": {
      const incident = incidentOfClaim(db, name);
      const reason = db.first<{ reason: string | null }>(
        sql`select status_reason as reason from claim where code = ${name} and publication = 'retracted'`,
      );
      if (incident?.title == null || !reason) return null;
      return { ...base, kind: "claim_retracted", incident, claims: [name], reason: reason.reason };
    }
    case "ruling.import": {
      // Of an incident that came with it the first publication corrects nothing.
      const incident = before.published === true ? incidentNow(db, sql`i.code = ${name}`) : null;
      const { metric, group, best } = after as { metric: Metric; group: Group; best: number };
      if (incident?.title == null) return null;
      const kind = after.revokedAt == null ? "ruled" : "ruling_revoked";
      const reason = after.revokedAt == null ? after.reason : after.revokedReason;
      return { ...base, kind, incident, ruling: { metric, group, best }, reason: typeof reason === "string" ? reason : null };
    }
    case "methodology.amend": {
      const incidents = publishedIncidents(db, strings(after.incidents));
      const changes = floorChanges(floorsIn(JSON.stringify(before.floors)), floorsIn(JSON.stringify(after.floors)));
      return after.changed === 0 ? null : { ...base, kind: "method_changed", incident: null, changes, incidents, reason: why };
    }
    case "record.amend": {
      // Before anything was published readers saw no number.
      if (!db.first(sql`select 1 from incident where publication in ('published', 'retracted') and created_at <= ${row.at}`))
        return null;
      const changes = RECORD_FIELDS.flatMap((field): FieldChange[] => {
        const [from, to] = [plain(before[field]), plain(after[field])];
        return from === to ? [] : [{ field, from, to }];
      });
      const incidents = publishedIncidents(db, strings(after.incidents));
      return changes.length === 0 ? null : { ...base, kind: "record_amended", incident: null, changes, incidents };
    }
    case "ruling.rule":
    case "ruling.revoke":
      return rulingCorrection(db, base, row.action, row.action === "ruling.rule" ? after.ruling : Number(name));
    case "source.amend":
      return sourceCorrection(db, base, { before, after });
    default:
      return null;
  }
}

type Base = Omit<Correction, "kind" | "incident">;

/** What the ruling's own row says, which readers see on the incident's page too. */
function rulingCorrection(db: ReadDb, base: Base, action: string, id: unknown): Correction | null {
  if (typeof id !== "number" || !Number.isSafeInteger(id)) return null;
  const ruling = db.first<{
    incidentId: number;
    metric: Metric;
    group: Group;
    best: number;
    reason: string;
    revokedReason: string | null;
  }>(sql`
    select incident_id as incidentId, metric, "group", best, reason, revoked_reason as revokedReason from ruling where id = ${id}`);
  const incident = ruling ? incidentNow(db, sql`i.id = ${ruling.incidentId}`) : null;
  if (!ruling || incident?.title == null) return null;
  const { metric, group, best } = ruling;
  const isRevoked = action === "ruling.revoke";
  return {
    ...base,
    kind: isRevoked ? "ruling_revoked" : "ruled",
    incident,
    ruling: { metric, group, best },
    reason: isRevoked ? ruling.revokedReason : ruling.reason,
  };
}

/** What the record says of a source that readers know. */
function sourceCorrection(
  db: ReadDb,
  base: Base,
  { before, after }: Required<Pick<Content, "before" | "after">>,
): Correction | null {
  // What was said of a claimant whose name is withheld since then could tell who it is.
  if (db.first(sql`select 1 from withheld_source where source_id = ${Number(before?.id)}`)) return null;
  const source = knownSource(db, before?.id);
  if (!source || !before || !after) return null;
  const changes = [...shownChanges("source", before, after), ...namedChanges("source", before, after)];
  const voiceSlug = (id: unknown) =>
    db.first<{ slug: string }>(sql`select slug from source where id = ${Number(id)}`)?.slug ?? null;
  const oldVoice = before.voiceId == null ? null : voiceSlug(before.voiceId);
  if (oldVoice !== (after.voice ?? null) && after.voice !== source.slug) changes.push({ field: "voice" });
  return changes.length === 0 ? null : { ...base, kind: "source_amended", incident: null, source, changes };
}

/** A source by its number, where readers see claims of it. */
function knownSource(db: ReadDb, id: unknown): { slug: string; name: string } | undefined | null {
  return db.first<{ slug: string; name: string }>(sql`
    select slug, name from source s where s.id = ${Number(id)} and exists (
      select 1 from claim c join incident i on i.id = c.incident_id
       where c.source_id = s.id and c.publication = 'published' and i.publication = 'published')`);
}

/** An incident as it is public now: published with its title, retracted with its code alone, anything else null. */
function incidentNow(db: ReadDb, which: SQL): CorrectedIncident | null {
  const row = db.first<
    Omit<CorrectedIncident, "city"> & { publication: string; slug: string | null; name: string; nameLocal: string | null }
  >(sql`
    select i.code, i.title, i.date_start as dateStart, i.date_end as dateEnd, i.date_precision as datePrecision,
           i.location_precision as locationPrecision, i.publication, case when ${IN_CITY} then p.slug end as slug, p.name,
           p.name_local as nameLocal
      from incident i left join place p on p.id = i.place_id where ${which} and i.publication in ('published', 'retracted')`);
  if (!row) return null;
  const { publication, slug, name, nameLocal, ...incident } = row;
  if (publication === "retracted") return { ...incident, title: null, dateStart: null, dateEnd: null, city: null };
  return { ...incident, city: slug === null ? null : { slug, name, nameLocal } };
}

function incidentOfClaim(db: ReadDb, code: string): CorrectedIncident | null {
  return incidentNow(db, sql`i.id = (select incident_id from claim where code = ${code})`);
}

function publishedIncidents(db: ReadDb, codes: readonly string[]): string[] {
  return db
    .rows<{ code: string }>(
      sql`select code from incident where publication = 'published' and code in (select value from json_each(${JSON.stringify(codes)})) order by id`,
    )
    .map(({ code }) => code);
}

function publishedClaims(db: ReadDb, codes: readonly string[]): string[] {
  return db
    .rows<{
      code: string;
    }>(
      sql`select code from claim where publication = 'published' and code in (select value from json_each(${JSON.stringify(codes)})) order by recorded_no`,
    )
    .map(({ code }) => code);
}

type Row = Record<string, unknown>;
type Subject = keyof typeof SHOWN_FIELDS;

function shownChanges(subject: Subject, before: Row, after: Row): FieldChange[] {
  return SHOWN_FIELDS[subject].flatMap((field) => {
    const [from, to] = [plain(before[field]), plain(after[field])];
    return from === to ? [] : [{ field, from, to }];
  });
}

function namedChanges(subject: Subject, before: Row, after: Row): FieldChange[] {
  return NAMED_FIELDS[subject].flatMap((field) => (plain(before[field]) === plain(after[field]) ? [] : [{ field }]));
}

function incidentChanges(before: Row, after: Row): FieldChange[] {
  const moved = namedChanges("incident", before, after).length > 0;
  return [...shownChanges("incident", before, after), ...(moved ? [{ field: "coordinates" } as const] : [])];
}

/** The place and the wider incident: an id before, a spelling and a code after. */
function placeChanges(db: ReadDb, before: Row, after: Row): FieldChange[] {
  const changes: FieldChange[] = [];
  const old = db.first<{ id: number; name: string }>(sql`select id, name from place where id = ${numberOrNull(before.placeId)}`);
  const now = typeof after.place === "string" ? findPlaces(db, after.place)[0] : undefined;
  if (old?.id !== now?.id) changes.push({ field: "place", from: old?.name ?? null, to: now?.name ?? null });
  const wider = (which: SQL) =>
    db.first<{ code: string }>(sql`select code from incident where publication = 'published' and ${which}`)?.code ?? null;
  const from = wider(sql`id = ${numberOrNull(before.partOfId)}`);
  const to = wider(sql`code = ${typeof after.partOf === "string" ? after.partOf : null}`);
  if (from !== to) changes.push({ field: "partOf", from, to });
  return changes;
}

/** A claim's own columns, then what was a report's or another claim's id before and is spelled out after. */
function claimChanges(db: ReadDb, before: Row, after: Row): FieldChange[] {
  const changes = [...shownChanges("claim", before, after), ...namedChanges("claim", before, after)];
  const report = db.first<{ publisher: string; publishedAt: string | null; url: string | null; archiveUrl: string | null }>(sql`
    select publisher, published_at as publishedAt, url, archive_url as archiveUrl from report where id = ${numberOrNull(before.reportId)}`);
  const read = objectOf(after.report);
  for (const field of ["publisher", "publishedAt"] as const) {
    const [from, to] = [plain(report?.[field]), plain(read[field])];
    if (from !== to) changes.push({ field, from, to });
  }
  if ((["url", "archiveUrl"] as const).some((field) => plain(report?.[field]) !== plain(read[field])))
    changes.push({ field: "url" });
  const folded = db.first<{ name: string }>(sql`select name from source where id = ${numberOrNull(before.sourceId)}`);
  const claimant = plain(objectOf(after.claimant).name);
  if (folded && typeof claimant === "string" && !sameName(db, folded.name, claimant)) changes.push({ field: "claimant" });
  const repeated = db.first<{ code: string }>(
    sql`select code from claim where publication = 'published' and id = ${numberOrNull(before.repeatsId)}`,
  );
  const repeats = typeof after.repeats === "string" ? (publishedClaims(db, [after.repeats])[0] ?? null) : null;
  if ((repeated?.code ?? null) !== repeats) changes.push({ field: "repeats", from: repeated?.code ?? null, to: repeats });
  return changes;
}

/** Two spellings of one claimant are no change. */
function sameName(db: ReadDb, a: string, b: string): boolean {
  const folded = (name: string) => db.first<{ id: number }>(sql`select id from source where folded = ${foldName(name)}`)?.id;
  return a === b || (folded(a) !== undefined && folded(a) === folded(b));
}

function figureChanges(before: unknown, after: unknown): FieldChange[] {
  const [old, now] = [figuresByKey(before), figuresByKey(after)];
  const changes: FieldChange[] = [];
  for (const key of new Set([...old.keys(), ...now.keys()])) {
    const [from, to] = [old.get(key) ?? null, now.get(key) ?? null];
    if (JSON.stringify(from) === JSON.stringify(to)) continue;
    const [metric, group] = key.split(" ") as [Metric, Group];
    changes.push({ figure: { metric, group }, from, to });
  }
  return changes;
}

function figuresByKey(value: unknown): Map<string, Bounds & { scope: Scope }> {
  const figures = Array.isArray(value) ? value.map(objectOf) : [];
  return new Map(
    figures.map((figure) => [
      `${String(figure.metric)} ${String(figure.group)}`,
      {
        qualifier: figure.qualifier as Bounds["qualifier"],
        low: numberOrNull(figure.low),
        high: numberOrNull(figure.high),
        best: numberOrNull(figure.best),
        word: typeof figure.word === "string" ? figure.word : null,
        scope: figure.scope as Scope,
      },
    ]),
  );
}

function plain(value: unknown): Value {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : null;
}

function numberOrNull(value: unknown): number | null {
  return typeof value === "number" ? value : null;
}

function objectOf(value: unknown): Row {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Row) : {};
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}
