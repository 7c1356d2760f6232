/**
 * The private copy in which an import is tried out: all that its rows are looked up in, in a file of its own, so that
 * reading and checking a long file holds no lock of the record. What is new in the copy is what goes into the record.
 */
import { randomBytes } from "node:crypto";
import { existsSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import Sqlite from "../driver";
import { IMPORT_KINDS } from "../hidden";
import { driverOf, privateDatabase, type Db } from "../open";

export type Kind = (typeof IMPORT_KINDS)[number];

export interface Copy {
  db: Db;
  sqlite: Sqlite.Database;
  file: string;
  /** The highest id of each table when the copy was made: what is above it is new. */
  last: Record<Kind, number>;
  /** The next numbers to give when the copy was made. */
  next: { incident: number; claim: number };
  /** The next numbers to give after all that is in the copy now. */
  numbers: () => { incident: number; claim: number };
  /** Closes the copy for its maker; the file stays until `remove`. */
  close: () => void;
  remove: () => void;
}

/** Tables whose rows are looked up, in an order in which nothing refers forward. */
const TABLES = [
  "record",
  "methodology_version",
  "place",
  "place_name",
  "source",
  "source_name",
  "withheld_source",
  "report",
  "incident",
  "incident_external_id",
  "hidden_location",
  "claim",
  "figure",
  "ruling",
  "merged_incident",
  "import_row",
];
/** Tables that an import writes and never looks up. */
const EMPTY_TABLES = ["estimate", "estimate_change", "rollup", "incident_toll", "import_change"];
/** Indexes that only the site's questions need cost more to fill than they save here. */
const UNUSED_INDEXES = new Set([
  "incident_newest",
  "incident_unseen",
  "incident_place",
  "incident_attack",
  "claim_source",
  "claim_unseen",
  "claim_report",
  "claim_repeats",
  "report_text",
  "import_row_claim",
]);
const TRIGGERS = /^(incident_(insert|update)_counted_once|claim_repeats_same_incident|source_voice_is_root)/;
/** Captured articles stay where they are. */
const LEFT_OUT = new Set(["report.text", "report.text_sha256"]);

/** Makes the copy of a record as it is now. The writers of the record do not wait for it. */
export function copyRecord(db: Db): Copy {
  const record = driverOf(db);
  const file = join(folderOf(db.file), `${prefixOf(db.file)}${process.pid}-${randomBytes(6).toString("hex")}`);
  const sqlite = new Sqlite(file);
  try {
    // Only here: a copy that breaks is thrown away.
    for (const pragma of [
      "journal_mode = MEMORY",
      "synchronous = OFF",
      "cache_size = -131072",
      "temp_store = MEMORY",
      "trusted_schema = OFF",
      "foreign_keys = OFF",
    ])
      sqlite.pragma(pragma);
    const schema = record
      .prepare("select type, name, tbl_name as ofTable, sql from main.sqlite_schema where sql is not null")
      .all() as { type: string; name: string; ofTable: string; sql: string }[];
    const tables = new Set([...TABLES, ...EMPTY_TABLES]);
    for (const one of schema) if (one.type === "table" && tables.has(one.name)) sqlite.exec(one.sql);
    sqlite.exec(`
      create table import_seen (key text primary key, row integer not null, incident_id integer not null, facts text not null) strict, without rowid;
      create table import_report (key text primary key, id integer not null) strict, without rowid;
      create table import_given (kind text not null, id integer not null, primary key (kind, id)) strict, without rowid;`);
    fill(record, file);
    sqlite.exec("alter table import_row add column seen_in_row integer");
    for (const one of schema) {
      const isWanted =
        (one.type === "index" && tables.has(one.ofTable) && !UNUSED_INDEXES.has(one.name)) ||
        (one.type === "view" && one.name === "incident_ancestor") ||
        (one.type === "trigger" && TRIGGERS.test(one.name));
      if (isWanted) sqlite.exec(one.sql);
    }
    const copied = privateDatabase(sqlite, db.now);
    const next = sqlite.prepare("select next_incident_no as incident, next_claim_no as claim from record");
    const numbers = () => next.get() as Copy["next"];
    const lastOf = (kind: Kind) => (sqlite.prepare(`select max(id) from ${kind}`).pluck().get() as number | null) ?? 0;
    return {
      db: copied,
      sqlite,
      file,
      last: Object.fromEntries(IMPORT_KINDS.map((kind) => [kind, lastOf(kind)])) as Record<Kind, number>,
      next: numbers(),
      numbers,
      close: () => void sqlite.close(),
      remove: () => {
        if (sqlite.open) sqlite.close();
        for (const name of [file, `${file}-journal`]) rmSync(name, { force: true });
      },
    };
  } catch (error) {
    sqlite.close();
    rmSync(file, { force: true });
    throw error;
  }
}

/** One state of the record: a deferred transaction reads one, and writes into the copy alone. */
function fill(record: Sqlite.Database, file: string): void {
  record.prepare("attach ? as import_copy").run(file);
  try {
    // The copy has no accounts to point to; nothing of the record is written here.
    record.pragma("foreign_keys = OFF");
    record.pragma("import_copy.synchronous = OFF");
    record.pragma("import_copy.journal_mode = OFF");
    record
      .transaction(() => {
        for (const table of TABLES) {
          const columns = (record.pragma(`main.table_info("${table}")`) as { name: string }[]).map(({ name }) => name);
          const values = columns.map((name) => (LEFT_OUT.has(`${table}.${name}`) ? "null" : `"${name}"`));
          const names = columns.map((name) => `"${name}"`);
          record.exec(
            `insert into import_copy."${table}" (${names.join(", ")}) select ${values.join(", ")} from main."${table}"`,
          );
        }
      })
      .deferred();
  } finally {
    record.pragma("foreign_keys = ON");
    record.exec("detach import_copy");
  }
}

function folderOf(file: string): string {
  return file === ":memory:" || file === "" ? tmpdir() : dirname(file);
}

function prefixOf(file: string): string {
  return file === ":memory:" || file === "" ? "attest-import-" : `${basename(file)}.importing-`;
}

/** Whether a process that lives is importing into this record; copies of dead ones are deleted. */
export function isBeingImported(file: string): boolean {
  if (file === ":memory:" || !existsSync(dirname(file))) return false;
  const prefix = prefixOf(file);
  let isLive = false;
  for (const name of readdirSync(dirname(file)).filter((one) => one.startsWith(prefix))) {
    if (lives(Number(name.slice(prefix.length).split("-")[0]))) isLive = true;
    else rmSync(join(dirname(file), name), { force: true });
  }
  return isLive;
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { code?: string }).code === "EPERM";
  }
}
