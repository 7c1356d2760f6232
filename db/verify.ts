/**
 * Is the record what it says it is? Everything derived is counted again from the claims, in a second way; the file, its
 * schema, its references and its audit log are checked. Reads only, from one snapshot for each process.
 */
import { fork } from "node:child_process";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import Sqlite from "better-sqlite3";
import { sql } from "drizzle-orm";
import { auditHash, FIRST_HASH, sha256 } from "./commands/write";
import { pendingMigrations } from "./migrate";
import { openDatabase, UnusableDatabase } from "./open";
import { differencesOfRollups } from "./recount-rollups";
import { differencesOfTolls } from "./recount-tolls";
import { verifyEstimates } from "./verify-estimates";

/** One thing that is not as it should be, in words. */
export interface Finding {
  kind: "file" | "schema" | "reference" | "audit" | "claim" | "estimate" | "rollup";
  says: string;
}

/** What was looked at, and what was found; of one kind at most `MOST` are named. */
export interface Verification {
  findings: Finding[];
  /** Findings beyond those named, by kind. */
  more: Partial<Record<Finding["kind"], number>>;
  incidents: number;
  claims: number;
  estimates: number;
  entries: number;
}

export interface VerifyOptions {
  /** A published head of the audit log, which must be in the chain: what was cut off behind it the chain alone cannot tell. */
  head?: string;
  /** Processes that recount; by default as many as there are processors. */
  processes?: number;
}

const MOST = 1_000;

/** Verifies a record's file. Throws UnusableDatabase where it cannot be opened at all. */
export async function verifyRecord(
  file: string,
  { head, processes = availableParallelism() }: VerifyOptions = {},
): Promise<Verification> {
  const sqlite = openToVerify(file);
  const found = collector();
  try {
    const recounting = recount(file, sqlite, { processes, add: found.add });
    // Handled below; a damaged file may end it before then.
    recounting.catch(() => {});
    const damage = damageOf(sqlite);
    if (damage.length > 0) {
      await recounting.catch(() => {});
      // Nothing else that a damaged file says can be relied on.
      for (const line of damage) found.add({ kind: "file", says: `The file is damaged: ${line}` });
      return { ...found.result(), incidents: 0, claims: 0, estimates: 0, entries: 0 };
    }
    verifySchema(sqlite, found.add);
    verifyReferences(sqlite, found.add);
    const entries = verifyAudit(sqlite, head, found.add);
    for (const { table, row, stored, recounted } of differencesOfRollups(sqlite))
      found.add({
        kind: "rollup",
        says: `${table}, ${row}: stored ${stored ?? "nothing"}; recounted ${recounted ?? "nothing"}.`,
      });
    for (const code of differencesOfTolls(sqlite))
      found.add({ kind: "rollup", says: `incident_toll, ${code}: not what its estimates of today give.` });
    const { incidents, claims, rows } = await recounting;
    return { ...found.result(), incidents, claims, estimates: rows, entries };
  } finally {
    sqlite.close();
  }
}

function openToVerify(file: string): Sqlite.Database {
  try {
    const sqlite = new Sqlite(file, { readonly: true, fileMustExist: true });
    sqlite.pragma("mmap_size = 1073741824");
    sqlite.pragma("cache_size = -131072");
    // One state of the record for all that is compared.
    sqlite.exec("begin");
    sqlite.pragma("schema_version");
    const pending = pendingMigrations(sqlite);
    if (pending.length > 0)
      throw new UnusableDatabase(
        `${file} has an older schema (${pending.length} migrations behind). Run "npm run attest -- migrate".`,
      );
    return sqlite;
  } catch (error) {
    if (error instanceof UnusableDatabase) throw error;
    throw new UnusableDatabase(`${file} cannot be read as a database (${(error as Error).message}). Restore a backup.`);
  }
}

function collector() {
  const findings: Finding[] = [];
  const counts: Partial<Record<Finding["kind"], number>> = {};
  return {
    add: (finding: Finding) => {
      const count = (counts[finding.kind] = (counts[finding.kind] ?? 0) + 1);
      if (count <= MOST) findings.push(finding);
    },
    result: () => ({
      findings,
      more: Object.fromEntries(Object.entries(counts).flatMap(([kind, n]) => (n > MOST ? [[kind, n - MOST]] : []))),
    }),
  };
}

type Add = (finding: Finding) => void;

/** Lines about pages and indexes that do not hold together; none of a sound file. */
function damageOf(sqlite: Sqlite.Database): string[] {
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
function verifySchema(sqlite: Sqlite.Database, add: Add): void {
  const mode = sqlite.pragma("journal_mode", { simple: true });
  if (mode !== "wal")
    add({ kind: "file", says: `The journal mode is ${String(mode)}, not wal; the server sets it when it starts.` });
  const listed = "select type || ' ' || name as name, sql from sqlite_schema where sql is not null and name not like 'sqlite_%'";
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
function verifyReferences(sqlite: Sqlite.Database, add: Add): void {
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

/** The chain of the audit log from its first entry; gives back how many there are. */
function verifyAudit(sqlite: Sqlite.Database, head: string | undefined, add: Add): number {
  const entries = sqlite
    .prepare(
      `select id, at, actor, action, subject, content, salt, content_hash as contentHash, previous_hash as previousHash, hash
         from audit order by id`,
    )
    .iterate() as Iterable<Entry>;
  let [count, previous, sawHead] = [0, FIRST_HASH, head === undefined];
  for (const entry of entries) {
    count++;
    const name = `Entry ${entry.id} of the audit log`;
    if (entry.id !== count) add({ kind: "audit", says: `${name} is number ${count}: entries are missing before it.` });
    if (entry.previousHash !== previous) add({ kind: "audit", says: `${name} does not follow the one before it.` });
    if (entry.hash !== auditHash(entry)) add({ kind: "audit", says: `${name} was changed: its hash is another.` });
    if (entry.content !== null && sha256((entry.salt ?? "") + entry.content) !== entry.contentHash)
      add({ kind: "audit", says: `${name}: its content was changed.` });
    previous = entry.hash;
    count = entry.id;
    sawHead ||= entry.hash === head;
  }
  if (!sawHead) add({ kind: "audit", says: `The published head ${head} is not in the audit log: it was cut off or rewritten.` });
  return count;
}

interface Counted {
  incidents: number;
  claims: number;
  rows: number;
}

/** Shares the incidents among processes; a small record is counted here. */
async function recount(
  file: string,
  sqlite: Sqlite.Database,
  { processes, add }: { processes: number; add: Add },
): Promise<Counted> {
  const last = (sqlite.prepare("select max(id) from incident").pluck().get() as number | null) ?? 0;
  if (processes < 2 || last < 20_000) return verifyEstimates(sqlite, { from: 1, to: last }, add);
  const share = Math.ceil(last / processes);
  const parts = Array.from({ length: processes }, (_, index) => ({
    from: index * share + 1,
    to: Math.min(last, (index + 1) * share),
  }));
  const counted = await Promise.all(parts.map((part) => recountBeside(file, part, add)));
  return counted.reduce((a, b) => ({ incidents: a.incidents + b.incidents, claims: a.claims + b.claims, rows: a.rows + b.rows }));
}

/** A process of its own for a share: threads do not inherit the loader that reads TypeScript. */
function recountBeside(file: string, { from, to }: { from: number; to: number }, add: Add): Promise<Counted> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(new URL("./verify-worker.ts", import.meta.url)), [file, String(from), String(to)], {
      execArgv: ["--import", "tsx"],
    });
    let counted: Counted | null = null;
    child.on("message", (message: Finding[] | Counted) => {
      if (Array.isArray(message)) message.forEach(add);
      else counted = message;
    });
    child.once("error", reject);
    child.once("exit", (code) =>
      counted ? resolve(counted) : reject(new Error(`A recount ended with ${code} before its end.`)),
    );
  });
}
