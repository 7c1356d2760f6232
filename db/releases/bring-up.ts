/** Making a release's database readable by this software where an older one made it. */
import Sqlite from "../driver";
import { migrateSchema, pendingMigrations } from "../migrate";

/** Migrates a release's database to this software's schema; one file as before, without a log beside it. Throws where it is newer. */
export function bringUpRelease(file: string): void {
  const sqlite = new Sqlite(file, { fileMustExist: true });
  try {
    if (pendingMigrations(sqlite).length === 0) return;
    migrateSchema(sqlite, file);
    sqlite.pragma("journal_mode = DELETE");
  } finally {
    sqlite.close();
  }
}
