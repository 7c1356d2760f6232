/** The figures of a running server: pages never seen and seen before, the export against sqlite3 itself, memory. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { Agent, get } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startAttest } from "../support/attest-server";
import type { Figure } from "./bench";
import { exported, whileExporting } from "./export";
import { copyWhole, said, timeOnce } from "./measure";

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
  copyWhole(file, copy);
  const server = await startAttest({ file: copy });
  try {
    const get = (path: string) => fetched(`${server.origin}${path}`);
    await get("/?city=city-499");
    const days = Array.from({ length: 200 }, (_, index) => {
      const [month, day] = [String(1 + (index % 12)).padStart(2, "0"), 10 + 3 * Math.floor(index / 36)];
      return `/?from=2015-01-01&to=20${16 + (index % 9)}-${month}-${day}&by=month`;
    });
    const cold = await timeOnce(days.map((path) => () => get(path)));
    const warm = await again("the bench record's", server.origin);
    const mix = await mixed(server.origin);
    // The server has let idle connections go meanwhile.
    agent.destroy();
    return [
      {
        what: "dashboard page never seen before, over HTTP",
        reach: "≤ 100 ms median",
        measured: `${said(cold.median)} median, ${said(cold.worst)} at worst of ${days.length}`,
        holds: cold.median <= 100,
      },
      ...warm,
      ...(await demo()),
      mix,
      ...(await exported(server)),
      ...(await whileExporting(server)),
    ];
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The demonstration's page, which is as large as a record of some months. */
async function demo(): Promise<Figure[]> {
  const server = await startAttest();
  try {
    return await again("the demonstration's", server.origin);
  } finally {
    await server.stop();
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

interface Throughput {
  perSecond: number;
  p99: number;
  client: string;
}

/** Requests a second of one page at 50 connections for eight seconds: by wrk where it is, since a client in JavaScript is slower than the server. */
function throughput(origin: string, path: string): Throughput {
  return spawnSync("wrk", ["-v"]).error ? byAutocannon(origin, path) : byWrk(origin, path);
}

function byWrk(origin: string, path: string): Throughput {
  const { stdout } = spawnSync(
    "wrk",
    ["-t", "1", "-c", "50", "-d", "8s", "--latency", "-H", "Accept-Encoding: br, gzip", `${origin}${path}`],
    { encoding: "utf8" },
  );
  const [, perSecond] = /Requests\/sec:\s+([\d.]+)/.exec(stdout) ?? [];
  const [, p99, unit] = /99%\s+([\d.]+)(us|ms|s)\b/.exec(stdout) ?? [];
  if (!perSecond || !p99 || /Non-2xx|Socket errors/.test(stdout)) throw new Error(`wrk: ${stdout}`);
  return {
    perSecond: Number(perSecond),
    p99: Number(p99) * { us: 0.001, ms: 1, s: 1_000 }[unit as "us" | "ms" | "s"],
    client: "wrk",
  };
}

function byAutocannon(origin: string, path: string): Throughput {
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
  return { perSecond: requests.average, p99: latency.p99, client: "autocannon" };
}

/** The same page for many, and many pages for many. */
async function again(what: string, origin: string): Promise<Figure[]> {
  const { bytes } = await fetched(`${origin}/`, { "accept-encoding": "br, gzip" });
  // Once for a server that has just begun: its code is compiled as it runs.
  throughput(origin, "/");
  const { perSecond, p99, client } = throughput(origin, "/");
  return [
    {
      what: `dashboard page again, ${what}, 50 connections`,
      reach: "≥ 10,000 requests/s, p99 ≤ 50 ms",
      measured: `${Math.round(perSecond).toLocaleString("en")} requests/s of ${Math.round(bytes / 1000)} kB, p99 ${said(p99)} (${client} beside the server)`,
      holds: perSecond >= 10_000 && p99 <= 50,
    },
  ];
}

/** A thousand filters, each asked for some times by fifty readers in an order of their own; the first of each is rendered. */
async function mixed(origin: string): Promise<Figure> {
  const filters = Array.from(
    { length: 1_000 },
    (_, n) => `/?city=city-${1 + (n % 250)}&policy=${["majority", "latest", "lowest", "highest"][Math.floor(n / 250)]}`,
  );
  const ask = async (reader: number, times: number) => {
    for (let n = 0; n < times; n++)
      await fetched(`${origin}${filters[(reader * 20 + n * 7) % filters.length]!}`, { "accept-encoding": "br, gzip" });
  };
  const all = async (times: number) => {
    const started = performance.now();
    await Promise.all(Array.from({ length: 50 }, (_, reader) => ask(reader, times)));
    return (50 * times) / ((performance.now() - started) / 1_000);
  };
  const first = await all(20);
  const perSecond = await all(100);
  return {
    what: "a mix of 1,000 filters, 50 connections",
    reach: "≥ 500 requests/s",
    measured: `${Math.round(perSecond).toLocaleString("en")} requests/s; ${Math.round(first)} while each was asked for the first time`,
    holds: perSecond >= 500,
  };
}
