/**
 * Two editors and a recorder at once, in random order: stale saves, forms sent twice, sessions that are over. Nothing that
 * was acknowledged is lost, nothing is doubled, and no published number changes without its entry in the log.
 */
import fc from "fast-check";
import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { attempt, type Step } from "@/app/_server/action";
import type { SignedIn } from "@/app/_server/session";
import { createAccount } from "@/db/commands/accounts";
import { makeActor } from "@/db/commands/actor";
import { amendClaim, recordClaim, retractClaim } from "@/db/commands/claims";
import { amendIncident, claimsSeen, publishIncident, recordIncident, sendBack, submitIncident } from "@/db/commands/incidents";
import { confirmSplit, dropSplit, mergeIncidents, splitIncident } from "@/db/commands/merges";
import { addPlaces } from "@/db/commands/places";
import { restoreClaim, restoreIncident } from "@/db/commands/revisions";
import { revokeRuling, ruleEstimate } from "@/db/commands/rulings";
import { createRecord } from "@/db/commands/settings";
import { listCorrections } from "@/db/queries/corrections";
import { findClaimForEdit, findIncidentForEdit } from "@/db/queries/desk";
import { listRevisions } from "@/db/queries/revisions";
import { verifyRecord } from "@/db/verify";
import type { ClaimInput } from "@/domain/claim";
import { wordsIn } from "@/messages";
import type { Role } from "@/domain/vocabulary";
import { testDatabase } from "../support/database";
import { noteFigure, share } from "../support/figures";

const SEED = 20220301;
const { from: FROM, count: RUNS } = share(1_000, 500);
/** Kinds of acts, most of them small ones. */
const ACTS = [
  "incident",
  "claim",
  "amend",
  "amend",
  "amendClaim",
  "amendClaim",
  "publish",
  "publish",
  "submit",
  "back",
  "retractClaim",
  "rule",
  "revoke",
  "merge",
  "split",
  "split",
  "confirmSplit",
  "confirmSplit",
  "dropSplit",
  "restore",
  "restoreClaim",
] as const;

const act = fc.record({
  kind: fc.constantFrom(...ACTS),
  who: fc.constantFrom("editor", "second", "recorder", "expired"),
  /** Which incident or claim of this run, and how old the page is that the form stands on. */
  which: fc.nat({ max: 5 }),
  age: fc.nat({ max: 3 }),
  number: fc.integer({ min: 1, max: 40 }),
  /** Forms with the same key are one form sent again. */
  key: fc.nat({ max: 3 }),
});
type Act = typeof act extends fc.Arbitrary<infer One> ? One : never;

test(`${RUNS} interleavings lose nothing and double nothing`, { timeout: 300_000 }, async () => {
  const db = testDatabase();
  createRecord(db, { title: "Record", countries: ["UA"], timeZone: "Europe/Kyiv", codePrefix: "UA" });
  const shell = makeActor({ accountId: null, name: "command line", role: "admin" });
  addPlaces(db, shell, [{ name: "Kharkiv", nameLocal: "Харків", country: "UA", latitude: 49.99, longitude: 36.23 }]);
  const member = (name: string, role: Role) => {
    const { id } = createAccount(db, shell, { email: `${name}@example.org`, name, passwordHash: "$", role });
    return makeActor({ accountId: id, name, role }) as SignedIn;
  };
  const people = {
    editor: member("editor", "editor"),
    second: member("second", "editor"),
    recorder: member("recorder", "recorder"),
    expired: null,
  };
  const entries = () => db.first<{ n: number }>(sql`select count(*) as n from audit`)!.n;
  const published = () =>
    JSON.stringify(
      db.rows(
        sql`select i.code, e.metric, e."group", e.known_from, e.low, e.high, e.best_majority from estimate e join incident i on i.id = e.incident_id order by 1, 2, 3, 4`,
      ),
    );
  const told = () => listCorrections(db, { most: 1 }).corrections[0]?.id ?? 0;
  const firstPublications = () =>
    db.first<{ n: number }>(
      sql`select count(*) as n from audit where action = 'incident.publish' and json_extract(content, '$.before.publication') <> 'published'`,
    )!.n;
  let run = 0;
  let accepted = 0;
  let refused = 0;
  let confirmed = 0;

  const interleave = async (acts: readonly Act[]) => {
    run += 1;
    const incidents: string[] = [];
    const claims: string[] = [];
    /** What each answer said was saved: subject, version, and a word of it. */
    const acknowledged: { subject: string; version: number; word: string }[] = [];
    const byKey = new Map<string, string>();
    /** Pages as somebody opened them: the versions that a form may still carry. */
    const seen = new Map<string, number[]>();
    const versionSeen = (subject: string, now: number, age: number) => {
      const versions = seen.get(subject) ?? seen.set(subject, []).get(subject)!;
      if (versions.at(-1) !== now) versions.push(now);
      return versions[Math.max(0, versions.length - 1 - age)]!;
    };
    if (run % 2 === 0) {
      // Every other run begins with something that readers see: two claims of one incident.
      const made = recordIncident(db, people.recorder, { title: `begun ${run}`, dateStart: "2024-05-03", place: "Kharkiv" });
      incidents.push(made);
      for (const low of [3, 30]) {
        const figures = [{ metric: "killed" as const, qualifier: "exact" as const, low, high: low }];
        const report = { publisher: "Telegram", publishedAt: "2024-05-03T13:24" };
        claims.push(recordClaim(db, people.recorder, made, { claimant: { name: `Voice ${low}` }, report, figures }));
      }
      publishIncident(db, people.editor, findIncidentForEdit(db, people.editor, made)!);
    }
    for (const { kind, who, which, age, number, key } of acts) {
      const code = incidents[which % Math.max(1, incidents.length)];
      const claimCode = claims[which % Math.max(1, claims.length)];
      const word = `${kind} ${run} ${acknowledged.length} ${number}`;
      const formKey = `interleaving-${run}-${key}`;
      const facts = { title: word, dateStart: "2024-05-03", place: "Kharkiv" };
      const said: ClaimInput = {
        claimant: { name: `Voice ${number % 4}` },
        report: { publisher: "Telegram", publishedAt: "2024-05-03T13:24" },
        figures: [{ metric: "killed", qualifier: "exact", low: number, high: number }],
        quote: word,
      };
      const step: Step<null> = {
        may: "recorder",
        read: () => ({ ok: true, input: null }),
        run: (actor) => {
          const at = (one: string) => findIncidentForEdit(db, actor, one)!;
          const incidentSeen = () => ({ code: code!, version: versionSeen(`incident ${code}`, at(code!).version, age) });
          const claimSeen = () => ({
            code: claimCode!,
            version: versionSeen(`claim ${claimCode}`, findClaimForEdit(db, actor, claimCode!)!.version, age),
          });
          const saved = (subject: string, version: number) => acknowledged.push({ subject, version, word });
          if (kind === "incident") {
            const made = recordIncident(db, actor, facts, { formKey });
            const first = byKey.get(formKey);
            expect(first ?? made, "a form sent again is the same incident").toBe(made);
            if (first === undefined) {
              byKey.set(formKey, made);
              incidents.push(made);
              saved(`incident ${made}`, 1);
            }
          } else if (kind === "claim" && code) {
            const made = recordClaim(db, actor, code, said, { formKey: `${formKey} claim` });
            const first = byKey.get(`${formKey} claim`);
            expect(first ?? made, "a form sent again is the same claim").toBe(made);
            if (first === undefined) {
              byKey.set(`${formKey} claim`, made);
              claims.push(made);
              saved(`claim ${made}`, 1);
            }
          } else if (kind === "amend" && code) {
            const form = incidentSeen();
            amendIncident(db, actor, form, facts);
            saved(`incident ${code}`, form.version + 1);
          } else if (kind === "amendClaim" && claimCode) {
            const form = claimSeen();
            amendClaim(db, actor, form, said);
            saved(`claim ${claimCode}`, form.version + 1);
          } else if (kind === "publish" && code)
            publishIncident(db, actor, { ...incidentSeen(), seen: claimsSeen(at(code).claims) });
          else if (kind === "submit" && code) submitIncident(db, actor, incidentSeen());
          else if (kind === "back" && code) sendBack(db, actor, incidentSeen(), word);
          else if (kind === "retractClaim" && claimCode) retractClaim(db, actor, claimSeen(), word);
          else if (kind === "rule" && code) ruleEstimate(db, actor, code, { metric: "killed", best: number, reason: word });
          else if (kind === "revoke")
            revokeRuling(db, actor, db.first<{ id: number }>(sql`select max(id) as id from ruling`)?.id ?? 0, word);
          else if (kind === "merge" && code)
            mergeIncidents(db, actor, incidentSeen(), incidents[number % incidents.length]!, word);
          else if (kind === "split" && code) {
            const made = splitIncident(db, actor, incidentSeen(), {
              claims: claimCode ? [claimCode] : [],
              incident: facts,
              reason: word,
              formKey: `${formKey} split`,
            });
            const first = byKey.get(`${formKey} split`);
            expect(first ?? made ?? "proposed", "a form sent again is the same split").toBe(made ?? "proposed");
            if (first === undefined) {
              byKey.set(`${formKey} split`, made ?? "proposed");
              if (made !== null) incidents.push(made);
            }
          } else if (kind === "confirmSplit" && code) {
            const [proposed] = db.rows<{ by: string }>(
              sql`select a.name as by from split_proposal p join incident i on i.id = p.incident_id join account a on a.id = p.proposed_by where i.code = ${code}`,
            );
            incidents.push(confirmSplit(db, actor, incidentSeen()));
            expect(proposed?.by, "nobody confirms their own split").not.toBe(actor.name);
            confirmed += 1;
          } else if (kind === "dropSplit" && code) {
            dropSplit(db, actor, code);
          } else if (kind === "restore" && code) restoreIncident(db, actor, incidentSeen(), number % 4);
          else if (kind === "restoreClaim" && claimCode) restoreClaim(db, actor, claimSeen(), number % 4);
          return "/admin";
        },
      };
      const before = { entries: entries(), numbers: published(), told: told(), first: firstPublications() };
      const outcome = await attempt(step, people[who], new FormData());
      const isAccepted = "go" in outcome;
      if (isAccepted) accepted += 1;
      else {
        refused += 1;
        expect({ entries: entries(), numbers: published() }, "a refusal leaves no trace").toEqual({
          entries: before.entries,
          numbers: before.numbers,
        });
        expect(
          outcome.state.errors.map(({ message }) => message),
          "a refusal, not a failure",
        ).not.toContain(wordsIn("en").t("errors.form.not_saved"));
      }
      if (published() !== before.numbers) {
        expect(entries(), "a number that changed has its entry").toBeGreaterThan(before.entries);
        expect(told() > before.told || firstPublications() > before.first, `readers are told of ${kind}`).toBe(true);
      }
    }
    for (const { subject, version, word } of acknowledged) {
      const state = listRevisions(db, shell, subject)
        .filter((one) => one.version >= version)
        .at(-1);
      const text = JSON.stringify(state?.content);
      expect(text, `${subject}, version ${version}`).toContain(word);
    }
    const codes = JSON.stringify(incidents);
    const { n } = db.first<{ n: number }>(
      sql`select count(*) as n from claim c join incident i on i.id = c.incident_id where i.code in (select value from json_each(${codes}))`,
    )!;
    expect(n, "every claim is somewhere, once").toBe(claims.length);
  };
  await fc.assert(fc.asyncProperty(fc.array(act, { minLength: 6, maxLength: 22 }), interleave), {
    numRuns: RUNS,
    seed: SEED + FROM,
  });
  expect((await verifyRecord(db.file)).findings).toEqual([]);
  noteFigure({
    what: "interleavings of two editors and a recorder, with stale and repeated forms",
    count: RUNS,
    wrong: 0,
    seed: SEED,
    note: "{accepted} acts taken, {refused} refused: none lost, none doubled, no number changed unseen",
    tallies: { accepted, refused },
  });
  // Both happen, and often: an interleaving in which all is refused would hold everything.
  expect(Math.min(accepted, refused)).toBeGreaterThan(RUNS);
  expect(confirmed).toBeGreaterThan(0);
});
