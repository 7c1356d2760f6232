import { spawnSync } from "node:child_process";
import Sqlite from "@/db/driver";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { makeActor } from "@/db/commands/actor";
import { ruleEstimate, revokeRuling } from "@/db/commands/rulings";
import type { Db } from "@/db/open";
import { exportBytes } from "@/db/queries/export-bytes";
import { incidentRows } from "@/db/queries/exports";
import { rowLine } from "@/domain/datasets/column";
import { incidentsDataset } from "@/domain/datasets/incidents";
import { EVERYTHING, type Filter } from "@/domain/filter";
import { POLICIES } from "@/domain/vocabulary";
import { demoDatabase } from "../support/database";
import { exportedText } from "../support/exported";

const EDITOR = makeActor({ accountId: null, name: "an editor", role: "editor" });

describe("rulings.csv", () => {
  it("holds every ruling of a published incident, revoked ones with when and why; as known on a day only those of then", () => {
    const db = demoDatabase({ now: "2026-11-24T10:00:00Z" });
    const id = ruleEstimate(db, EDITOR, "UA-0003", { metric: "killed", best: 50, reason: "=The list, complete." });
    revokeRuling(db, EDITOR, id, "The names are disputed.");
    expect(exportedText(db, "rulings")).toBe(
      "ruling_id,incident_id,metric,group,best,reason,ruled_at,revoked_at,revoked_reason\r\n" +
        `${id},UA-0003,killed,all,50,"'=The list, complete.",2026-11-24T10:00:00Z,2026-11-24T10:00:00Z,The names are disputed.\r\n`,
    );
    expect(exportedText(db, "rulings", { ...EVERYTHING, known: "2026-11-23" }).split("\r\n")).toHaveLength(2);
  });
});

describe("incidents.csv", () => {
  const formedInJavaScript = (db: Db, filter: Filter) =>
    [...incidentRows(db, filter)].flatMap((page) => page.map((row) => rowLine(incidentsDataset, row))).join("");
  const lines = (db: Db, filter: Filter) => exportedText(db, "incidents", filter).split("\r\n").slice(1).join("\r\n");

  it("is the same bytes whether SQLite forms it or the columns' own functions do, for any text and number", () => {
    const db = demoDatabase();
    const sqlite = new Sqlite(db.file);
    const set = sqlite.prepare(
      "update incident set title = ?, target = ?, latitude = ?, longitude = ?, first_public_at = ? where id = ?",
    );
    const nasty = fc.oneof(
      fc.string({
        unit: fc.constantFrom("'", '"', ",", "=", "-", "+", "@", "|", "%", "\t", "\r", "\n", " ", "a", "я", "0", "💔"),
        maxLength: 6,
      }),
      fc.string({ unit: "grapheme", maxLength: 12 }),
    );
    const coordinate = fc.oneof(
      fc.integer({ min: -90, max: 90 }),
      fc.integer({ min: -9_000_000, max: 9_000_000 }).map((n) => n / 100_000),
      fc.double({ min: -90, max: 90, noNaN: true }),
    );
    let seen = 0;
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(
            nasty,
            fc.option(nasty),
            coordinate,
            coordinate,
            fc.integer({ min: -10_000_000_000_000, max: 10_000_000_000_000 }),
          ),
          {
            minLength: 60,
            maxLength: 60,
          },
        ),
        fc.constantFrom(...POLICIES),
        (incidents, policy) => {
          sqlite.transaction(() =>
            incidents.forEach(([title, target, latitude, longitude, earlier], index) =>
              set.run(`${title}.`.trim(), target, latitude, longitude, earlier, index + 1),
            ),
          )();
          const filter: Filter = { ...EVERYTHING, policy };
          const ours = lines(db, filter);
          seen += ours.split("\r\n").length;
          expect(ours).toBe(formedInJavaScript(db, filter));
        },
      ),
      { numRuns: Number(process.env.ATTEST_FUZZ_RUNS ?? 60) },
    );
    sqlite.close();
    expect(seen).toBeGreaterThan(1_000);
  });

  it("comes whole in any dress", () => {
    const db = demoDatabase();
    const bytes = Buffer.concat([...exportBytes(db, { name: "incidents", filter: EVERYTHING, hxl: true, bom: true })]).toString();
    const [head, hxl, ...rest] = bytes.split("\r\n");
    expect(head).toMatch(/^\uFEFFincident_id,title,/);
    expect(hxl).toMatch(/^#event\+id,/);
    expect(rest.join("\r\n")).toBe(formedInJavaScript(db, EVERYTHING));
  });
});

describe("cities.csv and sources.csv", () => {
  it("give a row a city with its sums, and a row a source with its voice", () => {
    const db = demoDatabase();
    const cities = exportedText(db, "cities", { ...EVERYTHING, cities: ["chernihiv"] }).split("\r\n");
    expect(cities).toHaveLength(3);
    expect(cities[1]).toMatch(/^chernihiv,Chernihiv,Чернігів,Chernihiv Oblast,UA,UA74,/);
    const sources = exportedText(db, "sources").split("\r\n");
    expect(sources.length).toBeGreaterThan(150);
    expect(sources.every((line) => line === "" || line.split(",").length >= 9)).toBe(true);
  });
});

describe("attest export", () => {
  const attest = (db: Db, command: string) => {
    const { status, stdout, stderr } = spawnSync(
      "bash",
      ["-c", `set -o pipefail; ${command.replace("attest", `"${process.execPath}" --import tsx cli/attest.ts`)}`],
      {
        encoding: "utf8",
        env: { ...process.env, ATTEST_DB: db.file },
      },
    );
    return { status, stdout, stderr };
  };

  it("writes the file that the queries give, and ends quietly where its reader has gone", () => {
    const db = demoDatabase();
    expect(attest(db, "attest export incidents --city chernihiv")).toEqual({
      status: 0,
      stdout: exportedText(db, "incidents", { ...EVERYTHING, cities: ["chernihiv"] }),
      stderr: "",
    });
    expect(attest(db, "attest export claims | head -c 9")).toEqual({ status: 0, stdout: "incident_", stderr: "" });
  });

  it("writes JSON and the data package where their files are named", () => {
    const db = demoDatabase();
    const json = attest(db, "attest export claims.json --city chernihiv");
    expect(JSON.parse(json.stdout).data[0]).toMatchObject({ city: "Chernihiv" });
    expect(attest(db, "attest export package.zip | head -c 2").stdout).toBe("PK");
    expect(attest(db, "attest export claims.json --bom")).toMatchObject({ status: 2, stdout: "" });
    expect(attest(db, "attest export claims.geojson")).toMatchObject({ status: 2, stdout: "" });
  });

  it("names what it does not understand, with exit code 2", () => {
    const db = demoDatabase();
    expect(attest(db, "attest export claims --colour red")).toMatchObject({
      status: 2,
      stdout: "",
      stderr: expect.stringContaining("--colour"),
    });
    expect(attest(db, "attest export claims --city atlantis")).toMatchObject({
      status: 2,
      stdout: "",
      stderr: expect.stringContaining("--city atlantis"),
    });
  });
});
