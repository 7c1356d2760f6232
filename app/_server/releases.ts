/** Releases for their pages: their files where they lie here, and comparisons of any two. */
import { createHash } from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { compareReleasesBeside } from "@/db/releases/beside";
import { releaseFolder } from "@/db/releases/make";
import { baseNameOf, type Release, type ReleaseChanges, type ReleaseFile } from "@/domain/release";
import { databaseFile } from "./database";

/** Where a release's file lies, whether or not it is there. `name` must be one that the release names. */
export function releaseFilePath(version: string, name: string): string {
  return join(/*turbopackIgnore: true*/ releaseFolder(databaseFile(), version), name);
}

/**
 * A release's files. Of the one that a database itself is, it cannot hold the checksums: where its folder lies here, its list is read.
 */
export function filesOf({ version, files }: Release): ReleaseFile[] {
  if (files.length > 0) return files;
  const list = releaseFilePath(version, "SHA256SUMS");
  if (!existsSync(/*turbopackIgnore: true*/ list)) return [];
  const text = readFileSync(/*turbopackIgnore: true*/ list, "utf8");
  const bytesOf = (name: string) => statSync(/*turbopackIgnore: true*/ releaseFilePath(version, name)).size;
  const named = [...text.matchAll(/^([0-9a-f]{64})  (\S+)$/gm)].map(([, sha256, name]) => ({
    name: name!,
    bytes: bytesOf(name!),
    sha256: sha256!,
  }));
  return [
    ...named,
    { name: "SHA256SUMS", bytes: bytesOf("SHA256SUMS"), sha256: createHash("sha256").update(text).digest("hex") },
  ];
}

/** Whether a release's files are kept here: on a mirror they are where the record is kept. */
export function hasFiles({ version, files }: Release): boolean {
  return files.length > 0 && files.every(({ name }) => existsSync(/*turbopackIgnore: true*/ releaseFilePath(version, name)));
}

const MOST_KEPT = 100;
const kept = ((globalThis as { attestCompared?: Map<string, Promise<ReleaseChanges>> }).attestCompared ??= new Map());
const process_ = globalThis as { attestComparing?: Promise<unknown> };

/** What changed from one release to another; null where a file that it takes is not here. Releases stay, so it is found out once. */
export async function changesBetween(older: Release, newer: Release): Promise<ReleaseChanges | null> {
  if (newer.changes?.since === older.version) return newer.changes;
  const fileOf = ({ version }: Release) => ({ version, file: releaseFilePath(version, `${baseNameOf(version)}.sqlite`) });
  const releases = { older: fileOf(older), newer: fileOf(newer) };
  if (!existsSync(releases.older.file) || !existsSync(releases.newer.file)) return null;
  const key = `${older.version} ${newer.version}`;
  let comparing = kept.get(key);
  if (!comparing) {
    // One at a time: each takes a processor for as long as it lasts.
    comparing = (process_.attestComparing ?? Promise.resolve()).catch(() => {}).then(() => compareReleasesBeside(releases));
    process_.attestComparing = comparing;
    kept.set(key, comparing);
    comparing.catch(() => kept.delete(key));
    for (const oldest of kept.keys()) if (kept.size > MOST_KEPT) kept.delete(oldest);
  }
  return comparing;
}
