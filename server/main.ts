/** `npm start`: checks the environment, builds if needed, brings the database up to date, and serves until it is told to end. */
import { firstAccountLink } from "@/db/commands/accounts";
import { makeActor } from "@/db/commands/actor";
import { finishImports } from "@/db/commands/import-clean";
import { prepareRecord } from "@/db/commands/first-start";
import { openDatabase, UnusableDatabase } from "@/db/open";
import type { Logger } from "pino";
import { keepCheckpoints, lastCheckpoint } from "@/db/checkpoints";
import { keepBackups, tellBackups } from "./backups";
import { buildIfNeeded } from "./build";
import { readEnvironment, type Environment } from "./environment";
import { ANSWERS_END_MS } from "./closing";
import { keepPublications } from "./publications";
import { makeLog, takeOverConsole } from "./log";
import { mirror } from "./mirror";
import { serve, type Service } from "./serve";
import { isWorker, obeyFirst, Workers } from "./workers";

async function main(): Promise<void> {
  const environment = readEnvironment(process.env);
  const { NODE_ENV, ATTEST_DB, ATTEST_LOG, ATTEST_MIRROR, ATTEST_WORKERS } = environment;
  const dev = NODE_ENV === "development";
  // Next and React read this one for themselves; the commands' file is made absolute for the site.
  Object.assign(process.env, { NODE_ENV, ATTEST_DB });
  const log = makeLog(ATTEST_LOG);
  if (isWorker) {
    takeOverConsole(log);
    const { origin, close } = await serve(environment, log);
    // Signals to the whole group (Ctrl-C) are the first process's to answer.
    for (const signal of SIGNALS) process.on(signal, () => {});
    tellBackups(environment);
    obeyFirst(origin, {
      end: (within) => leave(() => close(within), log, within),
      backup: (failed) => void tellBackups(environment, failed),
    });
    return;
  }
  if (!dev) buildIfNeeded();
  if (ATTEST_MIRROR === "1") return await mirrored(environment, log);
  const link = prepareDatabase(environment);
  // A person who develops reads the console; a server's failures belong in its log.
  if (!dev) takeOverConsole(log);
  const checkpoints = keepCheckpoints(ATTEST_DB);
  const workers = ATTEST_WORKERS > 1 && !dev ? new Workers(log) : null;
  const { origin, close } = workers ? await serveBySeveral(workers, ATTEST_WORKERS) : await serve(environment, log);
  keepBackups(environment, (failed) => workers?.tellBackup(failed));
  const publications = keepPublications(ATTEST_DB);
  endOnSignals(log, async () => {
    const cut = await close();
    publications.stop();
    await checkpoints.stop();
    lastCheckpoint(ATTEST_DB);
    return cut;
  });
  tell(`Attest serves ${origin} from ${ATTEST_DB}`);
  if (link)
    tell(
      `\nNobody has an account yet. Make the first one here (the link works once, for 24 hours):\n  ${origin}/invitation/${link}\n`,
    );
}

/** Serves a release and those that follow it, until told to end. */
async function mirrored(environment: Environment, log: Logger): Promise<void> {
  takeOverConsole(log);
  const workers = new Workers(log);
  const { origin, version, stop } = await mirror(environment, workers, log);
  endOnSignals(log, async () => {
    stop();
    await workers.end(ANSWERS_END_MS);
    return 0;
  });
  tell(`Attest serves ${origin} as a mirror of release ${version}`);
}

/** The same service by several processes; what each broke off is in its own line of the log. */
async function serveBySeveral(workers: Workers, count: number): Promise<Pick<Service, "origin" | "close">> {
  const origin = await workers.start(count, {});
  return {
    origin,
    close: async () => {
      await workers.end(ANSWERS_END_MS);
      return 0;
    },
  };
}

/** Migrates, loads the demo record or an empty one into a new database, and gives the first account's link if one is needed. */
function prepareDatabase({ ATTEST_DB, ATTEST_DEMO }: Environment): string | null {
  const db = openDatabase(ATTEST_DB);
  try {
    const { loadedDemo } = prepareRecord(db, { demo: ATTEST_DEMO === "1" });
    if (loadedDemo) tell("Loaded the demonstration record. To start with an empty one, use a new file and ATTEST_DEMO=0.");
    // What an import left that ended early: its rows were never seen, and go.
    const ended = finishImports(db, ({ accountId, actor }) => makeActor({ accountId, name: actor, role: "admin" }));
    if (ended > 0) console.log(`Ended ${ended} imports that were broken off.`);
    return firstAccountLink(db);
  } finally {
    db.close();
  }
}

const SIGNALS = ["SIGTERM", "SIGINT"] as const;
const SAME_SIGNAL_MS = 1_000;

/** The first signal ends gracefully, a second one at once. */
function endOnSignals(log: Logger, close: () => Promise<number>): void {
  let endsSince: number | null = null;
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      // Ctrl-C reaches the whole group, and npm and tsx hand it on as well: that is one signal.
      if (endsSince !== null && performance.now() - endsSince < SAME_SIGNAL_MS) return;
      if (endsSince !== null) process.exit(1);
      endsSince = performance.now();
      log.info({ signal }, "ending");
      leave(close, log, ANSWERS_END_MS);
    });
  }
}

/** Closes and ends the process; whatever hangs does not hold it: every save that was answered is on the disk. */
function leave(close: () => Promise<number>, log: Logger, within: number): void {
  const began = performance.now();
  setTimeout(() => process.exit(1), within + 1_300).unref();
  close().then(
    (cut) => {
      log[cut > 0 ? "warn" : "info"]({ cut, ms: Math.round(performance.now() - began) }, "ended");
      process.exit(0);
    },
    (error: unknown) => {
      log.error({ err: error }, "The end failed.");
      process.exit(1);
    },
  );
}

/** What the person who starts it reads. */
function tell(text: string): void {
  process.stdout.write(`${text}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof UnusableDatabase || error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
