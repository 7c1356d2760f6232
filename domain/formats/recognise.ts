/** Which format a table is in, told from the names of its columns. */
import type { FORMATS } from "./formats";
import { RULING_COLUMNS } from "./rulings";

/** Columns that only this data set has together; the first that fits is it. */
const SIGNS: readonly [name: keyof typeof FORMATS, columns: readonly string[]][] = [
  ["attest", RULING_COLUMNS],
  ["attest", ["date_start", "claimant", "metric"]],
  ["ucdp", ["where_coordinates", "date_start", "best", "low", "high"]],
  ["acled", ["event_date", "fatalities"]],
  ["gtd", ["eventid", "iyear", "nkill"]],
];

/** The format that a header is of; "generic" where it is none that is known. */
export function recogniseFormat(header: readonly string[]): keyof typeof FORMATS | "generic" {
  return SIGNS.find(([, columns]) => columns.every((column) => header.includes(column)))?.[0] ?? "generic";
}
