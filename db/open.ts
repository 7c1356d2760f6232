/**
 * Opening the record's database: one way for server, command line and tests. Pragmas that did not take, an old
 * SQLite, or a schema newer than this software refuse to open, in words that say what to do.
 */
import { existsSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import Sqlite from "./driver";
import type { SQL } from "drizzle-orm";
import { drizzle, type BetterSQLite3Database } from "drizzle-orm/better-sqlite3";
import { SQLiteSyncDialect } from "drizzle-orm/sqlite-core";
import { hideImports } from "./hidden";
import { migrateSchema, pendingMigrations } from "./migrate";
import { showAllSums } from "./rollup-added";
import * as schema from "./schema";
import { Seals } from "./seals";
import { expectWritable, forgetTrouble, noteTrouble, troubleIn, unwritable } from "./trouble";

/** SQLite before this release can lose or corrupt data under WAL; the driver that is pinned brings a newer one. */
const OLDEST_SQLITE = "3.51.3";
const BUSY_MS = 5_000;
/** Pages after which a commit checkpoints all the same, where no thread does it (checkpoints.ts): 200 MB of log. */
const AUTOCHECKPOINT_PAGES = 50_000;

type Drizzle = BetterSQLite3Database<typeof schema>;

/** A connection that can only read; every query takes one first. */
export interface ReadDb extends Pick<Drizzle, "select" | "selectDistinct" | "$with" | "with"> {
  /** All rows of a query written in SQL. Throws if the statement would write. */
  rows<Row>(query: SQL): Row[];
  /** The first row of a query written in SQL, or undefined. */
  first<Row>(query: SQL): Row | undefined;
  /** The current instant, milliseconds UTC; tests set it. */
  now(): number;
  /** Runs reads in one snapshot, so that their answers agree with each other. */
  snapshot<T>(read: () => T): T;
  /** Holds the present state for every later read, until the connection is closed. */
  begin(): void;
  close(): void;
}

/** What a command writes with; exists only inside `write()`. */
export interface Tx extends ReadDb, Pick<Drizzle, "insert" | "update" | "delete"> {
  /** The seals that the next entry of the audit log is to tell (db/seals), by table; `all` tells those again that were told. */
  tellSeals(options?: { all?: boolean }): Record<string, string>;
  readonly tx: true;
}

/** The one connection that may write, through `write()` alone. */
export interface Db extends ReadDb {
  /** Runs in one immediate transaction, or inside the one that is open; nothing is kept if it throws. */
  transaction<T>(work: (tx: Tx) => T): T;
  /** Moves the write-ahead log into the database and cuts it to nothing; false where a reader still needs it. */
  emptyLog(): boolean;
  readonly file: string;
}

export interface OpenOptions {
  now?: () => number;
  /** Open a file that is not there yet (the default), or refuse. */
  create?: boolean;
}

export interface ReadingOptions extends Pick<OpenOptions, "now"> {
  /** Little memory: for reads that go once over everything, and gain nothing from what they have seen. */
  modest?: boolean;
}

/** A database that cannot be used as it is; the message says what to do. */
export class UnusableDatabase extends Error {}

/** Opens the record for writing: makes the file if it is new, applies migrations, checks the pragmas. */
export function openDatabase(file: string, { now = Date.now, create = true }: OpenOptions = {}): Db {
  if (file !== ":memory:") {
    if (!create && !existsSync(file))
      throw new UnusableDatabase(`There is no database at ${file}. Start the server once, or run "attest migrate", to make one.`);
    mkdirSync(dirname(file), { recursive: true });
  }
  const sqlite = new Sqlite(file, { timeout: BUSY_MS });
  try {
    gate(sqlite, file);
    sqlite.pragma("journal_mode = WAL");
    sqlite.pragma("synchronous = FULL");
    sqlite.pragma("foreign_keys = ON");
    // The pages that a failing statement would put back are a few: a file for them cost an import a twentieth of its time.
    sqlite.pragma("temp_store = MEMORY");
    sqlite.pragma(`wal_autocheckpoint = ${AUTOCHECKPOINT_PAGES}`);
    sqlite.pragma("trusted_schema = OFF");
    // What is deleted or redacted is overwritten, not only forgotten.
    sqlite.pragma("secure_delete = ON");
    migrateSchema(sqlite, file);
    checkPragmas(sqlite, file, { journal_mode: file === ":memory:" ? "memory" : "wal", synchronous: 2, foreign_keys: 1 });
    return writable(sqlite, file, now);
  } catch (error) {
    sqlite.close();
    throw unwritable(file, error);
  }
}

/** Opens the record read-only. Throws UnusableDatabase where the file is missing or its schema is not this software's. */
export function openForReading(file: string, { now = Date.now, modest = false }: ReadingOptions = {}): ReadDb {
  if (!existsSync(file)) throw new UnusableDatabase(`There is no database at ${file}.`);
  const sqlite = new Sqlite(file, { timeout: BUSY_MS, readonly: true });
  try {
    gate(sqlite, file);
    sqlite.pragma("trusted_schema = OFF");
    sqlite.pragma(`mmap_size = ${modest ? 0 : 1_073_741_824}`);
    sqlite.pragma(`cache_size = ${modest ? -8_192 : -65_536}`);
    const pending = pendingMigrations(sqlite);
    if (pending.length > 0)
      throw new UnusableDatabase(
        `${file} has an older schema (${pending.length} migrations behind). Run "npm run attest -- migrate".`,
      );
    hideImports(sqlite);
    showAllSums(sqlite);
    sqlite.pragma("query_only = ON");
    checkPragmas(sqlite, file, { query_only: 1 });
    return readable(sqlite, file, now);
  } catch (error) {
    sqlite.close();
    throw error;
  }
}

/** A read-only connection of its own that sees one state of the record until it is closed; for exports. */
export function openSnapshot(file: string): ReadDb {
  const db = openForReading(file, { modest: true });
  db.begin();
  return db;
}

function gate(sqlite: Sqlite.Database, file: string): void {
  const version = sqlite.prepare("select sqlite_version()").pluck().get() as string;
  if (compareVersions(version, OLDEST_SQLITE) < 0) {
    throw new UnusableDatabase(
      `SQLite ${version} is too old: ${OLDEST_SQLITE} or newer is needed. Run "npm ci" to get the pinned driver.`,
    );
  }
  try {
    sqlite.pragma("schema_version");
  } catch (error) {
    throw new UnusableDatabase(
      `${file} is not a database that can be read (${(error as Error).message}). Restore a backup, or name another file in ATTEST_DB.`,
    );
  }
}

function checkPragmas(sqlite: Sqlite.Database, file: string, wanted: Record<string, string | number>): void {
  for (const [name, value] of Object.entries(wanted)) {
    const got = sqlite.pragma(name, { simple: true });
    if (got !== value)
      throw new UnusableDatabase(
        `${file}: "pragma ${name}" is ${String(got)}, not ${value}. Is the file on a network disk? Put it on a local one.`,
      );
  }
}

function compareVersions(a: string, b: string): number {
  const [left, right] = [a.split(".").map(Number), b.split(".").map(Number)];
  return left.map((part, index) => part - (right[index] ?? 0)).find((difference) => difference !== 0) ?? 0;
}

const dialect = new SQLiteSyncDialect();
const MOST_STATEMENTS = 300;

function readable(sqlite: Sqlite.Database, file: string, now: () => number): ReadDb {
  const orm = drizzle(sqlite, { schema });
  sqlite.function("js_number", { deterministic: true }, String);
  const statements = new Map<string, Sqlite.Statement>();
  const prepared = (query: SQL) => {
    const { sql, params } = dialect.sqlToQuery(query);
    let statement = statements.get(sql);
    if (!statement) {
      statement = sqlite.prepare(sql);
      if (!statement.readonly) throw new Error("A read was given a statement that writes.");
      if (statements.size >= MOST_STATEMENTS) statements.clear();
      statements.set(sql, statement);
    }
    return { statement, params };
  };
  return {
    select: orm.select.bind(orm),
    selectDistinct: orm.selectDistinct.bind(orm),
    $with: orm.$with.bind(orm) as Drizzle["$with"],
    with: orm.with.bind(orm),
    rows: <Row>(query: SQL) => {
      const { statement, params } = prepared(query);
      return noting(file, () => statement.all(...params) as Row[]);
    },
    first: <Row>(query: SQL) => {
      const { statement, params } = prepared(query);
      return noting(file, () => statement.get(...params) as Row | undefined);
    },
    now,
    snapshot: <T>(read: () => T) => (sqlite.inTransaction ? read() : sqlite.transaction(read).deferred()),
    begin: () => {
      sqlite.exec("begin");
      // SQLite takes the snapshot at the first read, not at "begin".
      sqlite.prepare("select revision from record").get();
    },
    close: () => void sqlite.close(),
  };
}

/** A page that cannot be read any more ends writing, too. */
function noting<Rows>(file: string, read: () => Rows): Rows {
  try {
    return read();
  } catch (error) {
    if (troubleIn(error) === "damaged") noteTrouble(file, "damaged", error);
    throw error;
  }
}

const drivers = new WeakMap<Db, { sqlite: Sqlite.Database; seals: Seals }>();

/** The driver's own connection of a database that was opened for writing: for imports alone, whose rows go in by the hundred thousand. */
export function driverOf(db: Db): Sqlite.Database {
  return opened(db).sqlite;
}

/** The seals that such a connection keeps: for imports alone, which count their rows' part before they put them in. */
export function sealsOf(db: Db): Seals {
  return opened(db).seals;
}

function opened(db: Db) {
  const driver = drivers.get(db);
  if (!driver) throw new Error("This database was not opened here.");
  return driver;
}

/** A database that only its opener knows (an import's own copy), as commands take it. */
export function privateDatabase(sqlite: Sqlite.Database, now: () => number): Db {
  return writable(sqlite, sqlite.name, now);
}

/** How often a save asks whether the file is free: SQLite's own waiting sleeps up to 100 ms at a time. */
const ASK_EVERY_MS = 2;
const sleeper = new Int32Array(new SharedArrayBuffer(4));

/** Runs a transaction as soon as the file is free. Throws SQLITE_BUSY where it is not for five seconds. */
function whenFree<T>(sqlite: Sqlite.Database, run: () => T, hasBegun: () => boolean): T {
  const until = performance.now() + BUSY_MS;
  sqlite.pragma("busy_timeout = 0");
  try {
    for (;;) {
      try {
        return run();
      } catch (error) {
        const isBusy = (error as { code?: string }).code === "SQLITE_BUSY";
        if (!isBusy || hasBegun() || performance.now() > until) throw error;
        Atomics.wait(sleeper, 0, 0, ASK_EVERY_MS);
      }
    }
  } finally {
    sqlite.pragma(`busy_timeout = ${BUSY_MS}`);
  }
}

/**
 * The connection as drizzle is given it: a statement is compiled once, not at each save. Drizzle runs a statement where it
 * prepares it, in one of two modes; one that is still being read is left alone.
 */
class StatementsOnce {
  readonly #sqlite: Sqlite.Database;
  readonly #statements = new Map<string, Sqlite.Statement>();

  constructor(sqlite: Sqlite.Database) {
    this.#sqlite = sqlite;
  }

  prepare(sql: string): Sqlite.Statement {
    const kept = this.#statements.get(sql);
    if (kept && !kept.busy) return kept.reader ? kept.raw(false) : kept;
    const statement = this.#sqlite.prepare(sql);
    if (this.#statements.size >= MOST_STATEMENTS) this.#statements.clear();
    this.#statements.set(sql, statement);
    return statement;
  }
}

function writable(sqlite: Sqlite.Database, file: string, now: () => number): Db {
  const orm = drizzle(new StatementsOnce(sqlite) as unknown as Sqlite.Database, { schema });
  const base = readable(sqlite, file, now);
  const seals = new Seals(sqlite);
  showAllSums(sqlite);
  const tx: Tx = {
    ...base,
    insert: orm.insert.bind(orm),
    update: orm.update.bind(orm),
    delete: orm.delete.bind(orm),
    tellSeals: (options) => seals.tell(options),
    tx: true,
  };
  const db: Db = {
    ...base,
    file,
    emptyLog: () => {
      const [{ busy } = { busy: 1 }] = sqlite.pragma("wal_checkpoint(TRUNCATE)") as { busy: number }[];
      return busy === 0;
    },
    transaction: <T>(work: (tx: Tx) => T) => {
      const isOutermost = !sqlite.inTransaction;
      if (isOutermost) expectWritable(file);
      let hasBegun = false;
      const run = sqlite.transaction(() => {
        hasBegun = true;
        const result = work(tx);
        // A promise would commit before its work is done; TypeScript does not notice.
        if (result instanceof Promise) throw new Error("A transaction must not be asynchronous.");
        if (isOutermost) seals.settle();
        return result;
      });
      if (!isOutermost) return run();
      try {
        const result = whenFree(
          sqlite,
          () => run.immediate(),
          () => hasBegun,
        );
        forgetTrouble(file);
        return result;
      } catch (error) {
        throw unwritable(file, error);
      }
    },
  };
  drivers.set(db, { sqlite, seals });
  return db;
}
