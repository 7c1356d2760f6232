/** Writing the record: what each command keeps, what each refuses, and that a refusal leaves nothing behind. */
import { eq, sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { ZodError } from "zod";
import { createAccount } from "@/db/commands/accounts";
import { makeActor, type Actor } from "@/db/commands/actor";
import { amendClaim, recordClaim } from "@/db/commands/claims";
import { amendIncident, publishIncident, recordIncident, retractIncident } from "@/db/commands/incidents";
import { addPlaces } from "@/db/commands/places";
import { createRecord } from "@/db/commands/settings";
import { auditHash, FIRST_HASH, sha256 } from "@/db/commands/write";
import type { Db } from "@/db/open";
import { findClaimForEdit, findIncidentForEdit, listQueue, previewEstimates } from "@/db/queries/desk";
import { findIncident } from "@/db/queries/incidents";
import { Refused } from "@/db/refused";
import { account } from "@/db/schema";
import type { ClaimInput } from "@/domain/claim";
import type { IncidentInput } from "@/domain/incident";
import { testDatabase } from "../support/database";

const NOW = "2026-11-20T10:00:00Z";
const place = { country: "UA", latitude: 49.99, longitude: 36.23 };
const PLACES = [
  {
    ...place,
    name: "Kharkiv",
    nameLocal: "Харків",
    spellings: ["Kharkov", "Харьков"],
    admin1: "Kharkiv Oblast",
    population: 1_433_886,
  },
  { ...place, name: "Myrne", admin1: "Kyiv Oblast", population: 900 },
  { ...place, name: "Myrne", admin1: "Odesa Oblast", population: 800 },
];
const INCIDENT: IncidentInput = {
  title: "Regional administration",
  dateStart: "2022-03-01",
  place: "Kharkiv",
  attackType: "missile_strike",
};
const CLAIM: ClaimInput = {
  claimant: { name: "Oleh Syniehubov", kind: "local_government", role: "governor" },
  report: { publisher: "Telegram", url: "https://t.me/synegubov/1", publishedAt: "2022-03-01T19:48", retrievedAt: "2026-11-19" },
  figures: [
    { metric: "killed", qualifier: "exact", low: 7, high: 7 },
    { metric: "wounded", qualifier: "exact", low: 24, high: 24 },
  ],
};

let db: Db;
let recorder: Actor;
let editor: Actor;

beforeEach(() => {
  db = testDatabase({ now: NOW });
  createRecord(db, { title: "Record", countries: ["UA"], timeZone: "Europe/Kyiv", codePrefix: "UA" });
  addPlaces(db, shell, PLACES);
  recorder = member("recorder");
  editor = member("editor");
});

const shell = makeActor({ accountId: null, name: "command line", role: "admin" });

function member(role: "recorder" | "editor"): Actor {
  const { id, name } = createAccount(db, shell, {
    email: `${role}@example.org`,
    name: `A ${role}`,
    passwordHash: "$argon2id$test",
    role,
  });
  return makeActor({ accountId: id, name, role });
}

const count = (table: string) => db.first<{ n: number }>(sql.raw(`select count(*) as n from "${table}"`))!.n;
const everything = () =>
  ["incident", "claim", "figure", "source", "report", "submission", "estimate", "audit"]
    .map((table) => `${table} ${count(table)}`)
    .join(", ") + JSON.stringify(db.first(sql`select * from record`));
const version = (code: string) => findIncidentForEdit(db, recorder, code)!.version;

/** The refusal of some work, after which nothing in the record is another. */
function refusal(work: () => unknown): { code: string; field: string | null; values: unknown } {
  const before = everything();
  try {
    work();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    expect(everything()).toBe(before);
    return { code: error.code, field: error.field, values: error.values };
  }
  throw new Error("It was not refused.");
}

/** Paths and messages of what an input's schema refuses. */
function issues(work: () => unknown): string[] {
  const before = everything();
  try {
    work();
  } catch (error) {
    if (!(error instanceof ZodError)) throw error;
    expect(everything()).toBe(before);
    return error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
  }
  throw new Error("It was not refused.");
}

describe("recording", () => {
  test("an incident makes a draft at its place, found by any spelling", () => {
    for (const spelling of ["Kharkiv", "Харків", "kharkov", "ХАРЬКОВ", "kharkiv"]) {
      const code = recordIncident(db, recorder, { ...INCIDENT, place: spelling });
      expect(findIncidentForEdit(db, recorder, code)).toMatchObject({
        place: "Kharkiv",
        publication: "draft",
        version: 1,
        counted: true,
      });
    }
    expect(count("incident")).toBe(5);
  });

  test("a claim makes its claimant and its report, once each", () => {
    const code = recordIncident(db, recorder, INCIDENT);
    const first = recordClaim(db, recorder, code, CLAIM);
    const second = recordClaim(db, recorder, code, { ...CLAIM, claimant: { name: "oleh syniehubov" }, asOf: "2022-03-01T20:00" });
    expect([first, second]).toEqual(["C1", "C2"]);
    expect([count("source"), count("report"), count("claim"), count("figure")]).toEqual([1, 1, 2, 4]);
    expect(findClaimForEdit(db, recorder, second)).toMatchObject({
      claimant: { name: "Oleh Syniehubov", role: "governor" },
      asOf: "2022-03-01T20:00",
      publication: "draft",
    });
  });

  test("is nothing that readers see", () => {
    const code = recordIncident(db, recorder, INCIDENT);
    recordClaim(db, recorder, code, CLAIM);
    expect(findIncident(db, code)).toEqual({ is: "unknown" });
    expect(count("estimate")).toBe(0);
  });

  test("the same form twice makes one row", () => {
    const codes = [1, 2].map(() => recordIncident(db, recorder, INCIDENT, { formKey: "form-one" }));
    expect(codes).toEqual(["UA-0001", "UA-0001"]);
    const claims = [1, 2].map(() => recordClaim(db, recorder, codes[0]!, CLAIM, { formKey: "form-one claim" }));
    expect(claims).toEqual(["C1", "C1"]);
    expect([count("incident"), count("claim"), count("figure")]).toEqual([1, 1, 2]);
    expect(recordIncident(db, recorder, INCIDENT, { formKey: "form-two" })).toBe("UA-0002");
  });

  test("an incident and its first claim together are both kept or neither", () => {
    const both = (claim: ClaimInput) =>
      db.transaction(() => recordClaim(db, recorder, recordIncident(db, recorder, INCIDENT), claim));
    expect(refusal(() => both({ ...CLAIM, asOf: "2027-01-01" }))).toMatchObject({ code: "date.future", field: "asOf" });
    expect(both(CLAIM)).toBe("C1");
    expect(count("incident")).toBe(1);
  });
});

describe("is refused, and leaves nothing behind:", () => {
  test("a date that has not come yet in the record's time zone", () => {
    const values = { today: "2026-11-20" };
    expect(refusal(() => recordIncident(db, recorder, { ...INCIDENT, dateStart: "2026-11-21" }))).toEqual({
      code: "date.future",
      field: "dateStart",
      values,
    });
    const code = recordIncident(db, recorder, INCIDENT);
    const report = { publisher: "Telegram" };
    expect(
      refusal(() => recordClaim(db, recorder, code, { ...CLAIM, report: { ...report, publishedAt: "2026-11-20T12:01" } })),
    ).toEqual({ code: "date.future", field: "report.publishedAt", values });
    expect(recordClaim(db, recorder, code, { ...CLAIM, report: { ...report, publishedAt: "2026-11-20T12:00" } })).toBe("C1");
  });

  test("a place that nobody knows, or that several are called", () => {
    expect(refusal(() => recordIncident(db, recorder, { ...INCIDENT, place: "Atlantis" }))).toEqual({
      code: "place.unknown",
      field: "place",
      values: { place: "Atlantis" },
    });
    expect(refusal(() => recordIncident(db, recorder, { ...INCIDENT, place: "Myrne" }))).toMatchObject({
      code: "place.ambiguous",
      field: "place",
      values: { options: "Myrne, Kyiv Oblast (myrne); Myrne, Odesa Oblast (myrne-2)" },
    });
    expect(findIncidentForEdit(db, recorder, recordIncident(db, recorder, { ...INCIDENT, place: "myrne-2" }))!.place).toBe(
      "myrne-2",
    );
  });

  test("a save over somebody else's newer one", () => {
    const code = recordIncident(db, recorder, INCIDENT);
    amendIncident(db, editor, { code, version: 1 }, { ...INCIDENT, target: "offices" });
    expect(refusal(() => amendIncident(db, recorder, { code, version: 1 }, INCIDENT))).toEqual({
      code: "version.stale",
      field: null,
      values: { seen: 1, now: 2 },
    });
    const claim = recordClaim(db, recorder, code, CLAIM);
    amendClaim(db, editor, { code: claim, version: 1 }, CLAIM);
    expect(refusal(() => amendClaim(db, recorder, { code: claim, version: 1 }, CLAIM))).toMatchObject({ code: "version.stale" });
    expect(refusal(() => publishIncident(db, editor, { code, version: 1 }))).toMatchObject({ code: "version.stale" });
  });

  test("a counted incident inside a counted one", () => {
    const wider = recordIncident(db, recorder, { ...INCIDENT, title: "A day of strikes" });
    expect(refusal(() => recordIncident(db, recorder, { ...INCIDENT, partOf: wider }))).toMatchObject({
      code: "incident.counted_twice",
      field: "counted",
    });
    expect(recordIncident(db, recorder, { ...INCIDENT, partOf: wider, counted: false })).toBe("UA-0002");
    expect(refusal(() => recordIncident(db, recorder, { ...INCIDENT, partOf: "UA-9999" }))).toMatchObject({
      code: "incident.unknown",
      field: "partOf",
    });
  });

  test("a repeat of a claim of another incident, or of none", () => {
    const [here, there] = [recordIncident(db, recorder, INCIDENT), recordIncident(db, recorder, INCIDENT)];
    const claim = recordClaim(db, recorder, there, CLAIM);
    expect(refusal(() => recordClaim(db, recorder, here, { ...CLAIM, repeats: claim }))).toEqual({
      code: "claim.repeats_elsewhere",
      field: "repeats",
      values: { code: claim },
    });
    expect(refusal(() => recordClaim(db, recorder, here, { ...CLAIM, repeats: "C99" }))).toMatchObject({
      code: "claim.unknown",
      field: "repeats",
    });
  });

  test("a claim on an incident that is not there", () => {
    expect(refusal(() => recordClaim(db, recorder, "UA-0404", CLAIM))).toMatchObject({ code: "incident.unknown" });
  });

  test("figures that contradict themselves, each told at its place", () => {
    const code = recordIncident(db, recorder, INCIDENT);
    const withFigures = (figures: ClaimInput["figures"]) => issues(() => recordClaim(db, recorder, code, { ...CLAIM, figures }));
    expect(
      withFigures([
        { metric: "wounded", qualifier: "none", low: 0, high: 0 },
        { metric: "killed", qualifier: "between", low: 9, high: 4 },
      ]),
    ).toEqual(["figures.1.low: figure.low_above_high"]);
    expect(
      withFigures([
        { metric: "killed", qualifier: "unknown" },
        { metric: "killed", qualifier: "exact", low: 1, high: 1 },
      ]),
    ).toEqual(["figures.1.metric: figure.twice"]);
    expect(issues(() => recordClaim(db, recorder, code, { ...CLAIM, status: "set_aside" }))).toEqual([
      "statusReason: status.reason_missing",
    ]);
    expect(issues(() => recordIncident(db, recorder, { ...INCIDENT, dateEnd: "2022-02-28", place: null }))).toEqual([
      "dateEnd: date.end_before_start",
      "place: place.missing",
    ]);
  });
});

describe("publishing", () => {
  const entered = (by: Actor) => {
    const code = recordIncident(db, by, INCIDENT);
    recordClaim(db, by, code, CLAIM);
    return code;
  };

  test("shows readers the incident, its claims and what follows from them", () => {
    const code = entered(recorder);
    publishIncident(db, editor, { code, version: version(code) });
    const found = findIncident(db, code);
    expect(found).toMatchObject({ is: "published", incident: { code, claims: [{ claimant: "Oleh Syniehubov" }] } });
    expect(
      previewEstimates(db, editor, findIncidentForEdit(db, editor, code)!).map(({ metric, now }) => [
        metric,
        now?.low,
        now?.best.majority,
        now?.high,
      ]),
    ).toEqual([
      ["killed", 7, 7, 7],
      ["wounded", 24, 24, 24],
    ]);
    expect(listQueue(db, editor, "drafts")).toEqual([]);
  });

  test("of a later claim is foretold by the preview", () => {
    const code = entered(recorder);
    publishIncident(db, editor, { code, version: version(code) });
    recordClaim(db, recorder, code, {
      ...CLAIM,
      claimant: { name: "Anton Herashchenko" },
      report: { publisher: "Facebook", publishedAt: "2022-03-01T13:24" },
      figures: [{ metric: "killed", qualifier: "at_least", low: 10 }],
    });
    const [killed] = previewEstimates(db, editor, findIncidentForEdit(db, editor, code)!);
    expect([killed!.now, killed!.after].map((e) => [e!.low, e!.best.majority, e!.high, e!.open])).toEqual([
      [7, 7, 7, false],
      [7, 7, 10, true],
    ]);
    expect(listQueue(db, editor, "waiting")).toMatchObject([{ code, claims: 2, newClaims: 1, changedBy: "A recorder" }]);
    publishIncident(db, editor, { code, version: version(code) });
    const [after] = previewEstimates(db, editor, findIncidentForEdit(db, editor, code)!);
    expect(after!.now).toEqual(killed!.after);
  });

  test("needs an editor, and a claim", () => {
    const code = entered(recorder);
    expect(refusal(() => publishIncident(db, recorder, { code, version: version(code) }))).toMatchObject({
      code: "role.not_allowed",
    });
    const bare = recordIncident(db, recorder, INCIDENT);
    expect(refusal(() => publishIncident(db, editor, { code: bare, version: 1 }))).toMatchObject({ code: "publish.no_claim" });
  });

  test("is not for whoever made the last edit, unless nobody else may; then the log says so", () => {
    const code = entered(editor);
    const other = createAccount(db, shell, {
      email: "other@example.org",
      name: "Another editor",
      passwordHash: "$",
      role: "editor",
    });
    expect(refusal(() => publishIncident(db, editor, { code, version: version(code) }))).toMatchObject({
      code: "publish.own_edit",
    });
    db.transaction((tx) => tx.update(account).set({ disabledAt: tx.now() }).where(eq(account.id, other.id)).run());
    publishIncident(db, editor, { code, version: version(code) });
    const entry = db.first<{ content: string }>(sql`select content from audit where action = 'incident.publish'`)!;
    expect(JSON.parse(entry.content)).toMatchObject({
      after: { publication: "published", claims: ["C1"] },
      why: "Published by the editor who made the last edit: nobody else in this record may publish.",
    });
  });

  test("leaves changes of what is public to editors", () => {
    const code = entered(recorder);
    publishIncident(db, editor, { code, version: version(code) });
    const claim = findClaimForEdit(db, recorder, "C1")!;
    expect(refusal(() => amendIncident(db, recorder, { code, version: version(code) }, INCIDENT))).toMatchObject({
      code: "role.published_needs_editor",
    });
    expect(refusal(() => amendClaim(db, recorder, claim, CLAIM))).toMatchObject({ code: "role.published_needs_editor" });
    amendClaim(db, editor, claim, { ...CLAIM, figures: [{ metric: "killed", qualifier: "exact", low: 8, high: 8 }] });
    const [killed] = previewEstimates(db, editor, findIncidentForEdit(db, editor, code)!);
    expect(killed!.now).toMatchObject({ low: 8, high: 8 });
  });

  test("is taken back by a retraction, whose reason readers see", () => {
    const code = entered(recorder);
    expect(refusal(() => retractIncident(db, editor, { code, version: version(code) }, "An error."))).toMatchObject({
      code: "incident.not_published",
    });
    publishIncident(db, editor, { code, version: version(code) });
    expect(refusal(() => retractIncident(db, editor, { code, version: version(code) }, "  "))).toMatchObject({
      code: "reason.missing",
      field: "reason",
    });
    retractIncident(db, editor, { code, version: version(code) }, "It was the strike of the day before.");
    expect(findIncident(db, code)).toEqual({ is: "retracted", code, reason: "It was the strike of the day before.", into: null });
    expect(count("estimate")).toBe(0);
    expect(refusal(() => recordClaim(db, recorder, code, CLAIM))).toMatchObject({ code: "incident.retracted" });
    expect(refusal(() => amendIncident(db, editor, { code, version: version(code) }, INCIDENT))).toMatchObject({
      code: "incident.retracted",
    });
  });
});

test("the audit log is one unbroken chain over everything that was done", () => {
  const code = recordIncident(db, recorder, INCIDENT);
  recordClaim(db, recorder, code, CLAIM);
  refusal(() => recordIncident(db, recorder, { ...INCIDENT, place: "Atlantis" }));
  publishIncident(db, editor, { code, version: version(code) });
  retractIncident(db, editor, { code, version: version(code) }, "A test.");
  type Entry = Parameters<typeof auditHash>[0] & { hash: string; content: string; salt: string };
  const entries = db.rows<Entry>(sql`
    select id, at, actor, action, subject, content, salt, content_hash as contentHash, previous_hash as previousHash, hash from audit order by id`);
  expect(entries.map(({ action }) => action)).toEqual([
    "places.add",
    "account.create",
    "account.create",
    "incident.record",
    "claim.record",
    "incident.publish",
    "incident.retract",
  ]);
  let previous = FIRST_HASH;
  for (const entry of entries) {
    expect(entry.contentHash).toBe(sha256(entry.salt + entry.content));
    expect(entry.previousHash).toBe(previous);
    expect(entry.hash).toBe(auditHash(entry));
    previous = entry.hash;
  }
});
