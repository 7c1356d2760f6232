/** What every format makes of a row: an incident and claims as the commands take them, and what was wrong with it. */
import type { z } from "zod";
import type { ClaimInput } from "../claim";
import type { IncidentInput } from "../incident";
import { readDate, type DateOrder } from "./dates";
import { problemAt, type RowProblem } from "./problem";
import type { TableRow } from "./table";

/** Where a row says that it happened; the writer finds the place of the gazetteer or makes it. */
export interface ImportedPlace {
  /** City, town or village; null where the row names none. */
  city: string | null;
  admin1: string | null;
  admin2: string | null;
  /** ISO 3166-1 alpha-2; null: the record's own. */
  country: string | null;
  pcode: string | null;
  latitude: number | null;
  longitude: number | null;
}

export interface ImportedClaim {
  row: number;
  /** The id and number to keep; null where the file gives none. */
  code: string | null;
  recordedNo: number | null;
  claim: z.output<typeof ClaimInput>;
}

export interface ImportedEvent {
  row: number;
  /** The incident's id to keep; null where another data set's id (the first external id) names it. */
  code: string | null;
  incident: z.output<typeof IncidentInput>;
  place: ImportedPlace;
  claims: ImportedClaim[];
}

/** A row, read: the event where nothing is wrong. Warnings tell what was changed on the way in. */
export interface Reading {
  event: ImportedEvent | null;
  /** Where something is wrong, the event as far as it could be read: what only the record knows may be wrong with it too. */
  refused: ImportedEvent | null;
  problems: RowProblem[];
  warnings: RowProblem[];
}

/** What a format needs to know beyond its rows. */
export interface ReadingContext {
  dates: DateOrder | null;
}

/** A format: which columns it cannot do without, which hold dates, and how its rows become events. */
export interface Format {
  required: readonly string[];
  dateColumns: readonly string[];
  /** Columns it knows; others are told as ignored. Null: a file may bring many that nobody needs. */
  columns: readonly string[] | null;
  /** What its columns are called where ours are called otherwise: "city" is ACLED's "location". */
  names?: Readonly<Record<string, string>>;
  /** Whether places must be told apart by every cell of a row, as in our own exports. */
  isOwn?: boolean;
  /** What `formatOf` is given to make it, for another thread. */
  madeBy?: { name: string; mapping?: unknown };
  read: (rows: Iterable<TableRow>, context: ReadingContext) => Generator<Reading>;
}

/** Collects a row's problems while its cells are read. */
export class RowReader {
  readonly problems: RowProblem[] = [];
  readonly warnings: RowProblem[] = [];

  constructor(
    readonly row: TableRow,
    private readonly context: ReadingContext,
  ) {
    if (row.problem) this.problems.push(row.problem);
  }

  refuse(column: string | null, code: string, values: Record<string, string | number> = {}): void {
    this.problems.push(problemAt(this.row.row, column, code, values));
  }

  warn(column: string | null, code: string, values: Record<string, string | number> = {}): void {
    this.warnings.push(problemAt(this.row.row, column, code, values));
  }

  text(column: string): string | null {
    return this.row.text(column);
  }

  /** The cell's text, cut at `most` characters with a warning. */
  shortText(column: string, most: number): string | null {
    const text = this.text(column);
    if (text === null || text.length <= most) return text;
    this.warn(column, "text.cut", { most });
    return cutText(text, most);
  }

  date(column: string): string | null {
    const cell = this.text(column);
    if (cell === null) return null;
    const read = readDate(cell, this.context.dates);
    if ("date" in read) return read.date;
    this.refuse(column, read.problem, { cell });
    return null;
  }

  /** A whole number of persons; 3.0 is 3. */
  persons(column: string): number | null {
    const cell = this.text(column);
    if (cell === null) return null;
    const number = /^\d{1,9}(?:\.0+)?$/.test(cell) ? Number(cell) : Number.NaN;
    if (Number.isInteger(number)) return number;
    this.refuse(column, "number.invalid", { cell });
    return null;
  }

  /** A decimal number with a point or a comma. */
  decimal(column: string): number | null {
    const cell = this.text(column);
    if (cell === null) return null;
    if (/^[-+]?\d{1,3}(?:[.,]\d{1,20})?(?:e-?\d{1,2})?$/i.test(cell)) return Number(cell.replace(",", "."));
    this.refuse(column, "degrees.invalid", { cell });
    return null;
  }

  boolean(column: string, otherwise: boolean): boolean {
    const cell = this.text(column)?.toLowerCase();
    if (cell === undefined) return otherwise;
    if (["true", "1", "yes"].includes(cell)) return true;
    if (["false", "0", "no"].includes(cell)) return false;
    this.refuse(column, "boolean.invalid", { cell });
    return otherwise;
  }

  /** Parses by a schema; each issue is a problem of the column that `columns` gives for its path. */
  parse<Schema extends z.ZodType>(
    schema: Schema,
    input: z.input<Schema>,
    columns: Record<string, string>,
    rowOf: (path: readonly PropertyKey[]) => number = () => this.row.row,
  ): z.output<Schema> | null {
    const parsed = schema.safeParse(input);
    if (parsed.success) return parsed.data;
    for (const { path, message } of parsed.error.issues) {
      const key = path.filter((step) => typeof step === "string").join(".");
      const isKey = /^[a-z_]+\.[a-z_]+$/.test(message);
      const column = columns[key] ?? columns[key.split(".").at(-1) ?? ""] ?? null;
      const cell = column === null ? "" : (this.row.text(column) ?? "");
      this.problems.push(problemAt(rowOf(path), column, isKey ? message : "cell.invalid", { cell: cutText(cell, 60) }));
    }
    return null;
  }

  reading(event: ImportedEvent | null): Reading {
    const isRefused = this.problems.length > 0;
    return {
      event: isRefused ? null : event,
      refused: isRefused ? event : null,
      problems: this.problems,
      warnings: this.warnings,
    };
  }
}

/** Text of at most so many characters, with an ellipsis where it was cut. */
export function cutText(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1).trimEnd()}…`;
}
