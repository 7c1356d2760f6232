/** What the audit log says of backups and restores: when, which state of the record, and the file's SHA-256. */
import { basename } from "node:path";
import { sql } from "drizzle-orm";
import type { Backup } from "../backup";
import type { Db } from "../open";
import type { Restored } from "../restore";
import { session } from "../schema";
import type { Actor } from "./actor";
import { write } from "./write";

/** Notes that a backup was made and found good; `lastBackup` reads it again. */
export function noteBackup(db: Db, actor: Actor, { file, at, bytes, sha256, entries, head }: Backup): void {
  write(db, actor, "admin", () => ({
    result: undefined,
    audit: { action: "backup.make", subject: "backup", after: { file: basename(file), at, bytes, sha256, entries, head } },
  }));
}

/** Notes that the record was restored from a backup, and ends every session: some may have been ended since it was made. */
export function noteRestore(db: Db, actor: Actor, backup: string, { sha256, entries, head }: Restored): void {
  write(db, actor, "admin", (tx) => {
    tx.delete(session)
      .where(sql`1`)
      .run();
    return {
      result: undefined,
      audit: { action: "backup.restore", subject: "restore", after: { file: basename(backup), sha256, entries, head } },
      visible: true,
    };
  });
}
