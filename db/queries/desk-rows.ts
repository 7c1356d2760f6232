/** Incidents and claims as the desk's forms take them: drafts, internal notes, true names and true locations included. */
import { sql } from "drizzle-orm";
import type { Bounds } from "@/domain/figure";
import type { IncidentInput } from "@/domain/incident";
import type {
  AttackType,
  ClaimantKind,
  ClaimStatus,
  DatePrecision,
  Group,
  LocationPrecision,
  LocationShown,
  Metric,
  Publication,
  Scope,
  Stance,
} from "@/domain/vocabulary";
import type { Actor } from "../commands/actor";
import type { ReadDb } from "../open";
import { findPlaces } from "./places";

/** What an incident's form takes for a place: its name where it is one place's, else its slug. */
export function typedPlace(db: ReadDb, { name, slug }: { name: string; slug: string }): string {
  return findPlaces(db, name).length === 1 ? name : slug;
}

/** An incident as its form takes it, with what the page about it needs. */
export interface IncidentForEdit extends Required<Omit<IncidentInput, "externalIds">> {
  /** How much of its location readers see, where that is less than is known. */
  obscure: LocationShown | null;
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
  claimant: { name: string; kind: ClaimantKind; role: string | null; isWithheld: boolean };
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
  placeSlug: string | null;
  latitude: number | null;
  longitude: number | null;
  locationPrecision: LocationPrecision;
  attackType: AttackType;
  target: string | null;
  counted: 0 | 1;
  partOf: string | null;
  note: string | null;
  obscure: LocationShown | null;
}

/** One incident's row, with its true location where readers see less of it. */
export function incidentWhere(db: ReadDb, where: ReturnType<typeof sql>): IncidentRow | undefined {
  return db.first<IncidentRow>(sql`
    select i.id, i.code, i.version, i.publication, i.publication_reason as publicationReason, i.title, i.date_start as dateStart,
           i.date_end as dateEnd, i.date_precision as datePrecision, p.name as placeName, p.slug as placeSlug,
           case when h.incident_id is null then i.latitude else h.latitude end as latitude,
           case when h.incident_id is null then i.longitude else h.longitude end as longitude,
           coalesce(h.location_precision, i.location_precision) as locationPrecision, h.shown_as as obscure,
           i.attack_type as attackType, i.target, i.counted, w.code as partOf, i.note
      from incident i left join place p on p.id = i.place_id left join incident w on w.id = i.part_of_id
      left join hidden_location h on h.incident_id = i.id
     where ${where}`);
}

/** An incident with all its claims, drafts and internal notes included; null where there is none. */
export function findIncidentForEdit(db: ReadDb, _actor: Actor, code: string): IncidentForEdit | null {
  const row = incidentWhere(db, sql`i.code = ${code}`);
  if (!row) return null;
  const { placeName, placeSlug, counted, ...facts } = row;
  return {
    ...facts,
    counted: counted === 1,
    place: placeName === null || placeSlug === null ? null : typedPlace(db, { name: placeName, slug: placeSlug }),
    externalIds: db.rows(
      sql`select scheme, value from incident_external_id where incident_id = ${row.id} order by scheme, value`,
    ),
    claims: claimsWhere(db, sql`c.incident_id = ${row.id}`),
  };
}

/** A claim with its internal note; null where there is none. */
export function findClaimForEdit(db: ReadDb, _actor: Actor, code: string): ClaimForEdit | null {
  return claimsWhere(db, sql`c.code = ${code}`)[0] ?? null;
}

type ClaimRow = Omit<ClaimForEdit, "claimant" | "report" | "preliminary" | "figures"> &
  ClaimForEdit["report"] & {
    id: number;
    name: string;
    kind: ClaimantKind;
    role: string | null;
    isWithheld: 0 | 1;
    preliminary: 0 | 1;
  };

/** Claims with their claimants' true names, in the order in which they were public. */
export function claimsWhere(db: ReadDb, where: ReturnType<typeof sql>): ClaimForEdit[] {
  const rows = db.rows<ClaimRow>(sql`
    select c.id, c.code, i.code as incidentCode, c.version, c.publication, coalesce(h.name, s.name) as name, s.kind,
           case when h.source_id is null then s.role else h.role end as role, h.source_id is not null as isWithheld, r.publisher, r.url,
           r.archive_url as archiveUrl, r.title, r.language, r.published_at as publishedAt, r.retrieved_at as retrievedAt,
           c.as_of as asOf, c.stance, c.scope, c.preliminary, o.code as repeats, c.attributed_to as attributedTo, c.quote,
           c.status, c.status_at as statusAt, c.status_reason as statusReason, c.note
      from claim c join incident i on i.id = c.incident_id join source s on s.id = c.source_id
      join report r on r.id = c.report_id left join claim o on o.id = c.repeats_id
      left join withheld_source h on h.source_id = c.source_id
     where ${where} order by c.public_at, c.recorded_no`);
  const figures = db.rows<ClaimForEdit["figures"][number] & { claimId: number }>(sql`
    select f.claim_id as claimId, f.metric, f."group", f.scope, f.qualifier, f.low, f.high, f.best, f.word
      from figure f where f.claim_id in (select value from json_each(${JSON.stringify(rows.map(({ id }) => id))}))`);
  return rows.map(
    ({
      id,
      name,
      kind,
      role,
      isWithheld,
      publisher,
      url,
      archiveUrl,
      title,
      language,
      publishedAt,
      retrievedAt,
      preliminary,
      ...claim
    }) => ({
      ...claim,
      claimant: { name, kind, role, isWithheld: isWithheld === 1 },
      report: { publisher, url, archiveUrl, title, language, publishedAt, retrievedAt },
      preliminary: preliminary === 1,
      figures: figures.filter((figure) => figure.claimId === id).map(({ claimId: _c, ...figure }) => figure),
    }),
  );
}
