/** How rows of an import's copy become rows of the record: their ids move behind the record's own, and so do all references to them. */
import type Sqlite from "../driver";
import type { Copy, Kind } from "./import-copy";

/** The references of each table to ids that move. */
export const MOVES: Record<string, Record<string, Kind>> = {
  place: { id: "place" },
  place_name: { place_id: "place" },
  source: { id: "source", voice_id: "source" },
  report: { id: "report" },
  claim: { id: "claim", incident_id: "incident", source_id: "source", report_id: "report", repeats_id: "claim" },
  figure: { claim_id: "claim" },
  incident: { id: "incident", place_id: "place", part_of_id: "incident" },
  incident_external_id: { incident_id: "incident" },
  estimate: { incident_id: "incident" },
  estimate_change: { incident_id: "incident", city: "place" },
  incident_toll: { incident_id: "incident" },
  import_row: { incident_id: "incident", claim_id: "claim" },
  rollup_added: { city: "place" },
};
/** References that can point forward are made when all rows are in. */
export const LATER: Partial<Record<string, string>> = { claim: "repeats_id", incident: "part_of_id", source: "voice_id" };

interface Moved {
  /** The highest id of each table that is not new. */
  last: Record<Kind, number>;
  /** How far new ids move. */
  offset: Record<Kind, number>;
}

/** The statement that brings rows of the attached copy into the record. */
export function insertFromCopy(record: Sqlite.Database, table: string, where: string, moved: Moved): string {
  const columns = columnsOf(record, table).map((name) => `"${name}"`);
  return `insert into main."${table}" (${columns.join(", ")}) ${selectFromCopy(record, table, where, moved)}`;
}

/** Rows of the attached copy as they are to stand in the record; references that can point forward are left open. */
export function selectFromCopy(record: Sqlite.Database, table: string, where: string, { last, offset }: Moved): string {
  const moves = MOVES[table] ?? {};
  const values = columnsOf(record, table).map((name) => {
    if (LATER[table] === name) return `null as "${name}"`;
    const kind = moves[name];
    if (!kind || offset[kind] === 0) return `"${name}"`;
    return `case when "${name}" > ${last[kind]} then "${name}" + ${offset[kind]} else "${name}" end as "${name}"`;
  });
  return `select ${values.join(", ")} from import_copy."${table}" where ${where}`;
}

function columnsOf(record: Sqlite.Database, table: string): string[] {
  return (record.pragma(`main.table_info("${table}")`) as { name: string }[]).map(({ name }) => name);
}

/** Moves the numbers that this import gave behind those that were given meanwhile; its file's own ones stay. */
export function renumber({ sqlite, last }: Copy, kind: "incident" | "claim", by: number, prefix: string): void {
  const indexes = kind === "claim" ? ["claim_code", "claim_recorded_no"] : ["incident_code"];
  for (const name of indexes) sqlite.exec(`drop index if exists ${name}`);
  const values =
    kind === "claim"
      ? "code = 'C' || (recorded_no + @by), recorded_no = recorded_no + @by"
      : `code = @prefix || '-' || printf('%04d', substr(code, length(@prefix) + 2) + @by)`;
  sqlite
    .prepare(`update ${kind} set ${values} where id > @last and id not in (select id from import_given where kind = '${kind}')`)
    .run({ last: last[kind], by, ...(kind === "claim" ? {} : { prefix }) });
}
