import { existsSync, readFileSync } from "node:fs";
import { sql } from "drizzle-orm";
import { afterEach, expect, it } from "vitest";
import { makeActor } from "@/db/commands/actor";
import { bringPlaces } from "@/db/commands/places";
import type { Db } from "@/db/open";
import { isDump, readDivisions, readDump, readPlaces } from "@/domain/formats/geonames";
import { emptyRecord } from "../support/records";

const ADMIN = makeActor({ accountId: null, name: "an admin", role: "admin" });
const GAZETTEER = "../shared/data/ua-gazetteer-geonames-katottg-pcodes.csv";

/** A line of the main table, made up. */
const line = (id: number, name: string, kind = "P", code = "PPL", alternates = "Old Name,XYZ,Старе") =>
  [
    id,
    name,
    name,
    alternates,
    "48.5",
    "37.1",
    kind,
    code,
    "UA",
    "",
    "05",
    "",
    "",
    "",
    "1200",
    "",
    "130",
    "Europe/Kyiv",
    "2024-01-01",
  ].join("\t");
const OPTIONS = { country: null, divisions: readDivisions("UA.05\tDonetsk Oblast\tDonetsk Oblast\t1\n") };

let db: Db;
afterEach(() => db?.close());

it("reads the settlements of GeoNames' main table, with their divisions and spellings, in whatever pieces it comes", () => {
  const text = [line(1, "Newtown"), line(2, "A river", "H", "STM"), line(3, "A quarter", "P", "PPLX"), line(4, "Oldtown")].join(
    "\r\n",
  );
  expect(isDump(text.split("\r\n")[0]!)).toBe(true);
  expect(isDump("geonameid,name,lat,lon")).toBe(false);
  for (const size of [1, 7, 1_000]) {
    const pieces = text.match(new RegExp(`[\\s\\S]{1,${size}}`, "g"))!;
    const read = [...readDump(pieces, OPTIONS)];
    expect(read.flatMap(({ problems }) => problems)).toEqual([]);
    expect(read.map(({ place }) => place?.name ?? null)).toEqual(["Newtown", null, null, "Oldtown"]);
    expect(read[0]!.place).toMatchObject({
      admin1: "Donetsk Oblast",
      country: "UA",
      population: 1200,
      spellings: ["Old Name", "Старе"],
    });
  }
});

it("names a bad row by its number and column", () => {
  const broken = [line(1, "Newtown"), line(2, "Nowhere").replace("48.5", "north"), "1\t2\t3"].join("\n");
  expect([...readDump([broken], OPTIONS)].flatMap(({ problems }) => problems)).toMatchObject([
    { row: 2, column: "latitude" },
    { row: 3, column: null, code: "row.too_short" },
  ]);
  const table = "name,lat,lon,country\nNewtown,48.1,37.2,Ukraine\n";
  expect([...readPlaces([table], OPTIONS)].flatMap(({ problems }) => problems)).toMatchObject([
    { row: 2, column: "country", code: "place.country" },
  ]);
  expect([...readPlaces(["name,lat\nx,1\n"], OPTIONS)].flatMap(({ problems }) => problems)).toMatchObject([
    { code: "header.missing" },
  ]);
});

it("a place that is known gets what it lacks, keeps what it has, and a second time changes nothing", () => {
  db = emptyRecord();
  const [place] = [...readDump([line(1, "Newtown")], { country: null, divisions: new Map() })];
  expect(bringPlaces(db, ADMIN, [place!.place!])).toEqual({ added: 1, grown: 0 });
  const table =
    "geonameid,name,name_local,lat,lon,adm1_name,adm1_pcode,alternate_names,population\n1,Newtown,Новоград,48.6,37.1,Donetsk Oblast,UA14,Nova|Novohrad,99\n";
  const again = [...readPlaces([table], OPTIONS)].map((one) => one.place!);
  expect(bringPlaces(db, ADMIN, again)).toEqual({ added: 0, grown: 1 });
  expect(db.rows(sql`select name, name_local as local, admin1, admin1_pcode as pcode, latitude, population from place`)).toEqual([
    { name: "Newtown", local: "Новоград", admin1: "Donetsk Oblast", pcode: "UA14", latitude: 48.5, population: 1200 },
  ]);
  expect(db.rows(sql`select folded from place_name order by folded`).length).toBe(6);
  expect(bringPlaces(db, ADMIN, again)).toEqual({ added: 0, grown: 0 });
});

it.skipIf(!existsSync(GAZETTEER))(
  "a whole country's gazetteer comes in, with P-codes, and homonyms apart",
  { timeout: 60_000 },
  () => {
    db = emptyRecord();
    const read = [...readPlaces([readFileSync(GAZETTEER, "utf8")], { ...OPTIONS, country: "UA" })];
    expect(read.flatMap(({ problems }) => problems)).toEqual([]);
    const places = read.map((one) => one.place!);
    expect(bringPlaces(db, ADMIN, places)).toEqual({ added: places.length, grown: 0 });
    expect(db.first(sql`select slug, admin1_pcode as pcode from place where geonames_id = 703448`)).toEqual({
      slug: "kyiv",
      pcode: "UA80",
    });
    expect(db.first(sql`select count(distinct place_id) > 1 as many from place_name where folded = 'ivanivka'`)).toEqual({
      many: 1,
    });
  },
);
