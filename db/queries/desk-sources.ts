/** Sources as the desk sees them: with their true names, whatever readers see. */
import { sql } from "drizzle-orm";
import { foldName } from "@/domain/names";
import type { ClaimantKind, Reliability } from "@/domain/vocabulary";
import type { Actor } from "../commands/actor";
import type { ReadDb } from "../open";

/** A source as the desk lists it. */
export interface SourceForEdit {
  id: number;
  slug: string;
  name: string;
  kind: ClaimantKind;
  role: string | null;
  party: string | null;
  /** Slug and name of the source whose voice it is; null where it speaks for itself. */
  voice: string | null;
  voiceName: string | null;
  claims: number;
  isWithheld: boolean;
}

const COLUMNS = sql.raw(`s.id, s.slug, coalesce(h.name, s.name) as name, s.kind,
  case when h.source_id is null then s.role else h.role end as role, s.party, v.slug as voice, coalesce(vh.name, v.name) as voiceName,
  (select count(*) from claim c where c.source_id = s.id) as claims, h.source_id is not null as isWithheld`);
const JOINS = sql.raw(`source s left join source v on v.id = s.voice_id left join withheld_source h on h.source_id = s.id
  left join withheld_source vh on vh.source_id = v.id`);

const read = (row: Omit<SourceForEdit, "isWithheld"> & { isWithheld: 0 | 1 }): SourceForEdit => ({
  ...row,
  isWithheld: row.isWithheld === 1,
});
type Row = Parameters<typeof read>[0];

/** Sources one of whose names holds a text, by name, with how many there are in all. */
export function findSources(
  db: ReadDb,
  _actor: Actor,
  { text = "", most = 100, from = 0 }: { text?: string; most?: number; from?: number } = {},
): { sources: SourceForEdit[]; count: number } {
  const folded = foldName(text);
  const where =
    folded === ""
      ? sql`1`
      : sql`(instr(coalesce(h.folded, s.folded), ${folded}) > 0 or exists (
          select 1 from source_name n where n.source_id = s.id and instr(n.folded, ${folded}) > 0))`;
  return {
    sources: db
      .rows<Row>(
        sql`select ${COLUMNS} from ${JOINS} where ${where} order by coalesce(h.name, s.name), s.id limit ${most} offset ${from}`,
      )
      .map(read),
    count: db.first<{ n: number }>(sql`select count(*) as n from ${JOINS} where ${where}`)!.n,
  };
}

/** One source; null where there is none. */
export function findSourceForEdit(db: ReadDb, _actor: Actor, slug: string): SourceForEdit | null {
  const row = db.first<Row>(sql`select ${COLUMNS} from ${JOINS} where s.slug = ${slug}`);
  return row ? read(row) : null;
}

/** The slug of a source by its slug or any of its names; what was typed where there is none, for the command to refuse. */
export function sourceSlugOf(db: ReadDb, _actor: Actor, text: string): string {
  const folded = foldName(text);
  const found = db.first<{ slug: string }>(sql`
    select s.slug from source s where s.slug = ${text} or s.folded = ${folded}
        or s.id in (select source_id from source_name where folded = ${folded}
                    union select source_id from withheld_source where folded = ${folded})
     order by s.slug = ${text} desc`);
  return found?.slug ?? text;
}

/** Other spellings under which a source is found, by name. */
export function listSpellings(db: ReadDb, _actor: Actor, sourceId: number): string[] {
  return db
    .rows<{ name: string }>(sql`select name from source_name where source_id = ${sourceId} order by name`)
    .map(({ name }) => name);
}

/** A dated note on how reliable a source is. */
export interface SourceNote {
  id: number;
  /** The civil date from which it holds. */
  day: string;
  reliability: Reliability;
  note: string;
}

/** The notes on a source, the newest first. They are public. */
export function listSourceNotes(db: ReadDb, slug: string): SourceNote[] {
  return db.rows<SourceNote>(sql`
    select n.id, n.day, n.reliability, n.note from source_note n join source s on s.id = n.source_id
     where s.slug = ${slug} order by n.day desc, n.id desc`);
}

/** The address of the source that a source with this address was merged into; null where there is none. */
export function findMergedSource(db: ReadDb, slug: string): string | null {
  const folded = foldName(slug.slice(0, 200).replaceAll("-", " "));
  const found = db.first<{ slug: string }>(
    sql`select s.slug from source_name n join source s on s.id = n.source_id where n.folded = ${folded}`,
  );
  return found?.slug ?? null;
}
