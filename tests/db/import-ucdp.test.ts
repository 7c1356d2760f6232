import { existsSync, readFileSync } from "node:fs";
import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { makeActor } from "@/db/commands/actor";
import { importRecords } from "@/db/commands/import-records";
import { createRecord } from "@/db/commands/settings";
import { ucdp } from "@/domain/formats/ucdp";
import { testDatabase } from "../support/database";

const FILE = "../shared/data/ucdp-ged-ukraine-2014-2023.csv";
const ADMIN = makeActor({ accountId: null, name: "an admin", role: "admin" });

function emptyRecord() {
  const db = testDatabase({ now: "2026-11-25T09:00:00Z" });
  createRecord(db, { title: "Imported", countries: ["UA"], timeZone: "Europe/Kyiv", codePrefix: "U" });
  return db;
}

it.skipIf(!existsSync(FILE))("every row of the UCDP file comes in, with its sums, and a second import changes nothing", () => {
  const db = emptyRecord();
  const bytes = readFileSync(FILE);
  const files = [{ name: "ucdp.csv", chunks: () => [bytes] }];
  const report = importRecords(db, ADMIN, ucdp, files, { formatName: "ucdp" });
  expect(report.problems).toEqual([]);
  expect(report).toMatchObject({ written: true, rows: 3883, incidents: { new: 3883 }, claims: { new: 3883 } });
  const widened = report.warnings.filter(({ code }) => code === "range.widened");
  expect(widened).toHaveLength(31);
  const added = (bound: "low" | "high") =>
    widened.reduce((sum, { values }) => sum + Number(values[bound === "low" ? "from" : "to"]) - Number(values[bound]), 0);
  expect(
    db.first(sql`select sum(low) as low, sum(case qualifier when 'between' then best else low end) as best, sum(high) as high
      from figure where metric = 'killed' and "group" = 'all'`),
  ).toEqual({ low: 16369 + added("low"), best: 18480, high: 20272 + added("high") });
  const before = db.first(sql`select count(*) as n, max(id) as last from audit`);
  const again = importRecords(db, ADMIN, ucdp, files, { formatName: "ucdp" });
  expect(again).toMatchObject({
    problems: [],
    incidents: { new: 0, updated: 0, unchanged: 3883 },
    claims: { new: 0, updated: 0 },
    places: 0,
    sources: 0,
  });
  expect(db.first(sql`select count(*) as n, max(id) as last from audit`)).toEqual(before);
});
