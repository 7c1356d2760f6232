/** `attest release --static DIR`: a release as a site of files, for hosting anywhere: its pages in both languages, its pictures and all its data. */
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir, availableParallelism } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { openForReading, UnusableDatabase } from "@/db/open";
import { findRecord } from "@/db/queries/record";
import { listReleases } from "@/db/queries/releases";
import { bringUpRelease } from "@/db/releases/bring-up";
import { releaseFolder, releasesFolder } from "@/db/releases/make";
import { baseNameOf } from "@/domain/release";
import { UsageError } from "./command";
import { writeHostFiles } from "./static/hosts";
import { makeCopy } from "./static/make";
import { startPageServer } from "./static/server";

/** Which folder is a copy that this software made, and may be put in the place of. */
const MARK = "attest-copy.json";
const ADDRESS = /^https?:\/\/[^/?#]+(?:\/[\w.-]+)*\/?$/;
const MOST_WORKERS = 4;

export interface StaticOrder {
  /** The record's database, or a release's. */
  database: string;
  folder: string;
  /** The newest where none is named. */
  version?: string | undefined;
  /** Where the copy will lie, such as "https://example.org/record". */
  address?: string | undefined;
}

/** Makes the copy and puts it into its folder, which must be new, empty, or an earlier copy. Throws where it cannot be made; the folder is as before. */
export async function releaseStatic({ database, folder: named, version: wanted, address: given }: StaticOrder): Promise<void> {
  const folder = resolve(named);
  if (given !== undefined && !ADDRESS.test(given))
    throw new UsageError("--address is where the copy will lie, such as https://example.org/record.");
  const address = (given ?? "").replace(/\/$/, "");
  if (!isReplaceable(folder))
    throw new UsageError(`${folder} holds something else. Name a new folder, an empty one, or an earlier copy.`);
  const { version, file, releases } = releaseOf(database, wanted);
  const workers = Math.min(MOST_WORKERS, availableParallelism());
  const work = mkdtempSync(join(tmpdir(), "attest-copy-"));
  mkdirSync(dirname(folder), { recursive: true });
  const making = mkdtempSync(join(dirname(folder), `.${basename(folder)}-making-`));
  let server: Awaited<ReturnType<typeof startPageServer>> | null = null;
  const leave = () => {
    void server?.stop().finally(() => process.exit(1));
    rmSync(making, { recursive: true, force: true });
    rmSync(work, { recursive: true, force: true });
  };
  process.once("SIGINT", leave).once("SIGTERM", leave);
  try {
    const site = join(work, "site.sqlite");
    copyFileSync(file, site);
    chmodSync(site, 0o600);
    bringUpRelease(site);
    // The pages of the releases name their files where they lie.
    if (releases !== null) symlinkSync(releases, releasesFolder(site));
    console.log(`Making a copy of release ${version} …`);
    server = await startPageServer(site, address, workers);
    const made = await makeCopy({
      server: server.origin,
      address,
      folder: making,
      atOnce: workers * 2,
      onProgress: (files) => console.log(`${files} files …`),
    });
    writeHostFiles(making);
    writeFileSync(join(making, MARK), `${JSON.stringify({ release: version, address: address || null }, null, 2)}\n`);
    chmodSync(making, 0o755);
    put(making, folder);
    console.log(
      `${folder} holds release ${version}: ${made.files} files, ${Math.ceil(made.bytes / 1e6)} MB. Any host of files can serve it.`,
    );
  } finally {
    process.off("SIGINT", leave).off("SIGTERM", leave);
    await server?.stop();
    rmSync(making, { recursive: true, force: true });
    rmSync(work, { recursive: true, force: true });
  }
}

function isReplaceable(folder: string): boolean {
  if (!existsSync(folder)) return true;
  const names = readdirSync(folder);
  return names.length === 0 || (names.includes(MARK) && "release" in JSON.parse(readFileSync(join(folder, MARK), "utf8")));
}

/** The new copy takes the old one's place. */
function put(making: string, folder: string): void {
  const old = `${making}-old`;
  if (existsSync(folder)) renameSync(folder, old);
  renameSync(making, folder);
  rmSync(old, { recursive: true, force: true });
}

/** The database of a release, and where the files of all of them lie. Throws UnusableDatabase where there is none. */
function releaseOf(database: string, wanted: string | undefined): { version: string; file: string; releases: string | null } {
  const db = openForReading(database);
  try {
    const { releaseVersion } = findRecord(db);
    if (releaseVersion !== null) {
      if (wanted !== undefined && wanted !== releaseVersion)
        throw new UnusableDatabase(`${database} is release ${releaseVersion}, not ${wanted}.`);
      return { version: releaseVersion, file: database, releases: null };
    }
    const version = wanted ?? listReleases(db)[0]?.version;
    if (version === undefined) throw new UnusableDatabase('There is no release yet. "npm run attest -- release" makes one.');
    const file = join(releaseFolder(database, version), `${baseNameOf(version)}.sqlite`);
    if (!existsSync(file)) throw new UnusableDatabase(`There is no release ${version}: ${file} is not there.`);
    return { version, file, releases: releasesFolder(database) };
  } finally {
    db.close();
  }
}
