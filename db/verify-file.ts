/**
 * What can be said of a record's file without counting anything again: whether its pages hold together, its schema is this
 * version's, its references lead somewhere and its audit log is whole. Backups are checked by this, and every start.
 */
import Sqlite from "./driver";
import { sql } from "drizzle-orm";
import { auditHash, FIRST_HASH, sha256 } from "./commands/write";
import { pendingMigrations } from "./migrate";
import { openDatabase, UnusableDatabase } from "./open";
import { countSeal, sealedTables, toldSeal, type Seal } from "./seals";

/** One thing that is not as it should be, in words. */
export interface Finding {
  kind: "file" | "schema" | "reference" | "audit" | "seal" | "claim" | "estimate" | "rollup";
  says: string;
}

export type Add = (finding: Finding) => void;

export interface FileCheck {
  findings: Finding[];
  /** Entries of the audit log, and the hash of the last one. */
  entries: number;
  head: string;
}

/** Checks a closed file, a backup: pages, references and the audit log; the schema too where it is this version's. Throws UnusableDatabase. */
export function checkFile(file: string, { head }: { head?: string } = {}): FileCheck {
  const sqlite = openToVerify(file, { anyVersion: true });
  const findings: Finding[] = [];
  const add = (finding: Finding) => void findings.push(finding);
  try {
    const damage = damageOf(sqlite);
    for (const line of damage) add({ kind: "file", says: `The file is damaged: ${line}` });
    if (damage.length > 0) return { findings, entries: 0, head: FIRST_HASH };
    if (pendingMigrations(sqlite).length === 0) {
      verifySchema(sqlite, add);
      verifyReferences(sqlite, add);
    }
    const log = verifyAudit(sqlite, head, add);
    verifySeals(sqlite, log.seals, add);
    return { findings, entries: log.entries, head: log.head };
  } finally {
    sqlite.close();
  }
}

/** Opens a file to read one state of it. Throws UnusableDatabase where it is no database, or of another version. */
export function openToVerify(file: string, { anyVersion = false } = {}): Sqlite.Database {
  let sqlite: Sqlite.Database | undefined;
  try {
    sqlite = new Sqlite(file, { readonly: true, fileMustExist: true });
    sqlite.pragma("mmap_size = 1073741824");
    sqlite.pragma("cache_size = -131072");
    // One state of the record for all that is compared.
    sqlite.exec("begin");
    sqlite.pragma("schema_version");
    const pending = pendingMigrations(sqlite);
    if (pending.length > 0 && !anyVersion)
      throw new UnusableDatabase(
        `${file} has an older schema (${pending.length} migrations behind). Run "npm run attest -- migrate".`,
      );
    return sqlite;
  } catch (error) {
    sqlite?.close();
    if (error instanceof UnusableDatabase) throw error;
    throw new UnusableDatabase(`${file} cannot be read as a database (${(error as Error).message}). Restore a backup.`);
  }
}

/** Lines about pages and indexes that do not hold together; none of a sound file. */
export function damageOf(sqlite: Sqlite.Database): string[] {
  const lines = said(() => sqlite.prepare("pragma integrity_check(100)").pluck().all() as string[]);
  return lines.length === 1 && lines[0] === "ok" ? [] : lines;
}

function said(read: () => string[]): string[] {
  try {
    return read();
  } catch (error) {
    return [(error as Error).message];
  }
}

/** Tables, triggers and indexes as the migrations make them: a dropped trigger lets in what nothing else refuses. */
export function verifySchema(sqlite: Sqlite.Database, add: Add): void {
  // The book of migrations itself was first made by Drizzle, which words it otherwise.
  const listed =
    "select type || ' ' || name as name, sql from sqlite_schema where sql is not null and name not like 'sqlite_%' and name <> '__drizzle_migrations'";
  type Row = { name: string; sql: string };
  const fresh = openDatabase(":memory:");
  const wanted = new Map(fresh.rows<Row>(sql.raw(listed)).map((row) => [row.name, row.sql]));
  fresh.close();
  const there = new Map((sqlite.prepare(listed).all() as Row[]).map((row) => [row.name, row.sql]));
  for (const [name, text] of wanted) {
    if (!there.has(name)) add({ kind: "schema", says: `The ${name} is missing.` });
    else if (there.get(name) !== text) add({ kind: "schema", says: `The ${name} is not as this version's migrations make it.` });
  }
  for (const name of there.keys()) if (!wanted.has(name)) add({ kind: "schema", says: `The ${name} is not this software's.` });
}

/** References that point nowhere, and rules that triggers hold when rows are written. */
export function verifyReferences(sqlite: Sqlite.Database, add: Add): void {
  for (const { table, rowid, parent } of sqlite.pragma("foreign_key_check") as {
    table: string;
    rowid: number | null;
    parent: string;
  }[])
    add({ kind: "reference", says: `Row ${rowid ?? "?"} of ${table} points to a row of ${parent} that is not there.` });
  const rules: readonly [string, string][] = [
    [
      "is counted and part of a counted incident",
      `select i.code from incident i join incident_ancestor a on a.id = i.id
        where i.counted = 1 and i.publication <> 'retracted' and a.counted = 1 and a.publication <> 'retracted'`,
    ],
    [
      "repeats a claim of another incident",
      `select c.code from claim c join claim o on o.id = c.repeats_id where o.incident_id <> c.incident_id`,
    ],
    [
      "is published and has no published claim",
      `select code from incident where publication = 'published' and first_public_at is null`,
    ],
  ];
  for (const [says, query] of rules)
    for (const code of sqlite.prepare(query).pluck().all() as string[]) add({ kind: "reference", says: `${code} ${says}.` });
  const texts = sqlite.prepare("select id, text, text_sha256 as hash from report where text is not null").iterate();
  for (const { id, text, hash } of texts as Iterable<{ id: number; text: string; hash: string }>) {
    if (sha256(text) !== hash)
      add({ kind: "claim", says: `The captured text of report ${id} is not the one whose hash was kept.` });
  }
}

interface Entry {
  id: number;
  at: number;
  actor: string;
  action: string;
  subject: string;
  content: string | null;
  salt: string | null;
  contentHash: string;
  previousHash: string;
  hash: string;
}

export interface AuditCheck {
  entries: number;
  /** The last entry's hash. */
  head: string;
  /** What the log tells last of each table's rows (db/seals). */
  seals: Map<string, string>;
}

/** The chain of the audit log from its first entry. */
export function verifyAudit(sqlite: Sqlite.Database, head: string | undefined, add: Add): AuditCheck {
  const entries = sqlite
    .prepare(
      `select id, at, actor, action, subject, content, salt, content_hash as contentHash, previous_hash as previousHash, hash
         from audit order by id`,
    )
    .iterate() as Iterable<Entry>;
  let [count, previous, sawHead] = [0, FIRST_HASH, head === undefined];
  const emptied = new Set<number>();
  const redactions: { id: number; content: string }[] = [];
  const seals = new Map<string, string>();
  for (const entry of entries) {
    count++;
    const name = `Entry ${entry.id} of the audit log`;
    if (entry.id !== count) add({ kind: "audit", says: `${name} is number ${count}: entries are missing before it.` });
    if (entry.previousHash !== previous) add({ kind: "audit", says: `${name} does not follow the one before it.` });
    if (entry.hash !== auditHash(entry)) add({ kind: "audit", says: `${name} was changed: its hash is another.` });
    if (entry.content === null) emptied.add(entry.id);
    else if (sha256((entry.salt ?? "") + entry.content) !== entry.contentHash)
      add({ kind: "audit", says: `${name}: its content was changed.` });
    else {
      if (entry.action === "audit.redact") redactions.push({ id: entry.id, content: entry.content });
      for (const [table, told] of sealsIn(entry.content)) seals.set(table, told);
    }
    previous = entry.hash;
    count = entry.id;
    sawHead ||= entry.hash === head;
  }
  verifyRedactions(emptied, redactions, add);
  if (!sawHead) add({ kind: "audit", says: `The published head ${head} is not in the audit log: it was cut off or rewritten.` });
  return { entries: count, head: previous, seals };
}

/** Most entries are parsed for nothing else: only those that tell seals are parsed at all. */
function sealsIn(content: string): [string, string][] {
  if (!content.includes('"seals":{')) return [];
  return Object.entries((JSON.parse(content) as { seals?: Record<string, string> }).seals ?? {});
}

/** Whether rows of an import are going in unseen, or out again: the log tells what they add up to once that has ended. */
export function isImportUnderWay(sqlite: Sqlite.Database): boolean {
  const there = sqlite.prepare("select 1 from main.sqlite_schema where type = 'table' and name = 'import_job'").get();
  return (
    there !== undefined && sqlite.prepare("select 1 from import_job where state in ('hidden', 'undoing')").get() !== undefined
  );
}

/** The rows of each table against what the audit log tells of them: what no command wrote leaves the sum. */
export function verifySeals(sqlite: Sqlite.Database, told: ReadonlyMap<string, string>, add: Add): void {
  const tables = sealedTables(sqlite);
  if (tables.length === 0) return;
  const isUnderWay = isImportUnderWay(sqlite);
  const kept = sqlite.prepare(`select "rows", sum, told from seal where name = ?`);
  for (const table of tables) {
    const now = countSeal(sqlite, table);
    const seal = kept.get(table) as (Seal & { told: 0 | 1 }) | undefined;
    const isYetToTell = isUnderWay && seal?.told === 0;
    const wanted = (isYetToTell ? undefined : told.get(table)) ?? (seal && toldSeal(seal));
    const isBroken = wanted === undefined ? now.rows > 0 : wanted !== toldSeal(now) || (seal && wanted !== toldSeal(seal));
    if (isBroken)
      add({
        kind: "seal",
        says: `The rows of ${table} are not those that the audit log tells of: some were changed past this software.${
          seal && seal.rows !== now.rows ? ` There are ${now.rows}, not ${seal.rows}.` : ""
        } A backup shows which.`,
      });
  }
}

/** Content that is gone was taken out by two people and an entry that says so; anything else was emptied behind the record's back. */
function verifyRedactions(emptied: Set<number>, redactions: readonly { id: number; content: string }[], add: Add): void {
  for (const { id, content } of redactions) {
    const { after } = JSON.parse(content) as { after: { entries: number[]; askedBy: number; by: number } };
    if (after.askedBy === after.by) add({ kind: "audit", says: `Entry ${id} of the audit log: one person alone redacted.` });
    for (const entry of after.entries) emptied.delete(entry);
  }
  for (const id of emptied)
    add({ kind: "audit", says: `Entry ${id} of the audit log: its content is gone, and no redaction says so.` });
}
