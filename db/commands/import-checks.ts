/**
 * The tables' CHECKs over an import's rows, in a few questions instead of once a row: SQLite builds the list of an "in (…)"
 * anew for every statement, which took longer than all else that a row costs.
 */
import { getTableName, sql } from "drizzle-orm";
import { SQLiteSyncDialect, getTableConfig, type SQLiteTable } from "drizzle-orm/sqlite-core";
import { claim, figure, incident, place, report, ruling, source } from "../schema";
import type { Copy, Kind } from "./import-copy";

/** Tables whose rows an import writes one at a time, and the ids by which it knows which are new (null: there are few). */
const CHECKED: readonly [SQLiteTable, Kind | null, string][] = [
  [place, "place", "id"],
  [source, "source", "id"],
  [report, "report", "id"],
  [incident, "incident", "id"],
  [claim, "claim", "id"],
  [figure, "claim", "claim_id"],
  [ruling, null, "id"],
];

const dialect = new SQLiteSyncDialect();

/** Whether every row that is new in the copy passes its table's CHECKs; with `all` every row. */
export function passesChecks({ sqlite, last }: Copy, { all }: { all: boolean }): boolean {
  return CHECKED.every(([table, kind, id]) => {
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
  });
}
