/** What an import did, or would do, or why it did nothing. */
import type { RowProblem } from "@/domain/formats/problem";
import type { Copy } from "./import-copy";

/** A problem or warning with the file that it is in, where there are several. */
export interface FileProblem extends RowProblem {
  file: string;
}

interface Counts {
  new: number;
  updated: number;
  unchanged: number;
}

export interface ImportReport {
  /** False where a problem or a dry run kept the record as it was. */
  written: boolean;
  rows: number;
  incidents: Counts;
  claims: Counts;
  rulings: Counts;
  places: number;
  sources: number;
  /** Names of the first of the new ones. */
  newPlaces: string[];
  newSources: string[];
  published: number;
  problems: FileProblem[];
  warnings: FileProblem[];
  /** How many more there are than are listed. */
  moreProblems: number;
  moreWarnings: number;
}

/** So many are listed; a file with one wrong column has one problem a row. */
const MOST_LISTED = 500;
const MOST_NAMED = 200;

/** A report on which nothing is counted yet. */
export function emptyReport(): ImportReport {
  const counts = () => ({ new: 0, updated: 0, unchanged: 0 });
  return {
    written: false,
    rows: 0,
    incidents: counts(),
    claims: counts(),
    rulings: counts(),
    places: 0,
    sources: 0,
    newPlaces: [],
    newSources: [],
    published: 0,
    problems: [],
    warnings: [],
    moreProblems: 0,
    moreWarnings: 0,
  };
}

/** Notes the names of new places and sources that the report lists. */
export function namesOfNew({ sqlite, last }: Copy, report: ImportReport): void {
  const names = (table: "place" | "source") =>
    sqlite.prepare(`select name from ${table} where id > ? order by id limit ${MOST_NAMED}`).pluck().all(last[table]) as string[];
  report.newPlaces = names("place");
  report.newSources = names("source");
}

export function addProblem(report: ImportReport, problem: FileProblem): void {
  if (report.problems.length < MOST_LISTED) report.problems.push(problem);
  else report.moreProblems++;
}

export function addWarning(report: ImportReport, warning: FileProblem): void {
  if (report.warnings.length < MOST_LISTED) report.warnings.push(warning);
  else report.moreWarnings++;
}
