/** kill -9 while commands write: whatever was acknowledged is there, and nothing is half-written. */
import { spawn } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "@/db/driver";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createRecord } from "@/db/commands/settings";
import { openDatabase } from "@/db/open";
import { verifyRecord } from "@/db/verify";
import { bundled } from "../support/bundled";
import { noteFigure, randomFrom, times } from "../support/figures";

const SEED = 20220301;
const POINTS = times(1_000, 12);
/** A file is written to by so many processes before a fresh one takes its place. */
const ROUNDS_A_FILE = 40;

let writer: Awaited<ReturnType<typeof bundled>>;
let folder: string;
beforeAll(async () => {
  writer = await bundled("tests/deep/writer.ts");
  folder = mkdtempSync(join(tmpdir(), "attest-kill-"));
  const db = openDatabase(join(folder, "fresh.sqlite"));
  createRecord(db, { title: "Test", countries: ["UA"], timeZone: "UTC", codePrefix: "T" });
  db.close();
});
afterAll(() => {
  writer.remove();
  rmSync(folder, { recursive: true, force: true });
});

test(
  `${POINTS} kills at random points lose no acknowledged write and leave none half-written`,
  { timeout: 3_600_000 },
  async () => {
    const random = randomFrom(SEED);
    const file = join(folder, "record.sqlite");
    const wrong: string[] = [];
    let acknowledged = 0;
    let known = new Map<string, string>();
    for (let point = 0; point < POINTS; point++) {
      if (point % ROUNDS_A_FILE === 0) {
        for (const end of ["", "-wal", "-shm"]) rmSync(`${file}${end}`, { force: true });
        copyFileSync(join(folder, "fresh.sqlite"), file);
        known = new Map();
      }
      const lines = await writeAndDie(file, point, random() * 180);
      acknowledged += lines.length;
      for (const line of lines) {
        const [kind, code, publication, version] = line.split(" ") as [string, string, string, string];
        known.set(`${kind} ${code}`, `${publication} ${version}`);
      }
      wrong.push(...lost(file, known).map((one) => `point ${point}: ${one}`));
      const { findings } = await verifyRecord(file);
      wrong.push(...findings.map(({ says }) => `point ${point}: ${says}`));
    }
    noteFigure({
      what: "kill -9 at random points of commands",
      count: POINTS,
      wrong: wrong.length,
      seed: SEED,
      note: `${acknowledged} acknowledged writes looked for, each record verified whole`,
    });
    expect(wrong).toEqual([]);
    expect(acknowledged).toBeGreaterThan(POINTS);
  },
);

/** Lets a process write for some milliseconds after it began, kills it, and gives back what it had told by then. */
function writeAndDie(file: string, seed: number, milliseconds: number): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [writer.file, file, String(seed)], { stdio: ["ignore", "pipe", "pipe"] });
    let [out, err] = ["", ""];
    let isTimed = false;
    child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString()));
    child.stdout.on("data", (chunk: Buffer) => {
      out += chunk.toString();
      if (isTimed || !out.startsWith("ready\n")) return;
      isTimed = true;
      setTimeout(() => child.kill("SIGKILL"), milliseconds);
    });
    child.once("error", reject);
    child.once("close", (_code, signal) => {
      if (signal !== "SIGKILL") return reject(new Error(`The writer ended by itself:\n${err}`));
      // A last line without its end was not told whole.
      resolve(out.split("\n").slice(1, -1));
    });
  });
}

/** What was acknowledged and is not there, or is older than acknowledged. */
function lost(file: string, known: ReadonlyMap<string, string>): string[] {
  const sqlite = new Sqlite(file);
  try {
    const rows = new Map(
      (
        sqlite
          .prepare(
            `select 'incident ' || code as name, publication, version from incident
             union all select 'claim ' || code, publication, version from claim`,
          )
          .all() as { name: string; publication: string; version: number }[]
      ).map((row) => [row.name, row]),
    );
    return [...known].flatMap(([name, state]) => {
      const row = rows.get(name);
      const version = Number(state.split(" ")[1]);
      return row && row.version >= version
        ? []
        : [`${name} was acknowledged as ${state} and is ${row ? `${row.publication} ${row.version}` : "gone"}`];
    });
  } finally {
    sqlite.close();
  }
}
