/**
 * Bringing a database to this software's schema. Drizzle's own migrator runs inside a transaction, in which
 * `foreign_keys = OFF` is ignored and a table rebuild can delete its children; so the order here is:
 * back up, foreign keys off, migrate, check every reference, foreign keys on.
 */
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type Sqlite from "better-sqlite3";
import { drizzle } from "drizzle-orm/better-sqlite3";
import { migrate } from "drizzle-orm/better-sqlite3/migrator";

/** Migrations lie beside the sources; the server and the command line run from the project's folder. */
export const MIGRATIONS = join(/*turbopackIgnore: true*/ process.env.ATTEST_HOME ?? process.cwd(), "db", "migrations");

interface Journal {
  entries: { when: number; tag: string }[];
}

function journal(): Journal {
  const path = join(MIGRATIONS, "meta", "_journal.json");
  if (!existsSync(path))
    throw new Error(`No migrations at ${MIGRATIONS}. Start from the project's folder, or name it in ATTEST_HOME.`);
  return JSON.parse(readFileSync(path, "utf8")) as Journal;
}

/** Names of the migrations that a database still lacks, oldest first. Throws where it is newer than this software. */
export function pendingMigrations(sqlite: Sqlite.Database): string[] {
  const known = journal().entries;
  const hasTable = sqlite.prepare("select 1 from sqlite_schema where name = '__drizzle_migrations'").get();
  const last = hasTable
    ? (sqlite.prepare("select max(created_at) from __drizzle_migrations").pluck().get() as number | null)
    : null;
  if (last !== null && !known.some((entry) => entry.when === Number(last))) {
    throw new Error(
      "The database was made by a newer version of this software. Install that version, or restore an older backup.",
    );
  }
  return known.filter((entry) => last === null || entry.when > Number(last)).map((entry) => entry.tag);
}

/** Applies what is pending. A database that already holds rows is copied beside itself first; throws, and
 * names that copy, where a check fails afterwards. */
export function migrateSchema(sqlite: Sqlite.Database, file: string): string[] {
  const pending = pendingMigrations(sqlite);
  if (pending.length === 0) return [];
  const isNew = sqlite.prepare("select count(*) from sqlite_schema").pluck().get() === 0;
  if (!isNew && file !== ":memory:" && statSync(file).size > 0) {
    const copy = `${file}.before-${pending[0]}`;
    if (!existsSync(copy)) sqlite.prepare("vacuum into ?").run(copy);
  }
  sqlite.pragma("foreign_keys = OFF");
  try {
    migrate(drizzle(sqlite), { migrationsFolder: MIGRATIONS });
    const broken = sqlite.pragma("foreign_key_check") as { table: string }[];
    if (broken.length > 0)
      throw new Error(
        `After the migration ${broken.length} references in ${broken[0]!.table} point nowhere. The copy ${file}.before-${pending[0]} is as it was.`,
      );
  } finally {
    sqlite.pragma("foreign_keys = ON");
  }
  return pending;
}
