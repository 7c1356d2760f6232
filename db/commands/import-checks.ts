/**
 * The tables' CHECKs over an import's rows, in a few questions instead of once a row: SQLite builds the list of an "in (…)"
 * anew for every statement, which took longer than all else that a row costs.
 */
import { getTableName, sql } from "drizzle-orm";
import { SQLiteSyncDialect, getTableConfig, type SQLiteTable } from "drizzle-orm/sqlite-core";
import {
  claim,
  estimate,
  estimateChange,
  figure,
  importRow,
  incident,
  incidentExternalId,
  incidentToll,
  place,
  placeName,
  report,
  ruling,
  source,
} from "../schema";
import type { Copy, Kind } from "./import-copy";

/** Tables that an import writes into its copy, and the ids by which it knows which rows are new (null: there are few). */
const WRITTEN: readonly Asked[] = [
  [place, "place", "id"],
  [placeName, "place", "place_id"],
  [source, "source", "id"],
  [report, "report", "id"],
  [incident, "incident", "id"],
  [incidentExternalId, "incident", "incident_id"],
  [claim, "claim", "id"],
  [figure, "claim", "claim_id"],
  [ruling, null, "id"],
  [importRow, "incident", "incident_id"],
];
/** Tables that it then fills from those, or writes to. */
const DERIVED: readonly Asked[] = [
  [incident, "incident", "id"],
  [estimate, "incident", "incident_id"],
  [estimateChange, "incident", "incident_id"],
  [incidentToll, "incident", "incident_id"],
];
type Asked = readonly [SQLiteTable, Kind | null, string];

/** Tables whose new rows were asked about in the copy: on their way into the record their CHECKs need not be asked again. */
export const ASKED = new Set([...WRITTEN, ...DERIVED].map(([table]) => getTableName(table)));

const dialect = new SQLiteSyncDialect();

/** Whether every row that is new in the copy passes its table's CHECKs; with `all` every row. */
export function passesChecks(copy: Copy, { all }: { all: boolean }): boolean {
  return WRITTEN.every((asked) => holds(copy, asked, all));
}

/** The same of what was derived from new rows. Throws where a row does not hold, which no file can bring about. */
export function expectDerivedHold(copy: Copy): void {
  for (const asked of DERIVED)
    if (!holds(copy, asked, false)) throw new Error(`A new row of ${getTableName(asked[0])} breaks a CHECK of its table.`);
}

function holds({ sqlite, last }: Copy, [table, kind, id]: Asked, all: boolean): boolean {
  const broken = getTableConfig(table).checks.map(({ value }) => {
    const { sql: text, params } = dialect.sqlToQuery(sql`not (${value})`);
    if (params.length > 0) throw new Error(`A CHECK of ${getTableName(table)} has parameters.`);
    return text;
  });
  if (broken.length === 0) return true;
  const name = getTableName(table);
  // A CHECK that is null holds, and so does "not null" here: neither is true.
  const found = sqlite.prepare(`select 1 from "${name}" where "${id}" > ? and (${broken.join(" or ")}) limit 1`);
  return found.get(all || kind === null ? 0 : last[kind]) === undefined;
}
