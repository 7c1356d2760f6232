/** Searching incidents in words: both scripts, every spelling, prefixes; drafts are not there; nothing typed breaks it. */
import { sql } from "drizzle-orm";
import fc from "fast-check";
import { expect, test } from "vitest";
import { makeActor } from "@/db/commands/actor";
import { recordClaim } from "@/db/commands/claims";
import { amendIncident, publishIncident, recordIncident, retractIncident } from "@/db/commands/incidents";
import { amendSource } from "@/db/commands/sources";
import type { Db } from "@/db/open";
import { searchIncidents, searchQuery, SORTS, type SearchKeyset, type Sort } from "@/db/queries/incident-search";
import { incidentsOf } from "@/db/queries/filtered";
import { pageByToll, pieceOfList, type TollKeyset } from "@/db/queries/toll-pages";
import { EVERYTHING, type Filter } from "@/domain/filter";
import type { IncidentInput } from "@/domain/incident";
import { POLICIES } from "@/domain/vocabulary";
import { demoDatabase } from "../support/database";

const editor = makeActor({ accountId: null, name: "a tester", role: "admin" });
const found = (db: Db, text: string, filter: Filter = EVERYTHING) => searchIncidents(db, filter, { text, most: 100 });
const codes = (db: Db, text: string) => found(db, text).incidents.map(({ code }) => code);
const version = (db: Db, code: string) => ({
  code,
  version: db.first<{ version: number }>(sql`select version from incident where code = ${code}`)!.version,
});

const SQUARE: IncidentInput = { title: "Площа Незалежності", dateStart: "2024-05-01", place: "kharkiv" };

test("a city is found by every spelling, in both scripts, and from its beginning", () => {
  const db = demoDatabase();
  const kharkiv = codes(db, "Kharkiv");
  expect(kharkiv).toContain("UA-0003");
  for (const spelling of ["Харків", "харків", "ХАРКІВ", "Харьков", "Kharkov", "Charkiw"]) {
    expect(codes(db, spelling), spelling).toEqual(expect.arrayContaining(codes(db, "Epicentr")));
    expect(codes(db, spelling).length, spelling).toBeGreaterThanOrEqual(4);
  }
  for (const spelling of ["Київ", "Kyiv tower", "Kiev tower", "Киев TOWER", "Kiew tow", "Ки tow"])
    expect(codes(db, spelling), spelling).toContain("UA-0004");
});

test("a place with one slip is forgiven where nothing else fits, in both scripts and beside other words, page by page", () => {
  const db = demoDatabase();
  const kharkiv = found(db, "Kharkiv");
  for (const [typed, meant] of [
    ["Kharkib", "Kharkiv"],
    ["Khrakiv", "Kharkiv"],
    ["Харкив", "Kharkiv"],
    ["Kramatorks", "Kramatorsk"],
  ] as const)
    expect(found(db, typed), typed).toMatchObject({ meant, count: found(db, meant).count });
  expect(found(db, "Khrakiv Epicentr")).toMatchObject({ meant: "Kharkiv Epicentr", count: 1 });
  // What is there is never changed, and nonsense stays nonsense.
  expect(kharkiv.meant).toBeNull();
  expect(found(db, "Qwzxkv")).toMatchObject({ meant: null, count: 0 });
  const first = searchIncidents(db, EVERYTHING, { text: "Khrakiv", most: 2 });
  const second = searchIncidents(db, EVERYTHING, { text: "Khrakiv", most: 2, after: first.next });
  expect([...first.incidents, ...second.incidents].map(({ code }) => code)).toEqual(
    kharkiv.incidents.slice(0, 4).map(({ code }) => code),
  );
});

test("a place's whole name means its incidents; in quotes it means the words, wherever they are", () => {
  const db = demoDatabase();
  const kyiv = found(db, "Київ");
  expect(kyiv.incidents.map(({ city }) => city?.slug)).toEqual(kyiv.incidents.map(() => "kyiv"));
  expect(kyiv.elsewhere).toBeGreaterThan(0);
  for (const spelling of ["Kyiv", "Kiev", "КИЕВ", " kyiv "])
    expect(codes(db, spelling), spelling).toEqual(kyiv.incidents.map(({ code }) => code));
  expect(found(db, '"Kyiv"')).toMatchObject({ count: kyiv.count + found(db, "Kyiv").elsewhere, elsewhere: 0 });
});

test("claimants, publishers, codes and titles are found; a Cyrillic name finds its Latin one; all words must be there", () => {
  const db = demoDatabase();
  expect(codes(db, "Herashchenko")).toContain("UA-0003");
  expect(codes(db, "Геращенко")).toEqual(codes(db, "Herashchenko"));
  expect(codes(db, "Синєгубов")).toEqual(codes(db, "Syniehubov"));
  expect(searchQuery("Сергій")).toBe('("сергіи"* OR "serhii"*)');
  expect(codes(db, "UA-0003")).toEqual(["UA-0003"]);
  expect(codes(db, "freedom sq")).toEqual(["UA-0003"]);
  expect(codes(db, "freedom hypermarket")).toEqual([]);
  expect(found(db, "Ukrainska Pravda").count).toBeGreaterThan(10);
});

test("the text follows every change, and holds nothing of drafts", () => {
  const db = demoDatabase();
  const code = recordIncident(db, editor, { ...SQUARE, place: "kharkiv" });
  const claimant = { name: "Свідок Їжакевич", kind: "witness" as const };
  const report = {
    publisher: "Кам’янська газета",
    url: "https://example.org",
    publishedAt: "2024-05-02",
    retrievedAt: "2024-05-02",
  };
  recordClaim(db, editor, code, { claimant, report, figures: [{ metric: "killed", qualifier: "exact", low: 1, high: 1 }] });
  expect(codes(db, "Незалежності")).toEqual([]);
  publishIncident(db, editor, version(db, code));
  for (const text of ["Незалежності", "незалежн", "Їжакевич", "їжак", "камянська", "Кам'янська", "КАМ’ЯНСЬКА ГАЗЕТА"])
    expect(codes(db, text), text).toEqual([code]);
  recordClaim(db, editor, code, { claimant: { name: "Draftsman" }, report, figures: [] });
  expect(codes(db, "Draftsman")).toEqual([]);
  publishIncident(db, editor, version(db, code));
  expect(codes(db, "Draftsman")).toEqual([code]);
  const slug = db.first<{ slug: string }>(sql`select slug from source where name = 'Draftsman'`)!.slug;
  amendSource(db, editor, slug, { name: "Craftsman", kind: "other" });
  expect([codes(db, "Draftsman"), codes(db, "Craftsman")]).toEqual([[], [code]]);
  amendIncident(db, editor, version(db, code), { ...SQUARE, title: "Hall", place: "poltava", target: "a theatre" });
  expect([codes(db, "Незалежності"), codes(db, "Полтава theatre hall")]).toEqual([[], [code]]);
  retractIncident(db, editor, version(db, code), "It was another place.");
  expect(codes(db, "theatre hall")).toEqual([]);
});

test("nothing that is typed throws, and text without a letter or digit searches for nothing", () => {
  const db = demoDatabase();
  for (const text of ['"', "'", "*", "a OR", "NEAR(", "text:", "(", "-", "^a", "a AND NOT b", "\0", "'; drop table incident; --"])
    expect(() => found(db, text), text).not.toThrow();
  expect(searchQuery(" !?* ")).toBeNull();
  expect(found(db, "!?*")).toMatchObject({ searched: false, count: 60 });
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 60 }), (text) => {
      found(db, text);
    }),
    { numRuns: 500 },
  );
});

test.each(SORTS)("sorted by %s, the pages together are the whole list in order, each incident once", (sort: Sort) => {
  const db = demoDatabase();
  const whole = searchIncidents(db, EVERYTHING, { sort, most: 1000 });
  expect(whole.count).toBe(60);
  const paged: string[] = [];
  let after: SearchKeyset | null = null;
  do {
    const page = searchIncidents(db, EVERYTHING, { sort, most: 7, after });
    paged.push(...page.incidents.map(({ code }) => code));
    after = page.next;
  } while (after);
  expect(paged).toEqual(whole.incidents.map(({ code }) => code));
  expect(new Set(paged).size).toBe(60);
  const key = (index: number) => {
    const { dateStart, toll } = whole.incidents[index]!;
    return sort === "killed" || sort === "wounded"
      ? -(toll[sort].best ?? -1)
      : sort === "newest"
        ? -Date.parse(dateStart)
        : Date.parse(dateStart);
  };
  for (let index = 1; index < 60; index++) expect(key(index)).toBeGreaterThanOrEqual(key(index - 1));
});

test("many hits are walked in the list's order and give the same as few", () => {
  const db = demoDatabase();
  const all = found(db, "ua");
  expect(all.count).toBe(60);
  expect(found(db, "Харків", { ...EVERYTHING, from: "2022-03-01", to: "2022-03-31" }).incidents.map(({ code }) => code)).toEqual([
    "UA-0003",
  ]);
});

test("a long list by toll is walked in its order, page by page, and is the same as the sorted one under every policy", () => {
  const db = demoDatabase();
  const wanted = incidentsOf(EVERYTHING, "Europe/Kyiv");
  for (const metric of ["killed", "wounded"] as const) {
    for (const policy of POLICIES) {
      const filter = { ...EVERYTHING, policy };
      const whole = pageByToll(db, filter, { metric, wanted, count: 0, most: 1000, after: null });
      expect(whole.length).toBeGreaterThan(50);
      const walked: TollKeyset[] = [];
      for (;;) {
        const page = pageByToll(db, filter, { metric, wanted, count: Infinity, most: 4, after: walked.at(-1) ?? null });
        if (page.length === 0) break;
        walked.push(...page);
      }
      expect(walked, `${metric} ${policy}`).toEqual(whole);
      const statement = pieceOfList(metric, policy, { piece: sql`t.killed_majority < 9`, wanted, most: 26 });
      const plan = db.rows<{ detail: string }>(sql`explain query plan ${statement}`).map(({ detail }) => detail);
      expect(plan.join("\n")).toContain(`incident_toll_${metric}_${policy}`);
      expect(plan.join("\n")).not.toContain("TEMP B-TREE");
    }
  }
  // Of some cities it is theirs in the same order; as known on a day it is looked up, and today's are the same.
  const cities = { ...EVERYTHING, cities: ["kharkiv", "kyiv"] };
  const ofCities = (count: number) =>
    pageByToll(db, cities, { metric: "killed", wanted: incidentsOf(cities, "Europe/Kyiv"), count, most: 1000, after: null });
  expect(ofCities(0).length).toBeGreaterThan(5);
  expect(ofCities(0)).toEqual(ofCities(Infinity));
  const late = { ...EVERYTHING, known: "2030-01-01" };
  const asKnown = { metric: "killed", wanted: incidentsOf(late, "Europe/Kyiv"), count: 0, most: 1000, after: null } as const;
  expect(pageByToll(db, late, asKnown)).toEqual(pageByToll(db, EVERYTHING, { ...asKnown, wanted }));
  // Incidents without a figure come last, and are there.
  expect(pageByToll(db, EVERYTHING, { metric: "wounded", wanted, count: Infinity, most: 1000, after: null }).at(-1)!.best).toBe(
    -1,
  );
});
