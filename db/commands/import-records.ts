/**
 * Imports files of claims: read row by row, in one transaction, all or nothing. Nothing is kept where any row of any
 * file has a problem, or in a dry run; either way the report says what was or would be made.
 */
import { DateEvidence, type DateOrder } from "@/domain/formats/dates";
import { decoded, encodingOf } from "@/domain/formats/encoding";
import type { Format } from "@/domain/formats/imported";
import { problemAt, UnreadableTable, type RowProblem } from "@/domain/formats/problem";
import { readRuling, RULING_COLUMNS } from "@/domain/formats/rulings";
import { openTable, type Table } from "@/domain/formats/table";
import type { Db, Tx } from "../open";
import type { Actor } from "./actor";
import { addProblem, addWarning, emptyReport, type ImportReport } from "./import-report";
import { ImportWriter } from "./import-writer";
import { write } from "./write";

export interface ImportFile {
  name: string;
  /** Its bytes from the start, as often as they are asked for. */
  chunks: () => Iterable<Uint8Array>;
}

export interface ImportOptions {
  /** As the audit log names it. */
  formatName: string;
  publish?: boolean;
  dryRun?: boolean;
  /** The order of day and month where no column tells. */
  dates?: DateOrder | null;
  /** Called every thousand rows. */
  onProgress?: (rows: number) => void;
}

class RolledBack extends Error {}

/** Imports files of one format; an admin's act. Throws Refused where the role does not reach; problems are in the report. */
export function importRecords(
  db: Db,
  actor: Actor,
  format: Format,
  files: readonly ImportFile[],
  options: ImportOptions,
): ImportReport {
  const report = emptyReport();
  try {
    return write(db, actor, "admin", (tx) => {
      const { writer } = readAll(tx, actor, format, files, options, report);
      if (report.problems.length > 0 || options.dryRun) throw new RolledBack();
      report.written = true;
      const { incidents, claims, rulings, published } = report;
      const isSame = [incidents, claims, rulings].every((counts) => counts.new + counts.updated === 0);
      const entry = {
        action: "import",
        subject: `import ${files.map(({ name }) => name).join(" ")}`.slice(0, 200),
        after: { format: options.formatName, incidents, claims, rulings, published, places: report.places, made: writer.made },
      };
      return { result: report, audit: isSame ? null : [entry, ...writer.audits], incidents: [...writer.touched] };
    });
  } catch (error) {
    if (error instanceof RolledBack) return report;
    throw error;
  }
}

function readAll(
  tx: Tx,
  actor: Actor,
  format: Format,
  files: readonly ImportFile[],
  options: ImportOptions,
  report: ImportReport,
): { writer: ImportWriter } {
  let file = files[0]?.name ?? "";
  const refuse = (problem: RowProblem) => addProblem(report, { ...problem, file });
  const warn = (warning: RowProblem) => addWarning(report, { ...warning, file });
  const writer = new ImportWriter(tx, actor, report, { isOwn: format.isOwn === true, publish: options.publish === true }, warn);
  const rulings: { name: string; table: Table }[] = [];
  for (const { name, chunks } of files) {
    file = name;
    reading(refuse, () => {
      const encoding = encodingOf(chunks());
      const open = () => openTable(decoded(chunks(), encoding));
      const table = open();
      if (format.isOwn && isRulings(table)) {
        rulings.push({ name, table });
        return;
      }
      const missing = format.required.filter((column) => !table.header.includes(column));
      for (const column of missing) refuse(problemAt(1, column, "header.missing"));
      if (missing.length > 0) return;
      for (const column of table.header)
        if (format.columns && column !== "" && !format.columns.includes(column)) warn(problemAt(1, column, "column.ignored"));
      const dates = options.dates ?? orderOf(open(), format.dateColumns, refuse);
      if (dates === "unclear") return;
      for (const { event, problems, warnings } of format.read(counted(table, report, options), { dates })) {
        problems.forEach(refuse);
        warnings.forEach(warn);
        // Once something is wrong nothing is kept, and the rest is only read.
        if (event && (report.problems.length === 0 || report.rows < 100_000)) writer.write(event).forEach(refuse);
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
  return { writer };
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
    if (report.rows % 1_000 === 0) onProgress?.(report.rows);
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
