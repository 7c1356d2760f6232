/** Putting a backup in the record's place: checked first, never beside a log of the old record, and the old one is kept. */
import { copyFileSync, existsSync, linkSync, readdirSync, readlinkSync, renameSync, rmSync, statSync } from "node:fs";
import { resolve } from "node:path";
import Sqlite from "./driver";
import { isoInstant } from "@/domain/dates";
import { BadBackup, checkBackup } from "./backup";
import { sha256OfFile, syncFile, syncFolderOf } from "./files";
import { bringBackReleases, type KeptReleases } from "./releases/kept";

export interface Restored {
  /** Where the record that was replaced lies now; null where there was none. */
  kept: string | null;
  /** Whether a checksum lay beside the backup. */
  checksum: boolean;
  sha256: string;
  entries: number;
  head: string;
  /** What became of the files of the releases that the backup names. */
  releases: KeptReleases;
}

/** Restores a backup as the record at `target`. Throws BadBackup, with nothing changed, where it is not safe to. */
export function restoreBackup(backup: string, target: string, { now = Date.now() }: { now?: number } = {}): Restored {
  if (resolve(backup) === resolve(target)) throw new BadBackup("The backup and the record are one file.");
  const checked = checkBackup(backup);
  const partial = `${target}.restoring`;
  rmSync(partial, { force: true });
  copyFileSync(backup, partial);
  syncFile(partial);
  if (sha256OfFile(partial) !== checked.sha256) {
    rmSync(partial, { force: true });
    throw new BadBackup(`The copy of ${backup} beside ${target} is not the same: is the disk sound?`);
  }
  try {
    const kept = existsSync(target) ? setAside(target, now) : null;
    for (const log of logsOf(target))
      throw new BadBackup(
        `${log} lies there without its record. Move it away by hand; a restored record must not lie beside an old log.`,
      );
    // Over the old name in one step: at no moment is there no record, which a start would take for a new one.
    const releases = bringBackReleases(backup, target);
    renameSync(partial, target);
    syncFolderOf(target);
    return { kept, ...checked, releases };
  } catch (error) {
    rmSync(partial, { force: true });
    throw error;
  }
}

const logsOf = (file: string) => [`${file}-wal`, `${file}-shm`].filter((log) => existsSync(log));

/**
 * Gives the old record a second name and empties its log into it, so that neither is lost nor left behind. A record too
 * damaged for that moves away together with its log.
 */
function setAside(target: string, now: number): string {
  const kept = `${target}.replaced-${isoInstant(now).replace(/\.\d+/, "").replaceAll(":", "")}`;
  if (existsSync(kept)) throw new BadBackup(`${kept} is there already. Wait a second.`);
  const users = usersOf(target);
  if (users.length > 0) throw new BadBackup(`Process ${users.join(", ")} has ${target} open. Stop it, then restore again.`);
  // SQLite deletes a log that it cannot make sense of: what may be the last words of a damaged record is copied first.
  const copies = logsOf(target).map((log) => `${kept}${log.slice(target.length)}`);
  for (const copy of copies) copyFileSync(`${target}${copy.slice(kept.length)}`, copy);
  const emptied = emptyLog(target);
  if (emptied !== "unreadable") for (const copy of copies) rmSync(copy, { force: true });
  if (emptied === "in use")
    throw new BadBackup(
      `Somebody has ${target} open. Stop the server, and every other program that reads it, then restore again.`,
    );
  if (emptied === "unreadable") for (const log of logsOf(target)) rmSync(log, { force: true });
  if (statSync(target).isFile()) linkSync(target, kept);
  syncFolderOf(kept);
  return kept;
}

/** Moves the log into the record and ends its write-ahead mode, which SQLite does only where nobody else has it open. */
function emptyLog(file: string): "emptied" | "in use" | "unreadable" {
  let sqlite: Sqlite.Database | undefined;
  try {
    sqlite = new Sqlite(file, { timeout: 0, fileMustExist: true });
    sqlite.pragma("journal_mode = DELETE");
    return "emptied";
  } catch (error) {
    return (error as { code?: string }).code?.startsWith("SQLITE_BUSY") ? "in use" : "unreadable";
  } finally {
    sqlite?.close();
  }
}

/** Other processes that have a file or its log open, where the system tells (Linux); SQLite's own locks are asked besides. */
function usersOf(file: string): number[] {
  const names = [file, `${file}-wal`, `${file}-shm`].map((name) => resolve(name));
  const isOpenIn = (pid: string) => {
    try {
      return readdirSync(`/proc/${pid}/fd`).some((fd) => {
        try {
          return names.includes(readlinkSync(`/proc/${pid}/fd/${fd}`));
        } catch {
          return false;
        }
      });
    } catch {
      // Gone meanwhile, or another user's: SQLite's locks are what is left to tell.
      return false;
    }
  };
  if (!existsSync("/proc/self/fd")) return [];
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid && isOpenIn(name))
    .map(Number);
}
