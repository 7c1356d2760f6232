/** Writing CSV: RFC 4180 (CRLF, quotes doubled), and text that no spreadsheet takes for a formula, reversibly. */

/** What spreadsheets take as the start of a formula (OWASP, CSV injection), behind any apostrophes we added. */
const FORMULA = /^'*[=+\-@\t\r\n|%]/;
const GUARDED = /^''*[=+\-@\t\r\n|%]/;

/** Free text as it goes into a cell: with an apostrophe in front where it would start a formula. */
export function guardText(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

/** The text that `guardText` was given. */
export function unguardText(cell: string): string {
  return GUARDED.test(cell) ? cell.slice(1) : cell;
}

/** One cell, quoted where it holds a comma, a quote or a line break. */
export function csvCell(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** One line with its line end. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}

/** What a cell may hold before it is written. Null is an empty cell: not stated. */
export type CellValue = string | number | boolean | null;

/** A value as text: booleans as true and false, missing as empty. Numbers are never guarded, they cannot be formulas. */
export function cellText(value: CellValue): string {
  if (value === null) return "";
  return typeof value === "string" ? guardText(value) : String(value);
}
