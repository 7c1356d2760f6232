/** What the Atom feed tells: incidents as they were published, corrected or retracted, the latest change first. */
import { createHash } from "node:crypto";
import { sql } from "drizzle-orm";
import { everythingBy, type Filter } from "@/domain/filter";
import type { IncidentSummary } from "@/domain/incident-summary";
import type { ReadDb } from "../open";
import { PUBLIC_CHANGE } from "./corrections";
import { summariesOf } from "./incident-search";
import { findRecord } from "./record";

export interface FeedEntry {
  /** A urn:uuid that stays whatever address the record is served from. */
  id: string;
  code: string;
  /** When we first published it and last changed it for readers, milliseconds UTC. */
  published: number;
  updated: number;
  isCorrected: boolean;
  /** Null where the incident is retracted; then only the reason is public. */
  incident: IncidentSummary | null;
  reason: string | null;
}

/** A release as the feed announces it. */
export interface FeedRelease {
  id: string;
  version: string;
  madeAt: number;
  note: string | null;
  incidents: number;
}

export interface Feed {
  id: string;
  updated: number;
  entries: FeedEntry[];
  /** The newest first; as many as the entries at most. */
  releases: FeedRelease[];
}

/** Entries read at once from the log; each incident's newest one makes its entry. */
const BATCH = 500;

/** The `most` incidents whose publication, correction or retraction is the newest. */
export function findFeed(db: ReadDb, most = 50): Feed {
  return db.snapshot(() => {
    const record = findRecord(db);
    const updated = new Map<number, number>();
    let behind = Number.MAX_SAFE_INTEGER;
    while (updated.size < most) {
      const rows = changesBefore(db, behind);
      for (const { incidentId, at } of rows)
        if (incidentId !== null && updated.size < most && !updated.has(incidentId)) updated.set(incidentId, at);
      if (rows.length < BATCH) break;
      behind = rows.at(-1)!.id;
    }
    const entries = entriesOf(db, updated, everythingBy(record.defaultPolicy));
    const releases = releasesOf(db, record.codePrefix, most);
    return {
      id: uuid(`feed ${record.codePrefix} ${firstMade(db)}`),
      updated: Math.max(entries[0]?.updated ?? record.changedAt ?? 0, releases[0]?.madeAt ?? 0),
      entries,
      releases,
    };
  });
}

/** Public changes with the incident that each is about; of a source's none. */
function changesBefore(db: ReadDb, behind: number): { id: number; at: number; incidentId: number | null }[] {
  return db.rows(sql`
    select id, at, case
        when action in ('incident.publish', 'incident.amend', 'incident.retract', 'ruling.rule', 'ruling.import')
          then (select i.id from incident i where i.code = substr(subject, 10) and i.publication in ('published', 'retracted'))
        when action in ('claim.amend', 'claim.retract')
          then (select i.id from claim c join incident i on i.id = c.incident_id
                 where c.code = substr(subject, 7) and i.publication = 'published')
        when action in ('incident.merge', 'incident.split')
          then (select i.id from incident i where i.code = content ->> '$.after.into' and i.publication = 'published')
        when action = 'ruling.revoke'
          then (select i.id from ruling r join incident i on i.id = r.incident_id
                 where r.id = cast(substr(subject, 8) as integer) and i.publication = 'published')
      end as incidentId
      from audit where ${PUBLIC_CHANGE} and id < ${behind} order by id desc limit ${BATCH}`);
}

function entriesOf(db: ReadDb, updated: ReadonlyMap<number, number>, filter: Filter): FeedEntry[] {
  const ids = JSON.stringify([...updated.keys()]);
  const rows = db.rows<{
    id: number;
    code: string;
    publication: string;
    reason: string | null;
    madeAt: number;
    published: number | null;
  }>(sql`
    select i.id, i.code, i.publication, i.publication_reason as reason, i.created_at as madeAt,
           (select min(a.at) from audit a where a.subject = 'incident ' || i.code and a.action = 'incident.publish') as published
      from json_each(${ids}) wanted join incident i on i.id = wanted.value order by wanted.key`);
  const summaries = new Map(
    summariesOf(
      db,
      rows.filter(({ publication }) => publication === "published").map(({ id }) => id),
      filter,
    ).map((summary) => [summary.id, summary]),
  );
  return rows.map(({ id, code, reason, madeAt, published }) => {
    const at = updated.get(id)!;
    const incident = summaries.get(id) ?? null;
    return {
      id: uuid(`incident ${code} ${madeAt}`),
      code,
      published: published ?? at,
      updated: at,
      isCorrected: published !== null && at > published,
      incident,
      reason: incident ? null : reason,
    };
  });
}

function releasesOf(db: ReadDb, codePrefix: string, most: number): FeedRelease[] {
  return db
    .rows<Omit<FeedRelease, "id">>(
      sql`select version, made_at as madeAt, note, contents ->> '$.incidents' as incidents from release order by id desc limit ${most}`,
    )
    .map((one) => ({ ...one, id: uuid(`release ${codePrefix} ${one.version} ${one.madeAt}`) }));
}

function firstMade(db: ReadDb): number {
  return db.first<{ at: number | null }>(sql`select min(at) as at from audit where id = 1`)?.at ?? 0;
}

/** A version 8 UUID (RFC 9562) made of a name's SHA-256: the same name is the same id for ever. */
function uuid(name: string): string {
  const hex = createHash("sha256").update(`attest ${name}`).digest("hex");
  const variant = ((Number.parseInt(hex[16]!, 16) & 3) | 8).toString(16);
  return `urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
