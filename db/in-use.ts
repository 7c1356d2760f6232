/** Whether another program has a database open. */
import Sqlite from "./driver";

/** Asks for the whole file for a moment, which SQLite gives only where nobody else has it open. Changes nothing. */
export function isInUse(file: string): boolean {
  const sqlite = new Sqlite(file, { timeout: 0, fileMustExist: true });
  try {
    // Under WAL an exclusive lock is refused while any other connection is open, idle ones too.
    sqlite.pragma("locking_mode = EXCLUSIVE");
    sqlite.exec("begin exclusive");
    sqlite.exec("rollback");
    return false;
  } catch (error) {
    if ((error as { code?: string }).code?.startsWith("SQLITE_BUSY")) return true;
    throw error;
  } finally {
    sqlite.close();
  }
}
