/**
 * What recorders and editors see, drafts included. Every query takes the Actor who asks, which only the session check
 * makes: a page that forgot to ask for one does not compile.
 */
import { sql, type SQL } from "drizzle-orm";
import { estimateHistory, type Estimate } from "@/domain/estimate";
import type { ClaimantKind, DatePrecision, Metric, Publication } from "@/domain/vocabulary";
import type { Actor } from "../commands/actor";
import type { ReadDb } from "../open";
import { findIncidentForEstimate } from "./claims-for-estimate";
import { typedPlace, type IncidentForEdit } from "./desk-rows";
import { suggestPlaces } from "./places";

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

/** What readers do not see yet, of rows of an alias; said twice, because only the first of it finds the indexes of the few that are so. */
export function unseen(alias: string): SQL {
  return sql.raw(`${alias}.publication <> 'published' and ${alias}.publication in ('draft', 'submitted')`);
}

/** The parts of the queue: each incident with something that readers do not see is in exactly one. */
export type QueuePart = "review" | "back" | "drafts" | "waiting";

/**
 * Incidents with something that waits for an editor ("review"), that an editor sent back ("back"), that were never
 * published ("drafts"), or that are published and have new claims nobody submitted ("waiting"); the newest change first.
 */
export function listQueue(db: ReadDb, _actor: Actor, which: QueuePart, most = 100): QueuedIncident[] {
  const has = (state: string) => sql`exists (select 1 from claim w where w.incident_id = i.id and w.publication = ${state})`;
  const waits = sql`(i.publication = 'submitted' or i.publication = 'published' and ${has("submitted")})`;
  const inDraft = sql`(i.publication = 'draft' or i.publication = 'published' and ${has("draft")})`;
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
    with unseen as materialized (
      select i.id from incident i where ${unseen("i")}
      union
      select c.incident_id from claim c where ${unseen("c")}
    ), wanted as materialized (
      select i.id, i.updated_at as at, i.edited_by as by from unseen u cross join incident i on i.id = u.id where ${wanted}
    ), last as (
      select id, at, by from wanted
      union all
      select c.incident_id, c.updated_at, c.edited_by from wanted u cross join claim c on c.incident_id = u.id
    )
    select i.code, i.title, i.date_start as dateStart, i.date_end as dateEnd, i.date_precision as datePrecision,
           p.name as place, p.name_local as placeLocal, max(l.at) as changedAt, a.name as changedBy,
           (select count(*) from claim c where c.incident_id = i.id) as claims,
           (select count(*) from claim c where c.incident_id = i.id and c.publication in ('draft', 'submitted')) as newClaims
      from last l cross join incident i on i.id = l.id
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

/** Claimants to offer while one is typed, first those of the incidents that were recorded last. */
export function listSources(db: ReadDb, _actor: Actor, most = 400): KnownSource[] {
  return db.rows<KnownSource>(sql`
    select coalesce(h.name, s.name) as name, s.kind, case when h.source_id is null then s.role else h.role end as role
      from source s left join withheld_source h on h.source_id = s.id
     order by (select max(c.incident_id) from claim c where c.source_id = s.id) desc, s.name limit ${most}`);
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

export { findClaimForEdit, findIncidentForEdit, type ClaimForEdit, type IncidentForEdit } from "./desk-rows";
export { claimsSeen } from "./claims-seen";

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

export { findSourceForEdit, findSources, listSourceNotes, listSpellings, sourceSlugOf, type SourceForEdit } from "./desk-sources";
