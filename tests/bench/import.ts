/**
 * `npm run bench:import [ROWS] [RECORD] [--publish] [--dry-run] [--again] [--write]`: how fast a table comes in, how much memory that takes, and how long those
 * who save and those who read wait meanwhile. Without a RECORD (a file that is copied, not changed) it comes into an empty one.
 * With --again what is measured is a second edition of the table, in which every row says another number.
 * With --write the figures go into their section of docs/quality.md; rows that this run did not measure stay.
 */
import { fork, spawn, spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { sql } from "drizzle-orm";
import { makeActor } from "@/db/commands/actor";
import { recordIncident } from "@/db/commands/incidents";
import { createRecord } from "@/db/commands/settings";
import { keepCheckpoints } from "@/db/checkpoints";
import { openDatabase, openForReading } from "@/db/open";
import { findDashboard } from "@/db/queries/dashboard";
import { EVERYTHING } from "@/domain/filter";
import { writeImportTable } from "./import-table";

const ADMIN = makeActor({ accountId: null, name: "bench", role: "admin" });
const EVERY_MS = 25;

interface Waits {
  saves: number[];
  reads: number[];
}

/** Saves and reads in turn, as a server's thread does, until told to stop; then says how long each took. */
async function others(file: string): Promise<void> {
  const [db, reader] = [openDatabase(file), openForReading(file)];
  const waits: Waits = { saves: [], reads: [] };
  let isOver = false;
  process.once("message", () => (isOver = true));
  process.send!("ready");
  for (let no = 0; !isOver; no++) {
    const before = performance.now();
    recordIncident(db, ADMIN, { title: `Saved ${no}`, dateStart: "2022-03-01", locationPrecision: "country" });
    const between = performance.now();
    findDashboard(reader, EVERYTHING);
    waits.saves.push(between - before);
    waits.reads.push(performance.now() - between);
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
  }
  process.send!(waits, () => process.disconnect());
}

interface Waited {
  median: number;
  p99: number;
  worst: number;
  times: number;
}

function waited(times: number[]): Waited {
  const sorted = times.sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { median: at(0.5), p99: at(0.99), worst: at(1), times: sorted.length };
}

const told = ({ median, p99, worst, times }: Waited) =>
  `median ${median.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms, at worst ${worst.toFixed(1)} ms of ${times}`;

const DOCUMENT = "docs/quality.md";
const [BEGIN, END] = ["<!-- import: written by npm run bench:import -->", "<!-- /import -->"];

interface Measured {
  kind: string;
  rows: number;
  seconds: number;
  cpu: number;
  megabytes: number;
  saves: Waited;
  reads: Waited;
  load: number;
}

/** Puts a row of figures into its section; a row is known by what came in, and how. */
function writeRow({ kind, rows, seconds, cpu, megabytes, saves, reads, load }: Measured): void {
  const text = readFileSync(DOCUMENT, "utf8");
  const isThere = text.includes(BEGIN);
  const [before, section, after] = isThere
    ? [
        text.slice(0, text.indexOf(BEGIN)),
        text.slice(text.indexOf(BEGIN), text.indexOf(END)),
        text.slice(text.indexOf(END) + END.length),
      ]
    : [`${text.trimEnd()}\n\n`, "", ""];
  const name = `${rows.toLocaleString("en")} rows, ${kind}`;
  const kept = new Map(
    section
      .split("\n")
      .flatMap((line) => (/^\| [\d,]+ rows/.test(line) ? [[line.split(" | ")[0]!.slice(2), line] as const] : [])),
  );
  const waits = (one: Waited) => `${one.p99.toFixed(0)} ms, ${one.worst.toFixed(0)} ms (${one.times})`;
  const speed = (by: number) => Math.round(rows / by).toLocaleString("en");
  kept.set(
    name,
    `| ${name} | ${speed(seconds)} | ${speed(cpu)} | ${megabytes} MB | ${waits(saves)} | ${waits(reads)} | ${load.toFixed(1)} | ${new Date().toISOString().slice(0, 10)} |`,
  );
  const lines = [...kept.entries()].sort(([a], [b]) => a.localeCompare(b, "en", { numeric: true })).map(([, line]) => line);
  writeFileSync(
    DOCUMENT,
    `${before.trimEnd()}\n\n${BEGIN}

## Imports

A table in the shape of UCDP GED, an event a row, by \`npm run bench:import\`; to reach are 10,000 rows/s with preview and checks, and no wait above
100 ms. Meanwhile another process saves an incident and reads the dashboard, in turn, every ${EVERY_MS} ms. Rows a second of processor time tell what a machine of its own
would do; the load says how many processes wanted the two processors on average. A preview holds no lock:
its row shows what that load alone makes of the waits.

| what came in, and how | rows/s | rows/s of processor time | memory | saves: p99, worst (of) | dashboards: p99, worst (of) | load | on |
|---|---|---|---|---|---|---|---|
${lines.join("\n")}

${END}${after.trimEnd()}\n`,
  );
}

async function main(): Promise<void> {
  const [rowsText = "400000", record] = process.argv.slice(2).filter((one) => !one.startsWith("--"));
  const rows = Number(rowsText);
  const folder = mkdtempSync(join(tmpdir(), "attest-bench-"));
  const file = join(folder, "record.db");
  try {
    if (record) copyFileSync(record, file);
    const db = openDatabase(file);
    if (!record) createRecord(db, { title: "Imported", countries: ["UA"], timeZone: "Europe/Kyiv", codePrefix: "U" });
    const table = join(folder, "table.csv");
    await writeImportTable(table, rows);
    const how = ["--publish", "--dry-run"].filter((one) => process.argv.includes(one));
    const isAgain = process.argv.includes("--again");
    const args = ["--import", "tsx", "cli/attest.ts", "import", table, "--format", "ucdp", ...how];
    const env = { ...process.env, ATTEST_DB: file };
    if (isAgain) {
      if (spawnSync(process.execPath, args, { env }).status !== 0) throw new Error("The first edition did not come in.");
      await writeImportTable(table, rows, { edition: 2 });
    }
    const before = db.first<{ n: number }>(sql`select count(*) as n from incident`)!.n;
    const checkpoints = keepCheckpoints(file);
    const child = fork(fileURLToPath(import.meta.url), ["--others", file], { execArgv: ["--import", "tsx"] });
    await new Promise((resolve) => child.once("message", resolve));
    const start = performance.now();
    const importing = spawn(process.execPath, args, {
      env,
      stdio: ["ignore", "ignore", "inherit"],
    });
    let [peak, cpu] = [0, 0];
    const watch = setInterval(() => {
      const status = `/proc/${importing.pid}/status`;
      if (!existsSync(status)) return;
      peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(readFileSync(status, "utf8"))?.[1] ?? 0));
      const stat = readFileSync(`/proc/${importing.pid}/stat`, "utf8").split(") ")[1]!.split(" ");
      cpu = (Number(stat[11]) + Number(stat[12])) / 100;
    }, 200);
    const code = await new Promise((resolve) => importing.once("exit", resolve));
    const seconds = (performance.now() - start) / 1000;
    clearInterval(watch);
    const waits = new Promise<Waits>((resolve) => child.once("message", (message) => resolve(message as Waits)));
    child.send("stop");
    const { saves, reads } = await waits.then((them) => ({ saves: waited(them.saves), reads: waited(them.reads) }));
    await checkpoints.stop();
    const after = db.first<{ n: number }>(sql`select count(*) as n from incident where title not like 'Saved %'`)!.n;
    const wanted = how.includes("--dry-run") || isAgain ? 0 : rows;
    const changed = db.first<{ n: number }>(sql`select count(*) as n from claim where version > 1`)!.n;
    if (isAgain && changed !== rows) throw new Error(`${changed} of ${rows} claims were changed.`);
    if (code !== 0 || after - before !== wanted)
      throw new Error(`The import ended with ${String(code)}; ${after - before} of ${rows} rows are in.`);
    console.log(
      `${rows} rows in ${seconds.toFixed(1)} s: ${Math.round(rows / seconds)} rows/s; ${cpu.toFixed(1)} s of processor time: ${Math.round(rows / cpu)} rows/s of it`,
    );
    console.log(`memory at most ${Math.round(peak / 1024)} MB`);
    console.log(`saves meanwhile: ${told(saves)}`);
    console.log(`dashboards meanwhile: ${told(reads)}`);
    if (process.argv.includes("--write")) {
      const kind = `${how.includes("--dry-run") ? "preview and checks alone" : how.length > 0 ? "published" : "as drafts"}${isAgain ? ", every row changed" : ""}, into ${record ? `a record of ${before.toLocaleString("en")}` : "an empty record"}`;
      writeRow({ kind, rows, seconds, cpu, megabytes: Math.round(peak / 1024), saves, reads, load: loadavg()[0]! });
    }
    db.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

await (process.argv[2] === "--others" ? others(process.argv[3]!) : main());
