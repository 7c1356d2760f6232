/** How safe the record is now, as the server knows it: whether it can be written to, what the file's check found, how backups are made. */
import { troubleOf, type Trouble } from "@/db/trouble";
import type { Finding } from "@/db/verify-file";
import { databaseFile } from "./database";

/** Told by the server's own timers (server/watch, server/backups); absent where pages run without it. */
interface Told {
  attestFile?: { checkedAt: number; findings: Finding[] };
  attestBackups?: { folder: string; hours: number; keep: number; failed: { at: number; says: string } | null };
}

const told = globalThis as Told;

/** What keeps the record from being written to, or null. */
export function recordTrouble(): Trouble | null {
  return troubleOf(databaseFile());
}

/** What the check of the file at the last start found; null while it runs. */
export function fileState(): NonNullable<Told["attestFile"]> | null {
  return told.attestFile ?? null;
}

/** How backups are made by themselves, and what went wrong last. */
export function backupState(): NonNullable<Told["attestBackups"]> | null {
  return told.attestBackups ?? null;
}
