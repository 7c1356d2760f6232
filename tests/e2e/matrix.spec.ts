/**
 * The role matrix: every address of the site and every action of its forms, and what the public, a recorder, an editor
 * and an admin get from it. The rows are checked against the folder tree: a route or an action without a row fails.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createAccount, disableAccount, inviteSomebody, makeResetLink, startSession } from "@/db/commands/accounts";
import { makeActor, type Actor } from "@/db/commands/actor";
import { amendClaim, recordClaim } from "@/db/commands/claims";
import { askRedaction } from "@/db/commands/redactions";
import { amendIncident, recordIncident, submitIncident } from "@/db/commands/incidents";
import { splitIncident } from "@/db/commands/merges";
import { planPublication } from "@/db/commands/plans";
import { captureText } from "@/db/commands/readings";
import { ruleEstimate } from "@/db/commands/rulings";
import { beginTwoFactor, confirmTwoFactor, startSecondStep } from "@/db/commands/two-factor";
import { openDatabase, type Db } from "@/db/open";
import { importJob } from "@/db/schema";
import type { ImportState } from "@/domain/vocabulary";
import { sql } from "drizzle-orm";
import { startAttest, type AttestServer } from "../support/attest-server";
import { expect, test } from "./fixtures";

const ROLES = ["public", "recorder", "editor", "admin"] as const;
type Who = (typeof ROLES)[number];

/** What a role gets: a status, or the entrance. */
type Got = number | "sign-in";
type Row = readonly [address: string, ...got: [Got, Got, Got, Got]];

const PUBLIC = [200, 200, 200, 200] as const;
const DESK = ["sign-in", 200, 200, 200] as const;

/** The addresses: one row a page or route of app/, by its folder without languages and groups. */
const ROUTES: Record<string, Row> = {
  "/": ["/", ...PUBLIC],
  "/[...rest]": ["/nowhere/at/all", 404, 404, 404, 404],
  "/api/[[...path]]": ["/api/v1/incidents/UA-0003", ...PUBLIC],
  "/chart/[file]": ["/chart/killed.svg", ...PUBLIC],
  "/cities": ["/cities", ...PUBLIC],
  "/cities/[slug]": ["/cities/kharkiv", ...PUBLIC],
  "/cities/spellings.json": ["/cities/spellings.json", ...PUBLIC],
  "/compare": ["/compare", ...PUBLIC],
  "/corrections": ["/corrections", ...PUBLIC],
  "/data": ["/data", ...PUBLIC],
  "/data/api": ["/data/api", ...PUBLIC],
  "/data/releases": ["/data/releases", ...PUBLIC],
  "/data/releases/compare": ["/data/releases/compare", ...PUBLIC],
  "/data/releases/[version]": ["/data/releases/2020-01-01", 404, 404, 404, 404],
  "/data/releases/[version]/[file]": ["/data/releases/2020-01-01/SHA256SUMS", 404, 404, 404, 404],
  "/embed/[file]": ["/embed/killed", ...PUBLIC],
  "/export/[file]": ["/export/incidents.csv", ...PUBLIC],
  "/feed.xml": ["/feed.xml", ...PUBLIC],
  "/incidents": ["/incidents", ...PUBLIC],
  // On a copy without a server alone.
  "/incidents/list.json": ["/incidents/list.json", 404, 404, 404, 404],
  "/incidents/[code]": ["/incidents/UA-0003", ...PUBLIC],
  "/invitation/[token]": ["/invitation/none", ...PUBLIC],
  "/methodology": ["/methodology", ...PUBLIC],
  "/sign-in": ["/sign-in?next=/admin", ...PUBLIC],
  "/sources": ["/sources", ...PUBLIC],
  "/sources/[slug]": ["/sources/oleh-syniehubov", ...PUBLIC],

  "/admin": ["/admin", ...DESK],
  "/admin/account": ["/admin/account", ...DESK],
  "/admin/audit": ["/admin/audit", "sign-in", 404, 200, 200],
  "/admin/audit/log.csv": ["/admin/audit/log.csv", 401, 403, 403, 200],
  "/admin/claims/[code]": ["/admin/claims/C1", ...DESK],
  "/admin/claims/[code]/revisions": ["/admin/claims/C1/revisions", ...DESK],
  // It takes forms alone; who may is in POSTS below.
  "/admin/drafts": ["/admin/drafts", 405, 405, 405, 405],
  "/admin/incidents/effect": ["/admin/incidents/effect", 405, 405, 405, 405],
  "/admin/incidents/[code]/merge": ["/admin/incidents/UA-0003/merge", "sign-in", 404, 200, 200],
  "/admin/incidents/[code]/revisions": ["/admin/incidents/UA-0003/revisions", ...DESK],
  "/admin/import": ["/admin/import", "sign-in", 404, 200, 200],
  "/admin/import/[job]": ["/admin/import/1", "sign-in", 404, 200, 200],
  "/admin/import/[job]/problems.csv": ["/admin/import/1/problems.csv", 401, 403, 200, 200],
  "/admin/import/[job]/state": ["/admin/import/1/state", 401, 403, 200, 200],
  // Pieces of a file are posted to it.
  "/admin/import/upload": ["/admin/import/upload", 405, 405, 405, 405],
  "/admin/incidents/[code]": ["/admin/incidents/UA-0003", ...DESK],
  "/admin/incidents/near": ["/admin/incidents/near?place=Kharkiv&date=2022-03-01", 401, 200, 200, 200],
  "/admin/incidents/new": ["/admin/incidents/new", ...DESK],
  "/admin/people": ["/admin/people", "sign-in", 404, 404, 200],
  "/admin/places": ["/admin/places?q=khar", 401, 200, 200, 200],
  "/admin/read": ["/admin/read", ...DESK],
  "/admin/read/[id]": ["/admin/read/1", "sign-in", 404, 404, 404],
  "/admin/safety": ["/admin/safety", "sign-in", 404, 404, 200],
  "/admin/releases": ["/admin/releases", "sign-in", 404, 200, 200],
  "/admin/settings": ["/admin/settings", "sign-in", 404, 404, 200],
  "/admin/sources": ["/admin/sources", ...DESK],
  "/admin/sources/[slug]": ["/admin/sources/oleh-syniehubov", ...DESK],
};

/** Who may at least run an action ("public": anybody), the page that holds its form, and the form's id there. */
const ACTIONS: Record<string, readonly [may: Who, page: keyof Pages, form: string | null]> = {
  "admin/account beginCodes": ["recorder", "account", "codes-begin"],
  "admin/account confirmCodes": ["recorder", "secondStepBegun", "codes-confirm"],
  "admin/account endCodes": ["recorder", "secondStepOn", "codes-end"],
  "admin/account changePassword": ["recorder", "account", "password"],
  "admin/account endOwnSession": ["recorder", "account", "session-"],
  "admin/claims/[code]/revisions restore": ["recorder", "claimHistory", "restore-"],
  "admin/incidents/[code]/merge confirm": ["editor", "proposed", "confirm"],
  "admin/incidents/[code]/merge drop": ["editor", "proposed", "drop"],
  "admin/incidents/[code]/merge merge": ["editor", "merging", "merge"],
  "admin/incidents/[code]/merge split": ["editor", "merging", "split"],
  "admin/incidents/[code]/revisions restore": ["recorder", "history", "restore-"],
  "admin/import bring": ["editor", "importChecked", "bring"],
  "admin/import choose": ["editor", "importUploaded", "choose"],
  "admin/import drop": ["editor", "importUploaded", "drop"],
  "admin/import stop": ["editor", "importRunning", "stop"],
  "admin/import undo": ["editor", "importDone", "undo"],
  "admin/incidents addClaim": ["recorder", "waiting", "claim"],
  "admin/incidents dropPlan": ["editor", "planned", "unplan"],
  "admin/incidents enterIncident": ["recorder", "new", "new"],
  "admin/incidents plan": ["editor", "waiting", "plan"],
  "admin/incidents publish": ["editor", "waiting", "publish"],
  "admin/incidents retract": ["editor", "published", "retract"],
  "admin/incidents retractClaim": ["editor", "claim", "retract-claim"],
  "admin/incidents revokeRuling": ["editor", "published", "revoke-"],
  "admin/incidents rule": ["editor", "published", "rule"],
  "admin/incidents saveClaim": ["recorder", "claim", "claim"],
  "admin/incidents saveFacts": ["recorder", "waiting", "facts"],
  "admin/incidents sendBack": ["editor", "waiting", "back"],
  "admin/incidents submit": ["recorder", "waiting", "submit"],
  "admin/people changeRole": ["admin", "people", "role-"],
  "admin/people disable": ["admin", "people", "disable-"],
  "admin/people endCodesOf": ["admin", "people", "code-"],
  "admin/people enable": ["admin", "people", "enable-"],
  "admin/people invite": ["admin", "people", "invite"],
  "admin/people makePasswordLink": ["admin", "people", "password-"],
  "admin/people withdraw": ["admin", "people", "withdraw-"],
  "admin/read correctReading": ["recorder", "reading", "about"],
  "admin/read putAway": ["recorder", "reading", "away"],
  "admin/read startReading": ["recorder", "read", "read"],
  "admin/read takeClaims": ["recorder", "reading", "take"],
  "admin/safety askRedaction": ["admin", "safety", "redact"],
  "admin/safety confirmRedaction": ["admin", "safety", "confirm-redaction-"],
  "admin/safety declineRedaction": ["admin", "safety", "decline-redaction-"],
  "admin/releases makeRelease": ["editor", "releases", "release"],
  "admin/settings saveFloors": ["admin", "settings", "floors"],
  "admin/settings saveSettings": ["admin", "settings", "settings"],
  "admin/sources addNote": ["editor", "source", "note"],
  "admin/sources mergeSource": ["editor", "source", "merge"],
  "admin/sources withholdSource": ["editor", "source", "withhold"],
  "admin/sources saveSource": ["editor", "source", "source"],
  "invitation/[token] choosePassword": ["public", "reset", "reset"],
  "invitation/[token] join": ["public", "invitation", "join"],
  "sign-in enterCode": ["public", "signInCode", "code"],
  "sign-in enter": ["public", "signIn", "sign-in"],
  // Signing out is for whoever is signed in; it stands in the head of every page of the desk, without an id.
  "admin leave": ["public", "desk", null],
};

interface Pages {
  account: string;
  claim: string;
  claimHistory: string;
  desk: string;
  history: string;
  importChecked: string;
  importDone: string;
  importRunning: string;
  importUploaded: string;
  invitation: string;
  merging: string;
  new: string;
  people: string;
  planned: string;
  proposed: string;
  published: string;
  read: string;
  reading: string;
  releases: string;
  reset: string;
  secondStepBegun: string;
  secondStepOn: string;
  safety: string;
  settings: string;
  signIn: string;
  signInCode: string;
  source: string;
  waiting: string;
}

const APP = "app";

/** Every page and route below app/ (a folder that begins with _ has none), as a pattern without its language and its groups. */
function routesOfTree(): string[] {
  return readdirSync(APP, { recursive: true, encoding: "utf8" })
    .filter((file) => /(?:^|\/)(?:page|route)\.tsx?$/.test(file) && !/(?:^|\/)_/.test(file))
    .map(
      (file) =>
        `/${file
          .split("/")
          .slice(0, -1)
          .filter((part) => part !== "[locale]" && !/^\(.*\)$/.test(part))
          .join("/")}`,
    )
    .sort();
}

/** Every function that a "use server" file exports: "admin/people invite". */
function actionsOfTree(): string[] {
  return readdirSync(APP, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.tsx?$/.test(file) && /^\s*["']use server["']/m.test(readFileSync(join(APP, file), "utf8")))
    .flatMap((file) => {
      const folder = file.split("/").slice(1, -1).join("/");
      const text = readFileSync(join(APP, file), "utf8");
      return [...text.matchAll(/^export (?:const|(?:async )?function) (\w+)/gm)].map((found) => `${folder} ${found[1]}`);
    })
    .sort();
}

let server: AttestServer;
let pages: Pages;
let cookies: Record<Who, string | null>;
/** Pages that only somebody in a certain state sees as they are needed. */
let seenAs: Partial<Record<keyof Pages, string>>;

test.beforeAll(async () => {
  test.setTimeout(300_000);
  server = await startAttest();
  const db = openDatabase(server.file, { create: false });
  try {
    const shell = makeActor({ accountId: null, name: "command line", role: "admin" });
    const made = (["recorder", "editor", "admin", "recorder"] as const).map((role, index) => {
      const account = createAccount(db, shell, {
        email: `${index}@example.org`,
        name: `${role} ${index}`,
        passwordHash: "$",
        role,
      });
      return makeActor({ accountId: account.id, name: account.name, role }) as Actor & { accountId: number };
    });
    const cookieOf = (index: number) => `__Host-attest=${startSession(db, made[index]!)}`;
    cookies = { public: null, recorder: cookieOf(0), editor: cookieOf(1), admin: cookieOf(2) };
    const inSteps = (["begun", "on"] as const).map((name) => {
      const { id } = createAccount(db, shell, { email: `${name}@example.org`, name, passwordHash: "$", role: "recorder" });
      const own = makeActor({ accountId: id, name, role: "recorder" }) as Actor & { accountId: number };
      beginTwoFactor(db, own, "JBSWY3DPEHPK3PXP");
      if (name === "on") confirmTwoFactor(db, own, 1);
      return own;
    });
    seenAs = {
      secondStepBegun: `__Host-attest=${startSession(db, inSteps[0]!)}`,
      secondStepOn: `__Host-attest=${startSession(db, inSteps[1]!)}`,
      signInCode: `__Host-attest-step=${startSecondStep(db, inSteps[1]!)}`,
    };
    disableAccount(db, shell, made[3]!.accountId);
    const asking = createAccount(db, shell, { email: "4@example.org", name: "asking", passwordHash: "$", role: "admin" });
    const person = makeActor({ accountId: asking.id, name: "asking", role: "admin" }) as Actor & { accountId: number };
    askRedaction(db, person, { entries: [1], reason: "A test." });
    const claim = { claimant: { name: "Mayor" }, report: { publisher: "Gazette", publishedAt: "2022-03-09" } };
    const waiting = recordIncident(db, made[0]!, { title: "Waiting", dateStart: "2022-03-09", locationPrecision: "country" });
    recordClaim(db, made[0]!, waiting, claim);
    submitIncident(db, made[0]!, { code: waiting, version: 1 });
    recordClaim(db, made[0]!, waiting, claim);
    const planned = planOne(db, made[0]!, made[1]!);
    ruleEstimate(db, made[1]!, "UA-0003", { metric: "killed", best: 44, reason: "The list of names." });
    pages = {
      account: "/admin/account",
      claim: "/admin/claims/C1",
      claimHistory: `/admin/claims/${planned.claim}/revisions`,
      desk: "/admin",
      history: `/admin/incidents/${planned.code}/revisions`,
      importChecked: importIn(db, "checked"),
      importDone: importIn(db, "done"),
      importRunning: importIn(db, "importing"),
      importUploaded: importIn(db, "uploaded"),
      invitation: `/invitation/${inviteSomebody(db, shell, "recorder")}`,
      merging: `/admin/incidents/${waiting}/merge`,
      new: "/admin/incidents/new",
      planned: `/admin/incidents/${planned.code}`,
      people: "/admin/people",
      proposed: proposeSplit(db, person),
      published: "/admin/incidents/UA-0003",
      releases: "/admin/releases",
      read: "/admin/read",
      reading: `/admin/read/${captureText(db, made[0]!, { text: "Two people were killed in Lviv.", publisher: "Gazette" })}`,
      reset: `/invitation/${makeResetLink(db, shell, made[0]!.accountId)}`,
      safety: "/admin/safety",
      secondStepBegun: "/admin/account",
      secondStepOn: "/admin/account",
      settings: "/admin/settings",
      signIn: "/sign-in?next=/admin",
      signInCode: "/sign-in",
      source: "/admin/sources/oleh-syniehubov",
      waiting: `/admin/incidents/${waiting}`,
    };
  } finally {
    db.close();
  }
});
test.afterAll(() => server.stop());

/** An incident with an earlier state of it and of its claim, to be published in a far year. */
function planOne(db: Db, recorder: Actor, editor: Actor): { code: string; claim: string } {
  const facts = { title: "Planned", dateStart: "2022-03-09", locationPrecision: "country" as const };
  const said = { claimant: { name: "Mayor" }, report: { publisher: "Gazette", publishedAt: "2022-03-09" } };
  const code = recordIncident(db, recorder, facts);
  const claim = recordClaim(db, recorder, code, said);
  amendIncident(db, recorder, { code, version: 1 }, { ...facts, title: "Planned anew" });
  amendClaim(db, recorder, { code: claim, version: 1 }, { ...said, quote: "nobody" });
  planPublication(db, editor, { code, version: 2, seen: `${claim} 2` }, "2190-01-01T00:00");
  return { code, claim };
}

/** A split of a published incident that waits for another editor; gives back the page where it stands. */
function proposeSplit(db: Db, editor: Actor): string {
  const { code, claim, version } = db.first<{ code: string; claim: string; version: number }>(sql`
    select i.code, c.code as claim, i.version from incident i join claim c on c.incident_id = i.id
     where i.publication = 'published' and c.repeats_id is null and c.id not in (select repeats_id from claim where repeats_id is not null)
       and (select count(*) from claim o where o.incident_id = i.id and o.publication = 'published') > 2
     order by i.id desc limit 1`)!;
  const incident = { title: "The second strike", dateStart: "2022-03-09", locationPrecision: "country" as const };
  splitIncident(db, editor, { code, version }, { claims: [claim], incident, reason: "Two strikes." });
  return `/admin/incidents/${code}/merge`;
}

/** Addresses that take a form from a script: who gets in. */
const POSTS: Record<string, { path: string; body: () => BodyInit; json: boolean; got: [number, number, number, number] }> = {
  drafts: {
    path: "/admin/drafts",
    body: () => JSON.stringify({ form: "/admin/incidents/new#new", values: { title: "Kept" } }),
    json: true,
    got: [401, 200, 200, 200],
  },
  effect: {
    path: "/admin/incidents/effect",
    body: () => new URLSearchParams({ dateStart: "2022-03-01", "claim.said": "5 killed" }),
    json: false,
    got: [401, 200, 200, 200],
  },
};

const headersOf = (who: Who): Record<string, string> => (cookies[who] === null ? {} : { cookie: cookies[who]! });
const leadsToEntrance = (answer: Response) =>
  [302, 303, 307].includes(answer.status) && /\/sign-in(?:\?|$)/.test(answer.headers.get("location") ?? "");

test("every route of the tree has its row, and no row is of a route that is gone", () => {
  expect(Object.keys(ROUTES).sort()).toEqual(routesOfTree());
});

test("every action of the tree has its row, and no row is of an action that is gone", () => {
  expect(Object.keys(ACTIONS).sort()).toEqual(actionsOfTree());
});

for (const [route, [address, ...expected]] of Object.entries(ROUTES)) {
  test(`${route} gives each role what it may have, in both languages`, async () => {
    for (const path of /^\/(?:api|export)\//.test(route) ? [address] : [address, address === "/" ? "/uk" : `/uk${address}`]) {
      for (const [index, who] of ROLES.entries()) {
        const answer = await fetch(server.origin + path, { headers: headersOf(who), redirect: "manual" });
        const got: Got = leadsToEntrance(answer) ? "sign-in" : answer.status;
        expect(got, `${path} for ${who}`).toBe(expected[index]);
      }
    }
  });
}

for (const [name, { path, body, json, got }] of Object.entries(POSTS)) {
  test(`${name} takes a form of those who may have it, from this site alone`, async () => {
    for (const [index, who] of ROLES.entries()) {
      const headers = { ...headersOf(who), origin: server.origin, ...(json ? { "content-type": "application/json" } : {}) };
      const answer = await fetch(server.origin + path, { method: "POST", headers, body: body() });
      expect(answer.status, who).toBe(got[index]);
      const foreign = await fetch(server.origin + path, {
        method: "POST",
        headers: { ...headers, origin: "https://evil.example" },
        body: body(),
      });
      expect(foreign.status, `${who} from elsewhere`).toBe(403);
    }
  });
}

for (const [action, [may, page, form]] of Object.entries(ACTIONS)) {
  test(`the action "${action}" is for ${may === "public" ? "anybody" : `${may}s and above`}`, async () => {
    const seenBy: Who = may === "public" && page !== "desk" ? "public" : "admin";
    const html = await (
      await fetch(server.origin + pages[page], { headers: seenAs[page] ? { cookie: seenAs[page] } : headersOf(seenBy) })
    ).text();
    const { id, fields } = brokenForm(html, form);
    for (const who of ROLES) {
      const before = auditLength();
      // As the site's own script calls it, so that the answer is the action's, whatever the page shows to whom.
      const answer = await fetch(server.origin + pages[page], {
        method: "POST",
        headers: { ...headersOf(who), origin: server.origin, accept: "text/x-component", "next-action": id },
        body: fields(),
        redirect: "manual",
      });
      const isIn = ROLES.indexOf(who) >= ROLES.indexOf(may);
      const got = await outcomeOf(answer);
      if (form === null) expect(got, who).toBe("sign-in");
      else expect(got, `${action} as ${who}`).toBe(isIn ? "let in" : who === "public" ? "sign-in" : "refused");
      // What is sent is broken on purpose: not even those who may change anything; a failed sign-in and a way out are told.
      if (page !== "signIn" && form !== null) expect(auditLength(), `${action} as ${who} wrote`).toBe(before);
    }
  });
}

/** The id of a form's action as the page holds it, and a call of it with names and versions that are nothing's. */
function brokenForm(html: string, form: string | null): { id: string; fields: () => FormData } {
  const forms = [...html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)].map((found) => ({
    tag: found[1]!,
    inner: unescape(found[2]!),
  }));
  const wanted = (own: string) => own === form || (form!.endsWith("-") && own.startsWith(form!));
  const found = forms.find(({ tag, inner }) =>
    form === null ? inner.includes("$ACTION_ID_") : wanted(/\bid="([^"]*)"/.exec(tag)?.[1] ?? ""),
  );
  const id = /\$ACTION_ID_([0-9a-f]+)/.exec(found?.inner ?? "")?.[1] ?? /"id":"([0-9a-f]+)"/.exec(found?.inner ?? "")?.[1];
  if (!id) throw new Error(`No form ${form} among ${forms.map(({ tag }) => /\bid="([^"]*)"/.exec(tag)?.[1]).join(", ")}`);
  return {
    id,
    fields: () => {
      // React's encoding of (state, form), or of (form) alone: the form's fields carry the number by which it is named.
      const fields = new FormData();
      for (const name of ["code", "version", "key", "account", "ruling", "slug", "token", "role"])
        fields.append(`1_${name}`, "none");
      fields.append("1_locale", "en");
      fields.append("1_form", form ?? "");
      fields.append("0", form === null ? '["$K1"]' : '[null,"$K1"]');
      return fields;
    },
  };
}

const unescape = (text: string) =>
  text
    .replaceAll("&quot;", '"')
    .replaceAll("&#x27;", "'")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");

/** What became of a form: at the entrance, refused for the role, or let in as far as what is wrong with it. */
async function outcomeOf(answer: Response): Promise<string> {
  const text = await answer.text();
  if (leadsToEntrance(answer) || /"signInAt":"/.test(text) || answer.headers.get("x-action-redirect")?.startsWith("/sign-in"))
    return "sign-in";
  if (text.includes("Your account may not do this.")) return "refused";
  // A form with nothing to break in it leads on: to what it began.
  if (answer.headers.get("x-action-redirect")?.includes("saved=")) return "let in";
  return /"errors":\[\{/.test(text) ? "let in" : `${answer.status} ${text.slice(0, 300)}`;
}

/** The page of an import that is in a state; nothing works on it. */
function importIn(db: Db, state: ImportState): string {
  const counts = { new: 1, updated: 0, unchanged: 0 };
  const report = {
    rows: 1,
    incidents: counts,
    claims: counts,
    rulings: counts,
    places: 0,
    sources: 0,
    newPlaces: [],
    newSources: [],
  };
  const { id } = db.transaction((tx) =>
    tx
      .insert(importJob)
      .values({
        state,
        createdAt: tx.now(),
        actor: "a test",
        names: '["table.csv"]',
        file: "1",
        header: '["date"]',
        report: state === "uploaded" ? null : JSON.stringify({ ...report, problems: 0, warnings: 0 }),
        ...(state === "done" ? { firstIncident: 900_000, lastIncident: 900_001 } : {}),
      })
      .returning({ id: importJob.id })
      .get(),
  );
  return `/admin/import/${id}`;
}

function auditLength(): number {
  const db = openDatabase(server.file, { create: false });
  try {
    return db.first<{ n: number }>(sql`select count(*) as n from audit`)!.n;
  } finally {
    db.close();
  }
}
