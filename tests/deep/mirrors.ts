/**
 * `npx tsx tests/deep/mirrors.ts`: an editing server, two mirrors that follow its releases, one in their folder and one over HTTP, and a real nginx before the mirrors, with
 * readers all the while. A new release, the death of one mirror and the death of the editing server: how many requests failed.
 */
import { Agent, get } from "node:http";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeActor } from "@/db/commands/actor";
import { amendRecord } from "@/db/commands/settings";
import { makeRelease } from "@/db/commands/releases";
import { openDatabase } from "@/db/open";
import { findRecord } from "@/db/queries/record";
import { releasesFolder } from "@/db/releases/make";
import { startAttest } from "../support/attest-server";
import { hasNginx, startNginx } from "../support/nginx";

const READERS = 20;
const PATHS = [
  "/",
  "/incidents",
  "/cities",
  "/sources",
  "/export/incidents.csv",
  "/chart/killed.svg",
  "/api/v1/incidents?limit=5",
];

if (!hasNginx()) {
  console.error("There is no nginx here: apt install nginx");
  process.exit(2);
}
const folder = mkdtempSync(join(tmpdir(), "attest-mirrors-"));
const actor = makeActor({ accountId: null, name: "command line", role: "admin" });
const file = join(folder, "record.sqlite");
const quiet = { ATTEST_LOG: "error", ATTEST_BACKUP_HOURS: "0" };
const editing = await startAttest({ file, env: quiet });
const first = await release("As it was at first");
const mirrors = await Promise.all(
  Object.entries({ one: releasesFolder(file), two: editing.origin }).map(([name, from]) =>
    startAttest({
      file: join(folder, name, "mirror.sqlite"),
      env: { ...quiet, ATTEST_MIRROR: "1", ATTEST_FOLLOW: from, ATTEST_FOLLOW_SECONDS: "1" },
    }),
  ),
);
const nginx = await startNginx(mirrors.map(({ origin }) => origin));
const agent = new Agent({ keepAlive: true, maxSockets: READERS });
const failed: string[] = [];
let answered = 0;
let phase = "both mirrors";
let isReading = true;
try {
  const readers = Array.from({ length: READERS }, (_, reader) => read(reader));
  await pause(2_000);
  phase = "a newer release";
  const next = await release("As it is now");
  await until(async () => {
    const shown = await Promise.all(
      mirrors.map(({ origin }) => fetch(`${origin}/`, { headers: { connection: "close" } }).then((answer) => answer.text())),
    );
    return shown.every((html) => html.includes("As it is now"));
  });
  await pause(2_000);
  phase = "one mirror dead";
  await mirrors[0]!.stop("SIGKILL");
  await pause(4_000);
  phase = "the editing server dead too";
  await editing.stop("SIGKILL");
  await pause(4_000);
  isReading = false;
  await Promise.all(readers);
  console.log(`releases ${first} and ${next}; ${READERS} readers; ${answered} answers, ${failed.length} failed`);
  for (const one of failed.slice(0, 10)) console.log(`  ${one}`);
  const admin = await fetch(`${nginx.origin}/admin`);
  const form = await fetch(`${nginx.origin}/sign-in`, { method: "POST", headers: { origin: nginx.origin }, body: "x=1" });
  console.log(`a mirror's desk: ${admin.status}; a form: ${form.status}`);
  if (failed.length > 0 || admin.status !== 404 || form.status !== 405) process.exitCode = 1;
} finally {
  isReading = false;
  await nginx.stop();
  await Promise.all([...mirrors, editing].map((one) => one.stop()));
  agent.destroy();
  rmSync(folder, { recursive: true, force: true });
}

/** Freezes the record under a title by which its pages can be told. */
async function release(title: string): Promise<string> {
  const db = openDatabase(file, { create: false });
  try {
    const { revision: _revision, changedAt: _changedAt, isDemo: _isDemo, releaseVersion: _version, ...settings } = findRecord(db);
    amendRecord(db, actor, { ...settings, title });
    return await makeRelease(db, actor, { note: null, origin: "" });
  } finally {
    db.close();
  }
}

/** Reads one address after the other, half of them never asked for before, until told to stop. */
async function read(reader: number): Promise<void> {
  for (let n = 0; isReading; n++) {
    const path = n % 2 === 0 ? PATHS[n % PATHS.length]! : `/?from=2022-0${1 + (n % 9)}-01&to=2023-01-${10 + (reader % 20)}`;
    const problem = await wholeAnswer(`${nginx.origin}${path}`);
    if (problem) failed.push(`${phase}: ${path}: ${problem}`);
    else answered += 1;
  }
}

/** What was wrong with an answer, or null: another status than 200, an end before its end, no connection. */
function wholeAnswer(url: string): Promise<string | null> {
  return new Promise((resolve) => {
    get(url, { agent }, (response) => {
      response.resume();
      response.on("error", () => {});
      response.once("close", () => {
        if (response.statusCode !== 200) resolve(String(response.statusCode));
        else resolve(response.complete ? null : "broken off");
      });
    }).once("error", (error) => resolve(error.message));
  });
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await holds()); tries++) {
    if (tries > 300) throw new Error("The mirrors do not show the newer release.");
    await pause(200);
  }
}
