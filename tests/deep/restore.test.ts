/** The restore drill: backups made while others write, then put back; each is one whole state, and what came after is what is missing. */
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "@/db/driver";
import { afterAll, beforeAll, expect, test } from "vitest";
import { backUp } from "@/db/backup";
import { prepareRecord } from "@/db/commands/first-start";
import { openDatabase } from "@/db/open";
import { restoreBackup } from "@/db/restore";
import { verifyRecord } from "@/db/verify";
import { bundled } from "../support/bundled";
import { noteFigure, share } from "../support/figures";

const ROUNDS = share(20, 3);
let writer: Awaited<ReturnType<typeof bundled>>;
let folder: string;
beforeAll(async () => {
  writer = await bundled("tests/deep/writer.ts");
  folder = mkdtempSync(join(tmpdir(), "attest-drill-"));
});
afterAll(() => {
  writer.remove();
  rmSync(folder, { recursive: true, force: true });
});

test(
  `${ROUNDS.count} backups under load, each restored, are whole, verified, and the chain intact`,
  { timeout: 900_000 },
  async () => {
    const file = join(folder, "record.sqlite");
    const db = openDatabase(file);
    prepareRecord(db, { demo: true });
    db.close();
    const wrong: string[] = [];
    let written = 0;
    for (let round = ROUNDS.from; round < ROUNDS.to; round++) {
      const writers = [await startWriter(file, `${round}a`), await startWriter(file, `${round}b`)];
      const atStart = entriesOf(file);
      const backup = await backUp(file, join(folder, "backups"));
      const during = entriesOf(file) - atStart;
      await Promise.all(writers.map(stop));
      written += during;
      const restored = restoreBackup(backup.file, file);
      for (const one of [file, restored.kept!]) {
        const { findings, entries } = await verifyRecord(one, { head: backup.head });
        wrong.push(...findings.map(({ says }) => `round ${round}, ${one}: ${says}`));
        if (one === file && entries !== backup.entries)
          wrong.push(`round ${round}: ${entries} entries, ${backup.entries} in the backup`);
        if (entries < atStart) wrong.push(`round ${round}: entries are missing that were there before the backup began`);
      }
      rmSync(restored.kept!);
    }
    noteFigure({
      what: "backup under load, restored",
      count: ROUNDS.count,
      wrong: wrong.length,
      seed: null,
      note: "two processes writing, {written} writes while the copies were made",
      tallies: { written },
    });
    expect(wrong).toEqual([]);
    expect(written).toBeGreaterThan(ROUNDS.count);
  },
);

function entriesOf(file: string): number {
  const sqlite = new Sqlite(file, { readonly: true });
  try {
    return sqlite.prepare("select max(id) from audit").pluck().get() as number;
  } finally {
    sqlite.close();
  }
}

function startWriter(file: string, seed: string): Promise<ChildProcess> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [writer.file, file, seed], { stdio: ["ignore", "pipe", "inherit"] });
    child.stdout!.on("data", () => resolve(child));
    child.once("exit", () => reject(new Error("The writer ended by itself.")));
  });
}

function stop(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.removeAllListeners("exit");
    child.once("exit", () => resolve());
    child.kill("SIGKILL");
  });
}
