import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { makeActor } from "@/db/commands/actor";
import { importRecords, type ImportOptions } from "@/db/commands/import-records";
import { revokeRuling, ruleEstimate } from "@/db/commands/rulings";
import { createRecord } from "@/db/commands/settings";
import type { Db } from "@/db/open";
import { attest } from "@/domain/formats/attest";
import { demoDatabase, testDatabase } from "../support/database";
import { exportedText } from "../support/exported";
import { noteFigure, share } from "../support/figures";
import { anyRecord, emptyRecord as emptyInMemory, makeRecord } from "../support/records";

const ADMIN = makeActor({ accountId: null, name: "an admin", role: "admin" });
const NOW = "2026-11-25T09:00:00Z";
const SEED = 20220301;
const RECORDS = share(5_000, 100);
const SAME = ["series", "incidents", "claims", "rulings"] as const;

const fileOf = (name: string, text: string) => ({ name, chunks: () => [new TextEncoder().encode(text)] });
const exported = exportedText;
const allOf = (db: Db) => Object.fromEntries(SAME.map((name) => [name, exported(db, name)]));

function emptyRecord(): Db {
  const db = testDatabase({ now: NOW });
  createRecord(db, { title: "A copy", countries: ["UA"], timeZone: "Europe/Kyiv", codePrefix: "UA" });
  return db;
}

function importOwn(db: Db, files: Record<string, string>, options: Partial<ImportOptions> = {}) {
  const list = Object.entries(files).map(([name, text]) => fileOf(name, text));
  return importRecords(db, ADMIN, attest, list, { formatName: "attest", publish: true, ...options });
}

describe("importing what was exported", () => {
  it("makes the same record again: every export is the same byte for byte, and a second import changes nothing", () => {
    const demo = demoDatabase({ now: NOW });
    const id = ruleEstimate(demo, ADMIN, "UA-0003", { metric: "killed", best: 50, reason: "=One, two" });
    ruleEstimate(demo, ADMIN, "UA-0005", { metric: "killed", best: 7, reason: "Counted" });
    revokeRuling(demo, ADMIN, id, "No longer.");
    const before = allOf(demo);
    const copy = emptyRecord();
    const files = { "claims.csv": before.claims!, "rulings.csv": before.rulings! };
    const report = importOwn(copy, files);
    expect({ problems: report.problems, warnings: report.warnings }).toEqual({ problems: [], warnings: [] });
    expect(report).toMatchObject({ written: true, incidents: { new: 60 }, rulings: { new: 2 } });
    expect(allOf(copy)).toEqual(before);
    const again = importOwn(copy, files);
    expect(again).toMatchObject({
      problems: [],
      incidents: { new: 0, updated: 0 },
      claims: { new: 0, updated: 0 },
      rulings: { unchanged: 2 },
    });
  });

  it(`does so for ${RECORDS.count} records drawn at random`, { timeout: 3_600_000 }, () => {
    fc.assert(
      fc.property(anyRecord, (facts) => {
        const [first, copy] = [makeRecord(facts), emptyInMemory()];
        try {
          const before = allOf(first);
          const files = { "claims.csv": before.claims!, "rulings.csv": before.rulings! };
          expect(importOwn(copy, files).problems).toEqual([]);
          expect(allOf(copy)).toEqual(before);
          expect(importOwn(copy, files)).toMatchObject({
            problems: [],
            incidents: { new: 0, updated: 0 },
            claims: { new: 0, updated: 0 },
          });
        } finally {
          first.close();
          copy.close();
        }
      }),
      { numRuns: RECORDS.count, seed: SEED + RECORDS.from },
    );
    noteFigure({
      what: "random records exported and imported into an empty one",
      count: RECORDS.count,
      wrong: 0,
      seed: SEED,
      note: "every export byte for byte the same again, and a second import changes nothing",
    });
  });
});
