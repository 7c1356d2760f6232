/** Several processes write to one record at once: each waits for its turn, none is told that the database is locked, nothing is lost. */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { createRecord } from "@/db/commands/settings";
import { openDatabase } from "@/db/open";
import { verifyRecord } from "@/db/verify";
import { bundled } from "../support/bundled";
import { noteFigure, times } from "../support/figures";

const WRITERS = 4;
const ROUNDS = times(150, 8);

test(
  `${WRITERS} processes that write at once, ${ROUNDS} rounds each, lose nothing and are never told to go`,
  { timeout: 900_000 },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), "attest-together-"));
    const writer = await bundled("tests/deep/writer.ts");
    try {
      const file = join(folder, "record.sqlite");
      const db = openDatabase(file);
      createRecord(db, { title: "Test", countries: ["UA"], timeZone: "UTC", codePrefix: "T" });
      const ends = await Promise.all(
        Array.from({ length: WRITERS }, (_, n) => ended([writer.file, file, String(n), String(ROUNDS)])),
      );
      const failed = ends.filter(({ code }) => code !== 0).map(({ err }) => err.slice(0, 500));
      const told = ends.flatMap(({ out }) => out.split("\n").filter((line) => /^(?:incident|claim) /.test(line)));
      const versions = new Map<string, number>();
      for (const line of told) {
        const [kind, code, , version] = line.split(" ");
        versions.set(`${kind} ${code}`, Math.max(Number(version), versions.get(`${kind} ${code}`) ?? 0));
      }
      const rows = new Map(
        db
          .rows<{ name: string; version: number }>(
            sql`select 'incident ' || code as name, version from incident union all select 'claim ' || code, version from claim`,
          )
          .map(({ name, version }) => [name, version]),
      );
      const lost = [...versions].filter(([name, version]) => rows.get(name) !== version);
      db.close();
      const { findings } = await verifyRecord(file);
      noteFigure({
        what: "writes by four processes at once",
        count: told.length,
        wrong: failed.length + lost.length + findings.length,
        seed: null,
        note: "acknowledged, each there as it was last told; nobody heard that the database is locked",
      });
      expect(failed).toEqual([]);
      expect(lost).toEqual([]);
      // Two that got the same number would be one row of two writers.
      expect(rows.size).toBe(WRITERS * ROUNDS * 2);
      expect(findings).toEqual([]);
    } finally {
      writer.remove();
      rmSync(folder, { recursive: true, force: true });
    }
  },
);

function ended(args: string[]): Promise<{ code: number | null; out: string; err: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
    let [out, err] = ["", ""];
    child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString()));
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, out, err }));
  });
}
