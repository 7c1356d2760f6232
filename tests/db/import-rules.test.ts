import { existsSync, readFileSync } from "node:fs";
import { sql } from "drizzle-orm";
import { afterEach, describe, expect, it } from "vitest";
import { sentenceOf } from "@/cli/import-sentences";
import { makeActor } from "@/db/commands/actor";
import { amendIncident, recordIncident } from "@/db/commands/incidents";
import { importRecords, type ImportOptions } from "@/db/commands/import-records";
import { addPlaces } from "@/db/commands/places";
import type { Db } from "@/db/open";
import { csvLine } from "@/domain/datasets/csv";
import { FORMATS, formatOf } from "@/domain/formats/formats";
import type { Format } from "@/domain/formats/imported";
import { emptyRecord } from "../support/records";

const ADMIN = makeActor({ accountId: null, name: "an admin", role: "admin" });
const RECORDER = makeActor({ accountId: null, name: "a recorder", role: "recorder" });
const EDITOR = makeActor({ accountId: null, name: "an editor", role: "editor" });
const UCDP_FILE = "../shared/data/ucdp-ged-ukraine-2014-2023.csv";

let db: Db;
const record = () => (db = emptyRecord());
afterEach(() => db.close());

const csv = (...rows: string[][]) => rows.map(csvLine).join("");
function bring(text: string | Uint8Array, options: Partial<ImportOptions> = {}, format: Format = FORMATS.attest) {
  const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
  return importRecords(db, ADMIN, format, [{ name: "f.csv", chunks: () => [bytes] }], { formatName: "attest", ...options });
}
const said = ({ problems }: ReturnType<typeof bring>) => problems.map(({ row, column, code }) => `${row} ${column} ${code}`);
const count = (table: string) => db.first<{ n: number }>(sql`select count(*) as n from ${sql.raw(table)}`)!.n;

const MARKET = { title: "The market", dateStart: "2022-03-01", externalIds: [{ scheme: "generic", value: "1" }] };
const HEAD = ["date_start", "city", "claimant", "metric", "low", "high"];
const KYIV = { name: "Kyiv", country: "UA", latitude: 50.45, longitude: 30.52 };
const ivanivka = (admin1: string, latitude: number) => ({ name: "Ivanivka", country: "UA", admin1, latitude, longitude: 31 });

describe("an import", () => {
  it("makes drafts with plain defaults, unless told to publish", () => {
    record();
    addPlaces(db, ADMIN, [{ ...KYIV, spellings: ["Kiev"] }]);
    const table = csv(
      HEAD,
      ["2022-03-01", "Kiev", "Mayor", "killed", "5", "5"],
      ["2022-03-02", "Kyiv", "Mayor", "killed", "3", ""],
    );
    expect(bring(table)).toMatchObject({ problems: [], written: true, incidents: { new: 2 }, published: 0 });
    expect(db.rows(sql`select code, publication, title from incident order by id`)).toEqual([
      { code: "UA-0001", publication: "draft", title: "Kiev, 2022-03-01" },
      { code: "UA-0002", publication: "draft", title: "Kyiv, 2022-03-02" },
    ]);
    expect(db.rows(sql`select qualifier from figure`)).toEqual([{ qualifier: "exact" }, { qualifier: "at_least" }]);
    expect(bring(table.replaceAll("2022-", "2023-"), { publish: true })).toMatchObject({ published: 2 });
    expect(count("estimate")).toBe(2);
  });

  it("names the row whose other data set's id is another incident's already", () => {
    record();
    addPlaces(db, ADMIN, [KYIV]);
    recordIncident(db, ADMIN, { ...MARKET, locationPrecision: "country" });
    recordIncident(db, ADMIN, { ...MARKET, title: "The station", externalIds: [], locationPrecision: "country" });
    const table = csv(
      [...HEAD, "incident_id", "external_ids"],
      ["2022-03-02", "Kyiv", "Mayor", "killed", "5", "5", "UA-0007", "generic:1"],
    );
    expect(bring(table)).toMatchObject({ written: false, problems: [{ row: 2, code: "row.refused" }] });
    expect(count("incident")).toBe(2);
  });

  it("says nothing of a location that readers are to see less of", () => {
    record();
    addPlaces(db, ADMIN, [KYIV]);
    const table = (latitude: string) =>
      csv(
        ["incident_id", "incident_title", "latitude", "longitude", "location_precision", ...HEAD],
        ["UA-0001", "The shelter", latitude, "30.5", "exact", "2022-03-01", "Kyiv", "Mayor", "killed", "5", "5"],
      );
    expect(said(bring(table("50.4")))).toEqual([]);
    const shelter = {
      title: "Shelter",
      dateStart: "2022-03-01",
      place: "Kyiv",
      locationPrecision: "exact" as const,
    };
    amendIncident(
      db,
      EDITOR,
      { code: "UA-0001", version: 1 },
      { ...shelter, latitude: 50.4, longitude: 30.5 },
      { obscure: "place" },
    );
    expect(bring(table("50.45678")).problems).toEqual([]);
    expect(db.first(sql`select title, latitude, location_precision as p from incident`)).toEqual({
      title: "The shelter",
      latitude: null,
      p: "settlement",
    });
    expect(db.first(sql`select latitude from hidden_location`)).toEqual({ latitude: 50.4 });
  });

  it("is all or nothing: every problem is named by row and column, and the record stays as it was", () => {
    record();
    addPlaces(db, ADMIN, [KYIV]);
    const audit = count("audit");
    const report = bring(
      csv(
        HEAD,
        ["2022-03-01", "Kyiv", "Mayor", "killed", "5", "5"],
        ["2022-02-30", "Kyiv", "Mayor", "killed", "5", "5"],
        ["2022-03-01", "Atlantis", "Mayor", "killed", "5", "5"],
        ["2022-03-01", "Kyiv", "", "killed", "five", "5"],
        ["2022-03-01", "Kyiv", "Mayor", "slain", "5", "5"],
        ["2122-03-01", "Kyiv", "Mayor", "killed", "5", "5"],
      ),
      { publish: true },
    );
    expect(said(report)).toEqual(
      [
        "3 date_start date.invalid",
        "5 claimant cell.missing",
        "6 metric cell.invalid",
        "4 city place.unknown",
        "7 date_start date.future",
      ].sort((a, b) => Number(a[0]) - Number(b[0])),
    );
    expect(report.written).toBe(false);
    expect([count("incident"), count("claim"), count("source"), count("audit")]).toEqual([0, 0, 0, audit]);
  });

  it("only says what it would do in a dry run", () => {
    record();
    addPlaces(db, ADMIN, [KYIV]);
    const report = bring(csv(HEAD, ["2022-03-01", "Kyiv", "Mayor", "killed", "5", "5"]), { dryRun: true });
    expect(report).toMatchObject({ written: false, incidents: { new: 1 }, claims: { new: 1 }, sources: 1 });
    expect(count("incident")).toBe(0);
  });

  it("never guesses between homonyms; a row's coordinates or division tell", () => {
    record();
    addPlaces(db, ADMIN, [ivanivka("Odesa Oblast", 46.9), ivanivka("Kherson Oblast", 46.1)]);
    const head = [...HEAD, "admin1", "latitude", "longitude"];
    const row = (...where: string[]) => bring(csv(head, ["2022-03-01", "Ivanivka", "Mayor", "killed", "5", "5", ...where]));
    const asked = row("", "", "");
    expect(said(asked)).toEqual(["2 city place.ambiguous"]);
    expect(sentenceOf(asked.problems[0]!)).toContain("Ivanivka, Kherson Oblast (46.1, 31)");
    expect(row("Kherson Oblast", "", "")).toMatchObject({ problems: [], places: 0 });
    expect(row("", "46.91", "31.0")).toMatchObject({ problems: [], places: 0 });
    expect(row("", "49.5", "38.0")).toMatchObject({ problems: [], places: 1 });
  });

  it("asks for the order of day and month where no row tells it", () => {
    record();
    addPlaces(db, ADMIN, [KYIV]);
    const table = csv(HEAD, ["03/04/2022", "Kyiv", "Mayor", "killed", "5", "5"]);
    expect(said(bring(table))).toEqual(["1 date_start dates.ambiguous"]);
    expect(bring(table, { dates: "mdy" })).toMatchObject({ written: true });
    expect(bring(table + csvLine(["25/04/2022", "Kyiv", "Mayor", "killed", "5", "5"]))).toMatchObject({ written: true });
    expect(db.rows(sql`select date_start as day from incident order by id`)).toEqual([
      { day: "2022-03-04" },
      { day: "2022-04-03" },
      { day: "2022-04-25" },
    ]);
  });

  it("is an editor's act, an admin's where it publishes, and leaves one audit entry of what it made", () => {
    record();
    addPlaces(db, ADMIN, [KYIV]);
    const table = csv(HEAD, ["2022-03-01", "Kyiv", "Mayor", "killed", "5", "5"]);
    const file = { name: "f.csv", chunks: () => [new TextEncoder().encode(table)] };
    expect(() => importRecords(db, RECORDER, FORMATS.attest, [file], { formatName: "attest" })).toThrow("role.not_allowed");
    expect(() => importRecords(db, EDITOR, FORMATS.attest, [file], { formatName: "attest", publish: true })).toThrow(
      "role.not_allowed",
    );
    importRecords(db, EDITOR, FORMATS.attest, [file], { formatName: "attest" });
    const [entry] = db.rows<{ action: string; content: string }>(sql`select action, content from audit order by id desc limit 1`);
    expect(entry!.action).toBe("import");
    expect(JSON.parse(entry!.content).after).toMatchObject({ incidents: { new: 1 }, codes: ["UA-0001", "UA-0001"] });
  });
});

describe("importing again", () => {
  const format = formatOf("generic", {
    columns: { id: "id", dateStart: "day", city: "city", claimant: "who", latitude: "lat", longitude: "lon" },
    figures: { killed: { amount: "dead" } },
    constants: { country: "UA" },
  });
  const table = (dead: string, id = "1") =>
    csv(["id", "day", "city", "who", "lat", "lon", "dead"], [id, "2022-03-01", "Kyiv", "Mayor", "50.4", "30.5", dead]);

  it("updates by external id: a published figure that changed is amended and logged, what people edited since stays", () => {
    record();
    expect(bring(table("5"), { publish: true }, format)).toMatchObject({ incidents: { new: 1 }, places: 1 });
    amendIncident(db, ADMIN, { code: "UA-0001", version: 1 }, { ...MARKET, place: "kyiv", latitude: 50.4, longitude: 30.5 });
    expect(bring(table("5"), { publish: true }, format)).toMatchObject({ incidents: { unchanged: 1 }, claims: { unchanged: 1 } });
    expect(bring(table("at least 7"), { publish: true }, format)).toMatchObject({
      problems: [],
      incidents: { unchanged: 1 },
      claims: { updated: 1 },
    });
    expect(db.first(sql`select low, open from estimate where known_until is null`)).toEqual({ low: 7, open: 1 });
    expect(db.rows(sql`select action from audit order by id desc limit 2`)).toEqual([
      { action: "claim.amend" },
      { action: "import" },
    ]);
    expect([count("incident"), count("claim")]).toEqual([1, 1]);
    expect(db.first(sql`select title from incident`)).toEqual({ title: "The market" });
    expect(said(bring(table("5") + csvLine(["1", "2022-03-01", "Kyiv", "Mayor", "50.4", "30.5", "6"]), {}, format))).toEqual([
      "3 null external_id.twice",
    ]);
  });
});

it.skipIf(!existsSync(UCDP_FILE))("UCDP's file as Windows-1252 with American dates comes in with the same sums", () => {
  record();
  const rows = readFileSync(UCDP_FILE, "utf8");
  const american = rows.replace(
    /,(\d{4})-(\d\d)-(\d\d),(\d{4})-(\d\d)-(\d\d),(?=[\d.]+,[\d.]+,[\d.]+,[\d.]+,)/g,
    ",$2/$3/$1,$5/$6/$4,",
  );
  expect(american).not.toBe(rows);
  const bytes = Buffer.from(american.replace(/[\u0100-\uffff]/g, "\u0096"), "latin1");
  const report = bring(bytes, {}, FORMATS.ucdp);
  expect(report.problems).toEqual([]);
  expect(report).toMatchObject({ rows: 3883, incidents: { new: 3883 } });
  expect(
    db.first(sql`select sum(case qualifier when 'between' then best else low end) as best, count(distinct date_start) as days
    from figure join claim c on c.id = claim_id join incident i on i.id = c.incident_id where "group" = 'all'`),
  ).toEqual({ best: 18480, days: 1228 });
});
