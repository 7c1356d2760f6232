/** `npm start`: checks the environment, builds if needed, brings the database up to date, and serves until it is told to end. */
import { firstAccountLink } from "@/db/commands/accounts";
import { prepareRecord } from "@/db/commands/first-start";
import { openDatabase, UnusableDatabase } from "@/db/open";
import { keepBackups } from "./backups";
import { buildIfNeeded } from "./build";
import { readEnvironment, type Environment } from "./environment";
import { watchRecord } from "./watch";
import { makeLog, takeOverConsole } from "./log";
import { serve } from "./serve";

async function main(): Promise<void> {
  const environment = readEnvironment(process.env);
  const dev = environment.NODE_ENV === "development";
  // Next and React read this one for themselves; the commands' file is made absolute for the site.
  Object.assign(process.env, { NODE_ENV: environment.NODE_ENV, ATTEST_DB: environment.ATTEST_DB });
  if (!dev) buildIfNeeded();
  const link = prepareDatabase(environment);
  const log = makeLog(environment.ATTEST_LOG);
  // A person who develops reads the console; a server's failures belong in its log.
  if (!dev) takeOverConsole(log);
  const service = await serve(environment, log);
  watchRecord(environment.ATTEST_DB);
  keepBackups(environment);
  endOnSignals(service.close, log);
  tell(`Attest serves ${service.origin} from ${environment.ATTEST_DB}`);
  if (link)
    tell(
      `\nNobody has an account yet. Make the first one here (the link works once, for 24 hours):\n  ${service.origin}/invitation/${link}\n`,
    );
}

/** Migrates, loads the demo record or an empty one into a new database, and gives the first account's link if one is needed. */
function prepareDatabase({ ATTEST_DB, ATTEST_DEMO }: Environment): string | null {
  const db = openDatabase(ATTEST_DB);
  try {
    const { loadedDemo } = prepareRecord(db, { demo: ATTEST_DEMO === "1" });
    if (loadedDemo) tell("Loaded the demonstration record. To start with an empty one, use a new file and ATTEST_DEMO=0.");
    return firstAccountLink(db);
  } finally {
    db.close();
  }
}

/** The first signal ends gracefully, a second one at once. */
function endOnSignals(close: () => Promise<number>, log: ReturnType<typeof makeLog>): void {
  let ending = false;
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.on(signal, () => {
      if (ending) process.exit(1);
      ending = true;
      const began = performance.now();
      log.info({ signal }, "ending");
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
      // Whatever hangs: every save that was answered is on the disk.
      setTimeout(() => process.exit(1), 9_800).unref();
    });
  }
}

/** What the person who starts it reads. */
function tell(text: string): void {
  process.stdout.write(`${text}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof UnusableDatabase || error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
