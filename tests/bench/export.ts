/** The figures of a big export: against sqlite3 itself, and what others notice while it runs. */
import { spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { makeActor } from "@/db/commands/actor";
import { recordClaim } from "@/db/commands/claims";
import { openDatabase } from "@/db/open";
import { METRICS, POLICIES } from "@/domain/vocabulary";
import { sql } from "drizzle-orm";
import type { AttestServer } from "../support/attest-server";
import type { Figure } from "./bench";
import { fetched } from "./http";
import { said, timesOf } from "./measure";

/** The same rows and cells from the same tables by sqlite3 itself, which is the limit: the best of three each, in turn. */
const SAME_ROWS = `
  select i.code, i.title, i.date_start, i.date_end, i.date_precision,
         case when i.location_precision in ('exact', 'neighbourhood', 'settlement') then p.name end, p.admin1, p.country, p.admin1_pcode,
         coalesce(i.latitude, p.latitude), coalesce(i.longitude, p.longitude), i.location_precision, i.attack_type, i.target,
         'published', i.counted, (select w.code from incident w where w.id = i.part_of_id and w.publication = 'published'),
         ${METRICS.map((m) => `t.${m}_state, t.${m}_low, t.${m}_majority, t.${m}_high, t.${m}_open, t.${m}_voices`).join(", ")}, t.claims,
         strftime('%Y-%m-%dT%H:%M:%SZ', i.first_public_at / 1000, 'unixepoch'),
         strftime('%Y-%m-%dT%H:%M:%SZ', i.last_public_at / 1000, 'unixepoch'),
         (select group_concat(x.scheme || ':' || x.value, ' ') from incident_external_id x where x.incident_id = i.id), 'majority', ''
    from incident i left join place p on p.id = i.place_id join incident_toll t on t.incident_id = i.id
   where i.publication = 'published' and i.first_public_at is not null order by i.date_start, i.id`;

/** The export against sqlite3: time, first byte, memory. */
export async function exported(server: AttestServer): Promise<Figure[]> {
  // A small export first: the thread and its folder are there before the clock starts, as in a server that has run a while.
  await fetched(`${server.origin}/export/series.csv?city=city-499`);
  // Its own memory: pages of the database file that are mapped belong to the system, which takes them back.
  const memory = () =>
    Number(/RssAnon:\s+(\d+)/.exec(readFileSync(`/proc/${server.process.pid}/status`, "utf8"))?.[1] ?? 0) / 1024;
  const idle = memory();
  let peak = idle;
  const watch = setInterval(() => (peak = Math.max(peak, memory())), 50);
  const hasSqlite = spawnSync("sqlite3", ["-version"]).status === 0;
  const ours: number[] = [];
  const limit: number[] = [];
  let firstByte = Infinity;
  for (let round = 0; round < 3; round++) {
    // Each round another policy: a view that was not asked for before, so that nothing is kept of it.
    const { took, first } = await fetched(`${server.origin}/export/incidents.csv?policy=${POLICIES[round + 1]}`);
    ours.push(took);
    firstByte = Math.min(firstByte, first);
    if (hasSqlite) limit.push(await sqliteCsv(server.file));
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

/** What readers and recorders notice while one client takes a big export and eight others have stopped reading theirs. */
export async function whileExporting(server: AttestServer): Promise<Figure[]> {
  const stopped = Array.from({ length: 8 }, (_, n) => stalledClient(server, `/export/claims.csv?from=2014-01-0${n + 1}`));
  let isOver = false;
  const one = fetched(`${server.origin}/export/claims.csv?to=2025-12-30`).then(() => (isOver = true));
  const db = openDatabase(server.file);
  const actor = makeActor({ accountId: null, name: "bench", role: "admin" });
  const again: number[] = [];
  const pages: number[] = [];
  const saves: number[] = [];
  for (let n = 0; n < 400 && !(isOver && n >= 100); n++) {
    again.push((await fetched(`${server.origin}/`, { "accept-encoding": "br, gzip" })).took);
    pages.push((await fetched(`${server.origin}/?city=city-${1 + (n % 499)}`)).took);
    const { code } = db.first<{ code: string }>(sql`select code from incident where id = ${1 + ((n * 7_919_317) % 300_000)}`)!;
    const started = performance.now();
    recordClaim(db, actor, code, {
      claimant: { name: `Source ${1 + (n % 200)}`, kind: "media" },
      report: {
        publisher: "Bench",
        url: `https://example.org/meanwhile/${n}`,
        publishedAt: "2026-01-05T10:00",
        retrievedAt: "2026-01-06",
      },
      figures: [{ metric: "killed", qualifier: "exact", low: 1 + (n % 9), high: 1 + (n % 9) }],
    });
    saves.push(performance.now() - started);
  }
  for (const socket of stopped) socket.destroy();
  await one;
  db.close();
  const figure = (what: string, took: number[]): Figure => {
    const { median, p99, worst } = timesOf(took);
    return {
      what: `${what}, while a big export runs and 8 clients have stopped reading theirs`,
      reach: "p99 ≤ 100 ms",
      measured: `${said(median)} median, ${said(p99)} p99, ${said(worst)} at worst of ${took.length}`,
      holds: p99 <= 100,
    };
  };
  return [figure("dashboard page", again), figure("dashboard page never seen before", pages), figure("save of a claim", saves)];
}

function stalledClient(server: AttestServer, path: string): Socket {
  const { hostname, port } = new URL(server.origin);
  const socket = connect({ host: hostname, port: Number(port) });
  socket.write(`GET ${path} HTTP/1.1\r\nHost: ${hostname}:${port}\r\n\r\n`);
  socket.once("readable", () => socket.pause());
  // Let go in the end, as it should be.
  socket.on("error", () => {});
  return socket;
}
