import fc from "fast-check";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { sentenceOf } from "@/cli/import-sentences";
import { makeActor } from "@/db/commands/actor";
import { importRecords } from "@/db/commands/import-records";
import type { Db } from "@/db/open";
import { claimsDataset } from "@/domain/datasets/claims";
import { rulingsDataset } from "@/domain/datasets/rulings";
import { FORMATS, formatOf } from "@/domain/formats/formats";
import { exportedText } from "../support/exported";
import { noteFigure, share } from "../support/figures";
import { anyRecord, emptyRecord, makeRecord } from "../support/records";

const ADMIN = makeActor({ accountId: null, name: "an admin", role: "admin" });
const SEED = 20220301;
const [GENERATED, MUTATED] = [share(10_000, 500), share(2_000, 200)];
const ALL_FORMATS = {
  ...FORMATS,
  generic: formatOf("generic", {
    columns: { id: "id", dateStart: "date_start", city: "city", claimant: "claimant" },
    figures: { killed: { min: "low", max: "high", best: "best" } },
    constants: { country: "UA" },
  }),
};
type FormatName = keyof typeof ALL_FORMATS;

let db: Db;
beforeAll(() => {
  db = makeRecord([]);
});
afterAll(() => db.close());

const TABLES = [
  "incident",
  "incident_external_id",
  "claim",
  "figure",
  "report",
  "source",
  "place",
  "place_name",
  "ruling",
  "estimate",
  "rollup",
  "audit",
  "import_row",
  "import_change",
];
const sizes = () => TABLES.map((table) => db.first<{ n: number }>(sql`select count(*) as n from ${sql.raw(table)}`)!.n);

/** Nothing but a report comes of any bytes; with a problem the record is as it was, without one every row is in. */
function expectWhole(name: FormatName, bytes: Uint8Array, pieces: number, publish: boolean): void {
  const before = sizes();
  const record = db.first(sql`select * from record`);
  const chunks = function* () {
    for (let start = 0; start < bytes.length; start += pieces) yield bytes.subarray(start, start + pieces);
  };
  const report = importRecords(db, ADMIN, ALL_FORMATS[name], [{ name: "fuzz.csv", chunks }], { formatName: name, publish });
  for (const { row, code, values } of [...report.problems, ...report.warnings]) {
    expect(row).toBeGreaterThan(0);
    expect(sentenceOf({ code, values }), code).not.toMatch(/^[a-z_]+\.[a-z_]+|\{\w+\}/);
  }
  if (report.problems.length > 0) {
    expect(report.written).toBe(false);
    expect(sizes()).toEqual(before);
    expect(db.first(sql`select * from record`)).toEqual(record);
  } else {
    expect(report.written).toBe(true);
    expect(sizes()[0]! - before[0]!).toBe(report.incidents.new);
    expect(sizes()[2]! - before[2]!).toBe(report.claims.new);
  }
}

const COLUMNS = [
  ...claimsDataset.columns.map(({ name }) => name),
  ...rulingsDataset.columns.map(({ name }) => name),
  ..."id date_start date_end best high low where_prec date_prec where_coordinates source_article source_original event_date fatalities notes event_id_cnty location source eventid iyear imonth iday nkill nwound country country_txt specificity".split(
    " ",
  ),
];
const cell = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      "",
      "1",
      "0",
      "5",
      "2022-03-01",
      "03/04/2022",
      "31/12/2022",
      "Kyiv",
      "Ivanivka",
      "killed",
      "exact",
      "between",
      "Mayor",
      "Ukraine",
      "UA",
      "50.4",
      "30.5",
      "true",
      "2014",
      "dozens",
    ),
  },
  fc.constantFrom(
    "-1",
    "1e9",
    "99999999999",
    "=1+1",
    "'",
    '"',
    "\uFEFF",
    "\u0000",
    "x:y",
    "x".repeat(5000),
    "a;b",
    "NaN",
    "2022-02-30",
  ),
  fc.string({ unit: "grapheme", maxLength: 20 }),
);
const quoted = (text: string, sloppy: boolean) => (sloppy ? text : `"${text.replaceAll('"', '""')}"`);
const table = fc
  .record({
    columns: fc.oneof(
      fc.uniqueArray(fc.constantFrom<string[]>(...COLUMNS), { minLength: 1, maxLength: 25, size: "max" }),
      fc.constantFrom<string[][]>(
        ["date_start", "city", "claimant", "metric", "low", "high", "latitude", "longitude"],
        ["id", "date_start", "date_end", "best", "high", "low", "latitude", "longitude"],
        ["event_date", "fatalities", "event_id_cnty", "location", "latitude", "longitude"],
        ["eventid", "iyear", "imonth", "iday", "nkill", "country_txt"],
      ),
    ),
    rows: fc.array(fc.array(cell, { minLength: 25, maxLength: 25 }), { maxLength: 6 }),
    ragged: fc.integer({ min: 0, max: 8 }),
    separator: fc.constantFrom(",", ";", "\t", "|"),
    end: fc.constantFrom("\n", "\r\n", "\r"),
    sloppy: fc.integer({ min: 0, max: 4 }),
  })
  .map(({ columns, rows, ragged, separator, end, sloppy }) =>
    [columns, ...rows.map((cells, index) => cells.slice(0, columns.length + (index === ragged ? 1 : 0)))]
      .map((cells) => cells.map((text) => quoted(text, sloppy === 0)).join(separator))
      .join(end),
  );
const encoded = fc
  .tuple(table, fc.constantFrom("utf8" as const, "utf16le" as const, "latin1" as const))
  .map(([text, encoding]) => new Uint8Array(Buffer.from(text, encoding)));
const anyBytes = fc.oneof({ weight: 6, arbitrary: encoded }, fc.uint8Array({ maxLength: 300 }));
const names = fc.constantFrom(...(Object.keys(ALL_FORMATS) as FormatName[]));

it(`${GENERATED.count} made-up files: no crash, no partial import`, { timeout: 3_600_000 }, () => {
  fc.assert(
    fc.property(names, anyBytes, fc.integer({ min: 1, max: 400 }), fc.boolean(), (name, bytes, pieces, publish) =>
      expectWhole(name, bytes, pieces, publish),
    ),
    { numRuns: GENERATED.count, seed: SEED + GENERATED.from },
  );
  noteFigure({
    what: "made-up CSV files imported",
    count: GENERATED.count,
    wrong: 0,
    seed: SEED,
    note: "any format, encoding, bytes: in whole or refused with the row named, the record otherwise as it was",
  });
});

const mutation = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.integer({ min: 0, max: 40 }),
  put: fc.oneof(fc.constantFrom('"', "\n", ",", "", ";", "2022-13-01", "\u0000", "é"), fc.string({ maxLength: 6 })),
});

it(`${MUTATED.count} damaged exports: no crash, no partial import`, { timeout: 3_600_000 }, () => {
  fc.assert(
    fc.property(anyRecord, fc.array(mutation, { minLength: 1, maxLength: 4 }), fc.boolean(), (facts, mutations, publish) => {
      const source = makeRecord(facts);
      const text = exportedText(source, "claims");
      source.close();
      const damaged = mutations.reduce((so, { at, length, put }) => {
        const start = Math.floor(at * so.length);
        return so.slice(0, start) + put + so.slice(start + length);
      }, text);
      expectWhole("attest", new Uint8Array(Buffer.from(damaged)), 97, publish);
    }),
    { numRuns: MUTATED.count, seed: SEED + MUTATED.from },
  );
  noteFigure({ what: "damaged exports imported", count: MUTATED.count, wrong: 0, seed: SEED, note: "in whole or refused" });
});

it("an empty record stays empty when there is nothing to import", () => {
  const empty = emptyRecord();
  const report = importRecords(empty, ADMIN, FORMATS.attest, [{ name: "x.csv", chunks: () => [] }], { formatName: "attest" });
  expect(report.problems).toMatchObject([{ row: 1, code: "table.empty" }]);
  empty.close();
});
