/** What the pages of cities, sources, policies and the feed read: sums that agree with the record's, and nothing of drafts. */
import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { makeActor } from "@/db/commands/actor";
import { recordClaim } from "@/db/commands/claims";
import { amendIncident, publishIncident, recordIncident, retractIncident } from "@/db/commands/incidents";
import type { Db } from "@/db/open";
import { findCity, listCityTolls, rankOfCity } from "@/db/queries/cities";
import { comparePolicies } from "@/db/queries/compare";
import { PUBLIC_CHANGE } from "@/db/queries/corrections";
import { findFeed } from "@/db/queries/feed";
import { seriesByCity } from "@/db/queries/series";
import { findSource, listSources } from "@/db/queries/sources";
import { EVERYTHING, type Filter } from "@/domain/filter";
import type { IncidentInput } from "@/domain/incident";
import { totalOf } from "@/domain/series";
import { POLICIES } from "@/domain/vocabulary";
import { demoDatabase } from "../support/database";

const editor = makeActor({ accountId: null, name: "a tester", role: "admin" });
const FACTS: IncidentInput = { title: "CANARY-DRAFT", dateStart: "2024-05-01", place: "yavoriv" };
const version = (db: Db, code: string) => ({
  code,
  version: db.first<{ version: number }>(sql`select version from incident where code = ${code}`)!.version,
});

function draft(db: Db): string {
  const code = recordIncident(db, editor, FACTS);
  recordClaim(db, editor, code, {
    claimant: { name: "Canary claimant", kind: "witness" },
    report: { publisher: "Canary times", publishedAt: "2024-05-02", retrievedAt: "2024-05-02" },
    figures: [{ metric: "killed", qualifier: "exact", low: 777, high: 777 }],
  });
  return code;
}

test.each([
  EVERYTHING,
  { ...EVERYTHING, known: "2022-03-01T18:00Z", policy: "latest" },
  { ...EVERYTHING, cities: ["kharkiv"] },
] as Filter[])("the comparison's totals, periods and cities are the record's sums under each policy (%o)", (filter) => {
  const db = demoDatabase();
  const view = comparePolicies(db, filter);
  for (const { metric, total, periods, cities, disputed, incidents } of view.metrics) {
    for (const policy of POLICIES) {
      const { best, ...range } = totalOf(seriesByCity(db, { ...filter, policy }, metric, view.by));
      expect(total).toMatchObject(range);
      expect(total.best[policy]).toBe(best);
      for (const rows of [periods, cities]) expect(rows.reduce((sum, row) => sum + (row.best[policy] ?? 0), 0)).toBe(best ?? 0);
      // The disputed incidents alone make the difference between two policies.
      const difference = (total.best[policy] ?? 0) - (total.best.lowest ?? 0);
      expect(incidents.reduce((sum, one) => sum + one.best[policy] - one.best.lowest, 0)).toBe(difference);
    }
    expect(incidents).toHaveLength(disputed);
  }
});

test("cities add up to the record, and each knows its place among them", () => {
  const db = demoDatabase();
  const { cities, elsewhere } = listCityTolls(db, EVERYTHING);
  const all = totalOf([...cities.map((city) => city.sums.killed!), elsewhere.killed!]);
  expect(all).toEqual(totalOf(seriesByCity(db, EVERYTHING, "killed", "year")));
  expect(rankOfCity(db, EVERYTHING, "killed", "mariupol")).toMatchObject({ rank: 1 });
  const kharkiv = rankOfCity(db, EVERYTHING, "killed", "kharkiv")!;
  expect(kharkiv.around.find(({ city }) => city === "kharkiv")!.rank).toBe(kharkiv.rank);
  expect(kharkiv.around).toHaveLength(7);
  expect(findCity(db, "kharkiv")!.spellings).toContain("харьков");
  expect(findCity(db, "atlantis")).toBeNull();
});

test("a source shows its published claims as known then, and how they compare; a source of drafts alone is unknown", () => {
  const db = demoDatabase();
  const governor = findSource(db, "oleh-syniehubov", EVERYTHING)!;
  expect(governor).toMatchObject({ claimCount: 12, incidentCount: 6, agreement: { killed: { above: 1, equal: 1, below: 3 } } });
  const then = findSource(db, "oleh-syniehubov", { ...EVERYTHING, known: "2022-03-01T18:00Z" })!;
  expect(then).toMatchObject({ claimCount: 2, incidentCount: 2 });
  const first = findSource(db, "oleh-syniehubov", EVERYTHING, { most: 4 })!;
  const second = findSource(db, "oleh-syniehubov", EVERYTHING, { most: 4, after: first.next })!;
  expect([...first.incidents, ...second.incidents].map(({ code }) => code)).toEqual(governor.incidents.map(({ code }) => code));
  const code = draft(db);
  expect(findSource(db, "canary-claimant", EVERYTHING)).toBeNull();
  expect(
    JSON.stringify([
      listSources(db, EVERYTHING),
      listCityTolls(db, EVERYTHING),
      findFeed(db),
      comparePolicies(db, EVERYTHING).metrics,
    ]),
  ).not.toMatch(/canary|777/i);
  publishIncident(db, editor, version(db, code));
  expect(findSource(db, "canary-claimant", EVERYTHING)).toMatchObject({ claimCount: 1 });
  retractIncident(db, editor, version(db, code), "It was another year.");
  expect(findSource(db, "canary-claimant", EVERYTHING)).toBeNull();
});

test("the feed leads with what changed last, keeps ids, and tells of a retraction its reason alone", () => {
  const db = demoDatabase({ now: "2026-11-24T10:00:00Z" });
  const before = findFeed(db, 100);
  expect(before.entries).toHaveLength(60);
  expect(before.entries.every(({ isCorrected }) => !isCorrected)).toBe(true);
  const code = draft(db);
  publishIncident(db, editor, version(db, code));
  amendIncident(db, editor, version(db, code), { ...FACTS, title: "A market" });
  const { entries } = findFeed(db, 100);
  expect(entries).toHaveLength(61);
  expect(entries[0]).toMatchObject({ code, incident: { title: "A market" } });
  expect(entries.slice(1)).toEqual(before.entries);
  retractIncident(db, editor, version(db, code), "It was another year.");
  const after = findFeed(db, 100);
  expect(after.entries[0]).toMatchObject({ id: entries[0]!.id, code, incident: null, reason: "It was another year." });
  expect(after.id).toBe(before.id);
  expect(JSON.stringify(after)).not.toContain("A market");
});

test("corrections and feed read the log by its index of public changes", () => {
  const plan = demoDatabase().rows<{ detail: string }>(
    sql`explain query plan select id from audit where ${PUBLIC_CHANGE} and id < ${9999} order by id desc limit 200`,
  );
  expect(plan.map(({ detail }) => detail).join(" ")).toContain("audit_public_change");
});
