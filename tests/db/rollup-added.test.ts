/** Sums of an import that are still to be added to the record's own: readers, saves, releases and checks take both as one. */
import { dirname, join } from "node:path";
import Sqlite from "@/db/driver";
import { sql } from "drizzle-orm";
import { afterEach, beforeEach, expect, it } from "vitest";
import { fileAt } from "@/cli/import";
import { makeActor } from "@/db/commands/actor";
import { finishImports } from "@/db/commands/import-clean";
import { importRecords } from "@/db/commands/import-records";
import { retractIncident } from "@/db/commands/incidents";
import { makeRelease } from "@/db/commands/releases";
import { createRecord } from "@/db/commands/settings";
import { driverOf, openForReading, type Db, type ReadDb } from "@/db/open";
import { findDashboard } from "@/db/queries/dashboard";
import { listCities } from "@/db/queries/places";
import { seriesByCity } from "@/db/queries/series";
import { differencesOfRollups } from "@/db/recount-rollups";
import { Refused } from "@/db/refused";
import { releaseFolder } from "@/db/releases/folders";
import { areSumsWaiting } from "@/db/rollup-added";
import { EVERYTHING } from "@/domain/filter";
import { ucdp } from "@/domain/formats/ucdp";
import { writeImportTable } from "../bench/import-table";
import { testDatabase } from "../support/database";
import { exportedText } from "../support/exported";

const ADMIN = makeActor({ accountId: null, name: "an admin", role: "admin" });
const FILTERS = [
  EVERYTHING,
  { ...EVERYTHING, from: "2016-02-10", to: "2017-11-05" },
  { ...EVERYTHING, known: "2019-05-01" },
  { ...EVERYTHING, cities: ["city-7", "city-11"] },
];

let db: Db;
let reader: ReadDb;
beforeEach(async () => {
  db = testDatabase({ now: "2026-11-25T09:00:00Z" });
  createRecord(db, { title: "Imported", countries: ["UA"], timeZone: "Europe/Kyiv", codePrefix: "U" });
  const file = join(dirname(db.file), "table.csv");
  await writeImportTable(file, 900);
  importRecords(db, ADMIN, ucdp, [fileAt(file)], { formatName: "ucdp", publish: true });
  reader = openForReading(db.file);
});
afterEach(() => {
  reader.close();
  db.close();
});

const seen = (from: ReadDb) => ({
  cities: listCities(from),
  views: FILTERS.map((filter) => [
    findDashboard(from, filter),
    exportedText(from, "series", filter),
    seriesByCity(from, filter, "killed", "month"),
    seriesByCity(from, filter, "killed", "year"),
  ]),
});
const left = () => db.first<{ n: number }>(sql`select count(*) as n from rollup_added`)!.n;
const differences = () => {
  const sqlite = new Sqlite(db.file);
  const found = differencesOfRollups(sqlite);
  sqlite.close();
  return found;
};

/** Puts sums back to where they lie right after an import is seen: every third one whole, every third in part. */
function setWaiting(): void {
  driverOf(db).exec(`
    insert into rollup_added select * from rollup where (period + city) % 3 = 0;
    delete from rollup where (period + city) % 3 = 0;
    insert into rollup_added select measure, "group", attack, shown_by, city, period, n - 1, low - 1, high, open,
           best_majority / 2, best_latest, best_lowest, best_highest / 3, best_median from rollup where (period + city) % 3 = 1 and n > 1;
    update rollup set n = 1, low = 1, high = 0, open = 0, best_majority = best_majority - best_majority / 2, best_latest = 0, best_lowest = 0,
           best_highest = best_highest - best_highest / 3, best_median = 0 where (period + city) % 3 = 1 and n > 1;
    update import_job set state = 'finishing'; update record set changed_at = changed_at + 1`);
  expect(left()).toBeGreaterThan(1_000);
}

it("readers see the same sums whether they are added or waiting, and nothing of them while they are hidden", () => {
  const before = seen(reader);
  setWaiting();
  expect(seen(reader)).toEqual(before);
  expect(seen(db)).toEqual(before);
  expect(differences()).toEqual([]);
  expect(areSumsWaiting(reader)).toBe(true);
  driverOf(db).exec("update import_job set state = 'hidden'");
  expect(areSumsWaiting(reader)).toBe(false);
});

it("a save changes whole sums, and the next start adds those that were left waiting", () => {
  setWaiting();
  retractIncident(db, ADMIN, { code: "U-0007", version: 1 }, "Nothing of it is true.");
  retractIncident(db, ADMIN, { code: "U-0450", version: 1 }, "Nothing of it is true.");
  expect(left()).toBeGreaterThan(1_000);
  expect(differences()).toEqual([]);
  const before = seen(reader);
  expect(finishImports(db, () => ADMIN)).toBe(1);
  expect(left()).toBe(0);
  expect(differences()).toEqual([]);
  expect(db.rows(sql`select state from import_job`)).toEqual([{ state: "done" }]);
  expect(seen(reader)).toEqual(before);
});

it("a release holds them added, and no other import begins before they are", async () => {
  setWaiting();
  const version = await makeRelease(db, ADMIN, { note: null, origin: "" });
  const frozen = openForReading(join(releaseFolder(db.file, version), `attest-${version}.sqlite`));
  expect(exportedText(frozen, "series")).toBe(exportedText(reader, "series"));
  frozen.close();
  const more = join(dirname(db.file), "more.csv");
  await writeImportTable(more, 10, { from: 5_000 });
  const bring = () => importRecords(db, ADMIN, ucdp, [fileAt(more)], { formatName: "ucdp" });
  expect(bring).toThrow(new Refused("import.busy"));
  finishImports(db, () => ADMIN);
  expect(bring()).toMatchObject({ written: true, incidents: { new: 10 } });
});
