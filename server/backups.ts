/**
 * Backups by themselves: when the newest in the folder is older than the interval, a process of its own makes one, so
 * that neither copying nor checking holds up a request. What failed is said in the log and on the page of backups.
 */
import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { listBackups, type Backup } from "@/db/backup";
import { makeActor } from "@/db/commands/actor";
import { noteBackup } from "@/db/commands/backups";
import { openDatabase } from "@/db/open";
import type { Environment } from "./environment";

const LOOK_EVERY_MS = 60_000;
const FIRST_LOOK_MS = 20_000;
const TRY_AGAIN_MS = 15 * 60_000;

type Settings = Pick<Environment, "ATTEST_DB" | "ATTEST_BACKUP_FOLDER" | "ATTEST_BACKUP_HOURS" | "ATTEST_BACKUP_KEEP">;

/** How backups are made here; the desk's page reads it. */
export interface BackupState {
  folder: string;
  /** 0: none are made by themselves. */
  hours: number;
  keep: number;
  failed: { at: number; says: string } | null;
}

/** Where the desk's page in this process finds how backups are made: by this process, or by the first one of several. */
export function tellBackups(settings: Settings, failed: BackupState["failed"] = null): BackupState {
  const { ATTEST_BACKUP_FOLDER: folder, ATTEST_BACKUP_HOURS: hours, ATTEST_BACKUP_KEEP: keep } = settings;
  return ((globalThis as { attestBackups?: BackupState }).attestBackups = { folder, hours, keep, failed });
}

/** Keeps backups until the process ends; the timers do not keep it alive. `onOutcome` is told after each try. */
export function keepBackups(settings: Settings, onOutcome: (failed: BackupState["failed"]) => void = () => {}): void {
  const { ATTEST_DB: file, ATTEST_BACKUP_FOLDER: folder, ATTEST_BACKUP_HOURS: hours, ATTEST_BACKUP_KEEP: keep } = settings;
  const state = tellBackups(settings);
  if (hours === 0) return;
  let isMaking = false;
  const look = async () => {
    const last = listBackups(folder)[0]?.at ?? 0;
    const isWaiting = state.failed !== null && Date.now() - state.failed.at < TRY_AGAIN_MS;
    if (isMaking || isWaiting || Date.now() - last < hours * 3_600_000) return;
    isMaking = true;
    try {
      const made = await makeBackup(file, folder, keep);
      note(file, made);
      state.failed = null;
      console.log(`Backup ${made.file}: ${made.bytes} bytes, checked and good.`);
    } catch (error) {
      state.failed = { at: Date.now(), says: (error as Error).message };
      console.error(`No backup was made: ${state.failed.says}`);
    } finally {
      isMaking = false;
      onOutcome(state.failed);
    }
  };
  setTimeout(() => void look(), FIRST_LOOK_MS).unref();
  setInterval(() => void look(), LOOK_EVERY_MS).unref();
}

/** Makes one backup in a process of its own and deletes what is outdated. Rejects with what went wrong. */
export function makeBackup(file: string, folder: string, keep: number): Promise<Backup> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(new URL("./backup-process.ts", import.meta.url)), [file, folder, String(keep)], {
      execArgv: ["--import", "tsx"],
    });
    let told: { made: Backup } | { failed: string } = { failed: "The process that makes it ended before its end." };
    child.on("message", (message: typeof told) => {
      told = message;
    });
    child.once("error", reject);
    child.once("exit", () => ("made" in told ? resolve(told.made) : reject(new Error(told.failed))));
  });
}

/** A record that cannot be written to now has its backup all the same. */
function note(file: string, made: Backup): void {
  try {
    const db = openDatabase(file, { create: false });
    try {
      noteBackup(db, makeActor({ accountId: null, name: "server", role: "admin" }), made);
    } finally {
      db.close();
    }
  } catch (error) {
    console.error(`The record could not note the backup ${made.file}: ${(error as Error).message}`);
  }
}
