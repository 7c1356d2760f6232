/** Revisions, merges, splits, plans, and what is withheld: nothing is lost, and nothing of it reaches a reader. */
import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { createAccount } from "@/db/commands/accounts";
import { makeActor, type Actor } from "@/db/commands/actor";
import { amendClaim, recordClaim } from "@/db/commands/claims";
import { amendIncident, claimsSeen, publishIncident, recordIncident } from "@/db/commands/incidents";
import { mergeIncidents, splitIncident } from "@/db/commands/merges";
import { addPlaces } from "@/db/commands/places";
import { dropPlan, planPublication, publishDue } from "@/db/commands/plans";
import { restoreClaim, restoreIncident } from "@/db/commands/revisions";
import { ruleEstimate } from "@/db/commands/rulings";
import { createRecord } from "@/db/commands/settings";
import { mergeSources, noteSource } from "@/db/commands/sources";
import { setWithheld } from "@/db/commands/withheld-names";
import { openDatabase, type Db } from "@/db/open";
import { findClaimForEdit, findIncidentForEdit, findSourceForEdit, findSources, listSourceNotes } from "@/db/queries/desk";
import { listRevisions } from "@/db/queries/revisions";
import { verifyRecord } from "@/db/verify";
import type { ClaimInput } from "@/domain/claim";
import type { Role } from "@/domain/vocabulary";
import { testDatabase } from "../support/database";

const RECORD = { title: "Record", countries: ["UA"], timeZone: "Europe/Kyiv", codePrefix: "UA" };
const shell = makeActor({ accountId: null, name: "command line", role: "admin" });
let db: Db;
let recorder: Actor;
let editor: Actor;

beforeEach(() => {
  db = testDatabase({ now: "2026-11-20T10:00:00Z" });
  createRecord(db, RECORD);
  addPlaces(db, shell, [{ name: "Kharkiv", nameLocal: "Харків", country: "UA", latitude: 49.99, longitude: 36.23 }]);
  [recorder, editor] = [signedIn("recorder"), signedIn("editor")];
});

function signedIn(role: Role): Actor {
  const { id, name } = createAccount(db, shell, { email: `${role}@example.org`, name: role, passwordHash: "$", role });
  return makeActor({ accountId: id, name, role });
}

const claim = (name: string, killed: number, more: Partial<ClaimInput> = {}): ClaimInput => ({
  claimant: { name },
  report: { publisher: "Telegram", publishedAt: "2024-05-03T13:24" },
  figures: [{ metric: "killed", qualifier: "exact", low: killed, high: killed }],
  ...more,
});
const facts = (title: string, more = {}) => ({ title, dateStart: "2024-05-03", place: "Kharkiv", ...more });
const enter = (title = "Market", more = {}, options = {}) => recordIncident(db, recorder, facts(title, more), options);
const at = (code: string) => findIncidentForEdit(db, editor, code)!;
const publish = (code: string) => publishIncident(db, editor, { ...at(code), seen: claimsSeen(at(code).claims) });
const published = (title: string, ...claims: ClaimInput[]) => {
  const code = enter(title);
  for (const one of claims) recordClaim(db, recorder, code, one);
  publish(code);
  return code;
};
const toll = (code: string) =>
  db.first<{ low: number; high: number }>(sql`
    select e.low, e.high from estimate e join incident i on i.id = e.incident_id
     where i.code = ${code} and e.metric = 'killed' and e."group" = 'all' and e.known_until is null`);
const total = () =>
  db.first<{ low: number | null }>(sql`
    select low from rollup where measure = 'killed' and "group" = 'all' and attack = 'every' and city = -1 and shown_by = 'month'`)
    ?.low;
const sound = async () => expect((await verifyRecord(db.file)).findings).toEqual([]);
/** Everything that a reader's query could find, as one text. */
const everything = () =>
  db
    .rows<{
      name: string;
    }>(sql`select name from sqlite_master where type = 'table' and name not like 'sqlite_%' and name not like 'incident_search%'
      and name not in ('audit', 'hidden_location', 'withheld_source', 'revision', 'form_draft', 'account')`)
    .map(({ name }) => JSON.stringify(db.rows(sql.raw(`select * from "${name}"`))))
    .join("\n");

describe("a revision", () => {
  test("is kept with every save, and brought back as a save of its own", async () => {
    const code = enter("Market");
    const claimCode = recordClaim(db, recorder, code, claim("Mayor", 3, { quote: "three dead" }));
    amendIncident(db, recorder, at(code), facts("Market hall", { target: "market" }));
    amendIncident(db, recorder, at(code), facts("Market hall and square", { dateStart: "2024-05-02" }));
    amendClaim(db, recorder, findClaimForEdit(db, recorder, claimCode)!, claim("Governor", 5));
    publish(code);
    const revisions = listRevisions(db, editor, `incident ${code}`);
    expect(revisions.map(({ version, savedBy, content }) => [version, savedBy, (content as { title: string }).title])).toEqual([
      [4, "recorder", "Market hall and square"],
      [3, "recorder", "Market hall and square"],
      [2, "recorder", "Market hall"],
      [1, "recorder", "Market"],
    ]);
    restoreIncident(db, editor, at(code), 2);
    expect(at(code)).toMatchObject({ title: "Market hall", dateStart: "2024-05-03", target: "market", version: 5 });
    restoreClaim(db, editor, findClaimForEdit(db, editor, claimCode)!, 1);
    expect(findClaimForEdit(db, editor, claimCode)).toMatchObject({
      claimant: { name: "Mayor" },
      quote: "three dead",
      figures: [{ low: 3 }],
    });
    expect(toll(code)).toEqual({ low: 3, high: 3 });
    expect(listRevisions(db, editor, `incident ${code}`).map(({ version }) => version)).toEqual([5, 4, 3, 2, 1]);
    expect(() => restoreIncident(db, editor, { code, version: 4 }, 1)).toThrow("version.stale");
    expect(() => restoreIncident(db, editor, at(code), 77)).toThrow("revision.unknown");
    expect(() => restoreIncident(db, recorder, at(code), 1)).toThrow("role.published_needs_editor");
    await sound();
  });
});

describe("two incidents that are one", () => {
  test("are merged: claims, parts and outside numbers move, the old row stays with its reason, sums follow", async () => {
    const kept = published("Market", claim("Mayor", 7));
    const gone = published("Market hall", claim("Governor", 9), claim("Police", 9));
    amendIncident(db, editor, at(gone), { ...facts("Market hall"), externalIds: [{ scheme: "ucdp", value: "17" }] });
    const part = enter("A stall", { partOf: gone, counted: false });
    ruleEstimate(db, editor, gone, { metric: "killed", best: 9, reason: "The list." });
    expect(total()).toBe(16);
    expect(() => mergeIncidents(db, recorder, at(gone), kept, "One and the same.")).toThrow("role.not_allowed");
    expect(() => mergeIncidents(db, editor, at(gone), gone, "x")).toThrow("merge.itself");
    expect(() => mergeIncidents(db, editor, at(gone), enter("Draft"), "x")).toThrow("merge.into_draft");
    expect(() => mergeIncidents(db, editor, at(gone), kept, " ")).toThrow("reason.missing");
    mergeIncidents(db, editor, at(gone), kept, "One and the same.");
    expect(
      at(kept)
        .claims.map(({ claimant }) => claimant.name)
        .sort(),
    ).toEqual(["Governor", "Mayor", "Police"]);
    expect(at(gone)).toMatchObject({ publication: "retracted", publicationReason: "One and the same.", claims: [] });
    expect(at(kept).externalIds).toEqual([{ scheme: "ucdp", value: "17" }]);
    expect(at(part).partOf).toBe(kept);
    // Two newer voices overtake the 7, as they would have on one incident from the start.
    expect(toll(kept)).toEqual({ low: 9, high: 9 });
    expect(toll(gone)).toBeUndefined();
    expect(total()).toBe(9);
    expect(db.first(sql`select revoked_reason as why from ruling`)).toEqual({ why: "One and the same." });
    const third = published("Market again", claim("Mayor", 7));
    mergeIncidents(db, editor, at(kept), third, "Entered a third time.");
    expect(db.rows(sql`select i.code from merged_incident m join incident i on i.id = m.into_id`)).toEqual([
      { code: third },
      { code: third },
    ]);
    await sound();
  });

  test("also where the wider one turns out to be its own part", async () => {
    const wide = published("The city's day", claim("Mayor", 7));
    amendIncident(db, editor, at(wide), facts("The city's day", { counted: false }));
    const part = enter("Market", { partOf: wide });
    recordClaim(db, recorder, part, claim("Governor", 8));
    publish(part);
    mergeIncidents(db, editor, at(wide), part, "There was one strike.");
    expect(at(part)).toMatchObject({ partOf: null });
    await sound();
  });
});

describe("one incident that is two", () => {
  test("is split: the chosen claims move, the rest stays, both are as public as the first", async () => {
    const code = published("Strikes", claim("Mayor", 7), claim("Governor", 2), claim("Police", 2));
    const [first, second, third] = at(code)
      .claims.map((one) => one.code)
      .sort();
    const split = (claims: string[], more = {}): string =>
      splitIncident(db, editor, at(code), { claims, incident: facts("The second strike"), reason: "Two strikes.", ...more })!;
    expect(() => split([])).toThrow("split.no_claim");
    expect(() => split(["C99"])).toThrow("split.no_claim");
    expect(() => split([first!, second!, third!])).toThrow("split.all_claims");
    const repeat = findClaimForEdit(db, editor, third!)!;
    amendClaim(db, editor, repeat, claim("Police", 2, { repeats: second! }));
    expect(() => split([second!])).toThrow("split.repeat_apart");
    const made = split([second!, third!], { formKey: "a-key-of-one-form" });
    expect(
      splitIncident(
        db,
        editor,
        { code, version: 1 },
        { claims: [second!], incident: facts("x"), reason: "x", formKey: "a-key-of-one-form" },
      ),
    ).toBe(made);
    expect([toll(code), toll(made)]).toEqual([
      { low: 7, high: 7 },
      { low: 2, high: 2 },
    ]);
    expect(total()).toBe(9);
    expect(at(made)).toMatchObject({ publication: "published", title: "The second strike" });
    await sound();
  });
});

describe("two sources that are one", () => {
  test("are merged: claims and branches move, and the old spelling finds the one that stays", async () => {
    const code = published("Market", claim("State Emergency Service", 7), claim("SES of Ukraine", 9));
    noteSource(db, editor, "ses-of-ukraine", { day: "2024-06-01", reliability: "B", note: "Usually right within a day." });
    expect(toll(code)).toEqual({ low: 7, high: 9 });
    expect(mergeSources(db, editor, "ses-of-ukraine", "state-emergency-service", "An abbreviation.")).toBe(
      "state-emergency-service",
    );
    expect(toll(code)).toEqual({ low: 9, high: 9 });
    recordClaim(db, recorder, code, claim("ses OF Ukraine", 11));
    expect(findSources(db, editor).sources).toMatchObject([{ name: "State Emergency Service", claims: 3 }]);
    expect(findSources(db, editor, { text: "ses of" }).count).toBe(1);
    expect(listSourceNotes(db, "state-emergency-service")).toMatchObject([{ day: "2024-06-01", reliability: "B" }]);
    expect(() => mergeSources(db, editor, "state-emergency-service", "nobody", "x")).toThrow("source.unknown");
    expect(() => noteSource(db, editor, "state-emergency-service", { day: "2030-01-01", reliability: "A", note: "x" })).toThrow(
      "date.future",
    );
    await sound();
  });
});

describe("what is withheld", () => {
  test("a claimant's name is in no table that readers' queries use; its claims count as before", async () => {
    const code = enter();
    recordClaim(
      db,
      recorder,
      code,
      claim("Canary Petrenko", 3, { claimant: { name: "Canary Petrenko", kind: "witness", role: "canary teacher" } }),
      { withhold: true },
    );
    recordClaim(db, recorder, code, claim("Canary  petrenko", 4));
    recordClaim(db, recorder, code, claim("Mayor", 5));
    publish(code);
    expect(everything()).not.toMatch(/canary/i);
    expect(toll(code)).toEqual({ low: 4, high: 5 });
    expect(at(code).claims.map(({ claimant }) => claimant)).toMatchObject([
      { name: "Canary Petrenko", role: "canary teacher", kind: "witness", isWithheld: true },
      { name: "Canary Petrenko", isWithheld: true },
      { name: "Mayor", isWithheld: false },
    ]);
    const slug = findSources(db, editor, { text: "canary" }).sources[0]!.slug;
    expect(slug).toMatch(/^withheld-\d+$/);
    expect(setWithheld(db, editor, slug, false)).toBe("canary-petrenko");
    expect(everything()).toMatch(/canary teacher/i);
    expect(setWithheld(db, editor, "canary-petrenko", true)).toBe(slug);
    expect(everything()).not.toMatch(/canary/i);
    expect(findSourceForEdit(db, editor, slug)).toMatchObject({ name: "Canary Petrenko", isWithheld: true });
    const draft = enter("Another");
    expect(() => recordClaim(db, recorder, draft, claim("Mayor", 1), { withhold: true })).toThrow(
      "claimant.withhold_needs_editor",
    );
    await sound();
  });

  test("a location's true point is in no such table; it comes back whole", async () => {
    const where = { latitude: 49.98765, longitude: 36.23456, locationPrecision: "exact" as const };
    const code = enter("Shelter", where, { obscure: "grid" });
    recordClaim(db, recorder, code, claim("Mayor", 3));
    publish(code);
    expect(everything()).not.toMatch(/49\.987|36\.234/);
    expect(db.first(sql`select latitude, longitude, location_precision as p from incident`)).toEqual({
      latitude: 49.95,
      longitude: 36.25,
      p: "settlement",
    });
    expect(at(code)).toMatchObject({ ...where, obscure: "grid" });
    amendIncident(db, editor, at(code), facts("Shelter in a school", where));
    expect(everything()).not.toMatch(/49\.987|36\.234/);
    amendIncident(db, editor, at(code), facts("Shelter in a school", where), { obscure: "place" });
    expect(db.first(sql`select latitude, longitude from incident`)).toEqual({ latitude: null, longitude: null });
    restoreIncident(db, editor, at(code), listRevisions(db, editor, `incident ${code}`).at(-1)!.version);
    expect(at(code)).toMatchObject({ ...where, title: "Shelter", obscure: "grid" });
    amendIncident(db, editor, at(code), facts("Shelter", where), { obscure: null });
    expect(db.first(sql`select latitude from incident`)).toEqual({ latitude: 49.98765 });
    await sound();
  });
});

describe("publishing later", () => {
  const clock = makeActor({ accountId: null, name: "clock", role: "editor" });
  const later = (iso: string) => openDatabase(db.file, { now: () => Date.parse(iso) });

  test("happens at its moment, once, and is in the sums at once", async () => {
    const code = enter();
    recordClaim(db, recorder, code, claim("Mayor", 3));
    const seen = { ...at(code), seen: claimsSeen(at(code).claims) };
    expect(() => planPublication(db, editor, seen, "2026-11-20T11:00")).toThrow("plan.past");
    expect(() => planPublication(db, editor, seen, "2026-11-21")).toThrow("plan.time");
    expect(() => planPublication(db, recorder, seen, "2026-11-21T12:00")).toThrow("role.not_allowed");
    planPublication(db, editor, seen, "2026-11-21T12:00");
    const [before, after] = [later("2026-11-21T09:59:59Z"), later("2026-11-21T10:00:00Z")];
    expect(publishDue(before, clock)).toEqual([]);
    expect(at(code).publication).toBe("draft");
    expect(publishDue(after, clock)).toEqual([code]);
    expect(publishDue(after, clock)).toEqual([]);
    expect(at(code).publication).toBe("published");
    expect(total()).toBe(3);
    for (const one of [before, after]) one.close();
    await sound();
  });

  test("does not happen to what was changed since; the log says so", () => {
    const code = enter();
    recordClaim(db, recorder, code, claim("Mayor", 3));
    planPublication(db, editor, { ...at(code), seen: claimsSeen(at(code).claims) }, "2026-11-21T12:00");
    recordClaim(db, recorder, code, claim("Governor", 300));
    const after = later("2026-11-22T10:00:00Z");
    expect(publishDue(after, clock)).toEqual([]);
    after.close();
    expect(at(code).publication).toBe("draft");
    expect(
      db.first(sql`select actor, json_extract(content, '$.why') as why from audit where action = 'incident.unplan'`),
    ).toEqual({ actor: "clock", why: "Not published: publish.changed." });
    expect(() => dropPlan(db, editor, code)).toThrow("plan.none");
    planPublication(db, editor, { ...at(code), seen: claimsSeen(at(code).claims) }, "2026-11-21T12:00");
    dropPlan(db, editor, code);
    expect(db.rows(sql`select * from publication_plan`)).toEqual([]);
  });
});
