/** What the desk asks for: the queue's parts, reviews, conflicts, rulings to look at again, near incidents, the log. */
import Database from "@/db/driver";
import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { createAccount } from "@/db/commands/accounts";
import { makeActor, type Actor } from "@/db/commands/actor";
import { amendClaim, recordClaim, retractClaim } from "@/db/commands/claims";
import { claimsSeen, publishIncident, recordIncident, sendBack, submitIncident } from "@/db/commands/incidents";
import { addPlaces } from "@/db/commands/places";
import { revokeRuling, ruleEstimate } from "@/db/commands/rulings";
import { amendRecord, createRecord } from "@/db/commands/settings";
import type { Db } from "@/db/open";
import { auditPages, auditWords, checkChain, listAudit } from "@/db/queries/audit";
import {
  findClaimForEdit,
  findIncidentForEdit,
  findSources,
  isRecordUnset,
  listQueue,
  previewEstimates,
  sourceSlugOf,
} from "@/db/queries/desk";
import { effectOnTotals } from "@/db/queries/totals-effect";
import { findReview, listConflicts, listNear, listOutdatedRulings, listRulings } from "@/db/queries/review";
import type { ClaimInput } from "@/domain/claim";
import type { Role } from "@/domain/vocabulary";
import { testDatabase } from "../support/database";

const RECORD = { title: "Record", countries: ["UA"], timeZone: "Europe/Kyiv", codePrefix: "UA" };
const shell = makeActor({ accountId: null, name: "command line", role: "admin" });
let db: Db;
let recorder: Actor;
let editor: Actor;

beforeEach(() => {
  // The clock stands still: what came first is the log's to say.
  db = testDatabase({ now: "2026-11-20T10:00:00Z" });
  createRecord(db, RECORD);
  addPlaces(db, shell, [{ name: "Kharkiv", nameLocal: "Харків", country: "UA", latitude: 49.99, longitude: 36.23 }]);
  [recorder, editor] = [signedIn("recorder"), signedIn("editor")];
});

function signedIn(role: Role): Actor {
  const { id, name } = createAccount(db, shell, { email: `${role}@example.org`, name: role, passwordHash: "$", role });
  return makeActor({ accountId: id, name, role });
}

const claim = (name: string, killed: number | string, more: Partial<ClaimInput> = {}): ClaimInput => ({
  claimant: { name },
  report: { publisher: "Telegram", publishedAt: "2024-05-03T13:24" },
  figures: [
    typeof killed === "number"
      ? { metric: "killed", qualifier: "exact", low: killed, high: killed }
      : { metric: "killed", qualifier: "at_least", low: Number(killed) },
  ],
  ...more,
});
const enter = (day = "2024-05-03") => recordIncident(db, recorder, { title: "Market", dateStart: day, place: "Kharkiv" });
const at = (code: string) => findIncidentForEdit(db, recorder, code)!;
const publish = (code: string) => publishIncident(db, editor, { ...at(code), seen: claimsSeen(at(code).claims) });
const parts = () =>
  Object.fromEntries(
    (["review", "back", "drafts", "waiting"] as const).map((part) => [
      part,
      listQueue(db, recorder, part).map(({ code }) => code),
    ]),
  );

describe("a review", () => {
  test("goes from draft to review, back with its reason, to review again, and to readers", () => {
    const code = enter();
    expect(() => submitIncident(db, recorder, at(code))).toThrow("publish.no_claim");
    recordClaim(db, recorder, code, claim("Mayor", 3));
    expect(parts()).toEqual({ review: [], back: [], drafts: [code], waiting: [] });
    submitIncident(db, recorder, at(code));
    expect(parts()).toEqual({ review: [code], back: [], drafts: [], waiting: [] });
    expect(at(code)).toMatchObject({ publication: "submitted", version: 2, claims: [{ publication: "submitted", version: 2 }] });
    expect(findReview(db, recorder, code)).toMatchObject({ is: "submitted", by: "recorder" });
    expect(() => submitIncident(db, recorder, at(code))).toThrow("submit.nothing");
    expect(() => sendBack(db, recorder, at(code), "No.")).toThrow("role.not_allowed");
    expect(() => sendBack(db, editor, at(code), " ")).toThrow("send_back.reason_missing");
    expect(() => sendBack(db, editor, { code, version: 1 }, "Stale.")).toThrow("version.stale");
    sendBack(db, editor, at(code), "The date is the report's.");
    expect(parts()).toEqual({ review: [], back: [code], drafts: [], waiting: [] });
    expect(findReview(db, recorder, code)).toMatchObject({ is: "sent_back", by: "editor", why: "The date is the report's." });
    expect(() => sendBack(db, editor, at(code), "Again.")).toThrow("send_back.nothing");
    submitIncident(db, recorder, at(code));
    publish(code);
    expect(parts()).toEqual({ review: [], back: [], drafts: [], waiting: [] });
    expect(findReview(db, recorder, code)).toBeNull();
    recordClaim(db, recorder, code, claim("Governor", 4));
    expect(parts()).toEqual({ review: [], back: [], drafts: [], waiting: [code] });
    submitIncident(db, recorder, at(code));
    expect(at(code)).toMatchObject({ publication: "published" });
    expect(parts()).toEqual({ review: [code], back: [], drafts: [], waiting: [] });
  });

  test("is no edit: whoever entered it is still whom the rule of the last edit names", () => {
    const code = recordIncident(db, editor, { title: "Market", dateStart: "2024-05-03", place: "Kharkiv" });
    signedInSecondEditor();
    recordClaim(db, editor, code, claim("Mayor", 3));
    submitIncident(db, recorder, at(code));
    expect(() => publish(code)).toThrow("publish.own_edit");
  });

  test("publishes nothing that came or changed after the editor looked", () => {
    const code = enter();
    const first = recordClaim(db, recorder, code, claim("Mayor", 3));
    const seen = claimsSeen(at(code).claims);
    amendClaim(db, recorder, findClaimForEdit(db, recorder, first)!, claim("Mayor", 30));
    expect(() => publishIncident(db, editor, { ...at(code), seen })).toThrow("publish.changed");
    recordClaim(db, recorder, code, claim("Governor", 4));
    expect(() => publishIncident(db, editor, { ...at(code), seen: `${first} 2` })).toThrow("publish.changed");
    publish(code);
  });
});

function signedInSecondEditor() {
  createAccount(db, shell, { email: "second@example.org", name: "second", passwordHash: "$", role: "editor" });
}

test("what publishing changes in the totals is what it then changes", () => {
  const publishOne = (killed: number | string) => {
    const code = enter();
    recordClaim(db, recorder, code, claim("Mayor", killed));
    const of = () => effectOnTotals(db, editor, at(code), previewEstimates(db, editor, at(code)))[0]!;
    const told = of();
    publish(code);
    expect(of()).toEqual({ metric: "killed", now: told.after, after: told.after });
    return { code, ...told };
  };
  expect(publishOne(3)).toMatchObject({ now: { low: null, high: null, open: false }, after: { low: 3, high: 3, open: false } });
  const open = publishOne("10");
  expect(open).toMatchObject({ now: { low: 3 }, after: { low: 13, high: 13, open: true } });
  recordClaim(db, recorder, open.code, claim("Mayor", 12, { report: { publisher: "Telegram", publishedAt: "2024-05-04" } }));
  const closing = effectOnTotals(db, editor, at(open.code), previewEstimates(db, editor, at(open.code)))[0];
  expect(closing).toMatchObject({ now: { low: 13, open: true }, after: { low: 15, high: 15, open: false } });
  publish(open.code);
  expect(effectOnTotals(db, editor, at(open.code), previewEstimates(db, editor, at(open.code)))[0]).toMatchObject({
    now: { low: 15, high: 15, open: false },
  });
});

describe("the queue", () => {
  test("names waiting claims that lie outside of the published range, and no others", () => {
    const code = enter();
    recordClaim(db, recorder, code, claim("Mayor", 7));
    recordClaim(db, recorder, code, claim("Governor", 10));
    publish(code);
    const outside = recordClaim(db, recorder, code, claim("Police", 12));
    recordClaim(db, recorder, code, claim("Hospital", 8));
    recordClaim(db, recorder, code, claim("Rescuers", "9"));
    recordClaim(db, recorder, code, claim("Army", 90, { scope: "wider" }));
    expect(listConflicts(db, editor)).toMatchObject([
      {
        code,
        claim: outside,
        claimant: "Police",
        metric: "killed",
        stated: { low: 12 },
        published: { low: 7, high: 10, open: false },
      },
    ]);
    publish(code);
    expect(listConflicts(db, editor)).toEqual([]);
  });

  test("asks for another look at a ruling that claims came after, until it is ruled anew or revoked", () => {
    const code = enter();
    recordClaim(db, recorder, code, claim("Mayor", 7));
    publish(code);
    const id = ruleEstimate(db, editor, code, { metric: "killed", best: 8, reason: "The list of names." });
    expect(listOutdatedRulings(db, editor)).toEqual([]);
    const newer = recordClaim(db, recorder, code, claim("Governor", 9));
    expect(listOutdatedRulings(db, editor)).toEqual([]);
    publish(code);
    expect(listOutdatedRulings(db, editor)).toMatchObject([{ code, metric: "killed", best: 8, claims: [newer] }]);
    expect(listRulings(db, editor, at(code).id)).toMatchObject([{ id, ruledBy: "editor", newer: [newer] }]);
    ruleEstimate(db, editor, code, { metric: "killed", best: 8, reason: "It still holds." });
    expect(listOutdatedRulings(db, editor)).toEqual([]);
    amendClaim(db, editor, findClaimForEdit(db, editor, newer)!, claim("Governor", 11));
    expect(listOutdatedRulings(db, editor)).toHaveLength(1);
    revokeRuling(db, editor, id + 1, "The list is disputed.");
    expect(listOutdatedRulings(db, editor)).toEqual([]);
    retractClaim(db, editor, findClaimForEdit(db, editor, newer)!, "Read on the wrong page.");
    expect(listRulings(db, editor, at(code).id).map(({ revokedReason }) => revokedReason)).toEqual([
      "The list is disputed.",
      "Replaced by a newer ruling.",
    ]);
  });

  test("tells a record that nobody has set up", () => {
    expect(isRecordUnset(db, editor)).toBe(true);
    amendRecord(db, shell, { ...RECORD, title: "The record" });
    expect(isRecordUnset(db, editor)).toBe(false);
  });
});

test("incidents at a place within three days are offered, the nearest first, retracted ones not", () => {
  const codes = ["2024-05-03", "2024-05-06", "2024-05-07", "2024-04-30", "2024-04-29"].map((day) => enter(day));
  const long = recordIncident(db, recorder, {
    title: "Siege",
    dateStart: "2024-04-01",
    dateEnd: "2024-05-01",
    datePrecision: "days",
    place: "Kharkiv",
  });
  const placeId = db.first<{ id: number }>(sql`select id from place`)!.id;
  const near = listNear(db, recorder, { placeId, date: "2024-05-03" }).map(({ code }) => code);
  expect(near).toEqual([codes[0], codes[1], codes[3], long]);
  expect(listNear(db, recorder, { placeId: placeId + 1, date: "2024-05-03" })).toEqual([]);
});

test("a source is found by a part of its name, and its voice by any spelling", () => {
  const code = enter();
  recordClaim(db, recorder, code, claim("Ihor Terekhov", 3));
  recordClaim(db, recorder, code, claim("Oleh Syniehubov", 3));
  expect(findSources(db, recorder, { text: "terek" })).toMatchObject({
    count: 1,
    sources: [{ name: "Ihor Terekhov", claims: 1 }],
  });
  expect(findSources(db, recorder).count).toBe(2);
  expect(sourceSlugOf(db, recorder, "IHOR  terekhov")).toBe("ihor-terekhov");
  expect(sourceSlugOf(db, recorder, "nobody")).toBe("nobody");
});

describe("the audit log", () => {
  const all = { action: null, person: null, subject: null, from: null, until: null };

  test("is filtered, paged, and the same whole as in pages", () => {
    const code = enter();
    recordClaim(db, recorder, code, claim("Mayor", 3));
    publish(code);
    const actions = (filter: object) => listAudit(db, editor, { ...all, ...filter }).entries.map(({ action }) => action);
    expect(actions({ subject: `incident ${code}` })).toEqual(["incident.publish", "incident.record"]);
    expect(actions({ subject: "claim" })).toEqual(["claim.record"]);
    expect(actions({ person: "editor", action: "incident.publish" })).toEqual(["incident.publish"]);
    const moment = Date.parse("2026-11-20T10:00:00Z");
    expect(actions({ from: moment + 1 })).toEqual([]);
    expect(actions({ until: moment })).toEqual([]);
    const whole = [...auditPages(db, all, 2)].flat();
    const paged = [];
    for (let before: number | null = null; ;) {
      const page = listAudit(db, editor, all, { most: 2, before });
      paged.push(...page.entries);
      if (page.next === null) break;
      before = page.next;
    }
    expect(paged.reverse()).toEqual(whole);
    expect(auditWords(db, editor).people).toEqual(["command line", "editor", "recorder"]);
    expect(() => listAudit(db, recorder, all)).toThrow("role.not_allowed");
    expect(() => checkChain(db, recorder)).toThrow("role.not_allowed");
  });

  test("shows a chain that holds, from anywhere in it, and where it is broken", () => {
    enter();
    enter();
    const entries = db.first<{ n: number }>(sql`select count(*) as n from audit`)!.n;
    const head = db.first<{ hash: string }>(sql`select hash from audit order by id desc limit 1`)!.hash;
    expect(checkChain(db, editor)).toEqual({ entries, checked: entries, head, brokenAt: null });
    expect(checkChain(db, editor, 2)).toMatchObject({ checked: 2, brokenAt: null });
    const intruder = new Database(db.file);
    intruder.exec(`drop trigger audit_unchanged; update audit set actor = 'somebody else' where id = ${entries - 1}`);
    intruder.close();
    expect(checkChain(db, editor).brokenAt).toBe(entries - 1);
    expect(checkChain(db, editor, 1).brokenAt).toBeNull();
  });
});
