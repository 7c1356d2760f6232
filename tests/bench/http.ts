/** The figures of a running server: pages never seen and seen before, the export against sqlite3 itself, memory. */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { Agent, get } from "node:http";
import { startAttest, type AttestServer } from "../support/attest-server";
import type { Figure } from "./bench";
import { said, timeOnce } from "./measure";

const agent = new Agent({ keepAlive: true, maxSockets: 50 });

/** What only a server can show; nothing where the site is not built. */
export async function measureServer(file: string): Promise<Figure[]> {
  if (!existsSync(".next/BUILD_ID")) {
    console.log("The site is not built (npm run build): the server's figures are left out.");
    return [];
  }
  const server = await startAttest({ file });
  try {
    const get = (path: string) => fetched(`${server.origin}${path}`);
    await get("/?city=city-499");
    const days = Array.from(
      { length: 40 },
      (_, index) => `/?from=2015-01-01&to=20${16 + (index % 9)}-${String(1 + (index % 12)).padStart(2, "0")}-28&by=month`,
    );
    const cold = await timeOnce(days.map((path) => () => get(path)));
    const warm = await throughput(server.origin, "/", 5_000);
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
      ...(await exported(server, file)),
    ];
  } finally {
    await server.stop();
  }
}

function fetched(url: string, headers: Record<string, string> = {}): Promise<{ bytes: number; first: number; took: number }> {
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

async function throughput(origin: string, path: string, ms: number): Promise<{ perSecond: number; p99: number }> {
  const until = performance.now() + ms;
  const took: number[] = [];
  const one = async () => {
    while (performance.now() < until) took.push((await fetched(`${origin}${path}`, { "accept-encoding": "br, gzip" })).took);
  };
  await Promise.all(Array.from({ length: 50 }, one));
  took.sort((a, b) => a - b);
  return { perSecond: (took.length / ms) * 1000, p99: took[Math.floor(took.length * 0.99)]! };
}

/** The same rows and columns by sqlite3 itself, which is the limit: the best of three each, in turn. */
const SAME_ROWS = `
  select i.code, i.title, i.date_start, i.date_end, i.date_precision, p.name, p.admin1, p.country, p.admin1_pcode,
         coalesce(i.latitude, p.latitude), coalesce(i.longitude, p.longitude), i.location_precision, i.attack_type, i.target, i.counted,
         k.low, k.best_majority, k.high, k.open, w.low, w.best_majority, w.high, w.open
    from incident i left join place p on p.id = i.place_id
    left join estimate k on k.incident_id = i.id and k.metric = 'killed' and k."group" = 'all' and k.known_until is null
    left join estimate w on w.incident_id = i.id and w.metric = 'wounded' and w."group" = 'all' and w.known_until is null
   where i.publication = 'published' order by i.date_start, i.id`;

async function exported(server: AttestServer, file: string): Promise<Figure[]> {
  const memory = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.process.pid}/status`, "utf8"))?.[1] ?? 0) / 1024;
  const idle = memory();
  let peak = idle;
  const watch = setInterval(() => (peak = Math.max(peak, memory())), 50);
  const hasSqlite = spawnSync("sqlite3", ["-version"]).status === 0;
  const ours: number[] = [];
  const limit: number[] = [];
  let firstByte = Infinity;
  for (let round = 0; round < 3; round++) {
    const { took, first } = await fetched(`${server.origin}/export/incidents.csv`);
    ours.push(took);
    firstByte = Math.min(firstByte, first);
    if (hasSqlite) limit.push(await sqliteCsv(file));
  }
  clearInterval(watch);
  const [best, base] = [Math.min(...ours), Math.min(...limit)];
  return [
    {
      what: "CSV of all incidents over HTTP",
      reach: "≤ 1.5 × sqlite3 -csv of the same rows",
      measured: hasSqlite ? `${said(best)}, ${(best / base).toFixed(1)} × (${said(base)})` : `${said(best)} (no sqlite3 here)`,
      holds: hasSqlite ? best <= 1.5 * base : null,
    },
    { what: "its first byte", reach: "≤ 50 ms", measured: said(firstByte), holds: firstByte <= 50 },
    { what: "memory growth meanwhile", reach: "≤ 64 MB", measured: `${Math.round(peak - idle)} MB`, holds: peak - idle <= 64 },
  ];
}

function sqliteCsv(file: string): Promise<number> {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn("sqlite3", ["-readonly", "-csv", file, SAME_ROWS], { stdio: ["ignore", "pipe", "inherit"] });
    child.stdout.resume();
    child.once("error", reject);
    child.once("exit", (code) =>
      code === 0 ? resolve(performance.now() - started) : reject(new Error(`sqlite3 ended with ${code}`)),
    );
  });
}
