import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { EXPORTS } from "@/cli/export";
import { makeActor } from "@/db/commands/actor";
import { ruleEstimate, revokeRuling } from "@/db/commands/rulings";
import type { Db } from "@/db/open";
import { EVERYTHING, type Filter } from "@/domain/filter";
import { demoDatabase } from "../support/database";

const EDITOR = makeActor({ accountId: null, name: "an editor", role: "editor" });
const text = (db: Db, name: string, filter: Filter = EVERYTHING) => [...EXPORTS[name]!(db, filter, false)].join("");

describe("rulings.csv", () => {
  it("holds every ruling of a published incident, revoked ones with when and why; as known on a day only those of then", () => {
    const db = demoDatabase({ now: "2026-11-24T10:00:00Z" });
    const id = ruleEstimate(db, EDITOR, "UA-0003", { metric: "killed", best: 50, reason: "=The list, complete." });
    revokeRuling(db, EDITOR, id, "The names are disputed.");
    expect(text(db, "rulings")).toBe(
      "ruling_id,incident_id,metric,group,best,reason,ruled_at,revoked_at,revoked_reason\r\n" +
        `${id},UA-0003,killed,all,50,"'=The list, complete.",2026-11-24T10:00:00Z,2026-11-24T10:00:00Z,The names are disputed.\r\n`,
    );
    expect(text(db, "rulings", { ...EVERYTHING, known: "2026-11-23" }).split("\r\n")).toHaveLength(2);
  });
});

describe("cities.csv and sources.csv", () => {
  it("give a row a city with its sums, and a row a source with its voice", () => {
    const db = demoDatabase();
    const cities = text(db, "cities", { ...EVERYTHING, cities: ["chernihiv"] }).split("\r\n");
    expect(cities).toHaveLength(3);
    expect(cities[1]).toMatch(/^chernihiv,Chernihiv,Чернігів,Chernihiv Oblast,UA,UA74,/);
    const sources = text(db, "sources").split("\r\n");
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
      stdout: text(db, "incidents", { ...EVERYTHING, cities: ["chernihiv"] }),
      stderr: "",
    });
    expect(attest(db, "attest export claims | head -c 9")).toEqual({ status: 0, stdout: "incident_", stderr: "" });
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
