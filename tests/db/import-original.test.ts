/** What an import's copy has of the record: nothing but what was asked for, and that whole. */
import { sql } from "drizzle-orm";
import { afterEach, beforeEach, expect, it } from "vitest";
import { makeActor } from "@/db/commands/actor";
import { copyRecord, type Copy } from "@/db/commands/import-copy";
import { recordClaim } from "@/db/commands/claims";
import { recordIncident } from "@/db/commands/incidents";
import { driverOf, type Db } from "@/db/open";
import { demoDatabase } from "../support/database";

const ADMIN = makeActor({ accountId: null, name: "an admin", role: "admin" });
let db: Db;
let copy: Copy;
beforeEach(() => {
  db = demoDatabase({ now: "2026-11-25T09:00:00Z" });
  copy = copyRecord(db);
});
afterEach(() => {
  copy.remove();
  db.close();
});

const OF_INCIDENT = {
  incident: "id = ?",
  incident_external_id: "incident_id = ?",
  claim: "incident_id = ?",
  figure: "claim_id in (select id from claim where incident_id = ?)",
};
const rowsOf = (of: "record" | "copy", table: keyof typeof OF_INCIDENT, id: number) =>
  (of === "record" ? driverOf(db) : copy.sqlite)
    .prepare(`select * from main."${table}" where ${OF_INCIDENT[table]} order by 1, 2, 3`)
    .all(id);
const isWhole = (id: number) =>
  (Object.keys(OF_INCIDENT) as (keyof typeof OF_INCIDENT)[]).every(
    (table) => JSON.stringify(rowsOf("copy", table, id)) === JSON.stringify(rowsOf("record", table, id)),
  );
const idsOf = (where: string) =>
  driverOf(db).prepare(`select id from incident where ${where} order by id`).pluck().all() as number[];
const countIn = (table: string) => copy.sqlite.prepare(`select count(*) from "${table}"`).pluck().get() as number;

it("begins with the last row of each table alone, and what rows are matched with", () => {
  for (const table of ["incident", "claim", "report"]) expect([table, countIn(table)]).toEqual([table, 1]);
  for (const table of ["figure", "incident_external_id", "import_row", "estimate"])
    expect([table, countIn(table)]).toEqual([table, 0]);
  for (const table of ["place", "place_name", "source", "record", "ruling"])
    expect([table, countIn(table)]).toEqual([table, driverOf(db).prepare(`select count(*) from "${table}"`).pluck().get()]);
});

it("brings each incident over whole, the last one too, and once", () => {
  const ids = idsOf("true");
  expect(ids.length).toBeGreaterThan(50);
  for (const id of [...ids].reverse()) {
    copy.original.bring(id);
    expect([id, isWhole(id)]).toEqual([id, true]);
  }
  const changed = "changed in the copy";
  copy.sqlite.prepare("update incident set title = ? where id = ?").run(changed, ids[0]);
  copy.original.bring(ids[0]!);
  expect(copy.sqlite.prepare("select title from incident where id = ?").pluck().get(ids[0])).toBe(changed);
  expect(countIn("claim")).toBe(driverOf(db).prepare("select count(*) from claim").pluck().get());
});

it("brings what an incident is part of and its parts, from whichever it began", () => {
  const [wider] = idsOf("id in (select part_of_id from incident)");
  const parts = idsOf(`part_of_id = ${wider}`);
  expect(parts.length).toBeGreaterThan(0);
  copy.original.bring(parts[0]!);
  for (const id of [wider!, ...parts]) expect([id, isWhole(id)]).toEqual([id, true]);
});

it("finds incidents by code, claim, and other data sets' ids", () => {
  const [claim] = driverOf(db)
    .prepare("select id, code, incident_id as incident from claim where repeats_id is not null")
    .all() as {
    id: number;
    code: string;
    incident: number;
  }[];
  copy.original.bringOfClaim({ code: claim!.code });
  expect(isWhole(claim!.incident)).toBe(true);
  const [other] = idsOf(`id <> ${claim!.incident}`);
  copy.original.bringByCode(driverOf(db).prepare("select code from incident where id = ?").pluck().get(other) as string);
  expect(isWhole(other!)).toBe(true);
  expect(copy.original.isNumberTaken(1)).toBe(true);
  expect(copy.original.isNumberTaken(1_000_000)).toBe(false);
  expect(copy.original.incidentOf("ucdp", "1")).toBeUndefined();
});

it("stays as it was when the copy was made", () => {
  const code = driverOf(db).prepare("select code from incident where id = 1").pluck().get() as string;
  driverOf(db).prepare("update incident set title = 'Called otherwise since' where id = 1").run();
  const since = recordIncident(db, ADMIN, { title: "Since", dateStart: "2022-03-01", locationPrecision: "country" });
  recordClaim(db, ADMIN, code, {
    claimant: { name: "Somebody" },
    report: { publisher: "A paper", retrievedAt: "2022-03-02" },
    figures: [{ metric: "killed", qualifier: "exact", low: 1, high: 1 }],
  });
  copy.original.bring(1);
  copy.original.bringByCode(since);
  expect(copy.sqlite.prepare("select title from incident where id = 1").pluck().get()).not.toBe("Called otherwise since");
  expect(copy.sqlite.prepare("select 1 from incident where code = ?").get(since)).toBeUndefined();
  expect(copy.sqlite.prepare("select count(*) from claim where incident_id = 1").pluck().get()).toBe(
    db.first<{ n: number }>(sql`select count(*) - 1 as n from claim where incident_id = 1`)!.n,
  );
});
