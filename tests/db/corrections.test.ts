/** The public log of corrections: what it tells, and what never leaves the audit log. */
import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { makeActor } from "@/db/commands/actor";
import { amendClaim, recordClaim, retractClaim } from "@/db/commands/claims";
import { amendIncident, publishIncident, recordIncident, retractIncident } from "@/db/commands/incidents";
import { revokeRuling, ruleEstimate } from "@/db/commands/rulings";
import { amendSource } from "@/db/commands/sources";
import type { Db } from "@/db/open";
import { listCorrections } from "@/db/queries/corrections";
import type { ClaimInput } from "@/domain/claim";
import type { IncidentInput } from "@/domain/incident";
import { demoDatabase } from "../support/database";

const editor = makeActor({ accountId: null, name: "CANARY-RECORDER", role: "admin" });
const CANARY = "CANARY";

const facts: IncidentInput = {
  title: "Market square",
  dateStart: "2024-05-01",
  place: "kharkiv",
  attackType: "shelling",
  note: "CANARY-NOTE",
};

function said(killed: number, more: Partial<ClaimInput> = {}): ClaimInput {
  return {
    claimant: { name: "Emergency service of the test", kind: "emergency_service" },
    report: { publisher: "The Test Times", url: "https://example.org/1", publishedAt: "2024-05-01", retrievedAt: "2024-05-02" },
    figures: [{ metric: "killed", qualifier: "exact", low: killed, high: killed }],
    note: "CANARY-CLAIM-NOTE",
    ...more,
  };
}

const versionOf = (db: Db, table: "incident" | "claim", code: string) => ({
  code,
  version: db.first<{ version: number }>(sql`select version from ${sql.raw(table)} where code = ${code}`)!.version,
});

function published(db: Db): { incident: string; claim: string } {
  const incident = recordIncident(db, editor, facts);
  const claim = recordClaim(db, editor, incident, said(3));
  publishIncident(db, editor, versionOf(db, "incident", incident));
  return { incident, claim };
}

test("the demonstration's first publications, and the drafts amended before them, are no corrections", () => {
  expect(listCorrections(demoDatabase())).toEqual({ corrections: [], next: null });
});

test("an amended incident tells each public field from old to new, and of coordinates only that they changed", () => {
  const db = demoDatabase();
  const { incident } = published(db);
  amendIncident(db, editor, versionOf(db, "incident", incident), {
    ...facts,
    title: "Market hall",
    attackType: "drone",
    place: "Київ",
    latitude: 50.123456,
    longitude: 30.654321,
    note: "CANARY-NEW-NOTE",
  });
  const [correction] = listCorrections(db).corrections;
  expect(correction).toMatchObject({ kind: "incident_amended", incident: { code: incident, title: "Market hall" } });
  expect(correction!.changes).toEqual([
    { field: "title", from: "Market square", to: "Market hall" },
    { field: "attackType", from: "shelling", to: "drone" },
    { field: "coordinates" },
    { field: "place", from: "Kharkiv", to: "Kyiv" },
  ]);
});

test("an amended claim tells its figures from old to new, and never a claimant's old name or old words", () => {
  const db = demoDatabase();
  const { incident } = published(db);
  const claim = recordClaim(db, editor, incident, said(4, { quote: "CANARY-QUOTE", claimant: { name: "CANARY-NAME" } }));
  publishIncident(db, editor, versionOf(db, "incident", incident));
  amendClaim(db, editor, versionOf(db, "claim", claim), {
    ...said(4),
    claimant: { name: "a resident", kind: "witness" },
    figures: [
      { metric: "killed", qualifier: "at_least", low: 4 },
      { metric: "wounded", qualifier: "vague", word: "dozens" },
    ],
  });
  const { corrections } = listCorrections(db);
  expect(corrections.map(({ kind, claims }) => [kind, claims])).toEqual([
    ["claim_amended", [claim]],
    ["claims_added", [claim]],
  ]);
  const vague = { qualifier: "vague", low: null, high: null, best: null, word: "dozens", scope: "incident" };
  expect(corrections[0]!.changes).toEqual([
    { field: "quote" },
    { field: "claimant" },
    {
      figure: { metric: "killed", group: "all" },
      from: { qualifier: "exact", low: 4, high: 4, best: null, word: null, scope: "incident" },
      to: { qualifier: "at_least", low: 4, high: null, best: null, word: null, scope: "incident" },
    },
    { figure: { metric: "wounded", group: "all" }, from: null, to: vague },
  ]);
  expect(JSON.stringify(corrections)).not.toContain(CANARY);
});

test("retractions, rulings and changed sources are told with the reasons that are public", () => {
  const db = demoDatabase();
  const { incident, claim } = published(db);
  const other = recordClaim(db, editor, incident, said(5, { claimant: { name: "The mayor", kind: "local_government" } }));
  publishIncident(db, editor, versionOf(db, "incident", incident));
  const ruling = ruleEstimate(db, editor, incident, { metric: "killed", best: 4, reason: "Names were published." });
  revokeRuling(db, editor, ruling, "One name was listed twice.");
  retractClaim(db, editor, versionOf(db, "claim", other), "The page speaks of another city.");
  amendSource(db, editor, "emergency-service-of-the-test", { name: "Emergency service of the test", kind: "police", role: null });
  const kinds = () => listCorrections(db).corrections.map(({ kind, reason }) => [kind, reason]);
  expect(kinds()).toEqual([
    ["source_amended", null],
    ["claim_retracted", "The page speaks of another city."],
    ["ruling_revoked", "One name was listed twice."],
    ["ruled", "Names were published."],
  ]);
  expect(listCorrections(db).corrections[0]!.changes).toEqual([{ field: "kind", from: "emergency_service", to: "police" }]);
  amendClaim(db, editor, versionOf(db, "claim", claim), said(3, { preliminary: true }));
  retractIncident(db, editor, versionOf(db, "incident", incident), "It happened in another year.");
  // What was retracted is told by its code alone; its source is no longer public either.
  expect(listCorrections(db).corrections).toMatchObject([
    { kind: "incident_retracted", reason: "It happened in another year.", incident: { code: incident, title: null, city: null } },
  ]);
});

test("drafts, recorders' names and notes are in no correction", () => {
  const db = demoDatabase();
  const draft = recordIncident(db, editor, { ...facts, title: "CANARY-DRAFT" });
  recordClaim(db, editor, draft, said(9));
  amendIncident(db, editor, versionOf(db, "incident", draft), { ...facts, title: "CANARY-DRAFT-AGAIN" });
  const { incident, claim } = published(db);
  recordClaim(db, editor, incident, said(99, { claimant: { name: "CANARY-DRAFT-CLAIMANT" } }));
  amendIncident(db, editor, versionOf(db, "incident", incident), { ...facts, target: "a market", note: "CANARY-CHANGED" });
  amendClaim(db, editor, versionOf(db, "claim", claim), said(6, { note: "CANARY-CHANGED" }));
  const { corrections } = listCorrections(db);
  expect(corrections.map(({ kind }) => kind)).toEqual(["claim_amended", "incident_amended"]);
  expect(JSON.stringify(corrections)).not.toContain(CANARY);
});

test("pages go on where the one before ended", () => {
  const db = demoDatabase();
  const { incident } = published(db);
  for (let index = 0; index < 5; index++)
    amendIncident(db, editor, versionOf(db, "incident", incident), { ...facts, title: `Market square ${index}` });
  const all = listCorrections(db).corrections.map(({ id }) => id);
  const first = listCorrections(db, { most: 2 });
  const second = listCorrections(db, { most: 2, before: first.next });
  const third = listCorrections(db, { most: 2, before: second.next });
  expect([first, second, third].flatMap((page) => page.corrections.map(({ id }) => id))).toEqual(all);
  expect(third.next).toBeNull();
});
