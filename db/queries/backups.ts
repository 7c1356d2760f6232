/** The backups that the audit log knows of. */
import { sql } from "drizzle-orm";
import type { ReadDb } from "../open";

export interface NotedBackup {
  /** When the copied state was, milliseconds UTC. */
  at: number;
  /** The file's name; its folder is where it was made. */
  file: string;
  bytes: number;
  sha256: string;
  /** Entries of the audit log in it, and the hash of the last. */
  entries: number;
  head: string;
}

/** The backup made and found good last, or null: none was, or what the log said of it was redacted. */
export function lastBackup(db: ReadDb): NotedBackup | null {
  return listNotedBackups(db, 1)[0] ?? null;
}

/** The backups made last, the newest first. */
export function listNotedBackups(db: ReadDb, most = 20): NotedBackup[] {
  return db
    .rows<{ after: string | null }>(
      sql`select json_extract(content, '$.after') as after from audit where subject = 'backup' order by id desc limit ${most}`,
    )
    .flatMap(({ after }) => (after === null ? [] : [JSON.parse(after) as NotedBackup]));
}
