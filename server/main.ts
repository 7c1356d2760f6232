/** `npm start`: checks the environment, builds if needed, brings the database up to date, and serves. */
import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { openDatabase, UnusableDatabase } from "@/db/open";
import { firstAccountLink } from "@/db/commands/accounts";
import { prepareRecord } from "@/db/commands/first-start";
import { buildIfNeeded } from "./build";
import { readEnvironment, type Environment } from "./environment";
import { refusalOf } from "./gate";
import { contentSecurityPolicy, securityHeaders } from "./headers";

/** What Next hands out to answer a request. */
type Answer = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

async function main(): Promise<void> {
  const environment = readEnvironment(process.env);
  const dev = environment.NODE_ENV === "development";
  // Next and React read this one for themselves; the commands' file is made absolute for the site.
  Object.assign(process.env, { NODE_ENV: environment.NODE_ENV, ATTEST_DB: environment.ATTEST_DB });
  if (!dev) buildIfNeeded();
  const link = prepareDatabase(environment);
  const answer = await nextAnswer(dev);
  const server = createServer((request, response) => void serve(request, response, answer, environment));
  server.requestTimeout = 60_000;
  server.headersTimeout = 15_000;
  server.listen(environment.PORT, environment.HOST, () => {
    const address = server.address();
    const port = typeof address === "object" && address ? address.port : environment.PORT;
    const origin =
      environment.ATTEST_ORIGIN ?? `http://${environment.HOST === "127.0.0.1" ? "localhost" : environment.HOST}:${port}`;
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

async function nextAnswer(dev: boolean): Promise<Answer> {
  const { default: next } = await import("next");
  const site = next({ dev, dir: process.cwd(), quiet: false });
  await site.prepare();
  return site.getRequestHandler();
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  answer: Answer,
  { ATTEST_ORIGIN, NODE_ENV }: Environment,
): Promise<void> {
  const frames = /^\/(?:uk\/)?embed\//.test(request.url ?? "");
  const secure = ATTEST_ORIGIN?.startsWith("https://") ?? false;
  for (const [name, value] of Object.entries(securityHeaders({ frames, secure }))) response.setHeader(name, value);
  const refusal = refusalOf(request, ATTEST_ORIGIN);
  if (refusal) {
    response.writeHead(refusal.status, { "Content-Type": "text/plain; charset=utf-8", Connection: "close" });
    response.end(`${refusal.message}\n`);
    return;
  }
  const policy = contentSecurityPolicy(randomBytes(16).toString("base64"), { frames, dev: NODE_ENV === "development" });
  request.headers["content-security-policy"] = policy;
  response.setHeader("Content-Security-Policy", policy);
  try {
    await answer(request, response);
  } catch (error) {
    console.error(error);
    if (!response.headersSent) response.writeHead(500, { "Content-Type": "text/plain; charset=utf-8" });
    response.end("Something failed here. It was written to the server's log.\n");
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof UnusableDatabase || error instanceof Error ? error.message : error);
  process.exit(1);
});
