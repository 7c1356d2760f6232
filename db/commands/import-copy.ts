/**
 * The private copy in which an import is tried out: a file of its own with what its rows are looked up in, so that
 * reading and checking a long file holds no lock of the record. What is new in the copy is what goes into the record.
 */
import { randomBytes } from "node:crypto";
import { existsSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import Sqlite from "../driver";
import { IMPORT_KINDS } from "../hidden";
import { driverOf, privateDatabase, type Db } from "../open";
import { Original } from "./import-original";

export type Kind = (typeof IMPORT_KINDS)[number];

export interface Copy {
  db: Db;
  sqlite: Sqlite.Database;
  file: string;
  /** The record as it was when the copy was made: incidents that rows speak of come over from there. */
  original: Original;
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

/** Tables that are copied whole: there are few rows, and rows of a file are matched with any of them. */
const WHOLE = [
  "record",
  "methodology_version",
  "place",
  "place_name",
  "source",
  "source_name",
  "withheld_source",
  "hidden_location",
  "ruling",
  "merged_incident",
];
/** Tables of which only what a file speaks of comes over. */
const IN_PART = ["report", "incident", "incident_external_id", "claim", "figure", "import_row"];
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
  "report_url",
  "import_row_claim",
]);
/** By these a file's own codes and numbers are found; one that gives none has new ones, which nobody has. */
const INDEXES_OF_CODES = new Set(["incident_code", "claim_code", "claim_recorded_no"]);
const TRIGGERS = /^(incident_(insert|update)_counted_once|claim_repeats_same_incident|source_voice_is_root)/;

/** Makes the copy of a record as it is now, for a file that `givesCodes` or does not. The writers of the record do not wait for it. */
export function copyRecord(db: Db, { givesCodes }: { givesCodes: boolean } = { givesCodes: true }): Copy {
  const record = snapshotOf(db);
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
    const schema = record.sqlite
      .prepare("select type, name, tbl_name as ofTable, sql from main.sqlite_schema where sql is not null")
      .all() as { type: string; name: string; ofTable: string; sql: string }[];
    const tables = new Set([...WHOLE, ...IN_PART, ...EMPTY_TABLES]);
    for (const one of schema) if (one.type === "table" && tables.has(one.name)) sqlite.exec(one.sql);
    sqlite.exec(`
      create table import_seen (key text primary key, row integer not null, incident_id integer not null, facts text not null) strict, without rowid;
      create table import_report (key text primary key, id integer not null) strict, without rowid;
      create table import_given (kind text not null, id integer not null, primary key (kind, id)) strict, without rowid;
      create table import_brought (incident_id integer primary key) strict;`);
    const original = new Original(record.sqlite, sqlite, record.close);
    sqlite.transaction(() => WHOLE.forEach((table) => original.copyRows(table)))();
    sqlite.exec("alter table import_row add column seen_in_row integer");
    for (const one of schema) {
      const isWanted =
        (one.type === "index" &&
          tables.has(one.ofTable) &&
          !UNUSED_INDEXES.has(one.name) &&
          (givesCodes || !INDEXES_OF_CODES.has(one.name))) ||
        (one.type === "view" && one.name === "incident_ancestor") ||
        (one.type === "trigger" && TRIGGERS.test(one.name));
      if (isWanted) sqlite.exec(one.sql);
    }
    const last = Object.fromEntries(IMPORT_KINDS.map((kind) => [kind, original.lastId(kind)])) as Record<Kind, number>;
    // New rows take ids behind the record's last.
    for (const kind of ["report", "incident", "claim"] as const) original.copyRows(kind, "id = ?", last[kind]);
    const copied = privateDatabase(sqlite, db.now);
    const next = sqlite.prepare("select next_incident_no as incident, next_claim_no as claim from record");
    const numbers = () => next.get() as Copy["next"];
    return {
      db: copied,
      sqlite,
      file,
      original,
      last,
      next: numbers(),
      numbers,
      close: () => {
        original.release();
        sqlite.close();
      },
      remove: () => {
        original.release();
        if (sqlite.open) sqlite.close();
        for (const name of [file, `${file}-journal`]) rmSync(name, { force: true });
      },
    };
  } catch (error) {
    record.close();
    sqlite.close();
    rmSync(file, { force: true });
    throw error;
  }
}

/** One state of the record, for as long as it is read; whoever writes does not wait for it. */
function snapshotOf(db: Db): { sqlite: Sqlite.Database; close: () => void } {
  // Of a record in memory there is one connection alone.
  if (db.file === ":memory:") return { sqlite: driverOf(db), close: () => {} };
  const sqlite = new Sqlite(db.file, { readonly: true, timeout: 5_000 });
  sqlite.pragma("trusted_schema = OFF");
  sqlite.exec("begin");
  // SQLite takes the snapshot at the first read, not at "begin".
  sqlite.prepare("select revision from record").get();
  return { sqlite, close: () => void (sqlite.open && sqlite.close()) };
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
