/**
 * `npm run bench:import [ROWS] [RECORD] [--publish]`: how fast a table comes in, how much memory that takes, and how long those who save and
 * those who read wait meanwhile. Without a RECORD (a file that is copied, not changed) it comes into an empty one.
 */
import { fork, spawn } from "node:child_process";
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
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

const told = (times: number[]) => {
  const sorted = times.sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!.toFixed(1);
  return `median ${at(0.5)} ms, p99 ${at(0.99)} ms, at worst ${at(1)} ms of ${sorted.length}`;
};

async function main(): Promise<void> {
  const [rowsText = "400000", record] = process.argv.slice(2).filter((one) => !one.startsWith("--"));
  const rows = Number(rowsText);
  const folder = mkdtempSync(join(tmpdir(), "attest-bench-"));
  const file = join(folder, "record.db");
  try {
    if (record) copyFileSync(record, file);
    const db = openDatabase(file);
    if (!record) createRecord(db, { title: "Imported", countries: ["UA"], timeZone: "Europe/Kyiv", codePrefix: "U" });
    const before = db.first<{ n: number }>(sql`select count(*) as n from incident`)!.n;
    const table = join(folder, "table.csv");
    await writeImportTable(table, rows);
    const checkpoints = keepCheckpoints(file);
    const child = fork(fileURLToPath(import.meta.url), ["--others", file], { execArgv: ["--import", "tsx"] });
    await new Promise((resolve) => child.once("message", resolve));
    const start = performance.now();
    const args = ["--import", "tsx", "cli/attest.ts", "import", table, "--format", "ucdp"];
    const importing = spawn(process.execPath, [...args, ...(process.argv.includes("--publish") ? ["--publish"] : [])], {
      env: { ...process.env, ATTEST_DB: file },
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
    const { saves, reads } = await waits;
    await checkpoints.stop();
    const after = db.first<{ n: number }>(sql`select count(*) as n from incident where title not like 'Saved %'`)!.n;
    if (code !== 0 || after - before !== rows)
      throw new Error(`The import ended with ${String(code)}; ${after - before} of ${rows} rows are in.`);
    console.log(
      `${rows} rows in ${seconds.toFixed(1)} s: ${Math.round(rows / seconds)} rows/s; ${cpu.toFixed(1)} s of processor time: ${Math.round(rows / cpu)} rows/s of it`,
    );
    console.log(`memory at most ${Math.round(peak / 1024)} MB`);
    console.log(`saves meanwhile: ${told(saves)}`);
    console.log(`dashboards meanwhile: ${told(reads)}`);
    db.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

await (process.argv[2] === "--others" ? others(process.argv[3]!) : main());
