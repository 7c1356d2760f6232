/** Whether a save would find the database as it needs it; asked by those who watch over the server. */
import Sqlite from "./driver";
import { pendingMigrations } from "./migrate";

export interface Readiness {
  /** "busy" where another process holds the write lock at this moment, which a save would wait for. */
  writable: "yes" | "busy";
  /** Migrations that the database lacks; 0 for a current schema. */
  pending: number;
}

/** Opens a connection that never waits, and gives back the question. The question throws what a save would meet. */
export function readinessOf(file: string): { ask: () => Readiness; close: () => void } {
  const sqlite = new Sqlite(file, { timeout: 0, fileMustExist: true });
  return {
    ask: () => ({ writable: writable(sqlite), pending: pendingMigrations(sqlite).length }),
    close: () => void sqlite.close(),
  };
}

/** Takes the write lock, writes, and takes the write back. */
function writable(sqlite: Sqlite.Database): Readiness["writable"] {
  try {
    sqlite.exec("begin immediate");
  } catch (error) {
    if ((error as { code?: string }).code?.startsWith("SQLITE_BUSY")) return "busy";
    throw error;
  }
  try {
    sqlite.exec("update record set revision = revision");
  } finally {
    sqlite.exec("rollback");
  }
  return "yes";
}
