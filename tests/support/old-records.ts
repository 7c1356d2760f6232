/** Files as each earlier version left them: its schema, by its migrations, with the demonstration's rows as far as it had tables for them. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import Sqlite from "@/db/driver";
import { MIGRATIONS, migrateSchema } from "@/db/migrate";

/** The names of all migrations, oldest first. */
export function migrationNames(): string[] {
  const { entries } = JSON.parse(readFileSync(join(MIGRATIONS, "meta", "_journal.json"), "utf8")) as {
    entries: { tag: string }[];
  };
  return entries.map(({ tag }) => tag);
}

/** Names of a file's own tables, without SQLite's, drizzle's and the parts of the search. */
export function tablesOf(sqlite: Sqlite.Database, schema = "main"): string[] {
  return sqlite
    .prepare(
      `select name from ${schema}.sqlite_schema where type = 'table' and name not like 'sqlite_%' and name not like '\\_\\_%' escape '\\'
          and sql not like 'CREATE VIRTUAL%' and name not like '%\\_search\\_%' escape '\\' order by name`,
    )
    .pluck()
    .all() as string[];
}

/** Columns that two tables of one name share and that are stored, not generated. */
export function sharedColumns(sqlite: Sqlite.Database, table: string, one = "main", other = "source"): string[] {
  const names = (schema: string) =>
    sqlite.prepare(`select name from pragma_table_xinfo(?, ?) where hidden = 0`).pluck().all(table, schema) as string[];
  const there = new Set(names(other));
  return names(one).filter((name) => there.has(name));
}

/** Makes a file with the schema of `until`, and in it the rows of `source` that it has room for. */
export function makeOldRecord(file: string, source: string, until: string): void {
  const sqlite = new Sqlite(file);
  try {
    sqlite.pragma("journal_mode = WAL");
    migrateSchema(sqlite, file, { until });
    sqlite.pragma("foreign_keys = OFF");
    sqlite.prepare("attach ? as source").run(source);
    const triggers = sqlite.prepare("select name, sql from main.sqlite_schema where type = 'trigger'").all() as {
      name: string;
      sql: string;
    }[];
    const there = new Set(tablesOf(sqlite, "source"));
    sqlite.transaction(() => {
      // What triggers would refuse or repeat is in the source already; the search is filled by its own.
      for (const { name } of triggers.filter((one) => !one.name.includes("search"))) sqlite.exec(`drop trigger "${name}"`);
      for (const table of tablesOf(sqlite).filter((name) => there.has(name))) {
        const columns = sharedColumns(sqlite, table)
          .map((name) => `"${name}"`)
          .join(", ");
        const own = hasRowid(sqlite, table) ? "rowid, " : "";
        // A migration may have filled it for an empty record: the seals of every table.
        if (!table.includes("search")) sqlite.exec(`delete from main."${table}"`);
        sqlite.exec(`insert into main."${table}" (${own}${columns}) select ${own}${columns} from source."${table}"`);
      }
      for (const { name, sql } of triggers.filter((one) => !one.name.includes("search"))) if (name) sqlite.exec(sql);
    })();
    sqlite.exec("detach source");
    const broken = sqlite.pragma("foreign_key_check") as unknown[];
    if (broken.length > 0) throw new Error(`${broken.length} references of the old record point nowhere.`);
  } finally {
    sqlite.close();
  }
}

function hasRowid(sqlite: Sqlite.Database, table: string): boolean {
  return sqlite.prepare("select wr from pragma_table_list where schema = 'main' and name = ?").pluck().get(table) === 0;
}

/** Every row of every table, as text by table and rowid, of the columns that an older file has. */
export function rowsOf(file: string, like: ReadonlyMap<string, readonly string[]> | null = null): Map<string, string> {
  const sqlite = new Sqlite(file, { readonly: true });
  try {
    const rows = new Map<string, string>();
    for (const table of like ? [...like.keys()] : tablesOf(sqlite)) {
      const columns = like?.get(table) ?? columnsOf(sqlite, table);
      const text = columns.map((name) => `quote("${name}")`).join(" || ',' || ");
      const id = hasRowid(sqlite, table) ? "rowid" : text;
      for (const [key, row] of sqlite.prepare(`select ${id}, ${text} from "${table}"`).raw().iterate() as Iterable<
        [number | string, string]
      >)
        rows.set(`${table} ${key}`, row);
    }
    return rows;
  } finally {
    sqlite.close();
  }
}

/** The stored columns of a file's tables. */
export function layoutOf(file: string): Map<string, string[]> {
  const sqlite = new Sqlite(file, { readonly: true });
  try {
    return new Map(tablesOf(sqlite).map((table) => [table, columnsOf(sqlite, table)]));
  } finally {
    sqlite.close();
  }
}

function columnsOf(sqlite: Sqlite.Database, table: string): string[] {
  return sqlite.prepare("select name from pragma_table_xinfo(?) where hidden = 0").pluck().all(table) as string[];
}
