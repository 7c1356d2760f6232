/** What a hostile visitor sends: forms from elsewhere, forms full of anything, actions called raw, broken HTTP. Nothing changes, nothing fails. */
import { createConnection } from "node:net";
import { sql } from "drizzle-orm";
import fc from "fast-check";
import { makeActor } from "@/db/commands/actor";
import { createAccount, inviteSomebody, makeResetLink, startSession } from "@/db/commands/accounts";
import { recordClaim } from "@/db/commands/claims";
import { amendIncident, recordIncident, submitIncident } from "@/db/commands/incidents";
import { captureText } from "@/db/commands/readings";
import { askRedaction } from "@/db/commands/redactions";
import { hashPassword } from "@/db/passwords";
import { noteFigure, randomFrom, share } from "../support/figures";
import { callAction, formsOf, type SiteForm } from "../support/site-forms";
import { startStaffed, type Person, type StaffedServer } from "../support/staffed-server";
import { expect, test } from "@playwright/test";

const SEED = 20220301;
const CASES = share(5_000, 12);
const RAW = share(2_000, 200);
/** Forms whose every case takes a second of work: a release is made, a file written. */
const FEWER: Record<string, number> = { release: 50 };
const FACTS = { title: "A draft", dateStart: "2022-03-09", locationPrecision: "country" as const };
const SAID = { claimant: { name: "Mayor" }, report: { publisher: "Gazette", publishedAt: "2022-03-09" } };
const PASSWORD = "slow river amber lantern";
const SHELL = makeActor({ accountId: null, name: "command line", role: "admin" });

test.describe.configure({ mode: "serial" });
let server: StaffedServer;
let pages: string[];
let passwordHash: string;
test.beforeAll(async () => {
  test.setTimeout(300_000);
  server = await startStaffed();
  passwordHash = await hashPassword(PASSWORD);
  pages = server.withDb((db) => {
    for (let n = 0; n < 8; n++)
      createAccount(db, SHELL, { email: `known${n}@example.org`, name: `Known ${n}`, passwordHash, role: "recorder" });
    const draft = recordIncident(db, server.people.recorder, FACTS);
    recordClaim(db, server.people.recorder, draft, SAID);
    const waiting = recordIncident(db, server.people.recorder, FACTS);
    recordClaim(db, server.people.recorder, waiting, SAID);
    submitIncident(db, server.people.recorder, { code: waiting, version: 1 });
    amendIncident(db, server.people.recorder, { code: draft, version: 1 }, { ...FACTS, title: "A draft, amended" });
    const reading = captureText(db, server.people.admin, { text: "Two people were killed in Lviv.", publisher: "Gazette" });
    askRedaction(db, { ...server.people.admin, accountId: server.people.editor.accountId }, { entries: [1], reason: "A test." });
    return [
      "/sign-in?next=/admin",
      `/invitation/${inviteSomebody(db, SHELL, "recorder")}`,
      `/invitation/${makeResetLink(db, SHELL, server.people.recorder.accountId)}`,
      "/admin/account",
      "/admin/claims/C1",
      "/admin/incidents/new",
      `/admin/incidents/${draft}`,
      `/admin/incidents/${draft}/revisions`,
      `/admin/incidents/${draft}/merge`,
      `/admin/incidents/${waiting}`,
      "/admin/incidents/UA-0003",
      "/admin/people",
      "/admin/read",
      `/admin/read/${reading}`,
      "/admin/releases",
      "/admin/safety",
      "/admin/settings",
      "/admin/sources/oleh-syniehubov",
    ];
  });
});
test.afterAll(() => server.stop());

/** Every form of the site that an admin can reach, one of each kind; forms of a list are told apart by a number in their id. */
async function everyForm(): Promise<(SiteForm & { page: string })[]> {
  const cookie = server.cookieOf("admin");
  const found = new Map<string, SiteForm & { page: string }>();
  for (const page of pages) {
    const isOpen = page.startsWith("/sign-in") || page.startsWith("/invitation");
    const html = await (await fetch(server.origin + page, { headers: isOpen ? {} : { cookie } })).text();
    for (const form of formsOf(html)) {
      const kind = `${form.action} ${form.id.replace(/-[0-9a-f]+$/, "")}`;
      if (!found.has(kind)) found.set(kind, { ...form, page });
    }
  }
  return [...found.values()];
}

/** What a visitor could have changed: every count and version that a write moves. */
const state = () =>
  server.withDb((db) =>
    JSON.stringify(
      db.first(
        sql`select (select count(*) from audit) as entries, (select revision from record) as revision, (select count(*) from claim) as claims`,
      ),
    ),
  );

const failures = () =>
  server
    .output()
    .split("\n")
    .filter((line) => /"level":"error"|"failure"/.test(line));

test("a form from elsewhere, from nowhere or from null changes nothing and is answered 403, whatever its action", async () => {
  test.setTimeout(120_000);
  const forms = await everyForm();
  expect(forms.length).toBeGreaterThan(15);
  const cookie = server.cookieOf("admin");
  const before = state();
  const froms: Record<string, string>[] = [
    { origin: "https://evil.example" },
    { origin: "null" },
    { origin: `${server.origin}.evil.example` },
    { origin: server.origin.replace("http", "https").replace(/:\d+$/, "") },
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
    { origin: "https://evil.example", "x-forwarded-host": "evil.example" },
  ];
  let calls = 0;
  for (const { page, action, fields } of forms) {
    for (const from of froms) {
      const answer = await callAction({ origin: server.origin, page, action, fields, headers: { cookie, ...from } });
      expect(answer.status, `${page} ${action} ${JSON.stringify(from)}`).toBe(403);
      await answer.arrayBuffer();
      calls++;
    }
  }
  // Without any origin at all, which fetch cannot send for a form.
  expect(await raw(`POST /sign-in HTTP/1.1\r\nHost: ${new URL(server.origin).host}\r\nContent-Length: 1\r\n\r\nx`)).toMatch(
    /^HTTP\/1\.1 403 /,
  );
  expect(state()).toBe(before);
  noteFigure({
    what: "forms from elsewhere, null or no origin",
    count: calls + 1,
    wrong: 0,
    seed: null,
    note: `${forms.length} forms: all 403, nothing changed`,
  });
});

const HEADERS: Record<string, RegExp> = {
  "content-security-policy": /^default-src 'none'; script-src (?!.*unsafe)/,
  "x-content-type-options": /^nosniff$/,
  "referrer-policy": /^strict-origin-when-cross-origin$/,
  "cross-origin-opener-policy": /^same-origin$/,
  "cross-origin-resource-policy": /^(?:same-origin|cross-origin)$/,
  "permissions-policy": /camera=\(\)/,
  "x-permitted-cross-domain-policies": /^none$/,
};

test("every answer has the whole set of headers: pages, files, redirects, refusals and errors", async () => {
  const cookie = server.cookieOf("admin");
  const file = /\/_next\/static\/chunks\/[^"]+\.js/.exec(await (await fetch(server.origin)).text())![0];
  const asked: [string, RequestInit, number][] = [
    ["/", {}, 200],
    ["/uk/incidents/UA-0003", {}, 200],
    ["/", { method: "HEAD" }, 200],
    ["/nowhere", {}, 404],
    ["/incidents/NONE-1", {}, 404],
    ["/%zz", {}, 400],
    ["/export/incidents.csv", {}, 200],
    ["/export/series.csv?policy=x", {}, 400],
    ["/export/none.csv", {}, 404],
    ["/api/v1/incidents", {}, 200],
    ["/api/v1/nothing", {}, 404],
    ["/chart/killed.svg", {}, 200],
    ["/feed.xml", {}, 200],
    ["/icon.svg", {}, 200],
    ["/en", {}, 308],
    ["/admin", {}, 307],
    ["/admin", { headers: { cookie } }, 200],
    ["/admin/audit/log.csv", {}, 401],
    ["/", { method: "PUT" }, 405],
    ["/sign-in", { method: "POST", headers: { origin: "https://evil.example" }, body: "x" }, 403],
    ["/sign-in", { method: "POST", headers: { origin: server.origin }, body: "x".repeat(1_000_001) }, 413],
    [`/?${"a".repeat(9_000)}`, {}, 414],
    ["/_next/static/none.js", {}, 404],
    [file, { method: "POST", headers: { origin: server.origin }, body: new URLSearchParams({ a: "b" }) }, 405],
    [file, { method: "OPTIONS" }, 405],
    ["/healthz", {}, 200],
    ["/readyz", {}, 200],
    ["/robots.txt", {}, 404],
  ];
  const wrong: string[] = [];
  for (const [path, init, status] of asked) {
    const answer = await fetch(server.origin + path, { redirect: "manual", ...init });
    await answer.arrayBuffer();
    const at = `${init.method ?? "GET"} ${path.slice(0, 40)} ${answer.status}`;
    if (answer.status !== status) wrong.push(`${at}, not ${status}`);
    for (const [name, pattern] of Object.entries(HEADERS))
      if (!pattern.test(answer.headers.get(name) ?? "")) wrong.push(`${at}: ${name}: ${answer.headers.get(name)}`);
    if (answer.headers.get("x-frame-options") !== "DENY") wrong.push(`${at}: x-frame-options`);
    if (answer.headers.has("x-powered-by") || answer.headers.has("server")) wrong.push(`${at}: tells its software`);
  }
  const frame = await fetch(`${server.origin}/embed/killed`);
  expect(frame.headers.get("content-security-policy")).toContain("frame-ancestors *");
  for (const [name, request] of Object.entries(BROKEN)) {
    const answer = (await raw(request)).toLowerCase();
    if (!/^http\/1\.1 4\d\d /.test(answer)) wrong.push(`${name}: ${answer.slice(0, 40)}`);
    for (const header of Object.keys(HEADERS)) if (!answer.includes(`\n${header}:`)) wrong.push(`${name}: no ${header}`);
  }
  expect(wrong).toEqual([]);
  noteFigure({
    what: "kinds of answer with the whole set of security headers",
    count: asked.length + Object.keys(BROKEN).length,
    wrong: 0,
    seed: null,
  });
});

const BROKEN: Record<string, string> = {
  "no HTTP": "hello\r\n\r\n",
  "no host": "GET / HTTP/1.1\r\n\r\n",
  "two lengths": "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx",
  "a length and pieces":
    "POST / HTTP/1.1\r\nHost: a\r\nOrigin: http://a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
  "pieces without a length":
    "POST /sign-in HTTP/1.1\r\nHost: a\r\nOrigin: http://a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n",
  "too long a head": `GET / HTTP/1.1\r\nHost: a\r\nX-A: ${"a".repeat(40_000)}\r\n\r\n`,
  "a control character in a header": "GET / HTTP/1.1\r\nHost: a\r\nX-A: a\u0000b\r\n\r\n",
};

/** What comes back for bytes that are sent as they are. */
function raw(request: string): Promise<string> {
  const { hostname, port } = new URL(server.origin);
  return new Promise((resolve, reject) => {
    const socket = createConnection(Number(port), hostname, () => socket.write(request));
    let answer = "";
    socket.setTimeout(5_000, () => socket.destroy());
    socket.on("data", (chunk: Buffer) => {
      answer += chunk.toString("latin1");
      if (/\r\n\r\n/.test(answer)) socket.destroy();
    });
    socket.on("error", (error: NodeJS.ErrnoException) => (answer ? resolve(answer) : reject(error)));
    socket.on("close", () => resolve(answer));
  });
}

// Before the forms are filled with anything: that many failed sign-ins from one network are throttled, rightly.
test("an unknown account hears the same as a wrong password, and waits as long", async () => {
  const [form] = formsOf(await (await fetch(`${server.origin}/sign-in?next=/admin`)).text());
  const times_: Record<string, number[]> = { known: [], unknown: [] };
  const said = new Set<string>();
  for (let n = 0; n < 8; n++)
    for (const kind of ["known", "unknown"]) {
      const began = performance.now();
      const answer = await callAction({
        origin: server.origin,
        page: "/sign-in",
        action: form!.action,
        fields: { ...form!.fields, email: `${kind}${n}@example.org`, password: "wrong horse battery staple" },
      });
      said.add(`${answer.status} ${(await answer.text()).replaceAll(`${kind}${n}`, "NAME").replace(/"b":"[^"]+"/, "")}`);
      times_[kind]!.push(performance.now() - began);
    }
  expect(said.size).toBe(1);
  const median = (list: number[]) => list.sort((a, b) => a - b)[list.length >> 1]!;
  const ratio = median(times_.unknown!) / median(times_.known!);
  noteFigure({
    what: "sign-in: unknown account against wrong password",
    count: 16,
    wrong: 0,
    seed: null,
    note: `one answer; median time ${ratio.toFixed(2)} ×`,
  });
  expect(ratio).toBeGreaterThan(0.5);
  expect(ratio).toBeLessThan(2);
});

test("a session's cookie is for this host over https alone, for no script, and not for other sites' forms", async () => {
  const [form] = formsOf(await (await fetch(`${server.origin}/sign-in?next=/admin`)).text());
  const answer = await callAction({
    origin: server.origin,
    page: "/sign-in",
    action: form!.action,
    fields: { ...form!.fields, email: "known7@example.org", password: PASSWORD },
  });
  expect(answer.headers.get("x-action-redirect")).toContain("/admin");
  const cookie = answer.headers.getSetCookie().find((one) => one.startsWith("__Host-attest="))!;
  expect(
    cookie
      .replace(/=[\w-]{43};/, "=TOKEN;")
      .split("; ")
      .sort(),
  ).toEqual(expect.arrayContaining(["HttpOnly", "Path=/", "SameSite=lax", "Secure", "__Host-attest=TOKEN"]));
  expect(cookie).not.toMatch(/domain=/i);
  expect(Number(/Max-Age=(\d+)/i.exec(cookie)?.[1])).toBeLessThanOrEqual(7 * 86_400);
});

const anything = fc.oneof(
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.string({ maxLength: 200 }),
  fc.constantFrom(
    "",
    "0",
    "-1",
    "1e999",
    "NaN",
    "null",
    "undefined",
    "[object Object]",
    "__proto__",
    "constructor",
    "2022-02-30",
    "9999-12-31T23:59:60Z",
    "0000-00-00",
    "'; drop table incident; --",
    '"><script>alert(1)</script>',
    "javascript:alert(1)",
    "../../etc/passwd",
    "\u0000",
    "\ud800",
    "💥".repeat(500),
    "a".repeat(20_000),
    "at least 99999999999999999999",
    "UA-0003",
    "C1",
    "kharkiv",
    "yes",
  ),
);

let admins = 0;
/** A session of an admin of its own: what the last cases did to their account is nothing to the next. */
function adminCookie(): string {
  return server.withDb((db) => {
    const name = `Admin ${admins++}`;
    const { id } = createAccount(db, SHELL, { email: `${admins}@admins.example.org`, name, passwordHash, role: "admin" });
    return `__Host-attest=${startSession(db, makeActor({ accountId: id, name, role: "admin" }) as Person)}`;
  });
}

test(`${CASES.count} random contents of each form are refused or taken, never a failure`, async () => {
  test.setTimeout(3_600_000);
  const forms = (await everyForm()).filter(({ page }) => !page.startsWith("/invitation"));
  const bad: string[] = [];
  let [cases, turnedAway] = [0, 0];
  for (const [index, form] of forms.entries()) {
    let cookie = adminCookie();
    const names = form.names.filter((name) => name !== "password" || form.page !== "/sign-in?next=/admin");
    const samples = fc.sample(fc.array(fc.tuple(fc.constantFrom(...names, "extra"), anything), { maxLength: 8 }), {
      numRuns: CASES.to,
      seed: SEED + index,
    });
    const end = Math.min(CASES.to, FEWER[form.id] ?? CASES.to);
    for (let at = CASES.from; at < end; at += 8) {
      await Promise.all(
        samples.slice(at, Math.min(at + 8, end)).map(async (pairs) => {
          const fields = {
            ...form.fields,
            ...Object.fromEntries(pairs.map(([name, value]) => [name, value.replace(/\p{Surrogate}/gu, "\uFFFD")])),
          };
          const answer = await callAction({
            origin: server.origin,
            page: form.page,
            action: form.action,
            fields,
            headers: { cookie },
          });
          const text = await answer.text();
          cases++;
          if (text.includes('"signInAt":"')) turnedAway++;
          if (answer.status >= 500 || /could not be saved: something failed/.test(text))
            bad.push(`${answer.status} ${form.id} ${JSON.stringify(pairs).slice(0, 300)}`);
        }),
      );
      // A change of one's own password, of one's role or the end of a session signs out: the next cases come signed in again.
      if ((at - CASES.from) % 64 === 56) cookie = adminCookie();
    }
  }
  noteFigure({
    what: "random contents of forms",
    count: cases,
    wrong: bad.length,
    seed: SEED,
    note: `for each of ${forms.length} forms as many, as an admin (making a release: 50 in all): no 5xx, nothing that failed`,
  });
  expect(bad.slice(0, 10)).toEqual([]);
  expect(failures().slice(0, 3)).toEqual([]);
  // Most reach the form itself.
  expect(turnedAway).toBeLessThan(cases / 10);
});

test(`${RAW.count} raw calls of actions are answered with a 4xx or a form, never a 5xx`, async () => {
  test.setTimeout(900_000);
  const forms = await everyForm();
  const bodies = fc.sample(anything, { numRuns: RAW.to, seed: SEED });
  const bad: string[] = [];
  const cookie = server.cookieOf("admin");
  const call = async (n: number) => {
    const random = randomFrom(SEED + n);
    const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
    const form = pick(forms);
    const isKnown = random() < 0.7;
    const action = isKnown
      ? form.action
      : pick(["", "0".repeat(42), "f".repeat(40), "../x", form.action.slice(0, -1), form.action.toUpperCase()]);
    const body = pick<() => string | FormData>([
      () => bodies[n]!,
      () => "[]",
      () => '["$K1"]',
      () => '[{"$$typeof":"x"},"$F1"]',
      () => '["$@1","$B2","$Q3"]',
      () => JSON.stringify([null, { __proto__: { admin: true } }]),
      () => {
        const data = new FormData();
        data.append(
          "0",
          pick(['["$K1"]', '[null,"$K9"]', "[", "", '"$1:__proto__:then"', '["$F1"]', '{"then":"$1:constructor"}']),
        );
        data.append(
          pick(["1", "1_title", "$ACTION_REF_1", "$ACTION_1:0", "$ACTION_KEY"]),
          bodies[n]!.replace(/\p{Surrogate}/gu, "\uFFFD"),
        );
        return data;
      },
    ])();
    const headers: Record<string, string> = {
      origin: server.origin,
      cookie,
      ...(action && /^[\x20-\x7e]*$/.test(action) ? { "next-action": action } : {}),
    };
    if (typeof body === "string")
      headers["content-type"] = pick([
        "text/plain;charset=UTF-8",
        "application/json",
        "multipart/form-data; boundary=x",
        "multipart/form-data",
        "application/x-www-form-urlencoded",
        "x",
      ]);
    const text = typeof body === "string" ? body.replace(/\p{Surrogate}/gu, "\uFFFD") : body;
    const answer = await fetch(server.origin + form.page, { method: "POST", headers, body: text, redirect: "manual" });
    await answer.arrayBuffer();
    if (answer.status >= 500)
      bad.push(
        `${answer.status} ${form.page} ${action.slice(0, 12)} ${headers["content-type"] ?? "form"} ${typeof text === "string" ? text.slice(0, 80) : [...text.entries()].map(([k, v]) => `${k}=${String(v).slice(0, 30)}`).join("&")}`,
      );
  };
  for (let n = RAW.from; n < RAW.to; n += 8)
    await Promise.all(Array.from({ length: Math.min(8, RAW.to - n) }, (_, k) => call(n + k)));
  noteFigure({ what: "raw calls of actions", count: RAW.count, wrong: bad.length, seed: SEED, note: "no 5xx" });
  expect(bad.slice(0, 20)).toEqual([]);
});
