/** Texts read at the desk: each with its captured text, the claims taken from it and their words; for the signed-in alone. */
import { sql } from "drizzle-orm";
import type { SpanPart } from "@/domain/reading/candidate";
import type { KnownPlace } from "@/domain/reading/where";
import type { ClaimantKind } from "@/domain/vocabulary";
import type { Actor } from "../commands/actor";
import type { ReadDb } from "../open";
import { findPlaces } from "./places";

/** A captured text with the report that it is of. */
export interface ReadingForDesk {
  id: number;
  publisher: string;
  url: string | null;
  archiveUrl: string | null;
  title: string | null;
  publishedAt: string | null;
  retrievedAt: string;
  text: string;
  sha256: string;
  /** The place to assume where the text names none. */
  place: string | null;
  readAt: number;
  readBy: string | null;
  closedAt: number | null;
}

const COLUMNS = sql.raw(`r.id, r.publisher, r.url, r.archive_url as archiveUrl, r.title, r.published_at as publishedAt,
  r.retrieved_at as retrievedAt, g.place, g.read_at as readAt, a.name as readBy, g.closed_at as closedAt`);

/** A text by its report's number; null where none was captured. */
export function findReading(db: ReadDb, _actor: Actor, id: number): ReadingForDesk | null {
  return (
    db.first<ReadingForDesk>(sql`
      select ${COLUMNS}, r.text, r.text_sha256 as sha256 from reading g join report r on r.id = g.report_id
        left join account a on a.id = g.read_by where r.id = ${id}`) ?? null
  );
}

/** A text in a list. */
export type ListedReading = Omit<ReadingForDesk, "text" | "sha256"> & { characters: number; claims: number };

/** Texts that nobody has put away, or every one, the newest first. */
export function listReadings(db: ReadDb, _actor: Actor, { all = false, most = 30 } = {}): ListedReading[] {
  return db.rows<ListedReading>(sql`
    select ${COLUMNS}, length(r.text) as characters, (select count(*) from claim c where c.report_id = r.id) as claims
      from reading g join report r on r.id = g.report_id left join account a on a.id = g.read_by
     where ${all ? sql`1` : sql`g.closed_at is null`} order by g.read_at desc limit ${most}`);
}

/** The readings of exactly this text, by its hash, the oldest first. */
export function findSameText(db: ReadDb, _actor: Actor, sha256: string, most = 5): ListedReading[] {
  return db.rows<ListedReading>(sql`
    select ${COLUMNS}, length(r.text) as characters, (select count(*) from claim c where c.report_id = r.id) as claims
      from report r join reading g on g.report_id = r.id left join account a on a.id = g.read_by
     where r.text_sha256 = ${sha256} order by g.read_at, r.id limit ${most}`);
}

/** A claim that was taken from a text, with the words of its parts. */
export interface ClaimOfText {
  code: string;
  incident: string;
  title: string;
  claimant: string;
  publication: string;
  spans: { part: SpanPart; start: number; end: number }[];
}

/** The claims recorded from a text, in the order in which they were recorded. */
export function listClaimsOfText(db: ReadDb, _actor: Actor, reportId: number): ClaimOfText[] {
  const claims = db.rows<Omit<ClaimOfText, "spans"> & { id: number }>(sql`
    select c.id, c.code, i.code as incident, i.title, s.name as claimant, c.publication
      from claim c join incident i on i.id = c.incident_id join source s on s.id = c.source_id
     where c.report_id = ${reportId} order by c.recorded_no`);
  const spans = spansOf(
    db,
    claims.map(({ id }) => id),
  );
  return claims.map(({ id, ...claim }) => ({ ...claim, spans: spans.filter(({ claimId }) => claimId === id) }));
}

/** The words that a claim was taken from, with the text they stand in; null where it was typed in by hand. */
export interface TextOfClaim {
  reading: number;
  text: string;
  spans: { part: SpanPart; start: number; end: number }[];
}

/** Where a claim was read, by its code. */
export function findTextOfClaim(db: ReadDb, _actor: Actor, code: string): TextOfClaim | null {
  const row = db.first<{ id: number; reading: number; text: string }>(sql`
    select c.id, r.id as reading, r.text from claim c join report r on r.id = c.report_id join reading g on g.report_id = r.id
     where c.code = ${code}`);
  if (!row) return null;
  const spans = spansOf(db, [row.id]);
  return spans.length === 0 ? null : { reading: row.reading, text: row.text, spans };
}

function spansOf(db: ReadDb, claimIds: readonly number[]) {
  return db.rows<{ claimId: number; part: SpanPart; start: number; end: number }>(sql`
    select claim_id as claimId, part, start, "end" from claim_span
     where claim_id in (select value from json_each(${JSON.stringify(claimIds)})) order by claim_id, start`);
}

/** Which of an incident's claims were taken from a captured text: its number by the claim's code. */
export function textsOfClaims(db: ReadDb, _actor: Actor, incidentCode: string): Map<string, number> {
  const rows = db.rows<{ code: string; reading: number }>(sql`
    select c.code, c.report_id as reading from incident i join claim c on c.incident_id = i.id
     where i.code = ${incidentCode} and exists (select 1 from claim_span s where s.claim_id = c.id)`);
  return new Map(rows.map(({ code, reading }) => [code, reading]));
}

/** A place as the reading assistant matches it. */
export interface GazetteerPlace extends KnownPlace {
  id: number;
  /** What an incident's form takes: the name where it is one place's, else the slug. */
  typed: string;
  country: string;
}

interface PlaceNameRow extends Omit<GazetteerPlace, "typed" | "spellings"> {
  slug: string;
  folded: string;
}

/** The places that bear any of these names (folded), each with the spellings among them. One look-up for a whole text. */
export function placesNamed(db: ReadDb, names: readonly string[]): GazetteerPlace[] {
  const rows = db.rows<PlaceNameRow>(sql`
    select p.id, p.slug, p.name, p.country, p.admin1, p.admin2, p.population, n.folded
      from json_each(${JSON.stringify(names)}) j join place_name n on n.folded = j.value join place p on p.id = n.place_id`);
  const places = new Map<number, GazetteerPlace & { spellings: string[] }>();
  for (const { folded, slug, ...place } of rows) {
    const known = places.get(place.id);
    if (known) known.spellings.push(folded);
    else places.set(place.id, { ...place, typed: slug, spellings: [folded] });
  }
  // A homonym is named by its slug; whoever bears a name alone, by that name.
  for (const place of places.values()) if (findPlaces(db, place.name).length === 1) place.typed = place.name;
  return [...places.values()];
}

export interface KnownClaimant {
  name: string;
  kind: ClaimantKind;
  role: string | null;
}

/** Claimants to compare a text's with, those with the most claims first. */
export function listClaimants(db: ReadDb, _actor: Actor, most = 4_000): KnownClaimant[] {
  return db.rows<KnownClaimant>(sql`
    select s.name, s.kind, s.role from source s
     order by (select count(*) from claim c where c.source_id = s.id) desc, s.id limit ${most}`);
}
