/**
 * Making a release while the server goes on: a process writes its files, then its row is kept. What is under way is told by a
 * small file beside the releases, so that each of several server processes knows it.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { orderRelease, recordRelease } from "@/db/commands/releases";
import type { Actor } from "@/db/commands/actor";
import { nextRelease } from "@/db/queries/releases";
import { Refused } from "@/db/refused";
import { makeReleaseFilesBeside } from "@/db/releases/beside";
import { releasesFolder, versionsInFolder } from "@/db/releases/make";
import { databaseFile, readDb, writeDb } from "./database";

/** What is known of a release that is not there yet. */
export type ReleaseJob = { is: "running"; since: number } | { is: "failed"; at: number; says: string };

const statusFile = () => join(releasesFolder(databaseFile()), ".job.json");

/** The version that the next release takes. */
export function nextVersionHere(): string {
  return nextRelease(readDb(), versionsInFolder(databaseFile())).version;
}

/** The release that is being made or that failed; null where the last one is there. */
export function releaseJob(): ReleaseJob | null {
  let job: (ReleaseJob & { pid: number }) | null;
  try {
    job = JSON.parse(readFileSync(statusFile(), "utf8")) as ReleaseJob & { pid: number };
  } catch {
    return null;
  }
  if (job.is === "running" && !isRunning(job.pid)) return { is: "failed", at: job.since, says: "" };
  return job;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/**
 * Starts making the release that somebody was shown as the next one; returns at once. Throws Refused where this actor may not,
 * one is being made, or the next one is another by now: a form that came twice makes one release.
 */
export function startRelease(actor: Actor, { version, note }: { version: string; note: string | null }): void {
  const order = orderRelease(writeDb(), actor, { note, origin: process.env.ATTEST_ORIGIN ?? "" });
  if (order.version !== version) throw new Refused("release.not_next", null, { version: order.version });
  if (releaseJob()?.is === "running") throw new Refused("release.running");
  const folder = releasesFolder(order.file);
  mkdirSync(folder, { recursive: true });
  // What an earlier one left when the server ended amid it.
  for (const name of readdirSync(folder))
    if (name.startsWith(".making-")) rmSync(join(folder, name), { recursive: true, force: true });
  tell({ is: "running", since: order.madeAt });
  void makeReleaseFilesBeside(order)
    .then((made) => {
      recordRelease(writeDb(), actor, made);
      rmSync(statusFile(), { force: true });
    })
    .catch((error: unknown) => {
      const says = error instanceof Error ? error.message : String(error);
      process.stderr.write(
        `${JSON.stringify({ at: new Date().toISOString(), failure: `A release could not be made: ${says}` })}\n`,
      );
      tell({ is: "failed", at: Date.now(), says });
    });
}

function tell(job: ReleaseJob): void {
  writeFileSync(statusFile(), JSON.stringify({ ...job, pid: process.pid }));
}
