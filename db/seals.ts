/**
 * Seals: each table of substance has a sum of its rows' hashes, kept by every transaction and told in the audit log. A row
 * that was changed past the commands, its estimates with it, still leaves the sum; and the log's published head holds the sum.
 * A sum in 16 lanes of 32 bits (after AdHash, Bellare and Micciancio 1997) changes with a row, whatever the rest holds.
 */
import { createHash, hash } from "node:crypto";
import type Sqlite from "./driver";

/** Tables whose rows are what people entered, and the estimates with their reasons. Other derived ones are counted again instead; what passes away is not sealed. */
export const SEALED = [
  "account",
  "claim",
  "claim_span",
  "estimate",
  "figure",
  "frozen_correction",
  "hidden_location",
  "incident",
  "incident_external_id",
  "merged_incident",
  "methodology_version",
  "place",
  "place_name",
  "record",
  "release",
  "report",
  "revision",
  "ruling",
  "source",
  "source_name",
  "source_note",
  "withheld_source",
] as const;
type Sealed = (typeof SEALED)[number];

export interface Seal {
  rows: number;
  sum: string;
}

const LANES = 16;

/** A running sum of rows. */
class Sum {
  readonly #lanes = new Uint32Array(LANES);
  readonly #table: string;
  rows = 0;

  constructor(table: string, { rows, sum }: Seal = { rows: 0, sum: "00".repeat(LANES * 4) }) {
    this.#table = table;
    this.rows = rows;
    const bytes = Buffer.from(sum, "hex");
    for (let lane = 0; lane < LANES; lane++) this.#lanes[lane] = bytes.readUInt32LE(lane * 4);
  }

  add(row: string, sign: 1 | -1 = 1): void {
    const bytes = hash("sha512", `${this.#table}\0${row}`, "buffer");
    for (let lane = 0; lane < LANES; lane++) this.#lanes[lane]! += sign * bytes.readUInt32LE(lane * 4);
    this.rows += sign;
  }

  join(other: Sum): void {
    for (let lane = 0; lane < LANES; lane++) this.#lanes[lane]! += other.#lanes[lane]!;
    this.rows += other.rows;
  }

  seal(): Seal {
    const bytes = Buffer.alloc(LANES * 4);
    this.#lanes.forEach((value, lane) => bytes.writeUInt32LE(value, lane * 4));
    return { rows: this.rows, sum: bytes.toString("hex") };
  }
}

/** A seal as the audit log tells it. */
export function toldSeal({ rows, sum }: Seal): string {
  return createHash("sha256").update(`${rows} ${sum}`).digest("hex").slice(0, 40);
}

interface Column {
  name: string;
  type: string;
}

/** A row as text that no version of SQLite writes otherwise: numbers with a point as whole ten-millionths. */
function textOfRow(columns: readonly Column[], row: string): string {
  const values = columns.map(({ name, type }) =>
    type === "REAL" ? `cast(round(${row}."${name}" * 10000000) as integer)` : `${row}."${name}"`,
  );
  return `json_array(${values.join(", ")})`;
}

function columnsOf(sqlite: Sqlite.Database, table: string): Column[] {
  return sqlite.pragma(`main.table_info("${table}")`) as Column[];
}

/** The seal of a table's rows as they are now, from nothing. */
export function countSeal(sqlite: Sqlite.Database, table: string): Seal {
  const sum = new Sum(table);
  const columns = columnsOf(sqlite, table);
  const rows = sqlite
    .prepare(`select ${textOfRow(columns, "t")} from main."${table}" t`)
    .pluck()
    .iterate() as Iterable<string>;
  for (const row of rows) sum.add(row);
  return sum.seal();
}

/** Tables of a file that are sealed in this version; a file of an older one may lack some. */
export function sealedTables(sqlite: Sqlite.Database): Sealed[] {
  const there = new Set(sqlite.prepare("select name from main.sqlite_schema where type = 'table'").pluck().all());
  return there.has("seal") ? SEALED.filter((name) => there.has(name)) : [];
}

/** Seals tables anew: after a migration, or after rows were made in bulk. The log tells it with the next entry. */
export function sealAnew(sqlite: Sqlite.Database, tables: readonly string[] = sealedTables(sqlite)): void {
  for (const name of tables) {
    const { rows, sum } = countSeal(sqlite, name);
    sqlite
      .prepare(
        `insert into seal (name, "rows", sum, told) values (?, ?, ?, 0)
         on conflict do update set "rows" = excluded."rows", sum = excluded.sum, told = 0`,
      )
      .run(name, rows, sum);
  }
}

/** Tables whose rows are not those that were sealed last. */
export function brokenSeals(sqlite: Sqlite.Database): string[] {
  const tables = sealedTables(sqlite);
  if (tables.length === 0) return [];
  const kept = sqlite.prepare(`select "rows", sum from seal where name = ?`);
  return tables.filter((name) => {
    const seal = kept.get(name) as Seal | undefined;
    return seal !== undefined && toldSeal(seal) !== toldSeal(countSeal(sqlite, name));
  });
}

/** What rows of a table that are about to go in will add to its seal; made before they do, so that nobody waits for it. */
export class Added {
  readonly sum: Sum;

  constructor(
    readonly table: string,
    rows: Iterable<string>,
  ) {
    this.sum = new Sum(table);
    for (const row of rows) this.sum.add(row);
  }
}

/** The rows of a query that has a table's columns, as the texts that its seal is made of. */
export function textsOfRows(sqlite: Sqlite.Database, table: string, query: string): string {
  return `select ${textOfRow(columnsOf(sqlite, table), "t")} from (${query}) t`;
}

/** Keeps the seals of one connection's writes. */
export class Seals {
  readonly #sqlite: Sqlite.Database;
  readonly #columns = new Map<string, Column[]>();

  /** Watches a connection's writes by triggers of its own, which no other sees; seals what has no seal yet. */
  constructor(sqlite: Sqlite.Database) {
    this.#sqlite = sqlite;
    sqlite.exec(
      `create temp table touched ("table" text not null, "row" integer not null, old text, primary key ("table", "row")) without rowid`,
    );
    for (const name of sealedTables(sqlite)) {
      const columns = columnsOf(sqlite, name);
      this.#columns.set(name, columns);
      sqlite.exec(`
        ${onInsert(name)}
        create temp trigger sealed_${name}_update after update on main."${name}" begin ${noted(name, "old", textOfRow(columns, "old"))} ${noted(name, "new", "null")} end;
        create temp trigger sealed_${name}_delete after delete on main."${name}" begin ${noted(name, "old", textOfRow(columns, "old"))} end;`);
    }
    if (this.#columns.size === 0) return;
    const known = new Set(sqlite.prepare("select name from seal").pluck().all());
    const unsealed = [...this.#columns.keys()].filter((name) => !known.has(name));
    if (unsealed.length > 0) sqlite.transaction(() => sealAnew(sqlite, unsealed)).immediate();
  }

  /**
   * Does work whose new rows nobody watches: it tells itself, by `add`, what each of its transactions puts in. Rows that
   * it changes or deletes are watched as ever.
   */
  withoutWatch<Result>(work: () => Result): Result {
    const names = [...this.#columns.keys()];
    for (const name of names) this.#sqlite.exec(`drop trigger temp.sealed_${name}_insert`);
    try {
      return work();
    } finally {
      for (const name of names) this.#sqlite.exec(onInsert(name));
    }
  }

  /** Adds rows that went in unwatched; inside the transaction that wrote them. */
  add(added: readonly Added[]): void {
    for (const { table, sum: more } of added) {
      if (more.rows === 0) continue;
      const sum = new Sum(table, this.#kept(table));
      sum.join(more);
      this.#keep(table, sum);
    }
  }

  #kept(table: string): Seal | undefined {
    return this.#sqlite.prepare(`select "rows", sum from seal where name = ?`).get(table) as Seal | undefined;
  }

  #keep(table: string, sum: Sum): void {
    const { rows, sum: text } = sum.seal();
    this.#sqlite
      .prepare(
        `insert into seal (name, "rows", sum, told) values (?, ?, ?, 0)
           on conflict do update set "rows" = excluded."rows", sum = excluded.sum, told = iif(sum = excluded.sum, told, 0)`,
      )
      .run(table, rows, text);
  }

  /** Brings the seals up to what was written since; inside the transaction that wrote it. */
  settle(): void {
    const tables = this.#sqlite.prepare(`select distinct "table" from touched`).pluck().all() as string[];
    for (const name of tables) {
      const sum = new Sum(name, this.#kept(name));
      const changes = this.#sqlite
        .prepare(
          `select x.old, iif(t.rowid is null, null, ${textOfRow(this.#columns.get(name)!, "t")}) as new
             from touched x left join main."${name}" t on t.rowid = x."row" where x."table" = ?`,
        )
        .iterate(name) as Iterable<{ old: string | null; new: string | null }>;
      for (const { old, new: now } of changes) {
        if (old === now) continue;
        if (old !== null) sum.add(old, -1);
        if (now !== null) sum.add(now);
      }
      this.#keep(name, sum);
    }
    if (tables.length > 0) this.#sqlite.exec("delete from touched");
  }

  /** What the next entry of the log tells: the seals that none tells yet, or all of them. Notes that they are told. */
  tell({ all = false } = {}): Record<string, string> {
    this.settle();
    const untold = this.#sqlite
      .prepare(`select name, "rows", sum from seal where told = 0 or ? order by name`)
      .all(all ? 1 : 0) as (Seal & {
      name: string;
    })[];
    if (untold.length > 0) this.#sqlite.exec("update seal set told = 1 where told = 0");
    return Object.fromEntries(untold.map((one) => [one.name, toldSeal(one)]));
  }
}

function onInsert(table: string): string {
  return `create temp trigger sealed_${table}_insert after insert on main."${table}" begin ${noted(table, "new", "null")} end;`;
}

/** The trigger's statement that notes a row. "where not exists": an outer statement's conflict clause would take the place of an "or ignore" of the trigger's. */
function noted(table: string, row: "old" | "new", old: string): string {
  return `insert into touched select '${table}', ${row}.rowid, ${old} where not exists (select 1 from touched where "table" = '${table}' and "row" = ${row}.rowid);`;
}
