/** What waits beside what readers see, what may be one incident, and the splits that a second editor confirms. */
import { sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { createAccount } from "@/db/commands/accounts";
import { makeActor, type Actor } from "@/db/commands/actor";
import { amendClaim, recordClaim } from "@/db/commands/claims";
import { amendIncident, publishIncident, recordIncident, sendBack, submitIncident } from "@/db/commands/incidents";
import { confirmSplit, dropSplit, splitIncident } from "@/db/commands/merges";
import { addPlaces } from "@/db/commands/places";
import { createRecord } from "@/db/commands/settings";
import type { Db } from "@/db/open";
import { findClaimForEdit, findIncidentForEdit } from "@/db/queries/desk";
import { listMaybeSame } from "@/db/queries/review";
import { listProposedSplits } from "@/db/queries/splits";
import { listWaiting } from "@/db/queries/waiting";
import type { ClaimInput } from "@/domain/claim";
import type { Role } from "@/domain/vocabulary";
import { testDatabase } from "../support/database";

const shell = makeActor({ accountId: null, name: "command line", role: "admin" });
let db: Db;
let recorder: Actor;
let first: Actor;
let second: Actor;

beforeEach(() => {
  db = testDatabase();
  createRecord(db, { title: "Record", countries: ["UA"], timeZone: "Europe/Kyiv", codePrefix: "UA" });
  addPlaces(db, shell, [{ name: "Kharkiv", country: "UA", latitude: 49.99, longitude: 36.23 }]);
  const member = (name: string, role: Role) => {
    const { id } = createAccount(db, shell, { email: `${name}@example.org`, name, passwordHash: "$", role });
    return makeActor({ accountId: id, name, role });
  };
  [recorder, first, second] = [member("recorder", "recorder"), member("first", "editor"), member("second", "editor")];
});

const facts = (title: string) => ({ title, dateStart: "2024-05-03", place: "Kharkiv" });
const said = (name: string, killed: number): ClaimInput => ({
  claimant: { name },
  report: { publisher: "Telegram", publishedAt: "2024-05-03" },
  figures: [{ metric: "killed", qualifier: "exact", low: killed, high: killed }],
});
const at = (code: string) => findIncidentForEdit(db, first, code)!;
const title = (content: unknown) => (content as { title: string } | null)?.title ?? null;

/** Until the clock has moved on. */
function pause(): void {
  for (const begun = Date.now(); Date.now() <= begun;);
}

test("after it was sent back, what was changed since stands beside what was there then; new claims of what is public stand alone", () => {
  const code = recordIncident(db, recorder, facts("Market"));
  const claim = recordClaim(db, recorder, code, said("Mayor", 3));
  submitIncident(db, recorder, at(code));
  expect(listWaiting(db, first, code).map(({ subject, sentBack }) => [subject, sentBack])).toEqual([
    [`incident ${code}`, null],
    [`claim ${claim}`, null],
  ]);
  pause();
  sendBack(db, first, at(code), "Which market?");
  pause();
  amendIncident(db, recorder, at(code), facts("Market hall"));
  amendIncident(db, recorder, at(code), facts("Central market hall"));
  const [incident, unchanged] = listWaiting(db, first, code);
  expect([title(incident!.sentBack), title(incident!.now)]).toEqual(["Market", "Central market hall"]);
  expect(unchanged!.sentBack).toBeNull();
  amendClaim(db, recorder, findClaimForEdit(db, recorder, claim)!, said("Mayor", 4));
  expect(listWaiting(db, first, code)[1]!.sentBack).toMatchObject({ figures: [{ low: 3 }] });
  publishIncident(db, first, at(code));
  expect(listWaiting(db, first, code)).toEqual([]);
  const later = recordClaim(db, recorder, code, said("Governor", 9));
  expect(listWaiting(db, first, code).map(({ subject, sentBack }) => [subject, sentBack])).toEqual([[`claim ${later}`, null]]);
});

test("what was entered twice is told once, by place, near date and a word; two of other names on one day are normal", () => {
  const one = recordIncident(db, recorder, facts("Strike on the market"));
  const two = recordIncident(db, recorder, { ...facts("The market burnt"), dateStart: "2024-05-05" });
  recordIncident(db, recorder, facts("Railway station"));
  recordIncident(db, recorder, { ...facts("The market again"), dateStart: "2024-06-05" });
  expect(listMaybeSame(db, first).map(({ code, near }) => [code, near.map((other) => other.code)])).toEqual([[two, [one]]]);
});

test("a split of what readers see waits for another editor; a save lets it fall; a draft is split at once", () => {
  const code = recordIncident(db, recorder, facts("Market"));
  const claims = [recordClaim(db, recorder, code, said("Mayor", 3)), recordClaim(db, recorder, code, said("Governor", 9))];
  const split = { claims: [claims[0]!], incident: facts("Hall"), reason: "Two strikes.", formKey: "one form" };
  publishIncident(db, first, at(code));
  const numbers = () => JSON.stringify(db.rows(sql`select * from estimate`));
  const before = numbers();
  expect(splitIncident(db, first, at(code), split)).toBeNull();
  expect(splitIncident(db, first, at(code), split)).toBeNull();
  expect(numbers()).toBe(before);
  expect(listProposedSplits(db, second)).toMatchObject([
    { code, by: "first", isOwn: false, isStale: false, claims: [claims[0]] },
  ]);
  expect(() => confirmSplit(db, recorder, at(code))).toThrow("role.not_allowed");
  expect(() => confirmSplit(db, first, at(code))).toThrow("publish.own_edit");
  amendIncident(db, second, at(code), facts("Market, evening"));
  expect(listProposedSplits(db, second)).toMatchObject([{ isStale: true }]);
  expect(() => confirmSplit(db, second, at(code))).toThrow("split.changed");
  dropSplit(db, second, code);
  expect(() => dropSplit(db, second, code)).toThrow("split.none");
  expect(splitIncident(db, first, at(code), { ...split, formKey: "another form" })).toBeNull();
  const made = confirmSplit(db, second, at(code));
  expect(at(made)).toMatchObject({ publication: "published", title: "Hall", claims: [{ code: claims[0] }] });
  expect(() => confirmSplit(db, second, at(code))).toThrow("split.none");

  const draft = recordIncident(db, recorder, facts("Bridge"));
  const two = [recordClaim(db, recorder, draft, said("Mayor", 3)), recordClaim(db, recorder, draft, said("Governor", 9))];
  expect(splitIncident(db, first, at(draft), { claims: [two[0]!], incident: facts("Ramp"), reason: "Two." })).toMatch(/^UA-/);
});
