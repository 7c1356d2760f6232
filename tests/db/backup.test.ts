import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import Sqlite from "@/db/driver";
import { afterEach, describe, expect, test } from "vitest";
import { backUp, BadBackup, checkBackup, checksumOf, listBackups, outdatedBackups, pruneBackups } from "@/db/backup";
import { makeActor } from "@/db/commands/actor";
import { noteBackup, noteRestore } from "@/db/commands/backups";
import { recordIncident } from "@/db/commands/incidents";
import { makeRelease } from "@/db/commands/releases";
import { sha256OfFile } from "@/db/files";
import { openDatabase } from "@/db/open";
import { lastBackup } from "@/db/queries/backups";
import { releaseFolder } from "@/db/releases/folders";
import { keptRelease } from "@/db/releases/kept";
import { restoreBackup } from "@/db/restore";
import { verifyRecord } from "@/db/verify";
import { demoDatabase } from "../support/database";

const ADMIN = makeActor({ accountId: null, name: "test", role: "admin" });
const folders: string[] = [];
const folder = () => {
  folders.push(mkdtempSync(join(tmpdir(), "attest-backups-")));
  return folders.at(-1)!;
};
afterEach(() => {
  for (const one of folders.splice(0)) rmSync(one, { recursive: true, force: true });
});

const enter = (db: Parameters<typeof recordIncident>[0], title: string) =>
  recordIncident(db, ADMIN, { title, dateStart: "2022-03-09", locationPrecision: "country" });

describe("a backup", () => {
  test("is one whole file with a checksum that other tools read, and is noted in the audit log", async () => {
    const db = demoDatabase();
    enter(db, "Only in the log so far");
    const into = folder();
    const made = await backUp(db.file, into, { now: Date.parse("2026-11-23T04:30:00Z") });
    expect(readdirSync(into).sort()).toEqual(["attest-2026-11-23T043000Z.sqlite", "attest-2026-11-23T043000Z.sqlite.sha256"]);
    execFileSync("sha256sum", ["--check", "--strict", basename(checksumOf(made.file))], { cwd: into });
    expect(statSync(made.file).mode & 0o077).toBe(0);
    expect((await verifyRecord(made.file, { head: made.head })).findings).toEqual([]);
    expect(readdirSync(into)).toHaveLength(2);
    expect(lastBackup(db)).toBeNull();
    noteBackup(db, ADMIN, made);
    expect(lastBackup(db)).toMatchObject({ at: made.at, file: basename(made.file), sha256: made.sha256, head: made.head });
  });

  test("of a damaged record is none: it is said, and nothing lies there that looks like one", async () => {
    const db = demoDatabase();
    db.close();
    const bytes = readFileSync(db.file);
    const sqlite = new Sqlite(db.file, { readonly: true });
    const root = sqlite.prepare("select rootpage from sqlite_schema where name = 'estimate'").pluck().get() as number;
    sqlite.close();
    bytes.fill(0xa5, (root - 1) * bytes.readUInt16BE(16) + 8, (root - 1) * bytes.readUInt16BE(16) + 200);
    writeFileSync(db.file, bytes);
    const into = folder();
    await expect(backUp(db.file, into)).rejects.toThrow("The copy is not good");
    expect(readdirSync(into)).toEqual([]);
  });

  test("that was changed by one bit is refused by its checksum", async () => {
    const db = demoDatabase();
    const { file } = await backUp(db.file, folder());
    const bytes = readFileSync(file);
    bytes[bytes.length >> 1]! ^= 4;
    writeFileSync(file, bytes);
    expect(() => checkBackup(file)).toThrow("not what its checksum says");
    rmSync(checksumOf(file));
    expect(() => checkBackup(join(dirname(file), "none.sqlite"))).toThrow("There is no file");
  });

  test("goes when it is outdated: the newest stay, and the last of each month of a year", () => {
    const at = (day: string) => ({ file: day, at: Date.parse(`${day}T00:00:00Z`) });
    const days = ["2025-06-30", "2025-12-30", "2025-12-31", "2026-01-01", "2026-01-15", "2026-02-01", "2026-02-02", "2026-02-03"];
    expect(outdatedBackups(days.map(at), 2).map(({ file }) => file)).toEqual(["2026-02-01", "2026-01-01", "2025-12-30"]);
    const into = folder();
    for (const day of ["21", "22", "23"])
      for (const end of ["", ".sha256"]) writeFileSync(join(into, `attest-2026-11-${day}T000000Z.sqlite${end}`), "");
    for (const other of ["attest-2026-11-21.sqlite", "notes.txt", "attest.sqlite"]) writeFileSync(join(into, other), "");
    expect(listBackups(into).map(({ at: when }) => new Date(when).getUTCDate())).toEqual([23, 22, 21]);
    expect(pruneBackups(into, 1)).toHaveLength(2);
    expect(readdirSync(into).sort()).toEqual([
      "attest-2026-11-21.sqlite",
      "attest-2026-11-23T000000Z.sqlite",
      "attest-2026-11-23T000000Z.sqlite.sha256",
      "attest.sqlite",
      "notes.txt",
    ]);
  });
});

describe("releases beside backups", () => {
  const released = async () => {
    const db = demoDatabase();
    const version = await makeRelease(db, ADMIN, { note: null, origin: "" });
    return { db, version, own: releaseFolder(db.file, version), into: folder() };
  };
  const hashes = (path: string) => Object.fromEntries(readdirSync(path).map((name) => [name, sha256OfFile(join(path, name))]));

  test("are kept once, and come back whole with the record where the disk is gone", async () => {
    const { db, version, own, into } = await released();
    const made = await backUp(db.file, into);
    expect(made.releases).toEqual({ copied: [version], there: [], missing: [] });
    expect((await backUp(db.file, into)).releases).toEqual({ copied: [], there: [version], missing: [] });
    expect(hashes(keptRelease(into, version))).toEqual(hashes(own));
    expect(listBackups(into)).toHaveLength(2);
    pruneBackups(into, 1);
    expect(existsSync(keptRelease(into, version))).toBe(true);
    const elsewhere = join(folder(), "new.sqlite");
    const restored = restoreBackup(listBackups(into)[0]!.file, elsewhere);
    expect(restored.releases).toEqual({ copied: [version], there: [], missing: [] });
    expect(hashes(releaseFolder(elsewhere, version))).toEqual(hashes(own));
    expect(readdirSync(dirname(releaseFolder(elsewhere, version)))).toEqual([version]);
  });

  test("that are damaged are said before anything is restored, and those that are gone are named", async () => {
    const { db, version, own, into } = await released();
    const { file } = await backUp(db.file, into);
    const zip = join(keptRelease(into, version), `attest-${version}.zip`);
    chmodSync(zip, 0o644);
    const bytes = readFileSync(zip);
    bytes[bytes.length >> 1]! ^= 1;
    writeFileSync(zip, bytes);
    const elsewhere = join(folder(), "new.sqlite");
    expect(() => restoreBackup(file, elsewhere)).toThrow(`attest-${version}.zip is not what the record says of that release`);
    expect(existsSync(elsewhere)).toBe(false);
    rmSync(keptRelease(into, version), { recursive: true });
    expect(restoreBackup(file, elsewhere).releases).toEqual({ copied: [], there: [], missing: [version] });
    // Nor is a release that was changed where it was made carried on as if it were whole.
    chmodSync(join(own, "release.json"), 0o644);
    appendFileSync(join(own, "release.json"), " ");
    expect((await backUp(db.file, into)).releases).toEqual({ copied: [], there: [], missing: [version] });
    expect(existsSync(keptRelease(into, version))).toBe(false);
  });
});

describe("a restore", () => {
  test("puts the backup in the record's place, keeps what it replaces, and ends every session", async () => {
    const db = demoDatabase();
    const made = await backUp(db.file, folder());
    const late = enter(db, "After the backup");
    db.close();
    const restored = restoreBackup(made.file, db.file);
    expect(restored).toMatchObject({ checksum: true, head: made.head });
    const again = openDatabase(db.file, { create: false });
    noteRestore(again, ADMIN, made.file, restored);
    again.close();
    expect((await verifyRecord(db.file, { head: made.head })).findings).toEqual([]);
    const titles = (file: string) => {
      const sqlite = new Sqlite(file, { readonly: true });
      const codes = sqlite.prepare("select code from incident").pluck().all();
      sqlite.close();
      return codes;
    };
    expect(titles(db.file)).not.toContain(late);
    expect(titles(restored.kept!)).toContain(late);
    expect((await verifyRecord(restored.kept!)).findings).toEqual([]);
  });

  test("is refused while anybody has the record open, and leaves it as it is", async () => {
    const db = demoDatabase();
    const { file } = await backUp(db.file, folder());
    expect(() => restoreBackup(file, db.file)).toThrow("Stop the server");
    const before = readdirSync(dirname(db.file)).sort();
    expect(before).not.toContain(`${basename(db.file)}.restoring`);
    expect(enter(db, "Still served")).toMatch(/^UA-/);
  });

  test("never lies beside the log of a record that is gone or damaged", async () => {
    const db = demoDatabase();
    const { file } = await backUp(db.file, folder());
    db.close();
    const elsewhere = join(folder(), "record.sqlite");
    writeFileSync(`${elsewhere}-wal`, "an old log");
    expect(() => restoreBackup(file, elsewhere)).toThrow("must not lie beside an old log");
    expect(existsSync(elsewhere)).toBe(false);
    // A damaged record moves away together with its log.
    writeFileSync(elsewhere, "no database any more".repeat(100));
    const { kept } = restoreBackup(file, elsewhere);
    expect(readFileSync(`${kept}-wal`, "utf8")).toBe("an old log");
    expect(existsSync(`${elsewhere}-wal`)).toBe(false);
    expect((await verifyRecord(elsewhere)).findings).toEqual([]);
  });

  test("of the log a killed server left is into the record that is kept, not lost", async () => {
    const db = demoDatabase();
    const { file } = await backUp(db.file, folder());
    const code = enter(db, "Only in the log");
    const crashed = join(folder(), "record.sqlite");
    for (const end of ["", "-wal"]) copyFileSync(`${db.file}${end}`, `${crashed}${end}`);
    const { kept } = restoreBackup(file, crashed);
    const sqlite = new Sqlite(kept!, { readonly: true });
    expect(sqlite.prepare("select title from incident where code = ?").pluck().get(code)).toBe("Only in the log");
    sqlite.close();
  });

  test.each([
    ["a record in use", (file: string) => writeFileSync(`${file}-wal`, "")],
    ["a file that grew", (file: string) => appendFileSync(file, "x")],
    ["a file that is cut", (file: string) => writeFileSync(file, readFileSync(file).subarray(0, 50_000))],
    ["no database", (file: string) => writeFileSync(file, "x".repeat(5_000))],
  ])("refuses %s before it touches anything", async (_name, spoil) => {
    const db = demoDatabase();
    const { file } = await backUp(db.file, folder());
    spoil(file);
    if (!existsSync(`${file}-wal`)) rmSync(checksumOf(file));
    const target = join(folder(), "record.sqlite");
    if (_name === "a file that grew") expect(restoreBackup(file, target).checksum).toBe(false);
    else {
      expect(() => restoreBackup(file, target)).toThrow();
      expect(existsSync(target)).toBe(false);
    }
  });

  test("is refused onto itself", () => {
    const db = demoDatabase();
    expect(() => restoreBackup(db.file, db.file)).toThrow(BadBackup);
  });
});
