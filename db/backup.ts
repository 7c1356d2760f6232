/**
 * Backups: a whole copy of the record's file, made while it is written to, proved good before it gets its name. Beside
 * each lies its SHA-256 as `sha256sum -c` reads it, and beside all of a folder the releases that they name, each once.
 */
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, join } from "node:path";
import Sqlite from "./driver";
import { isoInstant } from "@/domain/dates";
import { sha256OfFile, syncFile, syncFolderOf } from "./files";
import { UnusableDatabase } from "./open";
import { bytesToKeep, damagedReleases, keepReleases, type KeptReleases } from "./releases/kept";
import { checkFile, type Finding } from "./verify-file";

export interface Backup {
  /** The whole path. */
  file: string;
  at: number;
  bytes: number;
  sha256: string;
  /** Entries of the audit log in it, and the hash of the last. */
  entries: number;
  head: string;
  /** What became of the releases' files, which lie beside all backups of a folder. */
  releases: KeptReleases;
}

/** A backup that could not be made, or is not good; the message says what to do. */
export class BadBackup extends Error {}

/** "attest-2026-11-23T043000Z.sqlite": sorts by time, holds no character that a file system minds. */
const NAME = /^attest-(\d{4})-(\d{2})-(\d{2})T(\d{2})(\d{2})(\d{2})Z\.sqlite$/;
/** Copied in one step: a later step would begin anew where somebody wrote meanwhile. */
const ALL_PAGES = 2 ** 31 - 1;

export interface BackUpOptions {
  now?: number;
}

/**
 * Copies the record's file into a folder by SQLite's backup API, from one state of it, then reopens the copy and checks
 * pages, references and audit log. Nothing is left under a backup's name unless it is good. Throws BadBackup.
 */
export async function backUp(file: string, folder: string, { now = Date.now() }: BackUpOptions = {}): Promise<Backup> {
  if (!existsSync(file)) throw new UnusableDatabase(`There is no database at ${file}.`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  expectRoom(file, folder);
  const target = freeName(folder, now);
  const partial = `${target}.partial`;
  try {
    await copyTo(file, partial);
    const { entries, head } = expectGood(partial);
    syncFile(partial);
    const releases = keepReleases(partial, file, folder);
    const [sha256, bytes] = [sha256OfFile(partial), statSync(partial).size];
    writeFileSync(checksumOf(target), `${sha256}  ${basename(target)}\n`, { mode: 0o600 });
    syncFile(checksumOf(target));
    renameSync(partial, target);
    syncFolderOf(target);
    return { file: target, at: now, bytes, sha256, entries, head, releases };
  } catch (error) {
    for (const left of [partial, `${partial}-wal`, `${partial}-shm`, `${partial}-journal`]) rmSync(left, { force: true });
    if (!existsSync(target)) rmSync(checksumOf(target), { force: true });
    throw error;
  }
}

/** Where a backup's checksum lies. */
export function checksumOf(file: string): string {
  return `${file}.sha256`;
}

async function copyTo(file: string, partial: string): Promise<void> {
  rmSync(partial, { force: true });
  writeFileSync(partial, "", { mode: 0o600 });
  const source = new Sqlite(file, { readonly: true, fileMustExist: true, timeout: 5_000 });
  try {
    // An open read holds one state of the record: saves go on beside it and are not in the copy.
    source.exec("begin");
    source.prepare("select count(*) from sqlite_schema").get();
    await source.backup(partial, { progress: () => ALL_PAGES });
  } finally {
    source.close();
  }
  // One file that needs no log beside it, and can be read from a medium that cannot be written.
  const copy = new Sqlite(partial);
  try {
    copy.pragma("journal_mode = DELETE");
  } finally {
    copy.close();
  }
}

/** Half the room of the record is kept free beside the copy: a backup must not be what fills the record's own disk. */
function expectRoom(file: string, folder: string): void {
  const size = statSync(file).size + (existsSync(`${file}-wal`) ? statSync(`${file}-wal`).size : 0);
  const { bavail, bsize } = statfsSync(folder);
  const needed = Math.ceil(size * 1.5) + bytesToKeep(file, folder);
  if (bavail * bsize < needed)
    throw new BadBackup(
      `There is no room for a backup in ${folder}: ${megabytes(bavail * bsize)} MB are free, ${megabytes(needed)} MB are needed. Delete older backups, or name another folder.`,
    );
}

const megabytes = (bytes: number) => (bytes / 1_000_000).toFixed(1);

function expectGood(file: string): { entries: number; head: string } {
  const { findings, entries, head } = checkFile(file);
  const bad = findings.filter(isDamage);
  if (bad.length > 0)
    throw new BadBackup(
      `The copy is not good, and so the record is not: ${bad[0]!.says}${bad.length > 1 ? ` And ${bad.length - 1} more.` : ""} Run "npm run attest -- verify".`,
    );
  return { entries, head };
}

/** What a backup must not have; a schema that somebody added a view to is still worth keeping. */
function isDamage({ kind }: Finding): boolean {
  return kind !== "schema";
}

function freeName(folder: string, now: number): string {
  for (let at = now; ; at += 1000) {
    const name = `attest-${isoInstant(at).replace(/\.\d+/, "").replaceAll(":", "")}.sqlite`;
    if (!existsSync(join(folder, name))) return join(folder, name);
  }
}

export interface KeptBackup {
  file: string;
  at: number;
}

/** The backups of a folder, the newest first; files of other names are nobody's business here. */
export function listBackups(folder: string): KeptBackup[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .flatMap((name) => {
      const parts = NAME.exec(name);
      if (!parts) return [];
      const [year, month, day, hour, minute, second] = parts.slice(1).map(Number) as [
        number,
        number,
        number,
        number,
        number,
        number,
      ];
      return [{ file: join(folder, name), at: Date.UTC(year, month - 1, day, hour, minute, second) }];
    })
    .sort((a, b) => b.at - a.at);
}

/** Months of which the last backup is kept beside the newest ones. */
const MONTHS_KEPT = 12;

/** Which backups may go: all but the newest `keep`, and of each of the twelve newest months the last one. */
export function outdatedBackups(backups: readonly KeptBackup[], keep: number): KeptBackup[] {
  const newestFirst = [...backups].sort((a, b) => b.at - a.at);
  const months = new Map<string, KeptBackup>();
  for (const one of newestFirst) {
    const month = isoInstant(one.at).slice(0, 7);
    if (!months.has(month) && months.size < MONTHS_KEPT) months.set(month, one);
  }
  const kept = new Set([...newestFirst.slice(0, keep), ...months.values()]);
  return newestFirst.filter((one) => !kept.has(one));
}

/** Deletes what is outdated, with its checksum; gives back the files that went. */
export function pruneBackups(folder: string, keep: number): string[] {
  const gone = outdatedBackups(listBackups(folder), keep).map(({ file }) => file);
  for (const file of gone) {
    rmSync(file);
    rmSync(checksumOf(file), { force: true });
  }
  return gone;
}

/**
 * Checks a backup before it is relied on: its checksum where one lies beside it, then pages, references and audit log.
 * `checksum` tells whether there was one. Throws BadBackup or UnusableDatabase.
 */
export function checkBackup(file: string): { checksum: boolean; sha256: string; entries: number; head: string } {
  if (!existsSync(file)) throw new BadBackup(`There is no file ${file}.`);
  if (existsSync(`${file}-wal`))
    throw new BadBackup(
      `${file} has a log beside it (-wal): it is a record in use, or a copy that is not whole. Use a file that "attest backup" made.`,
    );
  const sha256 = sha256OfFile(file);
  const checksum = existsSync(checksumOf(file));
  if (checksum) {
    const [said] = readFileSync(checksumOf(file), "utf8").trim().split(/\s+/);
    if (said !== sha256)
      throw new BadBackup(
        `${file} is not what its checksum says (${checksumOf(file)}): it was damaged or changed. Use another backup.`,
      );
  }
  const good = expectGood(file);
  const damaged = damagedReleases(file);
  if (damaged.length > 0)
    throw new BadBackup(
      `${damaged[0]} is not what the record says of that release: it was damaged or changed. Get its folder from another backup, or move it away to restore without that release.`,
    );
  return { checksum, sha256, ...good };
}
