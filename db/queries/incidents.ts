/** Published incidents for lists and for their own page. */
import { sql, type SQL } from "drizzle-orm";
import type { Reason } from "@/domain/estimate";
import type { Bounds } from "@/domain/figure";
import { knownInstant, type Filter } from "@/domain/filter";
import type { CityOf, IncidentSummary, Toll } from "@/domain/incident-summary";
import {
  METRICS,
  POLICIES,
  type AttackType,
  type ClaimantKind,
  type ClaimStatus,
  type DatePrecision,
  type FigureState,
  type Group,
  type LocationPrecision,
  type Metric,
  type Policy,
  type Scope,
  type Stance,
} from "@/domain/vocabulary";
import { notHidden } from "../hidden";
import type { ReadDb } from "../open";
import { all, BEST_COLUMN, estimateHolds, IN_CITY, incidentsOf } from "./filtered";
import { findRecord } from "./record";
import { askedOf, countOf, lastKnowableDay } from "./rollups";

/** A place in the list: date and id of the last incident of a page. */
export interface Keyset {
  dateStart: string;
  id: number;
}

const NOT_STATED: Toll = { state: "not_stated", low: null, best: null, high: null, open: false, voices: 0 };

interface SummaryRow extends Omit<IncidentSummary, "city" | "counted" | "toll"> {
  counted: 0 | 1;
  slug: string | null;
  name: string;
  nameLocal: string | null;
}

/** Published incidents of a filter, newest first, a page from behind `after`; with their tolls under the filter's policy. */
export function listIncidents(
  db: ReadDb,
  filter: Filter,
  { most, after = null }: { most: number; after?: Keyset | null },
): IncidentSummary[] {
  const { timeZone } = findRecord(db);
  const known = knownInstant(filter, timeZone);
  const public_ =
    known === null ? sql`c.publication = 'published'` : sql`c.publication = 'published' and c.public_at <= ${known}`;
  const ids = pageOfIds(db, filter, { timeZone, most, after });
  const rows = db.rows<SummaryRow>(sql`
    select i.id, i.code, i.title, i.date_start as dateStart, i.date_end as dateEnd, i.date_precision as datePrecision,
           i.location_precision as locationPrecision, i.attack_type as attackType, i.counted,
           case when ${IN_CITY} then p.slug end as slug, p.name, p.name_local as nameLocal,
           (select count(*) from claim c where c.incident_id = i.id and ${public_}) as claims,
           (select count(distinct coalesce(s.voice_id, s.id)) from claim c join source s on s.id = c.source_id
             where c.incident_id = i.id and ${public_}) as sources
      from incident i left join place p on p.id = i.place_id
     where i.id in (select value from json_each(${JSON.stringify(ids)})) order by i.date_start desc, i.id desc`);
  const tolls = tollsOf(db, ids, filter);
  return rows.map(({ slug, name, nameLocal, counted, ...row }) => ({
    ...row,
    counted: counted === 1,
    city: slug === null ? null : { slug, name, nameLocal },
    toll: tolls.get(row.id)!,
  }));
}

interface PageOptions {
  timeZone: string;
  most: number;
  after: Keyset | null;
}

/** Ids of a page, from the index that holds the list in its order: of everything, of one kind of attack, of each city. */
function pageOfIds(db: ReadDb, filter: Filter, { timeZone, most, after }: PageOptions): number[] {
  const known = knownInstant(filter, timeZone);
  const last = known === null ? undefined : lastKnowableDay(db, known);
  const to = last !== undefined && (filter.to === undefined || last < filter.to) ? last : filter.to;
  const { cities, ...everywhere } = filter;
  const page = (index: string, city: SQL | null) =>
    db.rows<Keyset>(sql`
      select i.id, i.date_start as dateStart from main.incident i indexed by ${sql.raw(index)}
       where ${all([
         sql.raw(notHidden("incident", "i.id")),
         city,
         incidentsOf({ ...everywhere, cities: [], ...(to === undefined ? {} : { to }) }, timeZone),
         after ? sql`(i.date_start, i.id) < (${after.dateStart}, ${after.id})` : null,
       ])}
       order by i.date_start desc, i.id desc limit ${most}`);
  if (cities.length === 0) return page(filter.attack ? "incident_attack" : "incident_newest", null).map(({ id }) => id);
  const places = db.rows<{ id: number }>(
    sql`select id from place where slug in (select value from json_each(${JSON.stringify(cities)}))`,
  );
  return places
    .flatMap(({ id }) => page("incident_place", sql`i.place_id = ${id} and ${IN_CITY}`))
    .sort((a, b) => (a.dateStart === b.dateStart ? b.id - a.id : a.dateStart < b.dateStart ? 1 : -1))
    .slice(0, most)
    .map(({ id }) => id);
}

/** How many published incidents a filter means. */
export function countIncidents(db: ReadDb, filter: Filter): number {
  const asked = askedOf(db, filter);
  return countOf(db, asked, "counted") + countOf(db, asked, "uncounted");
}

/** The estimates of incidents under a filter's policy, group and day of knowledge; a metric nobody names is "not stated". */
export function tollsOf(db: ReadDb, ids: readonly number[], filter: Filter): Map<number, IncidentSummary["toll"]> {
  const { timeZone } = findRecord(db);
  const tolls = new Map(
    ids.map((id) => [id, Object.fromEntries(METRICS.map((m) => [m, NOT_STATED])) as IncidentSummary["toll"]]),
  );
  const rows = db.rows<{
    incidentId: number;
    metric: Metric;
    state: FigureState;
    low: number | null;
    best: number | null;
    high: number | null;
    open: 0 | 1;
    voices: number;
  }>(sql`
    select e.incident_id as incidentId, e.metric, e.state, e.low, ${BEST_COLUMN[filter.policy]} as best, e.high, e.open, e.voices
      from estimate e
     where e.incident_id in (select value from json_each(${JSON.stringify(ids)})) and e."group" = ${filter.group} and ${estimateHolds(filter, timeZone)}`);
  for (const { incidentId, metric, open, ...row } of rows) tolls.get(incidentId)![metric] = { ...row, open: open === 1 };
  return tolls;
}

export interface ClaimOnPage {
  code: string;
  recordedNo: number;
  claimant: string;
  claimantSlug: string;
  claimantKind: ClaimantKind;
  claimantRole: string | null;
  voice: string;
  publisher: string;
  url: string | null;
  archiveUrl: string | null;
  publishedAt: string | null;
  asOf: string | null;
  retrievedAt: string;
  /** When it was public in the world, milliseconds UTC. */
  publicAt: number;
  stance: Stance;
  status: ClaimStatus;
  statusAt: string | null;
  statusReason: string | null;
  preliminary: boolean;
  scope: Scope;
  repeats: string | null;
  attributedTo: string | null;
  quote: string | null;
  figures: (Bounds & { metric: Metric; group: Group; scope: Scope })[];
}

/** A row of an incident's history: what was known, from when until when, and why. */
export interface EstimateOnPage {
  metric: Metric;
  group: Group;
  knownFrom: number;
  knownUntil: number | null;
  state: FigureState;
  low: number | null;
  high: number | null;
  open: boolean;
  voices: number;
  best: Record<Policy, number | null>;
  rulingId: number | null;
  reason: Reason;
}

export interface RulingOnPage {
  id: number;
  metric: Metric;
  group: Group;
  best: number;
  reason: string;
  ruledAt: number;
  revokedAt: number | null;
  revokedReason: string | null;
}

export interface IncidentPage {
  code: string;
  title: string;
  dateStart: string;
  dateEnd: string | null;
  datePrecision: DatePrecision;
  locationPrecision: LocationPrecision;
  latitude: number | null;
  longitude: number | null;
  attackType: AttackType;
  target: string | null;
  counted: boolean;
  city: CityOf | null;
  place: { name: string; nameLocal: string | null; admin1: string | null; country: string } | null;
  partOf: { code: string; title: string } | null;
  parts: { code: string; title: string }[];
  externalIds: { scheme: string; value: string }[];
  firstPublicAt: number | null;
  claims: ClaimOnPage[];
  history: EstimateOnPage[];
  rulings: RulingOnPage[];
}

/** What an address of an incident leads to: its page, a retraction with its reason, or nothing. */
export type FoundIncident =
  | { is: "published"; incident: IncidentPage }
  /** `into` is the incident that it turned out to be. */
  | { is: "retracted"; code: string; reason: string; into: string | null }
  | { is: "unknown" };

interface PageRow extends Omit<
  IncidentPage,
  "counted" | "city" | "place" | "partOf" | "parts" | "externalIds" | "claims" | "history" | "rulings"
> {
  id: number;
  publication: string;
  publicationReason: string | null;
  counted: 0 | 1;
  slug: string | null;
  name: string | null;
  nameLocal: string | null;
  admin1: string | null;
  country: string;
  partOfCode: string | null;
  partOfTitle: string;
}

/** A published incident with all its claims and its whole history; drafts are as unknown as what never was. */
export function findIncident(db: ReadDb, code: string): FoundIncident {
  const row = db.first<PageRow>(sql`
    select i.id, i.code, i.title, i.date_start as dateStart, i.date_end as dateEnd, i.date_precision as datePrecision,
           i.location_precision as locationPrecision, coalesce(i.latitude, p.latitude) as latitude,
           coalesce(i.longitude, p.longitude) as longitude, i.attack_type as attackType, i.target, i.counted,
           i.publication, i.publication_reason as publicationReason, i.first_public_at as firstPublicAt,
           case when ${IN_CITY} then p.slug end as slug, p.name, p.name_local as nameLocal, p.admin1, p.country,
           w.code as partOfCode, w.title as partOfTitle
      from incident i left join place p on p.id = i.place_id
      left join incident w on w.id = i.part_of_id and w.publication = 'published'
     where i.code = ${code}`);
  if (!row || row.publication === "draft" || row.publication === "submitted") return { is: "unknown" };
  if (row.publication === "retracted") {
    const merged = db.first<{ into: string; publication: string }>(sql`
      select t.code as "into", t.publication from merged_incident m join incident t on t.id = m.into_id where m.incident_id = ${row.id}`);
    // A draft that was merged into a draft was never seen by anybody.
    if (merged && (merged.publication === "draft" || merged.publication === "submitted")) return { is: "unknown" };
    return { is: "retracted", code: row.code, reason: row.publicationReason ?? "", into: merged?.into ?? null };
  }
  const {
    id,
    publication: _p,
    publicationReason: _r,
    slug,
    name,
    nameLocal,
    admin1,
    country,
    partOfCode,
    partOfTitle,
    ...facts
  } = row;
  return {
    is: "published",
    incident: {
      ...facts,
      counted: row.counted === 1,
      city: slug === null ? null : { slug, name: name!, nameLocal },
      place: name === null ? null : { name, nameLocal, admin1, country },
      partOf: partOfCode === null ? null : { code: partOfCode, title: partOfTitle },
      parts: db.rows(
        sql`select code, title from incident where part_of_id = ${id} and +publication = 'published' order by date_start, id`,
      ),
      externalIds: db.rows(sql`select scheme, value from incident_external_id where incident_id = ${id} order by scheme, value`),
      claims: claimsOf(db, id),
      history: historyOf(db, id),
      rulings: db.rows(sql`
        select id, metric, "group", best, reason, ruled_at as ruledAt, revoked_at as revokedAt, revoked_reason as revokedReason
          from ruling where incident_id = ${id} order by ruled_at, id`),
    },
  };
}

function claimsOf(db: ReadDb, incidentId: number): ClaimOnPage[] {
  const claims = db.rows<Omit<ClaimOnPage, "figures" | "preliminary"> & { id: number; preliminary: 0 | 1 }>(sql`
    select c.id, c.code, c.recorded_no as recordedNo, s.name as claimant, s.slug as claimantSlug, s.kind as claimantKind,
           s.role as claimantRole, coalesce(v.name, s.name) as voice, r.publisher, r.url, r.archive_url as archiveUrl,
           r.published_at as publishedAt, c.as_of as asOf, r.retrieved_at as retrievedAt, c.public_at as publicAt, c.stance,
           c.status, c.status_at as statusAt, c.status_reason as statusReason, c.preliminary, c.scope, o.code as repeats,
           c.attributed_to as attributedTo, c.quote
      from claim c join source s on s.id = c.source_id left join source v on v.id = s.voice_id
      join report r on r.id = c.report_id left join claim o on o.id = c.repeats_id
     where c.incident_id = ${incidentId} and c.publication = 'published'
     order by c.public_at, c.recorded_no`);
  const figures = db.rows<ClaimOnPage["figures"][number] & { claimId: number }>(sql`
    select f.claim_id as claimId, f.metric, f."group", f.scope, f.qualifier, f.low, f.high, f.best, f.word
      from figure f join claim c on c.id = f.claim_id where c.incident_id = ${incidentId}`);
  return claims.map(({ id, preliminary, ...claim }) => ({
    ...claim,
    preliminary: preliminary === 1,
    figures: figures.filter((f) => f.claimId === id).map(({ claimId: _c, ...f }) => f),
  }));
}

function historyOf(db: ReadDb, incidentId: number): EstimateOnPage[] {
  type Row = Omit<EstimateOnPage, "open" | "best" | "reason"> & { open: 0 | 1; reason: string } & Record<
      `best_${Policy}`,
      number | null
    >;
  const rows = db.rows<Row>(sql`
    select metric, "group", known_from as knownFrom, known_until as knownUntil, state, low, high, open, voices,
           best_majority, best_latest, best_lowest, best_highest, best_median, ruling_id as rulingId, reason
      from estimate where incident_id = ${incidentId} order by metric, "group", known_from`);
  return rows.map((row) => ({
    metric: row.metric,
    group: row.group,
    knownFrom: row.knownFrom,
    knownUntil: row.knownUntil,
    state: row.state,
    low: row.low,
    high: row.high,
    open: row.open === 1,
    voices: row.voices,
    best: Object.fromEntries(POLICIES.map((policy) => [policy, row[`best_${policy}`]])) as Record<Policy, number | null>,
    rulingId: row.rulingId,
    reason: JSON.parse(row.reason) as Reason,
  }));
}
