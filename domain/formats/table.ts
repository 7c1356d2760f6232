/**
 * A table out of text: RFC 4180 with the separators and line ends that spreadsheets write, in bounded memory. Quotes
 * must be well formed; what is not is a problem of its row, nothing is repaired silently.
 */
import { parse } from "csv-parse/sync";
import { problemAt, UnreadableTable, type RowProblem } from "./problem";

const SEPARATORS = [",", ";", "\t", "|"] as const;
export type Separator = (typeof SEPARATORS)[number];

/** The longest that one row may be, in characters; an opened quote that never closes would swallow the file. */
const LONGEST_ROW = 4_000_000;
const CHUNK = 262_144;

/** One row under its header. */
export class TableRow {
  constructor(
    /** As a spreadsheet counts: the header is row 1. */
    readonly row: number,
    private readonly places: ReadonlyMap<string, number>,
    private readonly cells: readonly string[],
    /** What is wrong with the row as a whole, or null. */
    readonly problem: RowProblem | null,
  ) {}

  /** Whether the table has the column. */
  has(column: string): boolean {
    return this.places.has(column);
  }

  /** The cell as it stands; "" where it is empty or the table has no such column. */
  raw(column: string): string {
    const place = this.places.get(column);
    return place === undefined ? "" : (this.cells[place] ?? "");
  }

  /** The cell without spaces around it, or null where nothing is in it. */
  text(column: string): string | null {
    return this.raw(column).trim() || null;
  }

  get isEmpty(): boolean {
    return this.cells.every((cell) => cell.trim() === "");
  }
}

export interface Table {
  separator: Separator;
  /** Column names as `columnName` folds them. */
  header: readonly string[];
  rows: Generator<TableRow>;
  /** Lets go of what the text comes from; rows that were not read are not read any more. */
  close: () => void;
}

/** A column's name for comparing: lower case, spaces and hyphens as underscores. */
export function columnName(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, "_");
}

/** Opens a table. Throws UnreadableTable where there is no header or two columns have one name. */
export function openTable(texts: Iterable<string>): Table {
  const records = recordsOf(texts);
  const first = records.next();
  if (first.done) throw new UnreadableTable(problemAt(1, null, "table.empty"));
  const { cells, separator } = first.value;
  const header = cells.map(columnName);
  const places = new Map<string, number>();
  for (const [index, name] of header.entries()) {
    if (name === "") continue;
    if (places.has(name)) throw new UnreadableTable(problemAt(1, name, "header.twice"));
    places.set(name, index);
  }
  if (places.size === 0) throw new UnreadableTable(problemAt(1, null, "table.empty"));
  return { separator, header, rows: rowsOf(records, header, places), close: () => void records.return(undefined) };
}

function* rowsOf(records: Generator<Cells>, header: readonly string[], places: ReadonlyMap<string, number>): Generator<TableRow> {
  let number = 1;
  for (const { cells } of records) {
    number++;
    const row = new TableRow(number, places, cells, widthProblem(number, cells, header.length));
    // An HXL tag row stands under the header (HXL 1.1).
    const isTags = number === 2 && cells.some((cell) => cell.startsWith("#")) && cells.every((cell) => /^(#.*)?$/.test(cell));
    if (!row.isEmpty && !isTags) yield row;
  }
}

/** A row cut short or with a stray separator would put words under the wrong heads. */
function widthProblem(row: number, cells: readonly string[], columns: number): RowProblem | null {
  const hidden = cells.findIndex((cell) => cell.includes("\0"));
  if (hidden >= 0) return problemAt(row, null, "row.not_text", { cell: hidden + 1 });
  if (cells.length < columns) return problemAt(row, null, "row.too_short", { cells: cells.length, columns });
  if (cells.slice(columns).some((cell) => cell.trim() !== ""))
    return problemAt(row, null, "row.too_long", { cells: cells.length, columns });
  return null;
}

interface Cells {
  cells: string[];
  separator: Separator;
}

function* recordsOf(texts: Iterable<string>): Generator<Cells> {
  let separator: Separator | null = null;
  let rows = 0;
  for (const piece of wholeRows(texts)) {
    separator ??= separatorOf(piece);
    for (const cells of parsePiece(piece, separator, rows)) {
      rows++;
      yield { cells, separator };
    }
  }
}

function parsePiece(piece: string, separator: Separator, rowsBefore: number): string[][] {
  try {
    return parse(piece, {
      delimiter: separator,
      record_delimiter: ["\r\n", "\n", "\r"],
      relax_column_count: true,
      skip_empty_lines: false,
    });
  } catch (error) {
    const { code, records } = error as { code?: string; records?: number };
    if (code === undefined) throw error;
    const row = rowsBefore + (records ?? 0) + 1;
    throw new UnreadableTable(problemAt(row, null, code === "CSV_QUOTE_NOT_CLOSED" ? "quote.not_closed" : "quote.stray"));
  }
}

/** Which separator the header uses: the one that stands in it most often outside of quotes. */
function separatorOf(text: string): Separator {
  const counts = new Map<string, number>();
  let inQuotes = false;
  for (const letter of text.slice(0, CHUNK)) {
    if (letter === '"') inQuotes = !inQuotes;
    else if (!inQuotes && (letter === "\n" || letter === "\r")) break;
    else if (!inQuotes) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  }
  return SEPARATORS.reduce((best, one) => ((counts.get(one) ?? 0) > (counts.get(best) ?? 0) ? one : best));
}

/** Cuts text into pieces of whole rows: after a line end that is outside of quotes. */
function* wholeRows(texts: Iterable<string>): Generator<string> {
  let waiting = "";
  /** How far `waiting` was looked through, and whether that place is inside quotes. */
  let seen = 0;
  let inQuotes = false;
  let end = 0;
  for (const text of texts) {
    waiting += text;
    // The last letter waits: a CR may be half a line end.
    for (; seen < waiting.length - 1; seen++) {
      const letter = waiting.charCodeAt(seen);
      if (letter === 34) inQuotes = !inQuotes;
      else if (!inQuotes && (letter === 10 || (letter === 13 && waiting.charCodeAt(seen + 1) !== 10))) end = seen + 1;
    }
    if (end > 0 && waiting.length >= CHUNK) {
      yield waiting.slice(0, end);
      waiting = waiting.slice(end);
      seen -= end;
      end = 0;
    }
    if (waiting.length - end > LONGEST_ROW) throw new UnreadableTable(problemAt(1, null, "quote.not_closed"));
  }
  if (waiting !== "") yield waiting;
}
