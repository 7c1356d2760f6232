/** Questions that take seconds of a large record: a thread answers them there, so that one reader's does not hold up the others. */
import { sql } from "drizzle-orm";
import type { CursorKey } from "@/domain/api/cursor";
import type { Filter } from "@/domain/filter";
import type { ReadDb } from "../open";
import { policiesAnswer, recordState } from "./api";
import { pageOfRows } from "./api-pages";
import { comparePolicies } from "./compare";
import { countVagueWords } from "./methodology";
import { listCities } from "./places";
import { findRecord } from "./record";
import { listSources } from "./sources";

/** Claims from which on a question costs more than the way to the thread. */
const LARGE = 20_000;

export function isLarge(db: ReadDb): boolean {
  return db.first<{ claims: number }>(sql`select next_claim_no as claims from record`)!.claims > LARGE;
}

/** Each by its name, for the thread knows only those. Answers are plain data, since they are copied between threads. */
export const ASIDE = {
  comparison: (db: ReadDb, filter: Filter) => comparePolicies(db, filter),
  sources: (db: ReadDb, filter: Filter) =>
    db.snapshot(() => ({ record: findRecord(db), cities: listCities(db), sources: listSources(db, filter) })),
  /** Of the API: the record's state in which each was read is told with it. */
  policies: (db: ReadDb, filter: Filter) => db.snapshot(() => ({ record: recordState(db), data: policiesAnswer(db, filter) })),
  sourceRows: (db: ReadDb, filter: Filter, asked: { after: CursorKey | null; most: number }) =>
    db.snapshot(() => ({ record: recordState(db), ...pageOfRows(db, "sources", filter, asked) })),
  vagueWords: (db: ReadDb) => countVagueWords(db),
};

export type AsideName = keyof typeof ASIDE;
/** What is asked beside the database. */
export type AsideWith<Name extends AsideName> = Parameters<(typeof ASIDE)[Name]> extends [ReadDb, ...infer With] ? With : never;
export type AsideAnswer<Name extends AsideName> = ReturnType<(typeof ASIDE)[Name]>;

/** What the thread is asked, and what it says. */
export interface AsideQuestion {
  id: number;
  name: AsideName;
  with: readonly unknown[];
}
export type AsideSaid = { id: number; answer: unknown } | { id: number; failure: string };
