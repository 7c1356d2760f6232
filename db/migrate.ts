/**
 * Bringing a database to this software's schema. Drizzle's own migrator runs inside a transaction, in which
 * `foreign_keys = OFF` is ignored and a table rebuild can delete its children; so the order here is: copy the file,
 * foreign keys off, one transaction that migrates and checks every reference before it commits, foreign keys on.
 */
import { createHash } from "node:crypto";
import { existsSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import type Sqlite from "./driver";
import { syncFile, syncFolderOf } from "./files";
import { brokenSeals, sealAnew } from "./seals";

/** Migrations lie beside the sources; the server and the command line run from the project's folder. */
export const MIGRATIONS = join(/*turbopackIgnore: true*/ process.env.ATTEST_HOME ?? process.cwd(), "db", "migrations");

/** Drizzle's own bookkeeping, kept so that its tools read it too. */
const BOOK = `create table if not exists "__drizzle_migrations" (id serial primary key, hash text not null, created_at numeric)`;

interface Migration {
  when: number;
  tag: string;
}

function journal(folder: string): Migration[] {
  const path = join(folder, "meta", "_journal.json");
  if (!existsSync(path))
    throw new Error(`No migrations at ${folder}. Start from the project's folder, or name it in ATTEST_HOME.`);
  return (JSON.parse(readFileSync(path, "utf8")) as { entries: Migration[] }).entries;
}

/** Names of the migrations that a database still lacks, oldest first. Throws where it is newer than this software. */
export function pendingMigrations(sqlite: Sqlite.Database, folder = MIGRATIONS): string[] {
  return pendingIn(sqlite, folder).map(({ tag }) => tag);
}

function pendingIn(sqlite: Sqlite.Database, folder: string): Migration[] {
  const known = journal(folder);
  const hasTable = sqlite.prepare("select 1 from sqlite_schema where name = '__drizzle_migrations'").get();
  const last = hasTable
    ? (sqlite.prepare("select max(created_at) from __drizzle_migrations").pluck().get() as number | null)
    : null;
  if (last !== null && !known.some((entry) => entry.when === Number(last))) {
    throw new Error(
      "The database was made by a newer version of this software. Install that version, or restore an older backup.",
    );
  }
  return known.filter((entry) => last === null || entry.when > Number(last));
}

export interface MigrateOptions {
  /** Another folder of migrations; for tests. */
  folder?: string;
  /** The last migration to apply; for tests that make a file of an older version. */
  until?: string;
}

/**
 * Applies what is pending, all or nothing, and gives back its names. A database that already holds rows is copied beside
 * itself first. Throws, with the database as it was, where a statement or the check of references fails.
 */
export function migrateSchema(
  sqlite: Sqlite.Database,
  file: string,
  { folder = MIGRATIONS, until }: MigrateOptions = {},
): string[] {
  const first = pendingIn(sqlite, folder)[0];
  if (!first) return [];
  const isNew = sqlite.prepare("select count(*) from sqlite_schema").pluck().get() === 0;
  if (!isNew && file !== ":memory:" && statSync(file).size > 0) copyBefore(sqlite, file, first.tag);
  sqlite.pragma("foreign_keys = OFF");
  try {
    return sqlite
      .transaction(() => {
        // Read again: another process may have migrated between the copy and this lock.
        const all = pendingIn(sqlite, folder);
        const applied = until === undefined ? all : all.slice(0, all.findIndex(({ tag }) => tag === until) + 1);
        // Rows that were changed behind the record's back must not be sealed anew as if they were its own.
        const broken = brokenSeals(sqlite);
        if (broken.length > 0)
          throw new Error(
            `Rows of ${broken.join(", ")} were changed past this software. Nothing was migrated: restore a backup, or see "attest verify" of the version that made it.`,
          );
        sqlite.exec(BOOK);
        for (const migration of applied) apply(sqlite, folder, migration);
        if (applied.length > 0) sealAnew(sqlite);
        const lost = sqlite.pragma("foreign_key_check") as { table: string }[];
        if (lost.length > 0)
          throw new Error(
            `After the migration ${lost.length} references in ${lost[0]!.table} would point nowhere; nothing was changed.`,
          );
        return applied.map(({ tag }) => tag);
      })
      .immediate();
  } finally {
    sqlite.pragma("foreign_keys = ON");
  }
}

function apply(sqlite: Sqlite.Database, folder: string, { tag, when }: Migration): void {
  const text = readFileSync(join(folder, `${tag}.sql`), "utf8");
  for (const statement of text.split("--> statement-breakpoint")) sqlite.exec(statement);
  sqlite
    .prepare("insert into __drizzle_migrations (hash, created_at) values (?, ?)")
    .run(createHash("sha256").update(text).digest("hex"), when);
}

/** A whole copy or none: written under another name, flushed, then named. An older copy of that name is kept as it is. */
function copyBefore(sqlite: Sqlite.Database, file: string, tag: string): void {
  const plain = `${file}.before-${tag}`;
  const copy = existsSync(plain) ? `${plain}-${Date.now()}` : plain;
  const partial = `${copy}.partial`;
  rmSync(partial, { force: true });
  sqlite.prepare("vacuum into ?").run(partial);
  syncFile(partial);
  renameSync(partial, copy);
  syncFolderOf(copy);
}
