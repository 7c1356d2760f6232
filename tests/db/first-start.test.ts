import { sql } from "drizzle-orm";
import type { Db } from "@/db/open";
import { describe, expect, it } from "vitest";
import { makeActor } from "@/db/commands/actor";
import { prepareRecord } from "@/db/commands/first-start";
import { amendRecord, createRecord } from "@/db/commands/settings";
import { romanise, ukrainianName } from "@/db/demo/ukrainian-names";
import { findPlaces } from "@/db/queries/places";
import { findRecord } from "@/db/queries/record";
import { demoDatabase, testDatabase } from "@/tests/support/database";

const ADMIN = makeActor({ accountId: null, name: "test", role: "admin" });
const SETTINGS = { title: "Ours", countries: ["UA"], timeZone: "UTC", codePrefix: "X" };

describe("the first start", () => {
  it("loads the demonstration and the gazetteer of its country once, and leaves a record that is there alone", () => {
    const db = testDatabase({ now: "2026-11-23T09:00:00Z" });
    expect(prepareRecord(db, { demo: true })).toEqual({ loadedDemo: true });
    const { revision } = findRecord(db);
    expect(prepareRecord(db, { demo: true })).toEqual({ loadedDemo: false });
    expect(findRecord(db).revision).toBe(revision);
    expect(db.first<{ n: number }>(sql`select count(*) as n from place`)!.n).toBeGreaterThan(2800);
    expect(findPlaces(db, "Запорожье")).toMatchObject([{ slug: "zaporizhzhia", name: "Zaporizhzhia", nameLocal: "Запоріжжя" }]);
    expect(findPlaces(db, "Kharkov").map((p) => p.slug)).toEqual(["kharkiv"]);
    expect(findPlaces(db, "Kryvyy Rih")).toMatchObject([
      { name: "Kryvyi Rih", admin1: "Dnipropetrovsk Oblast", admin2: "Kryvorizkyi" },
    ]);
    expect(findPlaces(db, "Novomoskovsk")).toMatchObject([{ name: "Samar" }]);
  });

  it("makes an empty record with neutral settings, and the largest of homonyms takes the plain slug", () => {
    const db = testDatabase();
    expect(prepareRecord(db, { demo: false })).toEqual({ loadedDemo: false });
    expect(findRecord(db)).toMatchObject({
      title: "A casualty record",
      description: "",
      timeZone: "UTC",
      codePrefix: "INC",
      isDemo: false,
    });
    expect(db.first(sql`select count(*) as n from incident`)).toEqual({ n: 0 });
    expect(findPlaces(db, "mykolaiv")).toMatchObject([{ name: "Mykolaiv", admin1: "Mykolaiv Oblast" }]);
  });

  it("keeps nothing where it fails half-way", () => {
    const db = testDatabase();
    let calls = 0;
    const failing: Db = {
      ...db,
      now: () => {
        if (++calls > 300) throw new Error("The disk is full.");
        return Date.now();
      },
    };
    expect(() => prepareRecord(failing, { demo: true })).toThrow("The disk is full.");
    expect(() => findRecord(db)).toThrow("no record yet");
    expect(db.first(sql`select count(*) as n from place`)).toEqual({ n: 0 });
  });
});

describe("a machine whose clock is behind", () => {
  it("loads the demo record all the same", () => {
    const db = testDatabase({ now: "2022-01-01T00:00:00Z" });
    expect(prepareRecord(db, { demo: true })).toEqual({ loadedDemo: true });
  });
});

describe("the record's settings", () => {
  it("are made once and changed by admins alone, with an audit entry", () => {
    const db = testDatabase();
    createRecord(db, SETTINGS);
    expect(() => createRecord(db, SETTINGS)).toThrow("record.exists");
    expect(() => amendRecord(db, makeActor({ accountId: null, name: "test", role: "editor" }), SETTINGS)).toThrow(
      "role.not_allowed",
    );
    amendRecord(db, ADMIN, { ...SETTINGS, title: "Renamed", countries: ["UA", "MD", "UA"] });
    expect(findRecord(db)).toMatchObject({ title: "Renamed", countries: ["UA", "MD"], revision: 1 });
    expect(db.rows(sql`select action, subject from audit`)).toEqual([{ action: "record.amend", subject: "record" }]);
  });

  it.each([
    [{ timeZone: "Europe/Nowhere" }, "time_zone.unknown"],
    [{ timeZone: "+02:00" }, "time_zone.unknown"],
    [{ codePrefix: "ua-" }, "code_prefix.invalid"],
    [{ countries: [] }, "choice.missing"],
    [{ countries: ["Ukraine"] }, "place.country"],
    [{ firstDay: "2022-02-30" }, "date.invalid"],
    [{ title: " " }, "title.missing"],
  ])("refuse %o", (wrong, code) => {
    expect(() => createRecord(testDatabase(), { ...SETTINGS, ...wrong })).toThrow(code);
  });

  it("rebuild the estimates when dates are read in another time zone", () => {
    const db = demoDatabase();
    const firstOf = () =>
      db.first<{ at: number }>(sql`select min(first_public_at) as at from incident where code = 'UA-0001'`)!.at;
    const before = firstOf();
    const { title, countries, codePrefix } = findRecord(db);
    amendRecord(db, ADMIN, { title, countries, codePrefix, timeZone: "UTC" });
    // Its first claim names a day: that day's end comes two hours later in UTC than in Kyiv in winter.
    expect(firstOf() - before).toBe(2 * 3_600_000);
    expect(findRecord(db).isDemo).toBe(true);
  });
});

describe("Ukrainian names in Latin letters", () => {
  it.each([
    ["Запоріжжя", "Zaporizhzhia"],
    ["Кривий Ріг", "Kryvyi Rih"],
    ["Кам’янець-Подільський", "Kamianets-Podilskyi"],
    ["Згурівка", "Zghurivka"],
    ["Єнакієве", "Yenakiieve"],
    ["Щастя", "Shchastia"],
    ["Київ", "Kyiv"],
  ])("%s is %s", (name, latin) => {
    expect(romanise(name)).toBe(latin);
  });

  it("finds the Ukrainian form among the spellings, and says nothing where there is none", () => {
    expect(ukrainianName("Mykolayiv", ["Nikolaev", "Николаев", "Миколаїв"])).toEqual({ name: "Mykolaiv", nameLocal: "Миколаїв" });
    expect(ukrainianName("Orlovka", ["Орловка", "Орлівка"])).toBeNull();
    expect(romanise("Крым")).toBeNull();
  });
});

describe("a change of the time zone", () => {
  it("moves the instants that follow from dates without a clock, of claims and of estimates", () => {
    const db = demoDatabase();
    const instants = () =>
      db.rows<{ code: string; publicAt: number }>(
        sql`select code, public_at as publicAt from claim where code in ('C1', 'C2') order by 1`,
      );
    const before = instants();
    const { countries, ...settings } = findRecord(db);
    amendRecord(db, ADMIN, { ...SETTINGS, title: settings.title, countries, timeZone: "UTC" });
    // C1 was published on a day, C2 at an instant with its offset.
    expect(instants().map(({ publicAt }, index) => publicAt - before[index]!.publicAt)).toEqual([2 * 3_600_000, 0]);
  });
});
