/** Plans of the questions as they are asked: none may depend on how many rows a record has just now (0015_unseen.sql). */
import { sql, type SQL } from "drizzle-orm";
import { expect, test } from "vitest";
import { makeActor } from "@/db/commands/actor";
import { recordIncident } from "@/db/commands/incidents";
import { driverOf, type ReadDb } from "@/db/open";
import { listQueue, listSources } from "@/db/queries/desk";
import { searchIncidents } from "@/db/queries/incident-search";
import { findIncident } from "@/db/queries/incidents";
import { listConflicts, listMaybeSame } from "@/db/queries/review";
import { EVERYTHING } from "@/domain/filter";
import { demoDatabase } from "../support/database";

const ADMIN = makeActor({ accountId: null, name: "admin", role: "admin" });

/** The plans of all that some work asks. */
function plansOf(work: (db: ReadDb) => unknown): string[] {
  const db = demoDatabase();
  const plans: string[] = [];
  const explained = <T>(query: SQL, ask: (query: SQL) => T): T => {
    const steps = db.rows<{ detail: string }>(sql`explain query plan ${query}`);
    plans.push(steps.map(({ detail }) => detail).join("; "));
    return ask(query);
  };
  const asked: ReadDb = {
    ...db,
    rows: (query) => explained(query, db.rows) as never,
    first: (query) => explained(query, db.first) as never,
    snapshot: (read) => read(),
  };
  work(asked);
  expect(plans.length).toBeGreaterThan(0);
  return plans;
}

const WALKS_ALL =
  /incident_newest \(publication=\?\)|SCAN (?:main\.)?(?:incident|claim|i|c)\b(?! USING INDEX (?:incident|claim)_unseen)/;

test.each<[string, (db: ReadDb) => unknown]>([
  ["an incident's page", (db) => findIncident(db, "UA-0003")],
  ["the queue: for review", (db) => listQueue(db, ADMIN, "review")],
  ["the queue: sent back", (db) => listQueue(db, ADMIN, "back")],
  ["the queue: drafts", (db) => listQueue(db, ADMIN, "drafts")],
  ["the queue: published, with something new", (db) => listQueue(db, ADMIN, "waiting")],
  ["claims that disagree", (db) => listConflicts(db, ADMIN)],
  ["what may be the same", (db) => listMaybeSame(db, ADMIN)],
  ["claimants to offer", (db) => listSources(db, ADMIN)],
  ["a search in words", (db) => searchIncidents(db, EVERYTHING, { text: "strike", most: 25 })],
])("%s walks neither all incidents nor all claims", (_what, work) => {
  for (const plan of plansOf(work)) expect(plan).not.toMatch(WALKS_ALL);
});

test("the last entry of the audit log is found by its number, also where somebody ran analyze on a young record", () => {
  const db = demoDatabase();
  const sqlite = driverOf(db);
  sqlite.exec("create temp table kept as select * from sqlite_stat1; delete from sqlite_stat1");
  sqlite.exec("insert into sqlite_stat1 values ('audit', 'audit_subject', '1 1 1'); analyze sqlite_schema");
  const asked: string[] = [];
  const prepare = sqlite.prepare.bind(sqlite);
  sqlite.prepare = ((text: string) => {
    if (/\bfrom audit\b/.test(text)) asked.push(text);
    return prepare(text);
  }) as never;
  recordIncident(db, ADMIN, { title: "One more", dateStart: "2022-03-01", locationPrecision: "country" });
  expect(asked.length).toBeGreaterThan(0);
  for (const text of asked) {
    const steps = prepare(`explain query plan ${text}`).all() as { detail: string }[];
    expect(steps.map(({ detail }) => detail).join("; ")).not.toMatch(/TEMP B-TREE|USING INDEX/);
  }
});
