/** The method that a record's numbers follow: the floors of its vague words, and the versions that brought it there. */
import { sql } from "drizzle-orm";
import { DECLARED_FLOORS, floorsOf, vagueWord, type Floors } from "@/domain/figure";
import { methodVersions, type MethodVersion, type OwnVersion } from "@/domain/method-versions";
import type { ReadDb } from "../open";
import { findRecord } from "./record";

/** The floors that hold: those of the record's newest version, else the declared ones. */
export function readFloors(db: ReadDb): Floors {
  const row = db.first<{ floors: string }>(sql`select floors from methodology_version order by version desc limit 1`);
  return row ? floorsIn(row.floors) : DECLARED_FLOORS;
}

/** The floors that a version keeps; a word that came into the table later has its declared one. */
export function floorsIn(text: string): Floors {
  const kept = JSON.parse(text) as Partial<Floors>;
  return floorsOf((word) => kept[word] ?? DECLARED_FLOORS[word]);
}

/** How many claims that readers see say each vague word, in any spelling. */
export function countVagueWords(db: ReadDb): Floors {
  const rows = db.rows<{ word: string; n: number }>(sql`
    select f.word, count(*) as n from figure f join claim c on c.id = f.claim_id join incident i on i.id = c.incident_id
     where f.qualifier = 'vague' and c.publication = 'published' and i.publication = 'published' group by f.word`);
  return floorsOf((word) => rows.reduce((sum, row) => (vagueWord(row.word) === word ? sum + row.n : sum), 0));
}

/** Every version of the method, the newest first; the first is the one that holds. */
export function listMethodVersions(db: ReadDb): MethodVersion[] {
  const { timeZone } = findRecord(db);
  const own = db
    .rows<Omit<OwnVersion, "floors"> & { floors: string }>(
      sql`select version as no, at, why, floors from methodology_version order by version`,
    )
    .map(({ floors, ...row }) => ({ ...row, floors: floorsIn(floors) }));
  return methodVersions(own, DECLARED_FLOORS, timeZone);
}

/** The number of the record's newest change, 0 before the first. */
export function ownMethodVersion(db: ReadDb): number {
  return db.first<{ no: number | null }>(sql`select max(version) as no from methodology_version`)!.no ?? 0;
}
