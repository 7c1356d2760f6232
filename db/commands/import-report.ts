/** What an import did, or would do, or why it did nothing. */
import type { RowProblem } from "@/domain/formats/problem";

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
  published: number;
  problems: FileProblem[];
  warnings: FileProblem[];
  /** How many more there are than are listed. */
  moreProblems: number;
  moreWarnings: number;
}

/** So many are listed; a file with one wrong column has one problem a row. */
const MOST_LISTED = 500;

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
    published: 0,
    problems: [],
    warnings: [],
    moreProblems: 0,
    moreWarnings: 0,
  };
}

export function addProblem(report: ImportReport, problem: FileProblem): void {
  if (report.problems.length < MOST_LISTED) report.problems.push(problem);
  else report.moreProblems++;
}

export function addWarning(report: ImportReport, warning: FileProblem): void {
  if (report.warnings.length < MOST_LISTED) report.warnings.push(warning);
  else report.moreWarnings++;
}
