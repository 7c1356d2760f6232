/** The process behind an import at the desk: looks at an uploaded file, brings it in, stops when asked, takes it back. */
import { spawnSync, spawn } from "node:child_process";
import { copyFileSync, existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { createAccount } from "@/db/commands/accounts";
import { makeActor, type Actor } from "@/db/commands/actor";
import { beginUndo } from "@/db/commands/import-clean";
import { beginUpload, bringImport, chooseImport, dropImport, endUpload, importFile, stopImport } from "@/db/commands/import-jobs";
import { createRecord } from "@/db/commands/settings";
import type { Db } from "@/db/open";
import { account } from "@/db/schema";
import { findImport, importProblems, rememberedMapping } from "@/db/queries/imports";
import { verifyRecord } from "@/db/verify";
import { writeImportTable } from "../bench/import-table";
import { testDatabase } from "../support/database";

const SHELL = makeActor({ accountId: null, name: "command line", role: "admin" });
const HEADER = ["id", "date_start", "best"];

function begin(): { db: Db; editor: Actor } {
  const db = testDatabase();
  createRecord(db, { title: "Imported", countries: ["UA"], timeZone: "Europe/Kyiv", codePrefix: "U" });
  const made = createAccount(db, SHELL, { email: "e@example.org", name: "Editor", passwordHash: "$", role: "editor" });
  return { db, editor: makeActor({ accountId: made.id, name: made.name, role: "editor" }) };
}

async function uploaded(db: Db, actor: Actor, rows: number): Promise<number> {
  const file = join(dirname(db.file), "table.csv");
  await writeImportTable(file, rows);
  const id = beginUpload(db, actor, { name: "table.csv", bytes: 1 });
  copyFileSync(file, importFile(db.file, id));
  endUpload(db, actor, id, { header: HEADER, format: "ucdp" });
  return id;
}

const UCDP = { format: "ucdp", mapping: null, dates: null, publish: false };
const args = (task: string, id: number) => ["--import", "tsx", "cli/import-job.ts", task, String(id)];
const environment = (db: Db) => ({ env: { ...process.env, ATTEST_DB: db.file } });
const work = (db: Db, task: string, id: number) => {
  const { stderr } = spawnSync(process.execPath, args(task, id), { ...environment(db), encoding: "utf8" });
  expect(stderr).toBe("");
};
const incidents = (db: Db) => db.first<{ n: number }>(sql`select count(*) as n from incident`)!.n;

it("looks, brings in and takes back, and says in the job's row what came of it", { timeout: 120_000 }, async () => {
  const { db, editor } = begin();
  const id = await uploaded(db, editor, 120);
  chooseImport(db, editor, id, UCDP);
  expect(() => bringImport(db, editor, id)).toThrow("import.not_checked");
  expect(() => dropImport(db, editor, id)).toThrow("import.not_open");
  work(db, "check", id);
  expect(findImport(db, id)).toMatchObject({ state: "checked", rows: 120, report: { problems: 0, incidents: { new: 120 } } });
  expect(incidents(db)).toBe(0);
  bringImport(db, editor, id);
  work(db, "bring", id);
  expect(findImport(db, id)).toMatchObject({ state: "done", report: { written: true, incidents: { new: 120 } } });
  expect(incidents(db)).toBe(120);
  expect(existsSync(importFile(db.file, id))).toBe(false);
  beginUndo(db, editor, id);
  // Nothing that was begun stays half done for an account that was closed meanwhile.
  db.transaction((tx) => tx.update(account).set({ disabledAt: 1 }).run());
  work(db, "undo", id);
  expect(findImport(db, id)!.state).toBe("undone");
  expect((await verifyRecord(db.file)).findings).toEqual([]);
  expect([incidents(db), db.first<{ n: number }>(sql`select count(*) as n from place`)!.n]).toEqual([0, 0]);
});

it("names every problem, more than a report lists, and imports nothing", { timeout: 120_000 }, async () => {
  const { db, editor } = begin();
  const id = await uploaded(db, editor, 700);
  const mapping = { columns: { dateStart: "date_start", claimant: "best", city: "relid" } };
  chooseImport(db, editor, id, { format: "generic", mapping, dates: null, publish: false });
  work(db, "check", id);
  expect(findImport(db, id)).toMatchObject({ state: "checked", report: { problems: 700 } });
  expect(importProblems(db, id, 690, 50)).toHaveLength(10);
  expect(importProblems(db, id, 0, 1)).toMatchObject([{ row: 2, column: "relid", code: "place.unknown", isWarning: false }]);
  expect(() => bringImport(db, editor, id)).toThrow("import.has_problems");
  expect(rememberedMapping(db, HEADER)).toEqual(mapping);
  dropImport(db, editor, id);
  expect(existsSync(importFile(db.file, id))).toBe(false);
});

it("stops when asked and keeps nothing; a closed account's import does not begin", { timeout: 120_000 }, async () => {
  const { db, editor } = begin();
  const id = await uploaded(db, editor, 12_000);
  chooseImport(db, editor, id, UCDP);
  const child = spawn(process.execPath, args("check", id), { ...environment(db), stdio: "ignore" });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  while (findImport(db, id)!.rows === 0 && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 20));
  stopImport(db, editor, id);
  await ended;
  expect(findImport(db, id)!.state).toBe("cancelled");
  expect(() => beginUpload(db, editor, { name: "x", bytes: 200_000_001 })).toThrow("import.too_large");
  expect(() => chooseImport(db, editor, id, { ...UCDP, publish: true })).toThrow("role.not_allowed");
  chooseImport(db, editor, id, UCDP);
  db.transaction((tx) => tx.update(account).set({ disabledAt: 1 }).run());
  spawnSync(process.execPath, args("check", id), environment(db));
  expect(findImport(db, id)).toMatchObject({ state: "failed", failure: "The account that began this import is closed." });
});
