/**
 * Published numbers never change without a revision, an entry in the audit log and a correction that readers see. Every command
 * is listed here: one that can change a published number is carried out, and the three are looked for.
 */
import { readdirSync, readFileSync } from "node:fs";
import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { createAccount } from "@/db/commands/accounts";
import { makeActor, type Actor } from "@/db/commands/actor";
import { amendClaim, recordClaim, retractClaim } from "@/db/commands/claims";
import { importRecords } from "@/db/commands/import-records";
import { amendIncident, claimsSeen, publishIncident, recordIncident, retractIncident } from "@/db/commands/incidents";
import { confirmSplit, mergeIncidents, splitIncident } from "@/db/commands/merges";
import { addPlaces } from "@/db/commands/places";
import { planPublication, publishDue } from "@/db/commands/plans";
import { restoreClaim, restoreIncident } from "@/db/commands/revisions";
import { revokeRuling, ruleEstimate } from "@/db/commands/rulings";
import { amendFloors, amendRecord, createRecord } from "@/db/commands/settings";
import { amendSource, mergeSources } from "@/db/commands/sources";
import type { Db } from "@/db/open";
import { listCorrections, type CorrectionKind } from "@/db/queries/corrections";
import { findClaimForEdit, findIncidentForEdit } from "@/db/queries/desk";
import { verifyRecord } from "@/db/verify";
import type { ClaimInput } from "@/domain/claim";
import { csvLine } from "@/domain/datasets/csv";
import { DECLARED_FLOORS } from "@/domain/figure";
import { FORMATS } from "@/domain/formats/formats";
import { testDatabase } from "../support/database";

const RECORD = { title: "Record", countries: ["UA"], timeZone: "Europe/Kyiv", codePrefix: "UA" };
const shell = makeActor({ accountId: null, name: "command line", role: "admin" });
let now = 0;
let db: Db;
let code: string;
let mayor: string;

const said = (name: string, figure: object, more: Partial<ClaimInput> = {}): ClaimInput => ({
  claimant: { name },
  report: { publisher: "Telegram", publishedAt: "2024-05-03" },
  figures: [{ metric: "killed", ...figure } as { metric: "killed"; qualifier: "none" }],
  ...more,
});
const exact = (low: number) => ({ qualifier: "exact", low, high: low });
const facts = { title: "Market", dateStart: "2024-05-03", place: "Kharkiv" };
const at = (one = code) => findIncidentForEdit(db, shell, one)!;
const claimAt = (one: string) => findClaimForEdit(db, shell, one)!;
const publish = (one = code) => publishIncident(db, shell, { ...at(one), seen: claimsSeen(at(one).claims) });

beforeEach(() => {
  now = Date.parse("2026-11-20T10:00:00Z");
  db = testDatabase({ now: "2026-11-20T10:00:00Z" });
  db.now = () => now;
  createRecord(db, RECORD);
  addPlaces(db, shell, [{ name: "Kharkiv", nameLocal: "Харків", country: "UA", latitude: 49.99, longitude: 36.23 }]);
  code = recordIncident(db, shell, facts);
  mayor = recordClaim(db, shell, code, said("Mayor", exact(3)));
  recordClaim(db, shell, code, said("Governor", exact(7)));
  recordClaim(db, shell, code, said("Adviser", { qualifier: "vague", word: "dozens" }));
  publish();
});

/** A second incident that readers see. */
function another(): string {
  const made = recordIncident(db, shell, { ...facts, title: "The market again" });
  recordClaim(db, shell, made, said("Police", exact(50)));
  publish(made);
  return made;
}

function member(name: string): Actor {
  const { id } = createAccount(db, shell, { email: `${name}@example.org`, name, passwordHash: "$", role: "editor" });
  return makeActor({ accountId: id, name, role: "editor" });
}

/** What is to be there already, and then the command itself. */
type Deed = { is: CorrectionKind; ready?: () => void; go: () => unknown };

const bringCsv = (...rows: string[][]) => {
  const bytes = new TextEncoder().encode(rows.map(csvLine).join(""));
  const report = importRecords(db, shell, FORMATS.attest!, [{ name: "f.csv", chunks: () => [bytes] }], {
    formatName: "attest",
    publish: true,
  });
  expect(report.problems).toEqual([]);
};
let made = "";
let ruling = 0;
let [first, second]: Actor[] = [];

/** Commands that can change a published number. */
const CHANGING: Record<string, Deed | Record<string, Deed>> = {
  amendClaim: {
    figure: { is: "claim_amended", go: () => amendClaim(db, shell, claimAt(mayor), said("Mayor", exact(9))) },
    "set aside": {
      is: "claim_amended",
      go: () =>
        amendClaim(db, shell, claimAt(mayor), said("Mayor", exact(3), { status: "set_aside", statusReason: "Another city." })),
    },
  },
  retractClaim: { is: "claim_retracted", go: () => retractClaim(db, shell, claimAt(mayor), "Another city.") },
  amendIncident: {
    date: { is: "incident_amended", go: () => amendIncident(db, shell, at(), { ...facts, dateStart: "2024-05-02" }) },
    counted: { is: "incident_amended", go: () => amendIncident(db, shell, at(), { ...facts, counted: false }) },
  },
  publishIncident: {
    is: "claims_added",
    ready: () => recordClaim(db, shell, code, said("Police", exact(12))),
    go: () => publish(),
  },
  publishDue: {
    is: "claims_added",
    ready: () => {
      recordClaim(db, shell, code, said("Police", exact(12)));
      planPublication(db, shell, { ...at(), seen: claimsSeen(at().claims) }, "2026-11-20T13:00");
      now += 3_600_000;
    },
    go: () => expect(publishDue(db, shell)).toEqual([code]),
  },
  retractIncident: { is: "incident_retracted", go: () => retractIncident(db, shell, at(), "It did not happen.") },
  mergeIncidents: {
    is: "incident_merged",
    ready: () => (made = another()),
    go: () => mergeIncidents(db, shell, at(made), code, "One strike."),
  },
  splitIncident: {
    is: "incident_split",
    go: () => splitIncident(db, shell, at(), { claims: [mayor], incident: { ...facts, title: "B" }, reason: "Two." }),
  },
  confirmSplit: {
    is: "incident_split",
    ready: () => {
      [first, second] = [member("first"), member("second")];
      const split = { claims: [mayor], incident: { ...facts, title: "B" }, reason: "Two." };
      expect(splitIncident(db, first, at(), split)).toBeNull();
      expect(() => confirmSplit(db, first!, at())).toThrow("publish.own_edit");
    },
    go: () => confirmSplit(db, second!, at()),
  },
  restoreIncident: {
    is: "incident_amended",
    ready: () => amendIncident(db, shell, at(), { ...facts, dateStart: "2024-05-02" }),
    go: () => restoreIncident(db, shell, at(), 2),
  },
  restoreClaim: {
    is: "claim_amended",
    ready: () => amendClaim(db, shell, claimAt(mayor), said("Mayor", exact(9))),
    go: () => restoreClaim(db, shell, claimAt(mayor), 2),
  },
  ruleEstimate: { is: "ruled", go: () => ruleEstimate(db, shell, code, { metric: "killed", best: 44, reason: "Names." }) },
  revokeRuling: {
    is: "ruling_revoked",
    ready: () => (ruling = ruleEstimate(db, shell, code, { metric: "killed", best: 44, reason: "Names." })),
    go: () => revokeRuling(db, shell, ruling, "A name twice."),
  },
  amendSource: {
    is: "source_amended",
    go: () => amendSource(db, shell, "governor", { name: "Governor", kind: "other", voice: "mayor" }),
  },
  mergeSources: { is: "source_merged", go: () => mergeSources(db, shell, "governor", "mayor", "One office.") },
  amendRecord: {
    "time zone": { is: "record_amended", go: () => amendRecord(db, shell, { ...RECORD, timeZone: "America/New_York" }) },
    policy: { is: "record_amended", go: () => amendRecord(db, shell, { ...RECORD, defaultPolicy: "lowest" }) },
  },
  amendFloors: {
    is: "method_changed",
    go: () => amendFloors(db, shell, { floors: { ...DECLARED_FLOORS, dozens: 24 }, why: "A survey.", seen: 0 }),
  },
  importRecords: {
    "a claim amended": {
      is: "claim_amended",
      go: () =>
        bringCsv(
          [
            "incident_id",
            "incident_title",
            "date_start",
            "city",
            "claim_id",
            "claimant",
            "publisher",
            "published_at",
            "metric",
            "low",
            "high",
          ],
          [code, "Market", "2024-05-03", "Kharkiv", mayor, "Mayor", "Telegram", "2024-05-03", "killed", "9", "9"],
        ),
    },
    "an incident amended": {
      is: "incident_amended",
      go: () =>
        bringCsv(
          [
            "incident_id",
            "incident_title",
            "date_start",
            "city",
            "claim_id",
            "claimant",
            "publisher",
            "published_at",
            "metric",
            "low",
            "high",
          ],
          [code, "Market", "2024-05-02", "Kharkiv", mayor, "Mayor", "Telegram", "2024-05-03", "killed", "3", "3"],
        ),
    },
    "a claim added": {
      is: "claims_added",
      go: () =>
        bringCsv(
          [
            "incident_id",
            "incident_title",
            "date_start",
            "city",
            "claimant",
            "publisher",
            "published_at",
            "metric",
            "low",
            "high",
          ],
          [code, "Market", "2024-05-03", "Kharkiv", "Police", "Telegram", "2024-05-04", "killed", "90", "90"],
        ),
    },
    "a ruling": {
      is: "ruled",
      go: () =>
        bringCsv(
          ["ruling_id", "incident_id", "metric", "group", "best", "reason", "ruled_at", "revoked_at", "revoked_reason"],
          ["", code, "killed", "all", "44", "Names.", "2026-11-01T10:00:00Z", "", ""],
        ),
    },
  },
};

/** Commands that change no published number, and why. */
const UNCHANGING: Record<string, string> = {
  ...Object.fromEntries(
    "inviteSomebody withdrawInvitation useInvitation createAccount startSession endSession recordFailedSignIn changeRole disableAccount enableAccount makeResetLink resetPassword changePassword revokeSession beginTwoFactor confirmTwoFactor endTwoFactor startSecondStep recordWrongCode spendTimeStep spendRecoveryCode endSecondStep"
      .split(" ")
      .map((name) => [name, "of people alone"]),
  ),
  ...Object.fromEntries(
    "noteBackup noteRestore recordRelease orderRelease".split(" ").map((name) => [name, "a note of what was made"]),
  ),
  ...Object.fromEntries("keepDraft dropDraft".split(" ").map((name) => [name, "a form that nobody saved"])),
  ...Object.fromEntries(
    "captureText amendReading closeReading recordFromText".split(" ").map((name) => [name, "a text, or drafts taken from it"]),
  ),
  ...Object.fromEntries(
    "askRedaction confirmRedaction declineRedaction".split(" ").map((name) => [name, "the log's own words, no row"]),
  ),
  ...Object.fromEntries(
    "beginJob beginUpload addUpload endUpload chooseImport bringImport stopImport dropImport undoImport beginUndo removeRows"
      .split(" ")
      .map((name) => [name, "the row of an import; what readers see is not undone"]),
  ),
  ...Object.fromEntries("makeChanges makeAllChanges".split(" ").map((name) => [name, "part of importRecords, above"])),
  recordIncident: "a draft",
  recordClaim: "a draft",
  submitIncident: "drafts that wait",
  sendBack: "drafts that wait",
  planPublication: "a plan; publishDue carries it out",
  dropPlan: "a plan",
  dropSplit: "a proposal",
  addPlaces: "new places, and what known ones lack",
  bringPlaces: "new places, and what known ones lack",
  noteSource: "a note",
  withholdName: "a name, which stays a voice of its own",
  setWithheld: "a name, which stays a voice of its own",
};

test("every command is listed, and no list names one that is gone", () => {
  const commands = readdirSync("db/commands").flatMap((file) =>
    [
      ...readFileSync(`db/commands/${file}`, "utf8").matchAll(
        /^export function (\w+)\(\s*(?:db: Db|tx: Tx),\s*(?:actor|clock): /gm,
      ),
    ].map((found) => found[1]!),
  );
  expect(commands.length).toBeGreaterThan(60);
  const internal = ["insertIncident", "expectPublishable", "isOnlyPublisher"];
  expect([...Object.keys(CHANGING), ...Object.keys(UNCHANGING), ...internal].sort()).toEqual([...new Set(commands)].sort());
});

const numbers = () =>
  JSON.stringify([
    db.rows(sql`select i.code, i.date_start, i.place_id, i.counted, e.metric, e."group", e.known_from, e.low, e.high, e.open, e.best_majority, e.best_latest
      from incident i join estimate e on e.incident_id = i.id where i.publication = 'published' order by 1, 5, 6, 7`),
    db.rows(sql`select default_policy, time_zone from record`),
  ]);
const count = (table: string, which = "1") =>
  db.first<{ n: number }>(sql`select count(*) as n from ${sql.raw(table)} where ${sql.raw(which)}`)!.n;
/** Earlier states that stay: of rows, of rulings (which are their own), of the method. A claim that an import adds is its own first. */
const kept = () =>
  count("revision") + count("ruling") + count("ruling", "revoked_at is not null") + count("methodology_version") + count("claim");

describe("leaves a revision, an entry and a correction", () => {
  const deeds = Object.entries(CHANGING).flatMap(([name, one]) =>
    "go" in one ? [[name, one as Deed] as const] : Object.entries(one).map(([what, deed]) => [`${name}: ${what}`, deed] as const),
  );
  test.each(deeds)("%s", async (_name, { is, ready, go }) => {
    ready?.();
    const before = {
      numbers: numbers(),
      entries: count("audit"),
      kept: kept(),
      told: listCorrections(db).corrections.map(({ id }) => id),
    };
    go();
    expect(numbers()).not.toBe(before.numbers);
    expect(count("audit")).toBeGreaterThan(before.entries);
    expect(kept()).toBeGreaterThan(before.kept);
    const told = listCorrections(db).corrections.filter(({ id }) => !before.told.includes(id));
    expect(told.map(({ kind }) => kind)).toContain(is);
    expect((await verifyRecord(db.file)).findings).toEqual([]);
  });
});
