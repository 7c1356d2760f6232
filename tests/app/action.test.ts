/** The wrapper of every action, short of the web: who may, what was typed, what is wrong with it, what is kept. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { attempt, pathOf, type Outcome, type Step } from "@/app/_server/action";
import { claimValues, hasClaim, readClaim } from "@/app/_server/claim-form";
import { inFields, sentencesOf, typedIn } from "@/app/_server/form";
import { incidentValues, readIncident } from "@/app/_server/incident-form";
import { prefixOf } from "@/domain/address-prefix";
import type { SignedIn } from "@/app/_server/session";
import { createAccount } from "@/db/commands/accounts";
import { makeActor } from "@/db/commands/actor";
import { amendClaim, recordClaim } from "@/db/commands/claims";
import { amendIncident, recordIncident } from "@/db/commands/incidents";
import { addPlaces } from "@/db/commands/places";
import { createRecord } from "@/db/commands/settings";
import type { Db } from "@/db/open";
import { findClaimForEdit, findIncidentForEdit } from "@/db/queries/desk";
import { Refused } from "@/db/refused";
import type { IncidentInput } from "@/domain/incident";
import type { Role } from "@/domain/vocabulary";
import en from "@/messages/en.json";
import uk from "@/messages/uk.json";
import { wordsIn } from "@/messages";
import { testDatabase } from "../support/database";

let db: Db;
let recorder: SignedIn;
const shell = makeActor({ accountId: null, name: "command line", role: "admin" });

beforeEach(() => {
  db = testDatabase({ now: "2026-11-20T10:00:00Z" });
  createRecord(db, { title: "Record", countries: ["UA"], timeZone: "Europe/Kyiv", codePrefix: "UA" });
  addPlaces(db, shell, [{ name: "Kharkiv", nameLocal: "Харків", country: "UA", latitude: 49.99, longitude: 36.23 }]);
  recorder = signedIn("recorder");
});

function signedIn(role: Role): SignedIn {
  const { id, name } = createAccount(db, shell, { email: `${role}@example.org`, name: role, passwordHash: "$", role });
  return makeActor({ accountId: id, name, role }) as SignedIn;
}

function formOf(fields: Record<string, string>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries({ locale: "en", ...fields })) form.set(name, value);
  return form;
}

const INCIDENT = {
  ...incidentValues(null),
  title: "Market",
  dateStart: "2024-05-03",
  dateEnd: "",
  place: "харків",
  latitude: "",
  longitude: "",
  target: "",
  partOf: "",
  note: "",
};
const CLAIM = {
  ...claimValues(null, { today: "2026-11-20" }),
  "claimant.name": "Ihor Terekhov",
  "report.publisher": "Telegram",
  "report.url": "https://t.me/terekhov/1",
  "report.publishedAt": "2024-05-03T13:24",
  "figures.killed.all": "at least 10",
  "figures.wounded.all": "dozens",
};

const enter: Step<IncidentInput> = {
  may: "recorder",
  read: (form) => readIncident(form),
  run: (actor, input) => `/admin/incidents/${recordIncident(db, actor, input)}`,
};
const incidents = () => db.first<{ n: number }>(sql`select count(*) as n from incident`)!.n;

function stateOf(outcome: Outcome) {
  if (!("state" in outcome)) throw new Error(`It went on to ${outcome.go}.`);
  return outcome.state;
}

describe("an action", () => {
  test("runs its command and goes on", async () => {
    expect(await attempt(enter, recorder, formOf(INCIDENT))).toEqual({ go: "/admin/incidents/UA-0001" });
    expect(findIncidentForEdit(db, recorder, "UA-0001")).toMatchObject({ title: "Market", place: "Kharkiv", counted: true });
  });

  test("does nothing for nobody, and gives back what was typed with the way to sign in", async () => {
    const read = vi.fn(enter.read);
    const state = stateOf(await attempt({ ...enter, read }, null, formOf({ ...INCIDENT, locale: "uk" })));
    expect(state).toMatchObject({
      values: { title: "Market", place: "харків" },
      errors: [],
      signInAt: "/uk/sign-in?next=%2Fadmin",
    });
    expect(read).not.toHaveBeenCalled();
    expect(incidents()).toBe(0);
  });

  test("does nothing for a role that does not reach", async () => {
    const state = stateOf(await attempt({ ...enter, may: "editor" }, recorder, formOf(INCIDENT)));
    expect(state.errors).toEqual([{ field: null, message: "Your account may not do this." }]);
    expect(incidents()).toBe(0);
  });

  test("keeps everything that was typed, and says each problem beside its field", async () => {
    const typed = { ...INCIDENT, title: "", dateStart: "3 May", latitude: "north", place: "Харків", locale: "en" };
    const state = stateOf(await attempt(enter, recorder, formOf(typed)));
    expect(state.values).toEqual(typed);
    expect(state.errors).toEqual([
      { field: "latitude", message: "Enter a number, such as 49.9935." },
      { field: "title", message: "Give it a short title." },
      { field: "dateStart", message: "Enter a real date as year, month and day, such as 2022-03-01." },
    ]);
  });

  test("says a command's refusal beside its field, in the form's language", async () => {
    const state = stateOf(await attempt(enter, recorder, formOf({ ...INCIDENT, place: "Атлантида", locale: "uk" })));
    expect(state.errors).toEqual([
      { field: "place", message: "У переліку місць немає «Атлантида». Перевірте написання або вкажіть більше місце поблизу." },
    ]);
  });

  test("says a failure as one, keeps what was typed, and logs it without what was typed", async () => {
    const log = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    const failing: Step<IncidentInput> = {
      ...enter,
      run: () => {
        throw new Error("disk full");
      },
    };
    const state = stateOf(await attempt(failing, recorder, formOf(INCIDENT)));
    expect(state.errors).toEqual([{ field: null, message: en.errors.form.not_saved }]);
    expect(state.values).toMatchObject({ title: "Market" });
    expect(log.mock.calls.join()).toContain("disk full");
    expect(log.mock.calls.join()).not.toContain("Market");
    log.mockRestore();
  });

  test("shows both texts where somebody else saved first, and lets a second sending decide", async () => {
    const code = recordIncident(db, recorder, { title: "Market", dateStart: "2024-05-03", place: "Kharkiv" });
    const save: Step<IncidentInput> = {
      may: "recorder",
      read: (form) => readIncident(form),
      run: (actor, input, form) => {
        amendIncident(db, actor, { code, version: Number(form.get("version")) }, input);
        return "/saved";
      },
      saved: (actor) => incidentValues(findIncidentForEdit(db, actor, code)),
    };
    amendIncident(db, recorder, { code, version: 1 }, { title: "Market hall", dateStart: "2024-05-03", place: "Kharkiv" });
    const mine = { ...INCIDENT, title: "The market", version: "1" };
    const state = stateOf(await attempt(save, recorder, formOf(mine)));
    expect(state.values).toMatchObject({ title: "The market", version: "2" });
    expect(state.saved).toMatchObject({ title: "Market hall" });
    expect(await attempt(save, recorder, formOf(state.values!))).toEqual({ go: "/saved" });
    expect(findIncidentForEdit(db, recorder, code)).toMatchObject({ title: "The market", version: 3 });
  });
});

describe("a claim's form", () => {
  test("reads figures as people type them", () => {
    const read = readClaim(
      formOf({ ...CLAIM, "figures.killed.children": "2", "figures.missing.all": "unknown", "figures.casualties.all": "none" }),
    );
    expect(read.ok && read.input.figures).toMatchObject([
      { metric: "killed", group: "all", scope: "incident", qualifier: "at_least", low: 10, high: null },
      { metric: "wounded", group: "all", qualifier: "vague", low: null, word: "dozens" },
      { metric: "missing", group: "all", qualifier: "unknown" },
      { metric: "casualties", group: "all", qualifier: "none", low: 0, high: 0 },
      { metric: "killed", group: "children", qualifier: "exact", low: 2, high: 2 },
    ]);
  });

  test("names the field of each problem, under the prefix of a larger form", () => {
    const typed = {
      ...CLAIM,
      "claimant.name": "",
      "report.url": "t.me",
      "figures.killed.all": "10–5",
      "figures.wounded.men": "half",
      status: "withdrawn",
    };
    const form = formOf(Object.fromEntries(Object.entries(typed).map(([name, value]) => [`claim.${name}`, value])));
    const read = readClaim(form, { prefix: "claim." });
    expect(!read.ok && read.problems).toEqual([
      { field: "claim.figures.killed.all", code: "figure.low_above_high" },
      { field: "claim.figures.wounded.men", code: "amount.not_understood" },
      { field: "claim.claimant.name", code: "claimant.missing" },
      { field: "claim.report.url", code: "url.invalid" },
      { field: "claim.statusAt", code: "status.when_missing" },
    ]);
  });

  test("is no claim while nothing was typed into it", () => {
    const untouched = Object.fromEntries(Object.entries(claimValues(null, { prefix: "claim.", today: "2026-11-20" })));
    expect(hasClaim(formOf(untouched), "claim.")).toBe(false);
    expect(hasClaim(formOf({ ...untouched, "claim.figures.killed.all": "7" }), "claim.")).toBe(true);
  });

  test("saved as it was opened changes nothing, not even what it does not show", () => {
    const incident = recordIncident(db, recorder, { title: "Market", dateStart: "2024-05-03", place: "Kharkiv" });
    const code = recordClaim(db, recorder, incident, {
      claimant: { name: "Ihor Terekhov", kind: "local_government", role: "mayor" },
      report: {
        publisher: "Telegram",
        title: "Evening",
        language: "uk",
        publishedAt: "2024-05-03T13:24+03:00",
        retrievedAt: "2026-11-19",
      },
      preliminary: true,
      quote: "Line one\nline two",
      figures: [
        { metric: "killed", qualifier: "between", low: 10, high: 15, best: 12 },
        { metric: "wounded", qualifier: "vague", word: "десятки", scope: "part" },
        { metric: "missing", group: "children", qualifier: "exact", low: 1, high: 1 },
        { metric: "killed", group: "women", qualifier: "exact", low: 24, high: 24, word: "two dozen" },
      ],
    });
    const before = findClaimForEdit(db, recorder, code)!;
    const read = readClaim(formOf(claimValues(before, { today: "2026-11-20" })), { before });
    if (!read.ok) throw new Error(JSON.stringify(read.problems));
    amendClaim(db, recorder, before, read.input);
    const after = findClaimForEdit(db, recorder, code)!;
    const sorted = (claim: typeof before) => ({
      ...claim,
      version: 0,
      figures: claim.figures.toSorted((a, b) => `${a.metric} ${a.group}`.localeCompare(`${b.metric} ${b.group}`)),
    });
    expect(sorted(after)).toEqual(sorted(before));
  });
});

describe("problems", () => {
  test("of a field that the form does not have are told above it", () => {
    const problems = [
      { field: "report.language", code: "text.too_long" },
      { field: "title", code: "title.missing" },
    ];
    expect(sentencesOf(wordsIn("en"), problems, formOf({ title: "" })).map(({ field }) => field)).toEqual([null, "title"]);
  });

  test("without a sentence of their own are still said", () => {
    for (const code of ["Invalid input: expected string", "no.such_code", "__proto__.x", "errors", "amount"]) {
      expect(sentencesOf(wordsIn("en"), [{ field: null, code }], formOf({}))[0]!.message).toBe(
        "This could not be read. Check it.",
      );
    }
  });

  test("each have a sentence in both languages, wherever in the domain or the database they come from", () => {
    const files = ["domain", "db"].flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: "utf8" }).map((file) => join(folder, file)),
    );
    const sources = files.filter((file) => file.endsWith(".ts")).map((file) => readFileSync(file, "utf8"));
    const codes = sources.flatMap((source) =>
      [...source.matchAll(/(?:Refused\(|error: |message: |code: |issue\([^,\n]*, |return )"([a-z_]+\.[a-z_]+)"/g)].map(
        (match) => match[1]!,
      ),
    );
    const has = (catalogue: object, code: string) =>
      code.split(".").reduce<unknown>((part, key) => (part as Record<string, unknown> | undefined)?.[key], catalogue) !==
      undefined;
    const silent = [...new Set(codes)].filter((code) => !has(en.errors, code) || !has(uk.errors, code));
    expect(codes.length).toBeGreaterThan(40);
    expect(silent).toEqual([]);
  });

  test("of a part of a form find their fields", () => {
    const refuse = () => {
      throw new Refused("date.future", "asOf", { today: "2026-11-20" });
    };
    expect(() => inFields("claim.", refuse)).toThrow("date.future (claim.asOf)");
  });

  test("never bring a password back", () => {
    expect(typedIn(formOf({ email: "a@example.org", password: "secret", $ACTION_KEY: "k" }))).toEqual({
      locale: "en",
      email: "a@example.org",
    });
  });
});

test.each([
  ["203.0.113.77", "203.0.113"],
  ["::ffff:203.0.113.77", "203.0.113"],
  ["2001:db8:abcd:12ff:1:2:3:4", "20010db8abcd12"],
  ["2001:db8::1", "20010db8000000"],
  ["::1", "00000000000000"],
])("the address %s is throttled with its network, %s", (address, prefix) => {
  expect(prefixOf(address)).toBe(prefix);
});

test.each([
  ["/admin/incidents/UA-0003?saved=claim&claim=C1", "/admin/incidents/UA-0003?saved=claim&claim=C1"],
  ["/admin/incidents/\u{1F4A5}?saved=claimRetracted", "/admin/incidents/%F0%9F%92%A5?saved=claimRetracted"],
  ["/admin/incidents/a b\r\nSet-Cookie: x=1", "/admin/incidents/a%20bSet-Cookie:%20x=1"],
  ["//evil.example/admin", "/admin"],
  ["https://evil.example/", "/"],
])("where an action leads, %j, is a place on this site that a header can carry", (go, path) => {
  expect(pathOf(go)).toBe(path);
});
