/**
 * `npx tsx tests/deep/front.ts [nginx|varnish]`: the dashboard behind a real nginx or Varnish with the configuration of deploy/. Prints
 * requests a second at 200 connections, what reached the server meanwhile, and after how long a publish is seen through the cache.
 */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import autocannon from "autocannon";
import { createAccount } from "@/db/commands/accounts";
import { makeActor } from "@/db/commands/actor";
import { amendRecord } from "@/db/commands/settings";
import { openDatabase } from "@/db/open";
import { findRecord } from "@/db/queries/record";
import { startAttest } from "../support/attest-server";
import { hasNginx, startNginx } from "../support/nginx";
import { hasVarnish, startVarnish } from "../support/varnish";

const CONNECTIONS = 200;
const SECONDS = 15;
/** What docs/operating.md promises. */
const MOST_SECONDS_OLD = 60;

const FRONTS = {
  nginx: { isHere: hasNginx, start: (server: string) => startNginx([server], { workers: 2 }) },
  varnish: { isHere: hasVarnish, start: startVarnish },
};
const name = process.argv[2] === "varnish" ? "varnish" : "nginx";
if (!FRONTS[name].isHere()) {
  console.error(`There is no ${name} here: apt install ${name}`);
  process.exit(2);
}
const server = await startAttest({ env: { ATTEST_LOG: "error" } });
const front = await FRONTS[name].start(server.origin);
try {
  const first = await fetch(`${front.origin}/`, { headers: { connection: "close" } });
  console.log(
    `through ${name}: ${first.status}, ${(await first.text()).length} characters, ${first.headers.get("cache-control")}`,
  );
  const before = await answered();
  const { perSecond, failed, p99 } = await load(`${front.origin}/`);
  const reached = (await answered()) - before;
  console.log(`${CONNECTIONS} connections, ${SECONDS} s: ${perSecond} requests/s, p99 ${p99}, ${failed} failed`);
  console.log(`of them reached the server: ${reached}`);
  const seen = await untilSeen();
  console.log(`a change was seen through ${name} after ${seen.toFixed(1)} s (at most ${MOST_SECONDS_OLD})`);
  if (failed > 0 || seen > MOST_SECONDS_OLD || reached > SECONDS) process.exitCode = 1;
} finally {
  await front.stop();
  await server.stop();
}

/** How many pages the server itself has answered so far. */
async function answered(): Promise<number> {
  const text = await (await fetch(`${server.origin}/metrics`, { headers: { connection: "close" } })).text();
  return [...text.matchAll(/^attest_http_requests_total\{kind="page"[^}]*\} (\d+)$/gm)].reduce(
    (sum, [, n]) => sum + Number(n),
    0,
  );
}

/** By wrk where it is here, since a client in Node takes longer for a request than the cache. */
async function load(url: string): Promise<{ perSecond: number; failed: number; p99: string }> {
  const options = ["-t2", `-c${CONNECTIONS}`, `-d${SECONDS}s`, "--latency", "-H", "Accept-Encoding: br, gzip", url];
  const wrk = await promisify(execFile)("wrk", options).catch(() => null);
  if (wrk) {
    const number = (pattern: RegExp) => pattern.exec(wrk.stdout)?.[1] ?? "0";
    const failed = Number(number(/Non-2xx or 3xx responses: (\d+)/)) + Number(number(/Socket errors:.*read (\d+)/));
    return { perSecond: Math.round(Number(number(/Requests\/sec:\s+([\d.]+)/))), failed, p99: number(/99%\s+(\S+)/) };
  }
  const result = await autocannon({
    url,
    connections: CONNECTIONS,
    duration: SECONDS,
    headers: { "accept-encoding": "br, gzip" },
  });
  return {
    perSecond: Math.round(result.requests.average),
    failed: result.errors + result.non2xx,
    p99: `${result.latency.p99}ms`,
  };
}

/** Changes the record's title and asks through the cache, ten times a second, until the new one is there. */
async function untilSeen(): Promise<number> {
  const title = "A title of just now";
  const db = openDatabase(server.file, { create: false });
  const shell = makeActor({ accountId: null, name: "command line", role: "admin" });
  const account = createAccount(db, shell, { email: "a@example.org", name: "A", passwordHash: "$", role: "admin" });
  const { revision: _revision, changedAt: _changedAt, isDemo: _isDemo, ...settings } = findRecord(db);
  amendRecord(db, makeActor({ accountId: account.id, name: "A", role: "admin" }), { ...settings, title });
  db.close();
  const changed = performance.now();
  const direct = await (await fetch(`${server.origin}/`)).text();
  if (!direct.includes(title)) throw new Error("The server itself does not show the change at the next request.");
  for (;;) {
    if ((await (await fetch(`${front.origin}/`)).text()).includes(title)) return (performance.now() - changed) / 1000;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
