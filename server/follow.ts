/**
 * Following releases: which is the newest in a folder or on a site, and bringing its database here. Nothing is served that
 * has not the SHA-256 that its release names, and that this software cannot read.
 */
import { chmodSync, createWriteStream, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { z } from "zod";
import { sha256OfFile, syncFile, syncFolderOf } from "@/db/files";
import { openForReading } from "@/db/open";
import { findRecord } from "@/db/queries/record";
import { bringUpRelease } from "@/db/releases/bring-up";
import { baseNameOf, RELEASE_VERSION } from "@/domain/release";

/** A site's list is asked for with this much patience; a file may take longer. */
const LIST_MS = 20_000;
const FILE_MS = 30 * 60_000;

/** A release that could not be taken over; the message says why. Whatever was served before still is. */
export class UnusableRelease extends Error {}

/** Where releases come from: the folder that `attest release` fills (or a copy of it), or a site that has made them. */
export type Following = { folder: string } | { site: string };

/** A folder's path, or a site's address. */
export function followingOf(text: string): Following {
  return /^https?:\/\//.test(text) ? { site: text.replace(/\/+$/, "") } : { folder: text };
}

interface Offered {
  version: string;
  sha256: string;
  /** Writes the release's database to a file. */
  bring: (target: string) => Promise<void>;
}

/** The newest release that is offered; null where there is none yet. Rejects where the folder or site cannot be read. */
export async function newestOffered(from: Following): Promise<Offered | null> {
  return "folder" in from ? newestInFolder(from.folder) : newestOnSite(from.site);
}

/** Brings an offered release into a folder of our own. Resolves with the file; rejects with UnusableRelease. */
export async function takeOver({ version, sha256, bring }: Offered, own: string): Promise<string> {
  mkdirSync(own, { recursive: true });
  const target = join(own, `${baseNameOf(version)}.sqlite`);
  if (existsSync(target)) return target;
  const partial = `${target}.partial`;
  const clear = () => {
    for (const name of readdirSync(own)) if (name.startsWith(`${baseNameOf(version)}.sqlite.partial`)) rmSync(join(own, name));
  };
  clear();
  try {
    await bring(partial);
    // A release's own files are for nobody to write; this copy may have to be migrated.
    chmodSync(partial, 0o600);
    const got = sha256OfFile(partial);
    if (got !== sha256) throw new UnusableRelease(`Release ${version} has the SHA-256 ${got}, and should have ${sha256}.`);
    expectRelease(partial, version);
    syncFile(partial);
    renameSync(partial, target);
    syncFolderOf(target);
    return target;
  } finally {
    clear();
  }
}

/** The newest release that was taken over before; null where there is none. */
export function newestOwn(own: string): { version: string; file: string } | null {
  if (!existsSync(own)) return null;
  const versions = readdirSync(own).flatMap((name) => /^attest-(.+)\.sqlite$/.exec(name)?.[1] ?? []);
  const version = newestOf(versions);
  return version === null ? null : { version, file: join(own, `${baseNameOf(version)}.sqlite`) };
}

/** Deletes what was taken over before, but for these files. */
export function forgetOthers(own: string, keep: readonly string[]): void {
  for (const name of readdirSync(own)) {
    const file = join(own, name);
    if (/^attest-.+\.sqlite$/.test(name) && !keep.includes(file)) rmSync(file);
  }
}

/** Whether one version is newer than another: by its day, then by its number on that day. */
export function isNewer(version: string, than: string): boolean {
  return newestOf([version, than]) === version && version !== than;
}

function newestOf(versions: readonly string[]): string | null {
  const key = (version: string): [string, number] => [version.slice(0, 10), Number(version.slice(11) || "1")];
  return (
    versions
      .filter((version) => RELEASE_VERSION.test(version))
      .sort((a, b) => {
        const [[dayA, numberA], [dayB, numberB]] = [key(a), key(b)];
        return dayA === dayB ? numberB - numberA : dayA < dayB ? 1 : -1;
      })[0] ?? null
  );
}

/** A folder without its checksums is one that is still being copied: it is not there yet. */
function newestInFolder(folder: string): Offered | null {
  const whole = readdirSync(folder).filter((name) => existsSync(join(folder, name, "SHA256SUMS")));
  const version = newestOf(whole);
  if (version === null) return null;
  const name = `${baseNameOf(version)}.sqlite`;
  const line = readFileSync(join(folder, version, "SHA256SUMS"), "utf8")
    .split("\n")
    .find((one) => one.endsWith(`  ${name}`));
  const sha256 = /^[0-9a-f]{64}/.exec(line ?? "")?.[0];
  if (!sha256) throw new UnusableRelease(`The checksums of release ${version} do not name ${name}.`);
  return { version, sha256, bring: (target) => copyFile(join(folder, version, name), target) };
}

const Listed = z.object({
  data: z.array(
    z.object({
      version: z.string().regex(RELEASE_VERSION),
      files: z.array(z.object({ name: z.string(), sha256: z.string().regex(/^[0-9a-f]{64}$/) })),
    }),
  ),
});

async function newestOnSite(site: string): Promise<Offered | null> {
  const { data } = Listed.parse(await (await fetched(`${site}/api/v1/releases`, LIST_MS)).json());
  const version = newestOf(data.map((one) => one.version));
  if (version === null) return null;
  const name = `${baseNameOf(version)}.sqlite`;
  const sha256 = data.find((one) => one.version === version)?.files.find((one) => one.name === name)?.sha256;
  if (!sha256) throw new UnusableRelease(`${site} does not say which SHA-256 the database of release ${version} has.`);
  const bring = async (target: string) => {
    const { body } = await fetched(`${site}/data/releases/${version}/${name}`, FILE_MS);
    if (!body) throw new UnusableRelease(`${site} sent nothing for ${name}.`);
    await pipeline(Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0]), createWriteStream(target));
  };
  return { version, sha256, bring };
}

async function fetched(url: string, ms: number): Promise<Response> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(ms) });
  if (!answer.ok) throw new UnusableRelease(`${url} answered ${answer.status}.`);
  return answer;
}

/** Opens what was brought: it must be the release that it is said to be. One of an older schema is migrated here. */
function expectRelease(file: string, version: string): void {
  bringUpRelease(file);
  const db = openForReading(file);
  try {
    const { releaseVersion } = findRecord(db);
    if (releaseVersion !== version)
      throw new UnusableRelease(
        releaseVersion === null
          ? "This database is a record that is being kept, drafts and accounts included; a mirror serves releases alone."
          : `The database says that it is release ${releaseVersion}, not ${version}.`,
      );
  } finally {
    db.close();
  }
}
