import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "@/db/driver";
import { sql } from "drizzle-orm";
import { afterEach, describe, expect, test } from "vitest";
import { makeActor } from "@/db/commands/actor";
import { recordIncident } from "@/db/commands/incidents";
import { tryWriting } from "@/db/commands/write";
import { openDatabase, openForReading, type Db } from "@/db/open";
import { troubleIn, troubleOf, Unwritable } from "@/db/trouble";
import { verifyRecord } from "@/db/verify";
import { demoDatabase } from "../support/database";
import { mountSmallDisk, type SmallDisk } from "../support/small-disk";

const RECORDER = makeActor({ accountId: null, name: "test", role: "recorder" });
const enter = (db: Db, title: string) =>
  recordIncident(db, RECORDER, { title, note: "n".repeat(4_000), dateStart: "2022-03-09", locationPrecision: "country" });

describe("which errors are the disk's", () => {
  test.each([
    ["SQLITE_FULL", "full"],
    ["SQLITE_IOERR_WRITE", "failing"],
    ["SQLITE_IOERR_FSYNC", "failing"],
    ["SQLITE_READONLY_DBMOVED", "failing"],
    ["SQLITE_CANTOPEN", "failing"],
    ["SQLITE_CORRUPT", "damaged"],
    ["SQLITE_CORRUPT_VTAB", "damaged"],
    ["SQLITE_NOTADB", "damaged"],
    ["SQLITE_BUSY", "busy"],
    ["SQLITE_CONSTRAINT_TRIGGER", null],
    ["SQLITE_ERROR", null],
  ])("%s is %s, wrapped or not", (code, kind) => {
    const error = Object.assign(new Error("x"), { code });
    expect(troubleIn(error)).toBe(kind);
    expect(troubleIn(new Error("y", { cause: error }))).toBe(kind);
  });
});

describe("a full disk", () => {
  let disk: SmallDisk | null = null;
  afterEach(() => disk?.unmount());

  test("refuses writes, keeps reading, and writes again once there is room, on the same connection", async ({ skip }) => {
    const source = demoDatabase();
    source.close();
    disk = mountSmallDisk(14);
    if (disk === null) return skip("no small disk can be mounted here");
    const file = join(disk.folder, "record.sqlite");
    copyFileSync(source.file, file);
    const db = openDatabase(file, { create: false });
    const reader = openForReading(file);
    const ballast = join(disk.folder, "ballast");
    const saved: string[] = [];
    for (let round = 0; round < 20; round++) {
      writeFileSync(ballast, Buffer.alloc(disk.free() - 40_000));
      const failed = () => {
        for (let n = 0; n < 50; n++) saved.push(enter(db, `Round ${round}`));
      };
      expect(failed).toThrow(Unwritable);
      expect(troubleOf(file)).toMatchObject({ kind: "full" });
      expect(reader.first<{ n: number }>(sql`select count(*) as n from incident`)!.n).toBe(60 + saved.length);
      rmSync(ballast);
      tryWriting(db);
      expect(troubleOf(file)).toBeNull();
      saved.push(enter(db, `After ${round}`));
    }
    reader.close();
    db.close();
    const { findings, incidents } = await verifyRecord(file);
    expect(findings).toEqual([]);
    expect(incidents).toBe(60 + saved.length);
  });
});

test("a limit on the size of files is a full disk too: nothing half-written is left", async () => {
  const source = demoDatabase();
  source.close();
  const folder = mkdtempSync(join(tmpdir(), "attest-limit-"));
  const file = join(folder, "record.sqlite");
  copyFileSync(source.file, file);
  try {
    // bash counts in kilobytes; the log may take 300 of them, the record itself is larger and only read.
    const out = execFileSync(
      "bash",
      [
        "-c",
        `trap '' XFSZ; ulimit -f 300; exec "$0" --import tsx tests/deep/write-until-refused.ts "$1"`,
        process.execPath,
        file,
      ],
      { encoding: "utf8" },
    );
    const { acknowledged, refused } = JSON.parse(out) as { acknowledged: number; refused: string };
    expect(["full", "failing"]).toContain(refused);
    expect(acknowledged).toBeGreaterThan(0);
    const { findings, incidents } = await verifyRecord(file);
    expect(findings).toEqual([]);
    expect(incidents).toBe(60 + acknowledged);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

describe("a damaged file", () => {
  test("is written to no more once a page was found wrong", () => {
    const db = demoDatabase();
    const root = db.first<{ page: number }>(sql`select rootpage as page from sqlite_schema where name = 'place_slug'`)!.page;
    db.close();
    const sqlite = new Sqlite(db.file);
    sqlite.pragma("journal_mode = DELETE");
    const size = sqlite.pragma("page_size", { simple: true }) as number;
    sqlite.close();
    const handle = Buffer.alloc(size, 0xa5);
    execFileSync("dd", [`of=${db.file}`, `bs=${size}`, `seek=${root - 1}`, "conv=notrunc", "status=none"], { input: handle });
    const again = openDatabase(db.file, { create: false });
    try {
      expect(() => again.rows(sql`select id from place indexed by place_slug where slug = 'kharkiv'`)).toThrow("malformed");
      expect(troubleOf(db.file)).toMatchObject({ kind: "damaged" });
      expect(() => enter(again, "Never")).toThrow("restore a backup");
      expect(again.first<{ n: number }>(sql`select count(*) as n from incident`)).toEqual({ n: 60 });
    } finally {
      again.close();
    }
  });
});
