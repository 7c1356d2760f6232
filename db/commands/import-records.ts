/**
 * Imports files of claims: read and checked row by row in a copy that nobody waits for, then brought into the record all
 * or nothing (docs/decisions/0024-imports-in-a-copy.md). Nothing is kept where any row of any file has a problem, or in a dry run; either way
 * the report says what was or would be made.
 */
import { DateEvidence, type DateOrder } from "@/domain/formats/dates";
import { decoded, encodingOf } from "@/domain/formats/encoding";
import type { Format } from "@/domain/formats/imported";
import { problemAt, UnreadableTable, type RowProblem } from "@/domain/formats/problem";
import { readRuling, RULING_COLUMNS } from "@/domain/formats/rulings";
import { openTable, type Table } from "@/domain/formats/table";
import type { Db } from "../open";
import { Refused } from "../refused";
import { mayAct, type Actor } from "./actor";
import { passesChecks } from "./import-checks";
import { makeAllChanges, removeRows } from "./import-clean";
import { copyRecord, type Copy } from "./import-copy";
import { deriveNew } from "./import-estimates";
import { beginJob, noteReport } from "./import-jobs";
import { mergeHidden } from "./import-merge";
import { readBatches } from "./import-readings";
import { addProblem, addWarning, emptyReport, namesOfNew, type FileProblem, type ImportReport } from "./import-report";
import { ImportWriter } from "./import-writer";
import { Importing } from "./importing";

export interface ImportFile {
  name: string;
  /** Its bytes from the start, as often as they are asked for. */
  chunks: () => Iterable<Uint8Array>;
  /** Where it lies, if on the disk: a thread of its own can read it there. */
  path?: string;
}

/** What an import is at: reading and checking rows, making estimates of new incidents, or bringing those into the record. */
export interface Progress {
  phase: "reading" | "estimating" | "writing";
  done: number;
  /** Null: not known yet. */
  total: number | null;
}

export interface ImportOptions {
  /** As the audit log names it. */
  formatName: string;
  publish?: boolean;
  dryRun?: boolean;
  /** The order of day and month where no column tells. */
  dates?: DateOrder | null;
  /** The job that this is; without one an import that writes makes its own. */
  jobId?: number;
  /** Called now and then; what it throws ends the import, and nothing stays of it. */
  onProgress?: (progress: Progress) => void;
  /** Told every problem and warning, also those that the report only counts. */
  onProblem?: (problem: FileProblem, isWarning: boolean) => void;
}

/**
 * Imports files of one format: an editor's act, and an admin's where it publishes. Throws Refused where the role does not
 * reach or another import is at it; problems are in the report.
 */
export function importRecords(
  db: Db,
  actor: Actor,
  format: Format,
  files: readonly ImportFile[],
  options: ImportOptions,
): ImportReport {
  const needed = options.publish ? "admin" : "editor";
  if (!mayAct(actor, needed)) throw new Refused("role.not_allowed", null, { needed });
  const { copy, report } = readInto(db, actor, format, files, options);
  try {
    copy.original.release();
    namesOfNew(copy, report);
    if (report.problems.length > 0 || options.dryRun) return report;
    report.written = true;
    const counts = [report.incidents, report.claims, report.rulings];
    if (counts.some((one) => one.new + one.updated > 0) || report.places + report.sources > 0)
      bring(db, copy, actor, files, options, report);
    else if (options.jobId !== undefined) noteReport(db, options.jobId, { state: "done", report });
    return report;
  } finally {
    copy.remove();
  }
}

/**
 * Reads all rows into a copy. The tables' CHECKs are asked once at the end; where a row breaks one that its schema let pass,
 * all is read again with every row checked by itself, so that the report names it.
 */
function readInto(
  db: Db,
  actor: Actor,
  format: Format,
  files: readonly ImportFile[],
  options: ImportOptions,
): { copy: Copy; report: ImportReport } {
  for (const isEachChecked of [false, true]) {
    const report = emptyReport();
    const copy = copyRecord(db, { givesCodes: format.isOwn === true });
    try {
      copy.sqlite.pragma(`ignore_check_constraints = ${isEachChecked ? "OFF" : "ON"}`);
      const onProblem = (problem: FileProblem, isWarning: boolean) => {
        // The first reading told the warnings already.
        if (!(isEachChecked && isWarning)) options.onProblem?.(problem, isWarning);
      };
      readAll(copy, actor, format, files, { ...options, onProblem }, report);
      copy.sqlite.pragma("ignore_check_constraints = OFF");
      const isChanged = report.incidents.updated + report.claims.updated + report.rulings.updated > 0;
      if (isEachChecked || report.problems.length > 0 || passesChecks(copy, { all: isChanged })) return { copy, report };
    } catch (error) {
      copy.remove();
      throw error;
    }
    copy.remove();
  }
  throw new Error("Unreachable.");
}

/** Everything that is new or changed in the copy, into the record. */
function bring(
  db: Db,
  copy: Copy,
  actor: Actor,
  files: readonly ImportFile[],
  options: ImportOptions,
  report: ImportReport,
): void {
  const { onProgress } = options;
  const total = report.incidents.new;
  if (options.publish) deriveNew(copy, (done) => onProgress?.({ phase: "estimating", done, total }));
  const names = files.map(({ name }) => name);
  const jobId = options.jobId ?? beginJob(db, actor, { names, format: options.formatName, publish: options.publish === true });
  noteReport(db, jobId, { state: "importing", report });
  try {
    const publish = options.publish === true;
    const merge = mergeHidden(db, copy, {
      jobId,
      publish,
      onProgress: (done) => onProgress?.({ phase: "writing", done, total }),
    });
    try {
      const { incidents, claims, rulings, published, places, sources } = report;
      const codes = merge.codesOfNew();
      merge.show(actor, report, {
        action: "import",
        subject: `import ${names.join(" ")}`.slice(0, 200),
        after: { import: jobId, format: options.formatName, incidents, claims, rulings, published, places, sources, codes },
      });
    } finally {
      merge.end();
    }
  } catch (error) {
    removeRows(db, actor, jobId, "failed", (error as Error).message);
    throw error;
  }
  makeAllChanges(db, actor, jobId);
}

function readAll(
  copy: Copy,
  actor: Actor,
  format: Format,
  files: readonly ImportFile[],
  options: ImportOptions,
  report: ImportReport,
): void {
  let file = files[0]?.name ?? "";
  const refuse = (problem: RowProblem) => {
    addProblem(report, { ...problem, file });
    options.onProblem?.({ ...problem, file }, false);
  };
  const warn = (warning: RowProblem) => {
    addWarning(report, { ...warning, file });
    options.onProblem?.({ ...warning, file }, true);
  };
  copy.db.transaction((tx) => {
    const to = new Importing(copy, tx, actor, report, { isOwn: format.isOwn === true, publish: options.publish === true }, warn);
    const writer = new ImportWriter(to);
    const rulings: { name: string; table: Table }[] = [];
    for (const { name, chunks, path } of files) {
      file = name;
      reading(refuse, () => {
        const encoding = encodingOf(chunks());
        const open = () => openTable(decoded(chunks(), encoding));
        const table = open();
        if (format.isOwn && isRulings(table)) {
          rulings.push({ name, table });
          return;
        }
        // Only its head was wanted.
        table.close();
        const missing = format.required.filter((column) => !table.header.includes(column));
        for (const column of missing) refuse(problemAt(1, column, "header.missing"));
        if (missing.length > 0) return;
        for (const column of table.header)
          if (format.columns && column !== "" && !format.columns.includes(column)) warn(problemAt(1, column, "column.ignored"));
        const dates = options.dates ?? orderOf(open(), format.dateColumns, refuse);
        if (dates === "unclear") return;
        for (const { rows, events } of readBatches(format, { chunks, path, encoding, dates })) {
          for (const { event, refused, prints, problems, warnings } of events) {
            problems.forEach(refuse);
            warnings.forEach(warn);
            const more = event ? writer.write(event, prints!) : refused ? writer.check(refused) : [];
            for (const problem of more) refuse(inItsWords(problem, format));
          }
          report.rows += rows;
          options.onProgress?.({ phase: "reading", done: report.rows, total: null });
        }
      });
    }
    for (const { name, table } of rulings) {
      file = name;
      reading(refuse, () => {
        for (const row of counted(table, report, options)) {
          const { ruling, problems } = readRuling(row);
          problems.forEach(refuse);
          if (ruling && report.problems.length === 0) writer.writeRuling(ruling).forEach(refuse);
        }
      });
    }
    file = files[0]?.name ?? "";
    if (report.problems.length === 0) writer.finish().forEach(refuse);
    else to.noteMade();
  });
}

/** A problem of a column by the name that it has in the file. */
function inItsWords(problem: RowProblem, { names }: Format): RowProblem {
  return problem.column === null ? problem : { ...problem, column: names?.[problem.column] ?? problem.column };
}

/** A file that cannot be read on is one problem. */
function reading(refuse: (problem: RowProblem) => void, work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof UnreadableTable)) throw error;
    refuse(error.problem);
  }
}

function isRulings({ header }: Table): boolean {
  return RULING_COLUMNS.every((column) => header.includes(column)) && !header.includes("claimant");
}

function* counted(table: Table, report: ImportReport, { onProgress }: ImportOptions) {
  for (const row of table.rows) {
    report.rows++;
    if (report.rows % 1_000 === 0) onProgress?.({ phase: "reading", done: report.rows, total: null });
    yield row;
  }
}

/** A file whose first so many rows write the year first is taken to go on so; a row that does not is asked about. */
const ROWS_THAT_TELL = 2_000;

/** The order of day and month of a file, from its columns of dates; "unclear" where it has to be asked for. */
function orderOf(table: Table, columns: readonly string[], refuse: (problem: RowProblem) => void): DateOrder | null | "unclear" {
  const evidence = columns
    .filter((column) => table.header.includes(column))
    .map((column) => ({ column, seen: new DateEvidence() }));
  for (const row of table.rows) {
    for (const { column, seen } of evidence) seen.see(row.raw(column).trim());
    if (row.row > ROWS_THAT_TELL && evidence.every(({ seen }) => seen.order === null)) break;
  }
  const told = new Set(evidence.map(({ seen }) => seen.order).filter((order) => order !== null && order !== "ambiguous"));
  const mixed = evidence.filter(({ seen }) => seen.order === "mixed");
  for (const { column } of mixed) refuse(problemAt(1, column, "dates.mixed"));
  if (mixed.length > 0 || told.size > 1) {
    if (mixed.length === 0) refuse(problemAt(1, evidence[0]!.column, "dates.mixed"));
    return "unclear";
  }
  const [order] = told as Set<DateOrder>;
  if (order) return order;
  const ambiguous = evidence.filter(({ seen }) => seen.order === "ambiguous");
  for (const { column } of ambiguous) refuse(problemAt(1, column, "dates.ambiguous"));
  return ambiguous.length > 0 ? "unclear" : null;
}
