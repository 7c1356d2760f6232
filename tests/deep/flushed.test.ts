/** Before a write is acknowledged its log is on the disk: seen from outside, by the calls to the kernel. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createRecord } from "@/db/commands/settings";
import { openDatabase } from "@/db/open";
import { writeImportTable } from "../bench/import-table";
import { bundled } from "../support/bundled";
import { noteFigure, times } from "../support/figures";

const WANTED = times(200, 40);
const CALLS = ["-f", "-y", "-s", "40", "-e", "trace=pwrite64,write,fsync,fdatasync"];
const canTrace = spawnSync("strace", ["-e", "trace=none", "true"]).status === 0;

test.skipIf(!canTrace)(
  `${WANTED} acknowledgements each come after the log was flushed, strace says`,
  { timeout: 300_000 },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), "attest-strace-"));
    const writer = await bundled("tests/deep/writer.ts");
    try {
      const file = join(folder, "record.sqlite");
      const db = openDatabase(file);
      createRecord(db, { title: "Test", countries: ["UA"], timeZone: "UTC", codePrefix: "T" });
      db.close();
      const trace = join(folder, "trace");
      writeUnderTrace(writer.file, file, trace);
      const acknowledged = acknowledgements(readFileSync(trace, "utf8"), `${file}-wal`).slice(0, WANTED);
      const wrong = acknowledged.filter((isFlushed) => !isFlushed).length;
      noteFigure({
        what: "fsync of the log between its last write and the answer (strace)",
        count: WANTED,
        wrong,
        seed: null,
        note: "each acknowledgement after its own flush",
      });
      expect(acknowledged).toHaveLength(WANTED);
      expect(wrong).toBe(0);
    } finally {
      writer.remove();
      rmSync(folder, { recursive: true, force: true });
    }
  },
);

test.skipIf(!canTrace)(
  "an import that says what it brought in has its log flushed, though its hidden rows did not wait for that",
  { timeout: 300_000 },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), "attest-strace-"));
    try {
      const [file, table, trace] = ["record.sqlite", "table.csv", "trace"].map((name) => join(folder, name)) as [
        string,
        string,
        string,
      ];
      const db = openDatabase(file);
      createRecord(db, { title: "Test", countries: ["UA"], timeZone: "UTC", codePrefix: "T" });
      await writeImportTable(table, 3_000);
      const args = ["--import", "tsx", "cli/attest.ts", "import", table, "--format", "ucdp"];
      const { status, stderr } = spawnSync("strace", [...CALLS, "-o", trace, process.execPath, ...args], {
        encoding: "utf8",
        timeout: 240_000,
        env: { ...process.env, ATTEST_DB: file },
      });
      expect(status, stderr).toBe(0);
      // Open until now, so that the import's end does not empty the log.
      db.close();
      // A slow machine sees it say in between how far it is.
      expect(acknowledgements(readFileSync(trace, "utf8"), `${file}-wal`).at(-1)).toBe(true);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
);

/** Runs the writer under strace for so many rounds; a round acknowledges six times, or seven. */
function writeUnderTrace(script: string, file: string, trace: string): void {
  const rounds = String(Math.ceil(WANTED / 5) + 2);
  const { status, stderr } = spawnSync("strace", [...CALLS, "-o", trace, process.execPath, script, file, "0", rounds], {
    encoding: "utf8",
    timeout: 240_000,
  });
  if (status !== 0) throw new Error(`strace ended with ${status}: ${stderr}`);
}

/** For each line that the writer told after having written to its log: whether a flush of the log came in between. */
function acknowledgements(trace: string, log: string): boolean[] {
  const told: boolean[] = [];
  let [hasWritten, isFlushed] = [false, false];
  for (const line of trace.split("\n")) {
    if (line.includes("pwrite64(") && line.includes(`<${log}>`)) [hasWritten, isFlushed] = [true, false];
    else if (/\bf(?:data)?sync\(/.test(line) && line.includes(`<${log}>`) && line.endsWith(" = 0")) isFlushed = true;
    else if (/\bwrite\(1</.test(line) && hasWritten) {
      told.push(isFlushed);
      hasWritten = false;
    }
  }
  return told;
}
