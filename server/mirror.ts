/**
 * A mirror: the same pages, data and pictures from a release, read-only. It has no accounts, no forms, no secrets, and needs
 * nothing from where the record is kept but the next release; while that is away, it goes on with the last one.
 */
import { dirname, join } from "node:path";
import type { Logger } from "pino";
import { openForReading, UnusableDatabase } from "@/db/open";
import { findRecord } from "@/db/queries/record";
import type { Environment } from "./environment";
import { followingOf, forgetOthers, isNewer, newestOffered, newestOwn, takeOver, type Following } from "./follow";
import type { Workers } from "./workers";

export interface Mirror {
  origin: string;
  /** The release that it began with. */
  version: string;
  /** Looks for no further releases. */
  stop: () => void;
}

/** Where a mirror keeps the releases that it took over. */
export function mirrorFolder({ ATTEST_DB }: Pick<Environment, "ATTEST_DB">): string {
  return join(dirname(ATTEST_DB), "mirror");
}

/** Serves the newest release there is, and each newer one as soon as it is here and proved whole. Throws where there is none at all. */
export async function mirror(environment: Environment, workers: Workers, log: Logger): Promise<Mirror> {
  const { ATTEST_FOLLOW, ATTEST_FOLLOW_SECONDS, ATTEST_WORKERS } = environment;
  if (!ATTEST_FOLLOW) {
    const version = versionOf(environment.ATTEST_DB);
    return { origin: await workers.start(ATTEST_WORKERS, {}), version, stop: () => {} };
  }
  const own = mirrorFolder(environment);
  const from = followingOf(ATTEST_FOLLOW);
  await bring(from, own, null).catch((error: unknown) =>
    log.error({ err: error }, "The newest release could not be taken over."),
  );
  let current = newestOwn(own);
  if (!current) throw new UnusableDatabase(`There is no release at ${ATTEST_FOLLOW} yet, and none from before in ${own}.`);
  const origin = await workers.start(ATTEST_WORKERS, { ATTEST_DB: current.file });
  let isLooking = false;
  const look = async () => {
    if (isLooking) return;
    isLooking = true;
    try {
      const next = await bring(from, own, current!.version);
      if (!next) return;
      await workers.replace({ ATTEST_DB: next.file });
      log.info({ release: next.version, before: current!.version }, "Serves a newer release.");
      // The one before is still read by answers that began with it.
      forgetOthers(own, [next.file, current!.file]);
      current = next;
    } catch (error) {
      log.error({ err: error }, "A newer release could not be taken over; the present one is served on.");
    } finally {
      isLooking = false;
    }
  };
  const timer = setInterval(() => void look(), ATTEST_FOLLOW_SECONDS * 1000);
  return { origin, version: current.version, stop: () => clearInterval(timer) };
}

async function bring(from: Following, own: string, than: string | null): Promise<{ version: string; file: string } | null> {
  const offered = await newestOffered(from);
  if (!offered || (than !== null && !isNewer(offered.version, than))) return null;
  return { version: offered.version, file: await takeOver(offered, own) };
}

/** The version of the release that a file is. Throws where it is a record that is being kept. */
function versionOf(file: string): string {
  const db = openForReading(file);
  try {
    const { releaseVersion } = findRecord(db);
    if (releaseVersion === null)
      throw new UnusableDatabase(
        `${file} is a record that is being kept, drafts and accounts included. A mirror serves a release: "npm run attest -- release" makes one.`,
      );
    return releaseVersion;
  } finally {
    db.close();
  }
}
