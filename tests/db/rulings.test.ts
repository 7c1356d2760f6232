import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { makeActor } from "@/db/commands/actor";
import { amendClaim, retractClaim } from "@/db/commands/claims";
import { ruleEstimate, revokeRuling } from "@/db/commands/rulings";
import { amendSource } from "@/db/commands/sources";
import type { Db } from "@/db/open";
import { findIncident } from "@/db/queries/incidents";
import { demoDatabase } from "../support/database";

const EDITOR = makeActor({ accountId: null, name: "an editor", role: "editor" });
const RECORDER = makeActor({ accountId: null, name: "a recorder", role: "recorder" });

function toll(db: Db, code: string, metric = "killed") {
  return db.first(sql`
    select state, low, high, open, voices, best_majority as best, best_lowest as lowest from estimate
     where incident_id = (select id from incident where code = ${code}) and metric = ${metric} and "group" = 'all' and known_until is null`);
}

function claimOf(db: Db, incident: string, claimant: string) {
  const found = findIncident(db, incident);
  if (found.is !== "published") throw new Error(incident);
  const { code } = found.incident.claims.findLast((claim) => claim.claimant === claimant)!;
  return db.first<{ code: string; version: number }>(sql`select code, version from claim where code = ${code}`)!;
}

describe("a ruling", () => {
  it("overrides best under every policy, widens the range, and ends with its reason", () => {
    const db = demoDatabase();
    const id = ruleEstimate(db, EDITOR, "UA-0003", { metric: "killed", best: 50, reason: "The list of names is complete." });
    expect(toll(db, "UA-0003")).toMatchObject({ state: "figure", low: 29, high: 50, best: 50, lowest: 50 });
    ruleEstimate(db, EDITOR, "UA-0003", { metric: "killed", best: 44, reason: "One list was counted twice." });
    expect(toll(db, "UA-0003")).toMatchObject({ low: 29, high: 44, best: 44, lowest: 44 });
    expect(() => revokeRuling(db, EDITOR, id, "Too late.")).toThrow("ruling.revoked_already");
    revokeRuling(db, EDITOR, id + 1, "The names are disputed.");
    expect(toll(db, "UA-0003")).toMatchObject({ low: 29, high: 44, best: 44, lowest: 29 });
    expect(db.rows(sql`select action, subject from audit order by id desc limit 3`)).toEqual([
      { action: "ruling.revoke", subject: `ruling ${id + 1}` },
      { action: "ruling.rule", subject: "incident UA-0003" },
      { action: "ruling.rule", subject: "incident UA-0003" },
    ]);
  });

  it("needs an editor, a reason and a published incident", () => {
    const db = demoDatabase();
    const ruling = { metric: "killed", best: 5, reason: "x" } as const;
    expect(() => ruleEstimate(db, RECORDER, "UA-0003", ruling)).toThrow("role.not_allowed");
    expect(() => ruleEstimate(db, EDITOR, "UA-0003", { ...ruling, reason: " " })).toThrow("reason.missing");
    expect(() => ruleEstimate(db, EDITOR, "UA-9999", ruling)).toThrow("incident.unknown");
  });
});

describe("an estimate follows", () => {
  it("a claim that is retracted", () => {
    const db = demoDatabase();
    retractClaim(
      db,
      EDITOR,
      claimOf(db, "UA-0003", "Sigma TV, around a statement of the regional head"),
      "It was read on the wrong page.",
    );
    expect(toll(db, "UA-0003")).toMatchObject({ low: 29, high: 29, best: 29 });
  });

  it("a claim that its source withdraws, from that day on", () => {
    const db = demoDatabase();
    const claim = claimOf(db, "UA-0003", "Sigma TV, around a statement of the regional head");
    amendClaim(db, EDITOR, claim, {
      claimant: { name: "Sigma TV, around a statement of the regional head", kind: "media" },
      report: { publisher: "Sigma TV", retrievedAt: "2026-11-22" },
      asOf: "2025-03",
      status: "withdrawn",
      statusAt: "2025-06-01",
      figures: [{ metric: "killed", qualifier: "exact", low: 44, high: 44 }],
    });
    expect(toll(db, "UA-0003")).toMatchObject({ low: 29, high: 29, best: 29 });
    const then = Date.parse("2025-05-01T00:00:00Z");
    expect(
      db.first(sql`select low, high from estimate where incident_id = (select id from incident where code = 'UA-0003') and metric = 'killed'
        and "group" = 'all' and known_from <= ${then} and known_until > ${then}`),
    ).toEqual({ low: 29, high: 44 });
  });

  it("a source that turns out to be another one's voice", () => {
    const db = demoDatabase();
    // The governor's 29 of 2022 is older than the 44 that would then be his own.
    const slug = (name: string) => db.first<{ slug: string }>(sql`select slug from source where name = ${name}`)!.slug;
    const station = slug("Sigma TV, around a statement of the regional head");
    amendSource(db, EDITOR, station, {
      name: "Sigma TV, around a statement of the regional head",
      kind: "media",
      voice: slug("Oleh Syniehubov"),
    });
    expect(toll(db, "UA-0003")).toMatchObject({ low: 44, high: 44, best: 44, voices: 1 });
    expect(() =>
      amendSource(db, EDITOR, slug("Oleh Syniehubov"), { name: "Oleh Syniehubov", kind: "local_government", voice: station }),
    ).toThrow("source.voice_is_branch");
  });
});
