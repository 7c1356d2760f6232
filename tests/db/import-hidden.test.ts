/** An import while others read and save: nothing of it is seen until all of it is, and nothing stays of one that ended early. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { makeActor } from "@/db/commands/actor";
import { beginUndo, finishImports, removeRows, undoImport } from "@/db/commands/import-clean";
import { importRecords, type ImportOptions } from "@/db/commands/import-records";
import { amendIncident, recordIncident } from "@/db/commands/incidents";
import { createRecord } from "@/db/commands/settings";
import Sqlite from "@/db/driver";
import { driverOf, openDatabase, openForReading, type Db, type ReadDb } from "@/db/open";
import { countIncidents, listIncidents } from "@/db/queries/incidents";
import { figure } from "@/db/schema";
import { startThread } from "@/db/thread";
import { verifyRecord } from "@/db/verify";
import { EVERYTHING } from "@/domain/filter";
import { ucdp } from "@/domain/formats/ucdp";
import { writeImportTable } from "../bench/import-table";
import { fileAt } from "@/cli/import";
import { testDatabase } from "../support/database";

const ADMIN = makeActor({ accountId: null, name: "an admin", role: "admin" });
const TABLES = [
  "incident",
  "claim",
  "figure",
  "report",
  "source",
  "place",
  "place_name",
  "import_row",
  "estimate",
  "rollup",
  "import_change",
];

async function begin(rows: number) {
  const db = testDatabase({ now: "2026-11-25T09:00:00Z" });
  createRecord(db, { title: "Imported", countries: ["UA"], timeZone: "Europe/Kyiv", codePrefix: "U" });
  const file = join(dirname(db.file), "table.csv");
  await writeImportTable(file, rows);
  const bring = (options: Partial<ImportOptions> = {}) =>
    importRecords(db, ADMIN, ucdp, [fileAt(file)], { formatName: "ucdp", ...options });
  return { db, file, bring };
}

const count = (db: ReadDb, table: string) => db.first<{ n: number }>(sql`select count(*) as n from ${sql.raw(table)}`)!.n;
const sizes = (db: ReadDb) => Object.fromEntries(TABLES.map((table) => [table, count(db, table)]));
const seen = (db: ReadDb) => ({
  listed: countIncidents(db, EVERYTHING),
  page: listIncidents(db, EVERYTHING, { most: 20, after: null }).length,
  ...Object.fromEntries(
    ["incident", "claim", "report", "source", "place", "estimate", "estimate_change", "incident_toll", "rollup"].map((table) => [
      table,
      count(db, table),
    ]),
  ),
});
const expectSound = async (db: Db) => {
  expect((await verifyRecord(db.file)).findings).toEqual([]);
  expect(readdirSync(dirname(db.file)).filter((name) => name.includes("importing"))).toEqual([]);
};
/** What an import leaves out for speed while nobody sees its rows, its connection does again after it. */
const expectStrict = (db: Db) => {
  const pragma = (name: string) => driverOf(db).pragma(name, { simple: true });
  expect([pragma("synchronous"), pragma("ignore_check_constraints"), pragma("foreign_keys")]).toEqual([2, 0, 1]);
};
const INCIDENT = { title: "Somewhere", dateStart: "2022-03-01", locationPrecision: "country" as const };

it("shows nothing until it shows everything, and whoever saves meanwhile keeps the next number", async () => {
  const { db, bring } = await begin(1_200);
  const [reader, other] = [openForReading(db.file), openDatabase(db.file)];
  const before = seen(reader);
  const phases = new Set<string>();
  const codes: string[] = [];
  const report = bring({
    publish: true,
    onProgress: ({ phase }) => {
      if (!phases.has(phase)) codes.push(recordIncident(other, ADMIN, { ...INCIDENT, title: `Saved while ${phase}` }));
      phases.add(phase);
      expect({ ...seen(reader), incident: 0 }).toEqual({ ...before, incident: 0 });
      expect(count(reader, "incident")).toBe(codes.length);
    },
  });
  expect([...phases]).toEqual(["reading", "estimating", "writing"]);
  expect(codes).toEqual(["U-0001", "U-0002", "U-1203"]);
  expect(report).toMatchObject({ written: true, incidents: { new: 1_200 }, published: 1_200 });
  expect(seen(reader)).toMatchObject({ listed: 1_200, page: 20, incident: 1_203, claim: 1_200, source: 200, place: 500 });
  expect(count(reader, "rollup")).toBeGreaterThan(0);
  expect(db.first(sql`select min(code) as first, max(code) as last from incident where publication = 'published'`)).toEqual({
    first: "U-0003",
    last: "U-1202",
  });
  expect(db.rows(sql`select state, first_incident is not null as made from import_job`)).toEqual([{ state: "done", made: 1 }]);
  expectStrict(db);
  reader.close();
  other.close();
  await expectSound(db);
});

it("leaves nothing behind where it is stopped, in whatever phase", async () => {
  const { db, bring } = await begin(1_100);
  const before = sizes(db);
  for (const stopIn of ["reading", "estimating", "writing"] as const) {
    let met = 0;
    expect(() =>
      bring({
        publish: true,
        onProgress: ({ phase, done }) => {
          if (phase === stopIn && (phase !== "writing" || (met++ > 1 && done < 1_100))) throw new Error(`stopped while ${phase}`);
        },
      }),
    ).toThrow(`stopped while ${stopIn}`);
    expect(sizes(db)).toEqual(before);
    expectStrict(db);
  }
  expect(db.rows(sql`select state from import_job`)).toEqual([{ state: "failed" }]);
  await expectSound(db);
});

it("what a killed process left is never seen, and gone after the next start", { timeout: 120_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), "attest-test-"));
  const file = join(folder, "record.db");
  const db = openDatabase(file);
  createRecord(db, { title: "Imported", countries: ["UA"], timeZone: "Europe/Kyiv", codePrefix: "U" });
  await writeImportTable(join(folder, "table.csv"), 8_000);
  const before = sizes(db);
  const child = spawn(
    process.execPath,
    ["--import", "tsx", "cli/attest.ts", "import", join(folder, "table.csv"), "--format", "ucdp"],
    {
      env: { ...process.env, ATTEST_DB: file },
      stdio: "ignore",
    },
  );
  const ended = new Promise((resolve) => child.once("exit", resolve));
  while (count(db, "incident") === 0 && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 5));
  child.kill("SIGKILL");
  await ended;
  expect(count(db, "incident")).toBeGreaterThan(0);
  const reader = openForReading(file);
  expect([count(reader, "incident"), count(reader, "claim"), count(reader, "place")]).toEqual([0, 0, 0]);
  expect(finishImports(db, () => ADMIN)).toBe(1);
  expect(sizes(db)).toEqual(before);
  expect(db.rows(sql`select state from import_job`)).toEqual([{ state: "failed" }]);
  reader.close();
  await expectSound(db);
  db.close();
  rmSync(folder, { recursive: true });
});

it("is taken back whole while nothing was built on it, and not after", async () => {
  const { db, file, bring } = await begin(300);
  const before = sizes(db);
  bring();
  undoImport(db, ADMIN, 1);
  expect(sizes(db)).toEqual(before);
  await expectSound(db);
  expect(db.rows(sql`select state from import_job`)).toEqual([{ state: "undone" }]);
  expect(bring()).toMatchObject({ written: true, incidents: { new: 300 } });
  const code = db.first<{ code: string }>(sql`select code from incident order by id limit 1`)!.code;
  amendIncident(db, ADMIN, { code, version: 1 }, INCIDENT);
  expect(() => undoImport(db, ADMIN, 2)).toThrow("import.edited");
  await writeImportTable(file, 310);
  expect(bring()).toMatchObject({ incidents: { new: 10, unchanged: 2, updated: 298 } });
  expect(() => undoImport(db, ADMIN, 3)).toThrow("import.changed_others");
  await expectSound(db);
});

it(
  "lets others save between its deletes when it is taken back, and its rows add up to what the log tells, also then",
  {
    timeout: 120_000,
  },
  async () => {
    const { db, bring } = await begin(12_000);
    bring();
    const saver = startThread("tests/support/saving-thread.ts", { data: { file: db.file } });
    await once(saver, "message");
    beginUndo(db, ADMIN, 1);
    removeRows(db, ADMIN, 1, "undone");
    saver.postMessage("stop");
    const [saves] = (await once(saver, "message")) as [number[]];
    expect(saves.length).toBeGreaterThan(20);
    expect(Math.max(...saves)).toBeLessThan(150);
    expect(db.rows(sql`select action from audit where subject = 'import 1' order by id`)).toEqual([
      { action: "import.undo" },
      { action: "import.removed" },
    ]);
    expectStrict(db);
    await expectSound(db);
  },
);

it("a record that is looked at while rows go in or out is found as it should be, and a changed row of it is not", async () => {
  const { db, bring } = await begin(300);
  bring();
  beginUndo(db, ADMIN, 1);
  driverOf(db).exec("delete from import_row where incident_id % 2 = 0");
  db.transaction((tx) =>
    tx
      .delete(figure)
      .where(sql`claim_id % 2 = 0`)
      .run(),
  );
  expect(await verifyRecord(db.file)).toMatchObject({ findings: [], isImporting: true });
  const past = new Sqlite(db.file);
  past.exec("update incident set title = 'Another' where id = (select max(id) from incident)");
  past.close();
  expect((await verifyRecord(db.file)).findings).toMatchObject([{ kind: "seal" }]);
});

it("a thing that somebody saves while an import runs stays as they left it", async () => {
  const { db, file, bring } = await begin(50);
  bring({ publish: true });
  const other = openDatabase(db.file);
  await writeImportTable(file, 60);
  const code = db.first<{ code: string }>(sql`select code from incident order by id limit 1`)!.code;
  let met = false;
  bring({
    publish: true,
    onProgress: ({ phase }) => {
      if (phase !== "writing" || met) return;
      met = true;
      amendIncident(other, ADMIN, { code, version: 1 }, { ...INCIDENT, title: "As they left it" });
    },
  });
  expect(met).toBe(true);
  expect(db.first(sql`select title from incident where code = ${code}`)).toEqual({ title: "As they left it" });
  other.close();
  await expectSound(db);
});
