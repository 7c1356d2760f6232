/** The figures of a running server: pages never seen and seen before, the export against sqlite3 itself, memory. */
import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { Agent, get } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startAttest } from "../support/attest-server";
import type { Figure } from "./bench";
import { exported, whileExporting } from "./export";
import { said, timeOnce } from "./measure";

const agent = new Agent({ keepAlive: true, maxSockets: 50 });

/** What only a server can show; nothing where the site is not built. */
export async function measureServer(file: string): Promise<Figure[]> {
  if (!existsSync(".next/BUILD_ID")) {
    console.log("The site is not built (npm run build): the server's figures are left out.");
    return [];
  }
  // A copy, since some are measured while others save.
  const folder = mkdtempSync(join(tmpdir(), "attest-bench-"));
  const copy = join(folder, "record.sqlite");
  copyFileSync(file, copy);
  const server = await startAttest({ file: copy });
  try {
    const get = (path: string) => fetched(`${server.origin}${path}`);
    await get("/?city=city-499");
    const days = Array.from(
      { length: 40 },
      (_, index) => `/?from=2015-01-01&to=20${16 + (index % 9)}-${String(1 + (index % 12)).padStart(2, "0")}-28&by=month`,
    );
    const cold = await timeOnce(days.map((path) => () => get(path)));
    const warm = throughput(server.origin, "/");
    // The server has let idle connections go meanwhile.
    agent.destroy();
    return [
      {
        what: "dashboard page never seen before, over HTTP",
        reach: "≤ 100 ms median",
        measured: `${said(cold.median)} median, ${said(cold.p99)} at worst`,
        holds: cold.median <= 100,
      },
      {
        what: "dashboard page again, 50 connections",
        reach: "≥ 10,000 requests/s, p99 ≤ 50 ms",
        measured: `${Math.round(warm.perSecond).toLocaleString("en")} requests/s, p99 ${said(warm.p99)} (client and server share the machine)`,
        holds: warm.perSecond >= 10_000 && warm.p99 <= 50,
      },
      ...(await exported(server)),
      ...(await whileExporting(server)),
    ];
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** One answer, its bytes counted and thrown away. Rejects on any status but 200. */
export function fetched(
  url: string,
  headers: Record<string, string> = {},
): Promise<{ bytes: number; first: number; took: number }> {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    get(url, { agent, headers }, (response) => {
      let bytes = 0;
      let first = 0;
      response.on("data", (chunk: Buffer) => {
        first ||= performance.now() - started;
        bytes += chunk.length;
      });
      response.once("end", () => {
        if (response.statusCode !== 200) reject(new Error(`${url}: ${response.statusCode}`));
        else resolve({ bytes, first, took: performance.now() - started });
      });
      response.once("error", reject);
    }).once("error", reject);
  });
}

/** Requests a second of one page, by autocannon in a process of its own. */
function throughput(origin: string, path: string): { perSecond: number; p99: number } {
  const { stdout, status, stderr } = spawnSync(
    process.execPath,
    [
      "node_modules/autocannon/autocannon.js",
      "--json",
      "-c",
      "50",
      "-d",
      "8",
      "-H",
      "accept-encoding: br, gzip",
      `${origin}${path}`,
    ],
    { encoding: "utf8" },
  );
  if (status !== 0) throw new Error(`autocannon ended with ${status}: ${stderr}`);
  const { requests, latency, errors, non2xx } = JSON.parse(stdout) as {
    requests: { average: number };
    latency: { p99: number };
    errors: number;
    non2xx: number;
  };
  if (errors > 0 || non2xx > 0) throw new Error(`${errors} requests failed, ${non2xx} were not answered with 200.`);
  return { perSecond: requests.average, p99: latency.p99 };
}
