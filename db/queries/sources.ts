/** Sources as readers see them: who they are, what they claimed and what became of it. Only published claims count. */
import { sql, type SQL } from "drizzle-orm";
import type { Reason } from "@/domain/estimate";
import { amountOf, numberOf, type Bounds } from "@/domain/figure";
import { knownInstant, metricsOf, type Filter } from "@/domain/filter";
import type { CityOf } from "@/domain/incident-summary";
import {
  METRICS,
  type ClaimantKind,
  type ClaimStatus,
  type DatePrecision,
  type Group,
  type LocationPrecision,
  type Metric,
  type Scope,
  type Stance,
} from "@/domain/vocabulary";
import type { ReadDb } from "../open";
import { all, BEST_COLUMN, estimateHolds, IN_CITY, incidentsOf } from "./filtered";
import { readFloors } from "./methodology";
import { findRecord } from "./record";

export interface SourceRow {
  slug: string;
  name: string;
  kind: ClaimantKind;
  role: string | null;
  /** Slug of the source whose voice it is; null: its own. */
  voice: string | null;
  claims: number;
  incidents: number;
  /** Days of the first and the last incident it speaks of. */
  from: string | null;
  to: string | null;
}

/** Which claims (alias c) of which incidents (alias i) readers may see under a filter. */
function publicClaims(filter: Filter, timeZone: string): SQL {
  const known = knownInstant(filter, timeZone);
  return all([
    sql`c.publication = 'published'`,
    known === null ? null : sql`c.public_at <= ${known}`,
    incidentsOf(filter, timeZone),
  ]);
}

/** Sources with a published claim about an incident of the filter, and the voices of their branches; by name. */
export function listSources(db: ReadDb, filter: Filter): SourceRow[] {
  const { timeZone } = findRecord(db);
  return db.rows<SourceRow>(sql`
    with told as materialized (
      select c.source_id as id, count(*) as claims, count(distinct c.incident_id) as incidents,
             min(i.date_start) as "from", max(i.date_start) as "to"
        from claim c join incident i on i.id = c.incident_id
       where ${publicClaims(filter, timeZone)} group by c.source_id)
    select s.slug, s.name, s.kind, s.role, v.slug as voice, coalesce(t.claims, 0) as claims,
           coalesce(t.incidents, 0) as incidents, t."from", t."to"
      from source s left join told t on t.id = s.id left join source v on v.id = s.voice_id
     where t.id is not null or exists (select 1 from told b join source m on m.id = b.id where m.voice_id = s.id)
     order by s.name collate nocase, s.id`);
}

export interface SourceFacts {
  slug: string;
  name: string;
  kind: ClaimantKind;
  role: string | null;
  party: string | null;
  voice: { slug: string; name: string } | null;
  /** Sources that speak with this one's voice and have published claims. */
  branches: { slug: string; name: string }[];
}

export interface SourceFigure extends Bounds {
  metric: Metric;
  group: Group;
  scope: Scope;
}

/** One claim of a source, with its figures and what each does in the estimate that holds. */
export interface SourceClaim {
  code: string;
  recordedNo: number;
  publisher: string;
  url: string | null;
  archiveUrl: string | null;
  reportTitle: string | null;
  publishedAt: string | null;
  asOf: string | null;
  retrievedAt: string;
  stance: Stance;
  status: ClaimStatus;
  preliminary: boolean;
  figures: SourceFigure[];
  parts: Partial<Record<Metric, Reason[number]["is"]>>;
}

export interface SourceIncident {
  id: number;
  code: string;
  title: string;
  dateStart: string;
  dateEnd: string | null;
  datePrecision: DatePrecision;
  locationPrecision: LocationPrecision;
  city: CityOf | null;
  /** The figure taken of each metric, null where there is none. */
  best: Partial<Record<Metric, number | null>>;
  /** In the order in which the world could read them. */
  claims: SourceClaim[];
}

/** In how many incidents the source's standing figure is above, equal to or below the one taken. */
export interface Agreement {
  above: number;
  equal: number;
  below: number;
}

export interface SourcePage {
  source: SourceFacts;
  timeZone: string;
  /** All of its incidents under the filter, and how many claims. */
  incidentCount: number;
  claimCount: number;
  reportCount: number;
  incidents: SourceIncident[];
  /** Where the next page begins; null on the last. */
  next: SourceKeyset | null;
  agreement: Partial<Record<Metric, Agreement>>;
}

export interface SourceKeyset {
  dateStart: string;
  id: number;
}

/** A source of which readers may know, with its claims, a page of incidents newest first; null for any other slug. */
export function findSource(
  db: ReadDb,
  slug: string,
  filter: Filter,
  { most = 40, after = null }: { most?: number; after?: SourceKeyset | null } = {},
): SourcePage | null {
  return db.snapshot(() => {
    const source = factsOf(db, slug);
    if (!source) return null;
    const { id, ...facts } = source;
    const { timeZone } = findRecord(db);
    const counts = db.first<{ incidents: number; claims: number; reports: number }>(sql`
      select count(distinct c.incident_id) as incidents, count(*) as claims, count(distinct c.report_id) as reports
        from claim c join incident i on i.id = c.incident_id where c.source_id = ${id} and ${publicClaims(filter, timeZone)}`)!;
    const incidents = incidentsOfSource(db, id, filter, { most: most + 1, after });
    const shown = incidents.slice(0, most);
    const last = shown.at(-1);
    return {
      source: facts,
      timeZone,
      incidentCount: counts.incidents,
      claimCount: counts.claims,
      reportCount: counts.reports,
      incidents: withClaims(db, id, shown, filter),
      next: incidents.length > most && last ? { dateStart: last.dateStart, id: last.id } : null,
      agreement: agreementOf(db, id, filter),
    };
  });
}

/** A source that has a published claim, or a branch that has one; drafts leave a source unknown. */
function factsOf(db: ReadDb, slug: string): (SourceFacts & { id: number }) | null {
  const isTold = sql`exists (select 1 from claim c join incident i on i.id = c.incident_id
    where c.source_id = s.id and c.publication = 'published' and i.publication = 'published')`;
  const row = db.first<
    Omit<SourceFacts, "voice" | "branches"> & { id: number; voiceSlug: string | null; voiceName: string; told: 0 | 1 }
  >(sql`
    select s.id, s.slug, s.name, s.kind, s.role, s.party, v.slug as voiceSlug, v.name as voiceName, ${isTold} as told
      from source s left join source v on v.id = s.voice_id where s.slug = ${slug}`);
  if (!row) return null;
  const { voiceSlug, voiceName, told, ...facts } = row;
  const branches = db.rows<{ slug: string; name: string }>(
    sql`select s.slug, s.name from source s where s.voice_id = ${row.id} and ${isTold} order by s.name`,
  );
  if (told === 0 && branches.length === 0) return null;
  return { ...facts, voice: voiceSlug === null ? null : { slug: voiceSlug, name: voiceName }, branches };
}

function incidentsOfSource(
  db: ReadDb,
  sourceId: number,
  filter: Filter,
  { most, after }: { most: number; after: SourceKeyset | null },
): Omit<SourceIncident, "claims" | "best">[] {
  const { timeZone } = findRecord(db);
  const known = knownInstant(filter, timeZone);
  const rows = db.rows<
    Omit<SourceIncident, "city" | "claims" | "best"> & { slug: string | null; name: string; nameLocal: string | null }
  >(sql`
    select i.id, i.code, i.title, i.date_start as dateStart, i.date_end as dateEnd, i.date_precision as datePrecision,
           i.location_precision as locationPrecision, case when ${IN_CITY} then p.slug end as slug, p.name,
           p.name_local as nameLocal
      from incident i left join place p on p.id = i.place_id
     where i.id in (select c.incident_id from claim c where c.source_id = ${sourceId} and c.publication = 'published'
                       and c.public_at <= ${known ?? Number.MAX_SAFE_INTEGER})
       and ${all([incidentsOf(filter, timeZone), after ? sql`(i.date_start, i.id) < (${after.dateStart}, ${after.id})` : null])}
     order by i.date_start desc, i.id desc limit ${most}`);
  return rows.map(({ slug, name, nameLocal, ...row }) => ({ ...row, city: slug === null ? null : { slug, name, nameLocal } }));
}

interface HeldEstimate {
  incidentId: number;
  metric: Metric;
  best: number | null;
  reason: Reason;
}

function estimatesOf(db: ReadDb, incidentIds: readonly number[], filter: Filter): HeldEstimate[] {
  const { timeZone } = findRecord(db);
  return db
    .rows<Omit<HeldEstimate, "reason"> & { reason: string }>(
      sql`
    select e.incident_id as incidentId, e.metric, ${BEST_COLUMN[filter.policy]} as best, e.reason from estimate e
     where e.incident_id in (select value from json_each(${JSON.stringify(incidentIds)})) and e."group" = ${filter.group}
       and ${estimateHolds(filter, timeZone)}`,
    )
    .map((row) => ({ ...row, reason: JSON.parse(row.reason) as Reason }));
}

type ClaimSqlRow = Omit<SourceClaim, "figures" | "parts" | "preliminary"> & {
  id: number;
  incidentId: number;
  preliminary: 0 | 1;
};

function withClaims(
  db: ReadDb,
  sourceId: number,
  incidents: readonly Omit<SourceIncident, "claims" | "best">[],
  filter: Filter,
): SourceIncident[] {
  const { timeZone } = findRecord(db);
  const ids = incidents.map(({ id }) => id);
  const wanted = sql`c.source_id = ${sourceId} and c.publication = 'published'
    and c.public_at <= ${knownInstant(filter, timeZone) ?? Number.MAX_SAFE_INTEGER}
    and c.incident_id in (select value from json_each(${JSON.stringify(ids)}))`;
  const claims = db.rows<ClaimSqlRow>(sql`
    select c.id, c.incident_id as incidentId, c.code, c.recorded_no as recordedNo, r.publisher, r.url, r.archive_url as archiveUrl,
           r.title as reportTitle, r.published_at as publishedAt, c.as_of as asOf, r.retrieved_at as retrievedAt, c.stance,
           c.status, c.preliminary
      from claim c join report r on r.id = c.report_id where ${wanted} order by c.public_at, c.recorded_no`);
  const figures = db.rows<SourceFigure & { claimId: number }>(sql`
    select f.claim_id as claimId, f.metric, f."group", f.scope, f.qualifier, f.low, f.high, f.best, f.word
      from figure f join claim c on c.id = f.claim_id where ${wanted}`);
  const estimates = estimatesOf(db, ids, filter);
  return incidents.map((incident) => {
    const held = estimates.filter((estimate) => estimate.incidentId === incident.id);
    return {
      ...incident,
      best: Object.fromEntries(held.map(({ metric, best }) => [metric, best])),
      claims: claims
        .filter((claim) => claim.incidentId === incident.id)
        .map(({ id, incidentId: _i, preliminary, ...claim }) => ({
          ...claim,
          preliminary: preliminary === 1,
          figures: figures.filter((figure) => figure.claimId === id).map(({ claimId: _c, ...figure }) => figure),
          parts: Object.fromEntries(
            held.flatMap(({ metric, reason }) => {
              const part = reason.find(({ claim: no }) => no === claim.recordedNo);
              return part ? [[metric, part.is]] : [];
            }),
          ) as SourceClaim["parts"],
        })),
    };
  });
}

/** What a voice last said of an incident stands in its estimate as deciding, counting or overtaken. */
const STANDING: readonly string[] = ["decides", "counts", "overtaken"];

function agreementOf(db: ReadDb, sourceId: number, filter: Filter): SourcePage["agreement"] {
  const { timeZone } = findRecord(db);
  const figures = db.rows<Bounds & { incidentId: number; recordedNo: number; metric: Metric }>(sql`
    select c.incident_id as incidentId, c.recorded_no as recordedNo, f.metric, f.qualifier, f.low, f.high, f.best, f.word
      from claim c join incident i on i.id = c.incident_id join figure f on f.claim_id = c.id
     where c.source_id = ${sourceId} and f."group" = ${filter.group} and ${publicClaims(filter, timeZone)}`);
  const estimates = estimatesOf(db, [...new Set(figures.map(({ incidentId }) => incidentId))], filter);
  const held = new Map(estimates.map((estimate) => [`${estimate.incidentId} ${estimate.metric}`, estimate]));
  const wanted = metricsOf(filter);
  const floors = readFloors(db);
  const agreement: SourcePage["agreement"] = {};
  for (const figure of figures) {
    const estimate = held.get(`${figure.incidentId} ${figure.metric}`);
    const part = estimate?.reason.find(({ claim }) => claim === figure.recordedNo);
    const number = numberOf(amountOf(figure, floors));
    if (!wanted.includes(figure.metric) || !estimate || estimate.best === null || number === null) continue;
    if (!part || !STANDING.includes(part.is)) continue;
    const counts = (agreement[figure.metric] ??= { above: 0, equal: 0, below: 0 });
    counts[number > estimate.best ? "above" : number < estimate.best ? "below" : "equal"]++;
  }
  return Object.fromEntries(METRICS.filter((metric) => agreement[metric]).map((metric) => [metric, agreement[metric]!]));
}
