/** Texts read at the desk: kept whole, read before, turned into drafts all or none, tied to their words, never public. */
import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { createAccount } from "@/db/commands/accounts";
import { makeActor, type Actor } from "@/db/commands/actor";
import { amendClaim } from "@/db/commands/claims";
import { addPlaces } from "@/db/commands/places";
import { amendReading, captureText, closeReading, recordFromText, type TakenText } from "@/db/commands/readings";
import { createRecord } from "@/db/commands/settings";
import { sha256 } from "@/db/commands/write";
import type { Db } from "@/db/open";
import { findClaimForEdit } from "@/db/queries/desk";
import {
  findReading,
  findSameText,
  findTextOfClaim,
  listClaimsOfText,
  listReadings,
  placesNamed,
  textsOfClaims,
} from "@/db/queries/readings";
import { Refused } from "@/db/refused";
import { verifyRecord } from "@/db/verify";
import { testDatabase } from "../support/database";

const TEXT = "Shells hit a market in Kharkiv on Tuesday.\nThey killed at least 4 people, the mayor said.";
const GIVEN = { text: TEXT, publisher: "Gazette", publishedAt: "2022-03-01" };
let db: Db;
let recorder: Actor;

beforeEach(() => {
  db = testDatabase({ now: "2026-11-20T10:00:00Z" });
  createRecord(db, { title: "Record", countries: ["UA"], timeZone: "Europe/Kyiv", codePrefix: "UA" });
  const shell = makeActor({ accountId: null, name: "command line", role: "admin" });
  addPlaces(db, shell, [
    { name: "Kharkiv", nameLocal: "Харків", spellings: ["Kharkov"], country: "UA", latitude: 49.99, longitude: 36.23 },
    { name: "Ivanivka", admin1: "Odesa Oblast", country: "UA", latitude: 46.97, longitude: 30.47, population: 8_000 },
    { name: "Ivanivka", admin1: "Kherson Oblast", country: "UA", latitude: 46.72, longitude: 34.55, population: 4_000 },
  ]);
  const { id, name } = createAccount(db, shell, { email: "r@example.org", name: "R", passwordHash: "$", role: "recorder" });
  recorder = makeActor({ accountId: id, name, role: "recorder" });
});

const taken = (more: Partial<TakenText["claims"][number]["claim"]> = {}, dateStart = "2022-03-01"): TakenText => ({
  incidents: [{ input: { title: "Market", dateStart, place: "Kharkiv" }, prefix: "e.0." }],
  claims: [
    {
      incident: { is: "new", index: 0 },
      claim: {
        claimant: { name: "Mayor" },
        figures: [{ metric: "killed", qualifier: "at_least", low: 4 }],
        quote: "They killed at least 4 people",
        ...more,
      },
      spans: [
        { part: "sentence", start: 43, end: 89 },
        { part: "killed", start: 55, end: 72 },
        { part: "place", start: 23, end: 30 },
      ],
      prefix: "c.0.",
    },
  ],
});

describe("capturing a text", () => {
  test("keeps it whole with its hash, in one form of line breaks", () => {
    const id = captureText(db, recorder, { ...GIVEN, text: `${TEXT.replace("\n", "\r\n")}\n\n` });
    expect(findReading(db, recorder, id)).toMatchObject({ text: TEXT, sha256: sha256(TEXT), publisher: "Gazette", readBy: "R" });
    expect(listReadings(db, recorder)).toMatchObject([{ id, characters: TEXT.length, claims: 0 }]);
  });

  test("finds the same text again, on whatever page it stands", () => {
    const id = captureText(db, recorder, GIVEN);
    captureText(db, recorder, { ...GIVEN, publisher: "Another paper" });
    captureText(db, recorder, { ...GIVEN, text: `${TEXT}!` });
    expect(findSameText(db, recorder, sha256(TEXT)).map(({ publisher }) => publisher)).toEqual(["Gazette", "Another paper"]);
    expect(captureText(db, recorder, GIVEN, { formKey: "k".repeat(20) })).toBe(
      captureText(db, recorder, GIVEN, { formKey: "k".repeat(20) }),
    );
    expect(id).toBeGreaterThan(0);
  });

  test("refuses a text of the future, an empty one and one that is too long", () => {
    expect(() => captureText(db, recorder, { ...GIVEN, publishedAt: "2027-01-01" })).toThrow("date.future");
    expect(() => captureText(db, recorder, { ...GIVEN, text: " \n" })).toThrow("reading.text_missing");
    expect(() => captureText(db, recorder, { ...GIVEN, text: "a".repeat(100_001) })).toThrow("reading.text_too_long");
  });

  test("what is said about it can be corrected until a claim was taken, and it can be put away", () => {
    const id = captureText(db, recorder, GIVEN);
    amendReading(db, recorder, id, { publisher: "The Gazette", publishedAt: "2022-03-02", place: "Kharkiv" });
    expect(findReading(db, recorder, id)).toMatchObject({ publisher: "The Gazette", text: TEXT, place: "Kharkiv" });
    recordFromText(db, recorder, id, taken());
    expect(() => amendReading(db, recorder, id, { publisher: "Other" })).toThrow("reading.has_claims");
    closeReading(db, recorder, id, true);
    expect(listReadings(db, recorder)).toEqual([]);
    expect(listReadings(db, recorder, { all: true })).toHaveLength(1);
    closeReading(db, recorder, id, false);
    expect(listReadings(db, recorder)).toHaveLength(1);
  });

  test("the log names the text by its hash and holds none of its words", () => {
    captureText(db, recorder, GIVEN);
    const { content } = db.first<{ content: string }>(sql`select content from audit where action = 'text.capture'`)!;
    expect(content).toContain(sha256(TEXT));
    expect(content).not.toContain("Shells");
  });
});

describe("taking claims from a text", () => {
  test("makes drafts tied to their words", async () => {
    const id = captureText(db, recorder, GIVEN);
    const [code] = recordFromText(db, recorder, id, taken());
    const claim = findClaimForEdit(db, recorder, code!)!;
    expect(claim).toMatchObject({ publication: "draft", report: { publisher: "Gazette", publishedAt: "2022-03-01" } });
    const { text, spans, reading } = findTextOfClaim(db, recorder, code!)!;
    expect(reading).toBe(id);
    expect(spans.map(({ part, start, end }) => [part, text.slice(start, end)])).toEqual([
      ["place", "Kharkiv"],
      ["sentence", "They killed at least 4 people, the mayor said."],
      ["killed", "at least 4 people"],
    ]);
    expect(listClaimsOfText(db, recorder, id)).toMatchObject([{ code, title: "Market", claimant: "Mayor" }]);
    expect([...textsOfClaims(db, recorder, claim.incidentCode)]).toEqual([[code, id]]);
    const quote = db.first<{ start: number; end: number }>(
      sql`select quote_start as start, quote_end as end from claim where code = ${code}`,
    )!;
    expect(TEXT.slice(quote.start, quote.end)).toBe(claim.quote);
    expect((await verifyRecord(db.file)).findings).toEqual([]);
  });

  test("all of it or nothing, and the refusal names the field of the claim", () => {
    const id = captureText(db, recorder, GIVEN);
    const both = taken();
    const bad = {
      ...both,
      claims: [...both.claims, { ...both.claims[0]!, prefix: "c.1.", claim: { ...both.claims[0]!.claim, repeats: "C99" } }],
    };
    let refused: unknown;
    try {
      recordFromText(db, recorder, id, bad);
    } catch (error) {
      refused = error;
    }
    expect(refused).toBeInstanceOf(Refused);
    expect(refused).toMatchObject({ code: "claim.unknown", field: "c.1.repeats" });
    expect(db.first(sql`select 1 from incident`)).toBeUndefined();
    expect(() => recordFromText(db, recorder, id, { incidents: [], claims: [] })).toThrow("reading.nothing_taken");
    expect(() => recordFromText(db, recorder, id, taken({}, "2030-01-01"))).toThrow(/date\.future \(e\.0\.dateStart\)/);
  });

  test("a form that comes twice makes its claims once", () => {
    const id = captureText(db, recorder, GIVEN);
    const key = { formKey: "f".repeat(20) };
    expect(recordFromText(db, recorder, id, taken(), key)).toEqual(recordFromText(db, recorder, id, taken(), key));
    expect(listClaimsOfText(db, recorder, id)).toHaveLength(1);
  });

  test("an amended claim keeps its tie to the text, its report corrected or not", () => {
    const id = captureText(db, recorder, GIVEN);
    captureText(db, recorder, { ...GIVEN, text: `${TEXT} Updated.` });
    const [code] = recordFromText(db, recorder, id, taken());
    const amend = (change: object): void => {
      const { version, publication: _p, incidentCode: _i, code: _c, ...claim } = findClaimForEdit(db, recorder, code!)!;
      amendClaim(db, recorder, { code: code!, version }, { ...claim, ...change });
    };
    amend({ preliminary: true });
    expect(findTextOfClaim(db, recorder, code!)).toMatchObject({ reading: id, text: TEXT });
    amend({ quote: "at least 4 people" });
    const quote = db.first<{ start: number }>(sql`select quote_start as start from claim where code = ${code}`)!;
    expect(quote.start).toBe(TEXT.indexOf("at least 4"));
    amend({ report: { ...findClaimForEdit(db, recorder, code!)!.report, title: "A headline" } });
    expect(findTextOfClaim(db, recorder, code!)).toMatchObject({ text: TEXT });
  });
});

test("places are found by any spelling, homonyms by their slug", () => {
  const places = placesNamed(db, ["kharkov", "ivanivka", "nowhere"]);
  expect(places.map(({ name, typed, admin1 }) => [name, typed, admin1]).sort()).toEqual([
    ["Ivanivka", "ivanivka", "Odesa Oblast"],
    ["Ivanivka", "ivanivka-2", "Kherson Oblast"],
    ["Kharkiv", "Kharkiv", null],
  ]);
});
