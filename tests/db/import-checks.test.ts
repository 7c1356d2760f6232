/** The tables' CHECKs over an import's rows: asked once for all, and row by row where one does not hold. */
import { sql } from "drizzle-orm";
import { afterEach, expect, it } from "vitest";
import { makeActor } from "@/db/commands/actor";
import { ASKED, expectDerivedHold, passesChecks } from "@/db/commands/import-checks";
import { copyRecord, type Copy } from "@/db/commands/import-copy";
import { MOVES } from "@/db/commands/import-moves";
import { importRecords } from "@/db/commands/import-records";
import type { Format, ImportedEvent } from "@/domain/formats/imported";
import { ucdp } from "@/domain/formats/ucdp";
import { makeRecord } from "../support/records";

const ADMIN = makeActor({ accountId: null, name: "an admin", role: "admin" });
const HEADER = "id,date_start,date_end,latitude,longitude,country,best,high,low";
const ROWS = [`${HEADER}`, "a,2022-03-01,2022-03-01,50,30,Ukraine,2,3,1", "b,2022-03-02,2022-03-02,50,30,Ukraine,5,5,5"].join(
  "\n",
);
const FILE = { name: "events.csv", chunks: () => [Buffer.from(ROWS)] };

let copy: Copy | null = null;
afterEach(() => copy?.remove());

const BROKEN = [
  ["a figure's bounds the wrong way round", "update figure set low = high + 1"],
  ["a title of spaces", "update incident set title = '  '"],
  ["a kind that is none", "update source set kind = 'nobody'"],
  ["a withdrawal without its day", "update claim set status = 'withdrawn'"],
] as const;

it.each(BROKEN)("finds %s, whether all rows are asked about or only new ones", (_, breaking) => {
  const db = makeRecord([]);
  importRecords(db, ADMIN, ucdp, [FILE], { formatName: "ucdp" });
  copy = copyRecord(db);
  for (let id = 1; id <= copy.last.incident; id++) copy.original.bring(id);
  expect(passesChecks(copy, { all: true })).toBe(true);
  copy.sqlite.pragma("ignore_check_constraints = ON");
  copy.sqlite.exec(breaking);
  expect(passesChecks(copy, { all: true })).toBe(false);
  expect(passesChecks(copy, { all: false })).toBe(true);
  for (const kind of Object.keys(copy.last)) copy.last[kind as keyof Copy["last"]] = 0;
  expect(passesChecks(copy, { all: false })).toBe(false);
  db.close();
});

it("asks about every table that goes into the record without being asked there", () => {
  const db = makeRecord([]);
  // Sums go in with their CHECKs.
  const filled = Object.keys(MOVES).filter((name) => name !== "rollup_added");
  const withChecks = db
    .rows<{ name: string }>(sql`select name from sqlite_schema where type = 'table' and sql like '%check(%'`)
    .map(({ name }) => name)
    .filter((name) => filled.includes(name));
  expect(withChecks).toContain("estimate");
  expect(withChecks.filter((name) => !ASKED.has(name))).toEqual([]);
  db.close();
});

it("does not let an estimate through that breaks its table's rules", () => {
  const db = makeRecord([]);
  copy = copyRecord(db);
  expectDerivedHold(copy);
  copy.sqlite.pragma("ignore_check_constraints = ON");
  copy.sqlite.exec(`
    insert into estimate (incident_id, metric, "group", known_from, state, low, high, open, voices, best_majority, reason)
    values (${copy.last.incident + 1}, 'killed', 'all', 0, 'stated', 3, 2, 0, 1, 2, '{}')`);
  expect(() => expectDerivedHold(copy!)).toThrow("estimate");
  db.close();
});

/** As if the schema of a claim let through what the table refuses. */
const lenient: Format = {
  ...ucdp,
  read: function* (rows, context) {
    for (const reading of ucdp.read(rows, context)) {
      const event = reading.event as ImportedEvent;
      if (event.row === 3) event.claims[0]!.claim.status = "withdrawn";
      yield { ...reading, warnings: [{ row: event.row, column: null, code: "range.widened", values: {} }] };
    }
  },
};

it("names the row that a CHECK refuses, keeps nothing, and says each warning once", () => {
  const db = makeRecord([]);
  const said: string[] = [];
  const report = importRecords(db, ADMIN, lenient, [FILE], {
    formatName: "ucdp",
    onProblem: ({ row, code }, isWarning) => said.push(`${row} ${code} ${isWarning}`),
  });
  expect(report).toMatchObject({ written: false, rows: 2 });
  expect(report.problems.map(({ row, code }) => [row, code])).toEqual([[3, "row.refused"]]);
  expect(report.warnings).toHaveLength(2);
  expect(said.sort()).toEqual(["2 range.widened true", "3 range.widened true", "3 row.refused false"]);
  expect(db.first(sql`select count(*) as n from incident`)).toEqual({ n: 0 });
  db.close();
});
