/** One process that serves, alone or among several: connections, counters, the door and Next behind it, until it is closed. */
import { readFileSync } from "node:fs";
import type { Logger } from "pino";
import { listBackups } from "@/db/backup";
import { openForReading } from "@/db/open";
import { findRecord, readRevision } from "@/db/queries/record";
import { readinessOf } from "@/db/readiness";
import { civilDateAt, isoInstant } from "@/domain/dates";
import { OpenAnswers } from "./closing";
import { Door, type Answer } from "./door";
import type { Environment } from "./environment";
import { Health, type Check } from "./health";
import { makeServer } from "./http";
import { ownMetrics, watch } from "./metrics";
import { watchRecord } from "./watch";
import { allMetrics, isWorker, tellFirstMetrics } from "./workers";

export interface Service {
  /** The address that it is reached by. */
  origin: string;
  /** Ends the answers within so many milliseconds, and closes the database. Gives back how many answers were broken off. */
  close: (within?: number) => Promise<number>;
}

/** Serves the record until closed. Rejects where the port is taken. */
export async function serve(environment: Environment, log: Logger): Promise<Service> {
  const { ATTEST_DB: file, PORT, HOST, ATTEST_ORIGIN, ATTEST_METRICS_TOKEN, NODE_ENV } = environment;
  const db = openForReading(file);
  const isMirror = environment.ATTEST_MIRROR === "1";
  const readiness = isMirror ? null : readinessOf(file);
  const open = new OpenAnswers();
  if (isWorker) tellFirstMetrics();
  const lastBackup = () => listBackups(environment.ATTEST_BACKUP_FOLDER)[0]?.at ?? null;
  watch({ file, db, lastBackup, mode: isMirror ? "mirror" : "editing", version: versionOf() });
  const health = new Health({
    file,
    ...(ATTEST_METRICS_TOKEN ? { token: ATTEST_METRICS_TOKEN } : {}),
    checks: readiness
      ? { database: () => databaseCheck(readiness.ask()), backup: () => backupCheck(lastBackup()) }
      : { release: () => ({ ok: true, says: `release ${findRecord(db).releaseVersion}` }) },
    needsRoom: !isMirror,
    metrics: isWorker ? allMetrics : ownMetrics,
    isStopping: () => open.isClosing,
  });
  const answer = await nextAnswer(NODE_ENV === "development");
  const door = new Door({ answer, environment, state: stateReader(db), log, health, open });
  const server = makeServer((request, response) => void door.serve(request, response));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(PORT, HOST, resolve);
  });
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : PORT;
  const origin = ATTEST_ORIGIN ?? `http://${HOST === "127.0.0.1" ? "localhost" : HOST}:${port}`;
  // Whether the record can be written to is known in each process that writes.
  if (!isMirror) watchRecord(file);
  Object.assign(process.env, {
    // After an action Next fetches the page it leads to from itself, and must not ask another service's port.
    __NEXT_PRIVATE_ORIGIN: `http://${HOST === "0.0.0.0" ? "127.0.0.1" : HOST}:${port}`,
    // What pictures that leave the site name as their address, where no public one is configured.
    ATTEST_SERVED_AT: environment.ATTEST_STATIC === "1" ? "" : origin,
  });
  return {
    origin,
    close: async (within) => {
      const cut = await open.close(server, within);
      readiness?.close();
      db.close();
      closeSiteConnections();
      return cut;
    },
  };
}

/** Which state of the record a page is made from: its revision, and the day, since pages say "today". */
function stateReader(db: ReturnType<typeof openForReading>): () => string {
  let day = { text: "", until: 0 };
  return () => {
    if (db.now() >= day.until) day = { text: civilDateAt(db.now(), findRecord(db).timeZone), until: db.now() + 10_000 };
    return `${readRevision(db)} ${day.text}`;
  };
}

function databaseCheck({ writable, pending }: { writable: "yes" | "busy"; pending: number }): Check {
  if (pending > 0) return { ok: false, says: `the schema is ${pending} migrations behind` };
  return { ok: true, says: writable === "busy" ? "schema current, another process is writing" : "schema current, writable" };
}

/** Told, and deciding nothing: a server without a backup still serves, and an alarm is for whoever reads it. */
function backupCheck(at: number | null): Check {
  return { ok: null, says: at === null ? "no backup yet" : `the last backup is of ${isoInstant(at)}` };
}

/** The pages' own connections (app/_server/database.ts) are the process's. */
function closeSiteConnections(): void {
  const { attestConnections } = globalThis as { attestConnections?: Record<string, { close: () => void } | undefined> };
  for (const connection of Object.values(attestConnections ?? {})) connection?.close();
}

async function nextAnswer(dev: boolean): Promise<Answer> {
  const { default: next } = await import("next");
  const site = next({ dev, dir: process.cwd(), quiet: false });
  await site.prepare();
  return site.getRequestHandler();
}

function versionOf(): string {
  return (JSON.parse(readFileSync("package.json", "utf8")) as { version: string }).version;
}
