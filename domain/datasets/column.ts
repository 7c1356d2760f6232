/** A column of an export, declared once: from it come the header, the codebook, the HXL row, the schema and its test. */
import { cellText, csvLine, type CellValue } from "./csv";

export interface Column<Row> {
  name: string;
  /** One sentence: what it means, its unit, its words. */
  meaning: string;
  type: "string" | "integer" | "number" | "boolean" | "date" | "datetime";
  /** HXL 1.1 tag, or null where the standard has none. */
  hxl: string | null;
  /** The closed list its values come from. */
  words?: readonly string[];
  /** Whether every row has a value; without it an empty cell means that nothing is stated. */
  always?: true;
  value: (row: Row) => CellValue;
}

/** A data set: its name in addresses and its columns in order. Columns are added at the end and never renamed. */
export interface Dataset<Row> {
  name: string;
  meaning: string;
  /** The columns that name a row, where there are such. */
  key?: readonly string[];
  columns: readonly Column<Row>[];
}

/** The header line of a data set. */
export function headerLine(dataset: Dataset<never>): string {
  return csvLine(dataset.columns.map(({ name }) => name));
}

/** The HXL tag row, which goes under the header (HXL 1.1). */
export function hxlLine(dataset: Dataset<never>): string {
  return csvLine(dataset.columns.map(({ hxl }) => hxl ?? ""));
}

/** One row as JSON: the columns' names and plain values. Text is as it is written, without the CSV's guard against formulas. */
export function rowObject<Row>(dataset: Dataset<Row>, row: Row): Record<string, CellValue> {
  return Object.fromEntries(dataset.columns.map(({ name, value }) => [name, value(row)]));
}

/** One row as a CSV line. */
export function rowLine<Row>(dataset: Dataset<Row>, row: Row): string {
  return csvLine(dataset.columns.map(({ value }) => cellText(value(row))));
}
