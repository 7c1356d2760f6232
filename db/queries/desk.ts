/**
 * What recorders and editors see, drafts included. Every query takes the Actor who asks, which only the session check
 * makes: a page that forgot to ask for one does not compile.
 */
import { sql } from "drizzle-orm";
import { estimateHistory, type Estimate } from "@/domain/estimate";
import type { Bounds } from "@/domain/figure";
import type { IncidentInput } from "@/domain/incident";
import { foldName } from "@/domain/names";
import type {
  AttackType,
  ClaimantKind,
  ClaimStatus,
  DatePrecision,
  Group,
  LocationPrecision,
  Metric,
  Publication,
  Scope,
  Stance,
} from "@/domain/vocabulary";
import type { Actor } from "../commands/actor";
import type { ReadDb } from "../open";
import { findIncidentForEstimate } from "./claims-for-estimate";
import { findPlaces, suggestPlaces } from "./places";

/** An incident in the queue. */
export interface QueuedIncident {
  code: string;
  title: string;
  dateStart: string;
  dateEnd: string | null;
  datePrecision: DatePrecision;
  place: string | null;
  placeLocal: string | null;
  claims: number;
  /** Claims that readers do not see yet. */
  newClaims: number;
  /** Last change of the incident or of one of its claims, milliseconds UTC. */
  changedAt: number;
  changedBy: string | null;
}

/** The parts of the queue: each incident with something that readers do not see is in exactly one. */
export type QueuePart = "review" | "back" | "drafts" | "waiting";

/**
 * Incidents with something that waits for an editor ("review"), that an editor sent back ("back"), that were never
 * published ("drafts"), or that are published and have new claims nobody submitted ("waiting"); the newest change first.
 */
export function listQueue(db: ReadDb, _actor: Actor, which: QueuePart, most = 100): QueuedIncident[] {
  const waits = sql`(i.publication = 'submitted' or i.publication = 'published' and i.id in (select incident_id from claim where publication = 'submitted'))`;
  const inDraft = sql`(i.publication = 'draft' or i.publication = 'published' and i.id in (select incident_id from claim where publication = 'draft'))`;
  const lastly = sql`(select u.action from audit u where u.subject = 'incident ' || i.code
    and u.action in ('incident.submit', 'incident.send_back', 'incident.publish', 'incident.retract') order by u.id desc limit 1)`;
  const sentBack = sql`${inDraft} and not ${waits} and coalesce(${lastly}, '') = 'incident.send_back'`;
  const unsent = sql`not ${waits} and coalesce(${lastly}, '') <> 'incident.send_back'`;
  const wanted = {
    review: waits,
    back: sentBack,
    drafts: sql`i.publication = 'draft' and ${unsent}`,
    waiting: sql`i.publication = 'published' and ${inDraft} and ${unsent}`,
  }[which];
  return db.rows<QueuedIncident>(sql`
    with last as (
      select i.id, i.updated_at as at, i.edited_by as by from incident i where ${wanted}
      union all
      select c.incident_id, c.updated_at, c.edited_by from claim c join incident i on i.id = c.incident_id where ${wanted}
    )
    select i.code, i.title, i.date_start as dateStart, i.date_end as dateEnd, i.date_precision as datePrecision,
           p.name as place, p.name_local as placeLocal, max(l.at) as changedAt, a.name as changedBy,
           (select count(*) from claim c where c.incident_id = i.id) as claims,
           (select count(*) from claim c where c.incident_id = i.id and c.publication in ('draft', 'submitted')) as newClaims
      from last l join incident i on i.id = l.id
      left join place p on p.id = i.place_id left join account a on a.id = l.by
     group by i.id order by changedAt desc, i.id desc limit ${most}`);
}

/** Whether the record still has the settings that it was installed with: no demonstration, and nobody has changed them. */
export function isRecordUnset(db: ReadDb, _actor: Actor): boolean {
  return (
    db.first(sql`select 1 from record where is_demo = 0`) !== undefined &&
    db.first(sql`select 1 from audit where subject = 'record' limit 1`) === undefined
  );
}

export interface PublishedIncident {
  code: string;
  title: string;
  at: number;
  by: string;
}

/** How far back the log is searched for what is recent: it has no index for each question that a desk may ask. */
const RECENT_ENTRIES = 5_000;
const recent = sql.raw(`id > coalesce((select max(id) from audit), 0) - ${RECENT_ENTRIES}`);

/** Publications of the last weeks, the newest first. */
export function listRecentlyPublished(db: ReadDb, _actor: Actor, most = 8): PublishedIncident[] {
  return db.rows<PublishedIncident>(sql`
    select i.code, i.title, max(u.at) as at, u.actor as by
      from audit u join incident i on i.code = substr(u.subject, 10)
     where u.${recent} and u.action = 'incident.publish' and i.publication = 'published'
     group by i.id order by u.id desc limit ${most}`);
}

export interface Deed {
  id: number;
  at: number;
  action: string;
  /** "incident UA-0003", "claim C17". */
  subject: string;
}

/** What the person asking did last, coming and going apart. */
export function listOwnDeeds(db: ReadDb, actor: Actor, most = 12): Deed[] {
  return db.rows<Deed>(
    sql`select id, at, action, subject from audit where ${recent} and account_id = ${actor.accountId} and action not like 'account.sign%' order by id desc limit ${most}`,
  );
}

export interface KnownSource {
  name: string;
  kind: ClaimantKind;
  role: string | null;
}

/** Claimants to offer while one is typed, those with the most claims first. */
export function listSources(db: ReadDb, _actor: Actor, most = 400): KnownSource[] {
  return db.rows<KnownSource>(sql`
    select s.name, s.kind, s.role from source s left join claim c on c.source_id = s.id
     group by s.id order by count(c.id) desc, s.name limit ${most}`);
}

/** Places to offer while one is typed; `value` is what the form takes: the name where it is one place's, else its slug. */
export function offerPlaces(db: ReadDb, _actor: Actor, text: string): { value: string; label: string }[] {
  return suggestPlaces(db, text.slice(0, 120)).map((place) => {
    const { name, nameLocal, admin1, country, slug } = place;
    return {
      value: typedPlace(db, { name, slug }),
      label: [nameLocal === name ? null : nameLocal, admin1, country].filter(Boolean).join(", "),
    };
  });
}

function typedPlace(db: ReadDb, { name, slug }: { name: string; slug: string }): string {
  return findPlaces(db, name).length === 1 ? name : slug;
}

/** An incident as its form takes it, with what the page about it needs. */
export interface IncidentForEdit extends Required<Omit<IncidentInput, "externalIds">> {
  id: number;
  code: string;
  version: number;
  publication: Publication;
  publicationReason: string | null;
  externalIds: { scheme: string; value: string }[];
  claims: ClaimForEdit[];
}

/** A claim as its form takes it; its figures keep their bounds as stated. */
export interface ClaimForEdit {
  code: string;
  incidentCode: string;
  version: number;
  publication: Publication;
  claimant: { name: string; kind: ClaimantKind; role: string | null };
  report: {
    publisher: string;
    url: string | null;
    archiveUrl: string | null;
    title: string | null;
    language: string | null;
    publishedAt: string | null;
    retrievedAt: string;
  };
  asOf: string | null;
  stance: Stance;
  scope: Scope;
  preliminary: boolean;
  repeats: string | null;
  attributedTo: string | null;
  quote: string | null;
  status: ClaimStatus;
  statusAt: string | null;
  statusReason: string | null;
  note: string | null;
  figures: (Bounds & { metric: Metric; group: Group; scope: Scope })[];
}

interface IncidentRow {
  id: number;
  code: string;
  version: number;
  publication: Publication;
  publicationReason: string | null;
  title: string;
  dateStart: string;
  dateEnd: string | null;
  datePrecision: DatePrecision;
  placeName: string | null;
  placeSlug: string;
  latitude: number | null;
  longitude: number | null;
  locationPrecision: LocationPrecision;
  attackType: AttackType;
  target: string | null;
  counted: 0 | 1;
  partOf: string | null;
  note: string | null;
}

/** An incident with all its claims, drafts and internal notes included; null where there is none. */
export function findIncidentForEdit(db: ReadDb, _actor: Actor, code: string): IncidentForEdit | null {
  const row = db.first<IncidentRow>(sql`
    select i.id, i.code, i.version, i.publication, i.publication_reason as publicationReason, i.title, i.date_start as dateStart,
           i.date_end as dateEnd, i.date_precision as datePrecision, p.name as placeName, p.slug as placeSlug, i.latitude, i.longitude,
           i.location_precision as locationPrecision, i.attack_type as attackType, i.target, i.counted, w.code as partOf, i.note
      from incident i left join place p on p.id = i.place_id left join incident w on w.id = i.part_of_id
     where i.code = ${code}`);
  if (!row) return null;
  const { placeName, placeSlug, counted, ...facts } = row;
  return {
    ...facts,
    counted: counted === 1,
    place: placeName === null ? null : typedPlace(db, { name: placeName, slug: placeSlug }),
    externalIds: db.rows(
      sql`select scheme, value from incident_external_id where incident_id = ${row.id} order by scheme, value`,
    ),
    claims: claimsWhere(db, sql`c.incident_id = ${row.id}`),
  };
}

/** The waiting claims with their versions as one text, which publishing is given to publish nothing unseen. */
export { claimsSeen } from "../commands/incidents";

/** A claim with its internal note; null where there is none. */
export function findClaimForEdit(db: ReadDb, _actor: Actor, code: string): ClaimForEdit | null {
  return claimsWhere(db, sql`c.code = ${code}`)[0] ?? null;
}

type ClaimRow = Omit<ClaimForEdit, "claimant" | "report" | "preliminary" | "figures"> &
  ClaimForEdit["report"] & { id: number; name: string; kind: ClaimantKind; role: string | null; preliminary: 0 | 1 };

function claimsWhere(db: ReadDb, where: ReturnType<typeof sql>): ClaimForEdit[] {
  const rows = db.rows<ClaimRow>(sql`
    select c.id, c.code, i.code as incidentCode, c.version, c.publication, s.name, s.kind, s.role, r.publisher, r.url,
           r.archive_url as archiveUrl, r.title, r.language, r.published_at as publishedAt, r.retrieved_at as retrievedAt,
           c.as_of as asOf, c.stance, c.scope, c.preliminary, o.code as repeats, c.attributed_to as attributedTo, c.quote,
           c.status, c.status_at as statusAt, c.status_reason as statusReason, c.note
      from claim c join incident i on i.id = c.incident_id join source s on s.id = c.source_id
      join report r on r.id = c.report_id left join claim o on o.id = c.repeats_id
     where ${where} order by c.public_at, c.recorded_no`);
  const figures = db.rows<ClaimForEdit["figures"][number] & { claimId: number }>(sql`
    select f.claim_id as claimId, f.metric, f."group", f.scope, f.qualifier, f.low, f.high, f.best, f.word
      from figure f where f.claim_id in (select value from json_each(${JSON.stringify(rows.map(({ id }) => id))}))`);
  return rows.map(
    ({ id, name, kind, role, publisher, url, archiveUrl, title, language, publishedAt, retrievedAt, preliminary, ...claim }) => ({
      ...claim,
      claimant: { name, kind, role },
      report: { publisher, url, archiveUrl, title, language, publishedAt, retrievedAt },
      preliminary: preliminary === 1,
      figures: figures.filter((figure) => figure.claimId === id).map(({ claimId: _c, ...figure }) => figure),
    }),
  );
}

/** Today's estimate of an incident as readers see it (null while it is not public) and as it would be with what waits. */
export interface EstimatePreview {
  metric: Metric;
  now: Estimate | null;
  after: Estimate | null;
}

/** What publishing everything that waits would change in the killed and wounded of an incident. */
export function previewEstimates(
  db: ReadDb,
  _actor: Actor,
  { id, publication }: Pick<IncidentForEdit, "id" | "publication">,
): EstimatePreview[] {
  const today = (publications: readonly Publication[]) => {
    const facts = findIncidentForEstimate(db, id, publications);
    return (facts ? estimateHistory(facts) : []).filter((row) => row.group === "all" && row.knownUntil === null);
  };
  const now = publication === "published" ? today(["published"]) : [];
  const after = today(["published", "draft", "submitted"]);
  return (["killed", "wounded"] as const).map((metric) => ({
    metric,
    now: now.find((row) => row.metric === metric)?.estimate ?? null,
    after: after.find((row) => row.metric === metric)?.estimate ?? null,
  }));
}

/** A source as the desk lists it. */
export interface SourceForEdit {
  slug: string;
  name: string;
  kind: ClaimantKind;
  role: string | null;
  party: string | null;
  /** Slug and name of the source whose voice it is; null where it speaks for itself. */
  voice: string | null;
  voiceName: string | null;
  claims: number;
}

const SOURCE_COLUMNS = sql.raw(`s.slug, s.name, s.kind, s.role, s.party, v.slug as voice, v.name as voiceName,
  (select count(*) from claim c where c.source_id = s.id) as claims`);

/** Sources whose name or role holds a text, by name, with how many there are in all. */
export function findSources(
  db: ReadDb,
  _actor: Actor,
  { text = "", most = 100, from = 0 }: { text?: string; most?: number; from?: number } = {},
): { sources: SourceForEdit[]; count: number } {
  const folded = foldName(text);
  const where = folded === "" ? sql`1` : sql`instr(s.folded, ${folded}) > 0`;
  return {
    sources: db.rows<SourceForEdit>(sql`
      select ${SOURCE_COLUMNS} from source s left join source v on v.id = s.voice_id where ${where} order by s.name, s.id limit ${most} offset ${from}`),
    count: db.first<{ n: number }>(sql`select count(*) as n from source s where ${where}`)!.n,
  };
}

/** One source; null where there is none. */
export function findSourceForEdit(db: ReadDb, _actor: Actor, slug: string): SourceForEdit | null {
  return (
    db.first<SourceForEdit>(
      sql`select ${SOURCE_COLUMNS} from source s left join source v on v.id = s.voice_id where s.slug = ${slug}`,
    ) ?? null
  );
}

/** The slug of a source by its slug or its name; what was typed where there is none, for the command to refuse. */
export function sourceSlugOf(db: ReadDb, _actor: Actor, text: string): string {
  const found = db.first<{ slug: string }>(
    sql`select slug from source where slug = ${text} or folded = ${foldName(text)} order by slug = ${text} desc`,
  );
  return found?.slug ?? text;
}
