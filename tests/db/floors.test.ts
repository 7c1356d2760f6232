/** What vague words count as: a record's own floors, each change a version of its method, told where a published number follows. */
import fc from "fast-check";
import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { makeActor } from "@/db/commands/actor";
import { recordClaim } from "@/db/commands/claims";
import { publishIncident, recordIncident } from "@/db/commands/incidents";
import { amendFloors } from "@/db/commands/settings";
import { driverOf, type Db } from "@/db/open";
import { recordAnswer } from "@/db/queries/api";
import { listCorrections } from "@/db/queries/corrections";
import { countVagueWords, listMethodVersions, ownMethodVersion, readFloors } from "@/db/queries/methodology";
import { verifyRecord } from "@/db/verify";
import { verifyEstimates } from "@/db/verify-estimates";
import { DECLARED_FLOORS, VAGUE_WORDS, type Floors, type VagueWord } from "@/domain/figure";
import { demoDatabase } from "../support/database";
import { anyRecord, makeRecord } from "../support/records";

const admin = makeActor({ accountId: null, name: "an admin", role: "admin" });
const editor = makeActor({ accountId: null, name: "an editor", role: "editor" });

const declare = (db: Db, floors: Partial<Floors>, why = "A local habit of speech.") =>
  amendFloors(db, admin, { floors: { ...readFloors(db), ...floors }, why, seen: ownMethodVersion(db) });

/** Dozens at 13:34, eleven (as of 16:00) at 15:12, nine at 20:17, all in the evening's time zone. */
function vagueIncident(db: Db): string {
  const code = recordIncident(db, admin, { title: "A day of strikes", dateStart: "2022-02-28", place: "kharkiv" });
  const say = (name: string, publishedAt: string, asOf: string | null, figures: object) =>
    recordClaim(db, admin, code, {
      claimant: { name },
      report: { publisher: "Telegram", publishedAt },
      asOf,
      figures: [{ metric: "killed", ...figures } as { metric: "killed"; qualifier: "vague" }],
    });
  say("An adviser", "2022-02-28T13:34", null, { qualifier: "vague", word: "dozens of" });
  say("A governor", "2022-02-28T15:12", "2022-02-28T16:00", { qualifier: "exact", low: 11, high: 11 });
  say("A mayor", "2022-02-28T20:17", null, { qualifier: "exact", low: 9, high: 9 });
  publishIncident(db, admin, { code, version: 1 });
  return code;
}

function knownAt(db: Db, code: string, at: string): (number | boolean)[] {
  const row = db.first<{ low: number; high: number; open: number; best: number }>(sql`
    select e.low, e.high, e.open, e.best_latest as best from estimate e join incident i on i.id = e.incident_id
     where i.code = ${code} and e.metric = 'killed' and e."group" = 'all' and e.known_from <= ${Date.parse(at)}
       and (e.known_until is null or e.known_until > ${Date.parse(at)})`)!;
  return [row.low, row.high, row.open === 1, row.best];
}

test("a changed floor holds for every T, is a version of the method and a correction, and the record verifies", async () => {
  const db = demoDatabase({ now: "2026-11-25T09:00:00Z" });
  const code = vagueIncident(db);
  const before = listCorrections(db, { most: 1 }).corrections[0]?.id ?? 0;
  const [two, night] = ["2022-02-28T14:00:00+02:00", "2022-02-28T21:00:00+02:00"];
  expect([knownAt(db, code, two), knownAt(db, code, night)]).toEqual([
    [12, 12, true, 12],
    [9, 12, true, 9],
  ]);
  expect(listMethodVersions(db).map(({ version }) => version)).toEqual(["1.0"]);
  expect(declare(db, { dozens: 24 })).toBe(1);
  expect([knownAt(db, code, two), knownAt(db, code, night)]).toEqual([
    [24, 24, true, 24],
    [9, 24, true, 9],
  ]);
  // Ten is what eleven reaches: the word is overtaken, and no longer leaves the range open.
  expect(declare(db, { dozens: 10 }, "After a survey.")).toBe(2);
  expect(knownAt(db, code, night)).toEqual([9, 11, false, 9]);

  expect(listMethodVersions(db)).toEqual([
    {
      is: "record",
      version: "1.0.2",
      date: "2026-11-25",
      at: db.now(),
      why: "After a survey.",
      changes: [{ word: "dozens", from: 24, to: 10 }],
    },
    {
      is: "record",
      version: "1.0.1",
      date: "2026-11-25",
      at: db.now(),
      why: "A local habit of speech.",
      changes: [{ word: "dozens", from: 12, to: 24 }],
    },
    { is: "software", version: "1.0", date: "2026-11-23", change: "first" },
  ]);
  const { corrections } = listCorrections(db);
  const told = corrections.filter(({ id }) => id > before);
  expect(told.map(({ kind, changes, reason }) => ({ kind, changes, reason }))).toEqual([
    { kind: "method_changed", changes: [{ word: "dozens", from: 24, to: 10 }], reason: "After a survey." },
    { kind: "method_changed", changes: [{ word: "dozens", from: 12, to: 24 }], reason: "A local habit of speech." },
  ]);
  for (const one of told) expect(one.incidents).toContain(code);
  expect(recordAnswer(db)).toMatchObject({ methodology_version: "1.0.2", methodology_date: "2026-11-25" });
  expect(recordAnswer(db).vague_words).toContainEqual({ word: "dozens", floor: 10 });
  expect((await verifyRecord(db.file)).findings).toEqual([]);
});

test("a floor of which no published number hangs is a version and no correction; drafts say nothing", () => {
  const db = demoDatabase({ now: "2026-11-25T09:00:00Z" });
  const code = recordIncident(db, admin, { title: "A draft", dateStart: "2022-02-28", place: "kharkiv" });
  recordClaim(db, admin, code, {
    claimant: { name: "A witness" },
    report: { publisher: "Telegram", publishedAt: "2022-02-28" },
    figures: [{ metric: "killed", qualifier: "vague", word: "a couple" }],
  });
  const before = listCorrections(db).corrections.length;
  expect(countVagueWords(db)["a couple"]).toBe(0);
  declare(db, { "a couple": 4 });
  expect(listCorrections(db).corrections).toHaveLength(before);
  expect(listMethodVersions(db)[0]).toMatchObject({ version: "1.0.1" });
});

test("only an admin changes a floor, with a reason, of what they saw, and to another number of people", () => {
  const db = demoDatabase();
  const floors = { ...DECLARED_FLOORS, dozens: 24 };
  expect(() => amendFloors(db, editor, { floors, why: "x", seen: 0 })).toThrow("role.not_allowed");
  expect(() => amendFloors(db, admin, { floors, why: " ", seen: 0 })).toThrow("reason.missing");
  expect(() => amendFloors(db, admin, { floors: DECLARED_FLOORS, why: "x", seen: 0 })).toThrow("floors.same");
  for (const dozens of [0, -1, 1.5, 10_001, Number.NaN])
    expect(() => amendFloors(db, admin, { floors: { ...floors, dozens }, why: "x", seen: 0 })).toThrow("floor.number");
  amendFloors(db, admin, { floors, why: "x", seen: 0 });
  expect(() => amendFloors(db, admin, { floors: DECLARED_FLOORS, why: "x", seen: 0 })).toThrow("version.stale");
  expect(() => driverOf(db).exec("update methodology_version set why = 'y'")).toThrow("methodology.stays");
});

test("after any changes of the floors every estimate of any record is what its claims give", { timeout: 120_000 }, () => {
  const floors = fc.record(
    Object.fromEntries(VAGUE_WORDS.map((word) => [word, fc.integer({ min: 1, max: 50 })])) as Record<
      VagueWord,
      fc.Arbitrary<number>
    >,
  );
  fc.assert(
    fc.property(anyRecord, fc.array(floors, { minLength: 1, maxLength: 3 }), (incidents, changes) => {
      const db = makeRecord(incidents);
      try {
        for (const one of changes) if (VAGUE_WORDS.some((word) => readFloors(db)[word] !== one[word])) declare(db, one);
        const findings: string[] = [];
        verifyEstimates(driverOf(db), { from: 1, to: 1_000 }, ({ says }) => findings.push(says));
        expect(findings).toEqual([]);
      } finally {
        db.close();
      }
    }),
    { numRuns: 25 },
  );
});
