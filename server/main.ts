/** `npm start`: checks the environment, builds if needed, brings the database up to date, and serves. */
import { createServer } from "node:http";
import { keepCheckpoints } from "@/db/checkpoints";
import { openDatabase, openForReading, UnusableDatabase } from "@/db/open";
import { findRecord, readRevision } from "@/db/queries/record";
import { civilDateAt } from "@/domain/dates";
import { firstAccountLink } from "@/db/commands/accounts";
import { prepareRecord } from "@/db/commands/first-start";
import { keepBackups } from "./backups";
import { buildIfNeeded } from "./build";
import { readEnvironment, type Environment } from "./environment";
import { Door, type Answer } from "./door";

async function main(): Promise<void> {
  const environment = readEnvironment(process.env);
  const dev = environment.NODE_ENV === "development";
  // Next and React read this one for themselves; the commands' file is made absolute for the site.
  Object.assign(process.env, { NODE_ENV: environment.NODE_ENV, ATTEST_DB: environment.ATTEST_DB });
  if (!dev) buildIfNeeded();
  const link = prepareDatabase(environment);
  keepCheckpoints(environment.ATTEST_DB);
  keepBackups(environment);
  const answer = await nextAnswer(dev);
  const door = new Door({ answer, environment, state: stateReader(environment.ATTEST_DB) });
  const server = createServer((request, response) => void door.serve(request, response));
  server.requestTimeout = 60_000;
  server.headersTimeout = 15_000;
  server.listen(environment.PORT, environment.HOST, () => {
    const address = server.address();
    const port = typeof address === "object" && address ? address.port : environment.PORT;
    // After an action Next fetches the page it leads to from itself, and must not ask another service's port.
    Object.assign(process.env, {
      __NEXT_PRIVATE_ORIGIN: `http://${environment.HOST === "0.0.0.0" ? "127.0.0.1" : environment.HOST}:${port}`,
    });
    const origin =
      environment.ATTEST_ORIGIN ?? `http://${environment.HOST === "127.0.0.1" ? "localhost" : environment.HOST}:${port}`;
    // What pictures that leave the site name as their address, where no public one is configured.
    process.env.ATTEST_SERVED_AT = origin;
    console.log(`Attest serves ${origin} from ${environment.ATTEST_DB}`);
    if (link)
      console.log(
        `\nNobody has an account yet. Make the first one here (the link works once, for 24 hours):\n  ${origin}/invitation/${link}\n`,
      );
  });
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.once(signal, () => {
      server.close(() => process.exit(0));
      server.closeIdleConnections();
      setTimeout(() => process.exit(0), 8_000).unref();
    });
  }
}

/** Migrates, loads the demo record or an empty one into a new database, and gives the first account's link if one is needed. */
function prepareDatabase({ ATTEST_DB, ATTEST_DEMO }: Environment): string | null {
  const db = openDatabase(ATTEST_DB);
  try {
    const { loadedDemo } = prepareRecord(db, { demo: ATTEST_DEMO === "1" });
    if (loadedDemo) console.log("Loaded the demonstration record. To start with an empty one, use a new file and ATTEST_DEMO=0.");
    return firstAccountLink(db);
  } finally {
    db.close();
  }
}

/** Reads which state of the record a page is made from: its revision, and the day, since pages say "today". */
function stateReader(file: string): () => string {
  const db = openForReading(file);
  let day = { text: "", until: 0 };
  return () => {
    if (db.now() >= day.until) day = { text: civilDateAt(db.now(), findRecord(db).timeZone), until: db.now() + 10_000 };
    return `${readRevision(db)} ${day.text}`;
  };
}

async function nextAnswer(dev: boolean): Promise<Answer> {
  const { default: next } = await import("next");
  const site = next({ dev, dir: process.cwd(), quiet: false });
  await site.prepare();
  return site.getRequestHandler();
}

main().catch((error: unknown) => {
  console.error(error instanceof UnusableDatabase || error instanceof Error ? error.message : error);
  process.exit(1);
});
