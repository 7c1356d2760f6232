/** Imports as the desk shows them. Editors and admins alone ask. */
import { sql } from "drizzle-orm";
import type { Role } from "@/domain/vocabulary";
import type { ImportReport } from "../commands/import-report";
import type { ImportState } from "@/domain/vocabulary";
import type { ReadDb } from "../open";

/** The largest file that is taken over the web, in bytes. */
export const MOST_UPLOADED = 200_000_000;

/** What a report keeps of an import once its lists are elsewhere. */
export type ImportCounts = Omit<ImportReport, "problems" | "warnings" | "moreProblems" | "moreWarnings"> & {
  problems: number;
  warnings: number;
};

export interface ImportShown {
  id: number;
  state: ImportState;
  createdAt: number;
  endedAt: number | null;
  actor: string;
  accountId: number | null;
  names: string[];
  bytes: number | null;
  /** Whether its file is here whole and can be looked at. */
  isHere: boolean;
  format: string | null;
  mapping: unknown;
  dates: string | null;
  publish: boolean;
  header: string[];
  rows: number;
  total: number | null;
  report: ImportCounts | null;
  failure: string | null;
  wantsStop: boolean;
  firstIncident: number | null;
  lastIncident: number | null;
}

type Row = Record<string, string | number | null>;

const COLUMNS = sql.raw(
  `id, state, created_at as createdAt, ended_at as endedAt, actor, account_id as accountId, names, bytes, file, format, mapping, dates, publish,
   header, rows, total, report, failure, wants_stop as wantsStop, first_incident as firstIncident, last_incident as lastIncident`,
);

/** The newest imports. */
export function listImports(db: ReadDb, most = 30): ImportShown[] {
  return db.rows<Row>(sql`select ${COLUMNS} from import_job order by id desc limit ${most}`).map(shown);
}

/** One import, or null. */
export function findImport(db: ReadDb, id: number): ImportShown | null {
  const row = db.first<Row>(sql`select ${COLUMNS} from import_job where id = ${id}`);
  return row ? shown(row) : null;
}

function shown(row: Row): ImportShown {
  const { names, file, mapping, header, report, publish, wantsStop, ...rest } = row;
  return {
    ...rest,
    names: JSON.parse(names as string),
    isHere: Boolean(file),
    mapping: mapping === null ? null : JSON.parse(mapping as string),
    header: header === null ? [] : JSON.parse(header as string),
    report: report === null ? null : JSON.parse(report as string),
    publish: publish === 1,
    wantsStop: wantsStop === 1,
  } as ImportShown;
}

/** The mapping that the last import of a table with these columns used, or null. */
export function rememberedMapping(db: ReadDb, header: readonly string[]): unknown {
  const row = db.first<{ mapping: string }>(sql`
    select mapping from import_job where header = ${JSON.stringify(header)} and mapping is not null order by id desc limit 1`);
  return row ? JSON.parse(row.mapping) : null;
}

export interface ProblemShown {
  isWarning: boolean;
  no: number;
  file: string;
  row: number;
  column: string | null;
  code: string;
  values: Record<string, string | number>;
}

/** A page of what is wrong with a file's rows, problems first; `from` counts over both from 0. */
export function importProblems(db: ReadDb, id: number, from: number, most: number): ProblemShown[] {
  return db
    .rows<{ isWarning: number; no: number; file: string; row: number; column: string | null; code: string; values: string }>(
      sql`select is_warning as isWarning, no, file, row, "column", code, "values" from import_problem where job_id = ${id}
           order by is_warning, no limit ${most} offset ${from}`,
    )
    .map(({ isWarning, values, ...rest }) => ({ ...rest, isWarning: isWarning === 1, values: JSON.parse(values) }));
}

/** All of them in pages, for a file. */
export function* importProblemPages(db: ReadDb, id: number): Generator<ProblemShown[]> {
  for (let from = 0; ; from += 2_000) {
    const page = importProblems(db, id, from, 2_000);
    if (page.length > 0) yield page;
    if (page.length < 2_000) return;
  }
}

/** Codes of an import's new incidents, the first ones. */
export function importedCodes(
  db: ReadDb,
  { firstIncident, lastIncident }: ImportShown,
  most: number,
): { code: string; title: string }[] {
  return db.rows(
    sql`select code, title from incident where id between ${firstIncident} and ${lastIncident} order by id limit ${most}`,
  );
}

/** The role that whoever began an import has now; null where their account is closed. */
export function roleOfImporter(db: ReadDb, { accountId }: ImportShown): Role | null {
  return db.first<{ role: Role }>(sql`select role from account where id = ${accountId} and disabled_at is null`)?.role ?? null;
}
