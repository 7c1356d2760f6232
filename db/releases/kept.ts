/**
 * Releases beside backups: what was promised to stay downloadable for ever must outlive the disk that it was made on. A folder
 * of backups keeps each release once, under "releases/VERSION", checked against what the record says of its files.
 */
import { chmodSync, constants, copyFileSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import Sqlite from "../driver";
import { RELEASE_VERSION, type ReleaseFile } from "@/domain/release";
import { sha256OfFile, syncFile, syncFolderOf } from "../files";
import { releaseFolder } from "./folders";

interface Named {
  version: string;
  files: ReleaseFile[];
}

/** What became of the releases that a record names, by version. */
export interface KeptReleases {
  /** Copied now. */
  copied: string[];
  /** There already. */
  there: string[];
  /** Whose files are nowhere, or not those that the record names. */
  missing: string[];
}

/** Where a folder of backups keeps a release. */
export function keptRelease(folder: string, version: string): string {
  return join(folder, "releases", version);
}

/** How many bytes the releases that a record names would add to a folder of backups. */
export function bytesToKeep(file: string, folder: string): number {
  return releasesOf(file)
    .filter(({ version }) => !existsSync(keptRelease(folder, version)) && existsSync(releaseFolder(file, version)))
    .flatMap(({ files }) => files)
    .reduce((sum, { bytes }) => sum + bytes, 0);
}

/** Copies into a folder of backups the releases that a backup names and the folder has not. `file`: the record's own. */
export function keepReleases(backup: string, file: string, folder: string): KeptReleases {
  return bring(releasesOf(backup), {
    from: (version) => releaseFolder(file, version),
    to: (version) => keptRelease(folder, version),
  });
}

/** Puts the releases that a backup names back beside the record at `target`. What lies there stays as it is. */
export function bringBackReleases(backup: string, target: string): KeptReleases {
  return bring(releasesOf(backup), {
    from: (version) => keptRelease(dirname(backup), version),
    to: (version) => releaseFolder(target, version),
  });
}

/** Releases beside a backup whose files are not those that it names, by the paths of the files. */
export function damagedReleases(backup: string): string[] {
  return releasesOf(backup).flatMap(({ version, files }) => {
    const folder = keptRelease(dirname(backup), version);
    return existsSync(folder) ? wrongFiles(folder, files) : [];
  });
}

function bring(releases: readonly Named[], { from, to }: Record<"from" | "to", (version: string) => string>): KeptReleases {
  const done: KeptReleases = { copied: [], there: [], missing: [] };
  for (const { version, files } of releases) {
    const [source, target] = [from(version), to(version)];
    if (existsSync(target)) done[files.every((one) => isAsLong(target, one)) ? "there" : "missing"].push(version);
    else if (existsSync(source) && wrongFiles(source, files).length === 0) {
      copyWhole(source, target, files);
      done.copied.push(version);
    } else done.missing.push(version);
  }
  return done;
}

/** Under another name until it is whole and on the disk. */
function copyWhole(source: string, target: string, files: readonly ReleaseFile[]): void {
  mkdirSync(dirname(target), { recursive: true });
  const partial = mkdtempSync(join(dirname(target), ".copying-"));
  try {
    for (const { name, sha256 } of files) {
      const copy = join(partial, name);
      copyFileSync(join(source, name), copy, constants.COPYFILE_FICLONE);
      chmodSync(copy, 0o644);
      syncFile(copy);
      chmodSync(copy, 0o444);
      if (sha256OfFile(copy) !== sha256) throw new Error(`The copy of ${join(source, name)} is not the same: is the disk sound?`);
    }
    chmodSync(partial, 0o755);
    syncFolderOf(join(partial, "."));
    renameSync(partial, target);
    syncFolderOf(target);
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    throw error;
  }
}

function wrongFiles(folder: string, files: readonly ReleaseFile[]): string[] {
  return files
    .filter((one) => !isAsLong(folder, one) || sha256OfFile(join(folder, one.name)) !== one.sha256)
    .map(({ name }) => join(folder, name));
}

function isAsLong(folder: string, { name, bytes }: ReleaseFile): boolean {
  return statSync(join(folder, name), { throwIfNoEntry: false })?.size === bytes;
}

/** The releases that a record's file names; a record from before there were any names none. */
function releasesOf(file: string): Named[] {
  const sqlite = new Sqlite(file, { readonly: true, fileMustExist: true, timeout: 5_000 });
  try {
    if (!sqlite.prepare("select 1 from sqlite_schema where name = 'release'").get()) return [];
    const rows = sqlite.prepare("select version, files from release order by id").all() as { version: string; files: string }[];
    return rows
      .filter(({ version }) => RELEASE_VERSION.test(version))
      .map(({ version, files }) => ({ version, files: JSON.parse(files) as ReleaseFile[] }))
      .filter(({ files }) => files.every(({ name }) => /^[\w.-]+$/.test(name) && !name.startsWith(".")));
  } finally {
    sqlite.close();
  }
}
