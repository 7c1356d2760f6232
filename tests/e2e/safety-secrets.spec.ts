/** What is not public gets into nothing public: fifty secrets are put into the record, then looked for in everything that readers are sent. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { sql } from "drizzle-orm";
import { createAccount, inviteSomebody, startSession } from "@/db/commands/accounts";
import { makeActor } from "@/db/commands/actor";
import { recordClaim } from "@/db/commands/claims";
import { keepDraft } from "@/db/commands/drafts";
import { publishIncident, recordIncident, retractIncident, sendBack, submitIncident } from "@/db/commands/incidents";
import { captureText } from "@/db/commands/readings";
import { makeRelease } from "@/db/commands/releases";
import { ruleEstimate } from "@/db/commands/rulings";
import { setWithheld } from "@/db/commands/withheld-names";
import { openDatabase } from "@/db/open";
import { EXPORT_FILES } from "@/db/queries/export-bytes";
import { releaseFolder } from "@/db/releases/make";
import { isDeep, noteFigure } from "../support/figures";
import { startStaffed, type Person, type StaffedServer } from "../support/staffed-server";
import { unzipped } from "../support/unzipped";

const SHELL = makeActor({ accountId: null, name: "command line", role: "admin" });
/** Where an account's name stands in the log of the server, or anywhere else that readers are sent, it is a secret too. */
const secrets: string[] = [];
let made = 0;
/** A word that is nowhere else; letters alone, so that no form of writing changes it. */
function secret(): string {
  const letters = "abcdefghijklmnopqrst";
  const word = `Zq${[...String(1_000 + made++)].map((digit) => letters[Number(digit)]).join("")}xjkw`;
  secrets.push(word);
  return word;
}

let server: StaffedServer;
test.beforeAll(async () => {
  test.setTimeout(300_000);
  server = await startStaffed({ env: { ATTEST_LOG: "debug" } });
});
test.afterAll(() => server.stop());

function plant(): void {
  server.withDb((db) => {
    // Whoever enters and publishes here: their names are nobody's to read.
    const personOf = (role: "recorder" | "editor") => {
      const name = secret();
      const { id } = createAccount(db, SHELL, { email: `${secret().toLowerCase()}@example.org`, name, passwordHash: "$", role });
      return makeActor({ accountId: id, name, role }) as Person;
    };
    const [recorder, editor] = [personOf("recorder"), personOf("editor")];
    const facts = (more: object) => ({ title: "A strike", dateStart: "2022-03-09", place: "kharkiv", ...more });
    const claim = (more: object = {}) => ({
      claimant: { name: secret() },
      report: {
        publisher: secret(),
        title: secret(),
        url: `https://${secret().toLowerCase()}.example.org/`,
        publishedAt: "2022-03-09",
      },
      attributedTo: secret(),
      quote: secret(),
      note: secret(),
      figures: [{ metric: "killed" as const, qualifier: "exact" as const, low: 7, high: 7 }],
      ...more,
    });
    // Drafts, one of them waiting for review, with claims.
    for (let n = 0; n < 3; n++) {
      const code = recordIncident(
        db,
        recorder,
        facts({ title: secret(), target: secret(), note: secret(), externalIds: [{ scheme: "ucdp", value: secret() }] }),
      );
      recordClaim(db, recorder, code, claim());
      if (n === 0) submitIncident(db, recorder, { code, version: 1 });
      if (n === 1) {
        submitIncident(db, recorder, { code, version: 1 });
        sendBack(db, editor, { code, version: 2 }, secret());
      }
    }
    keepDraft(db, recorder, { form: "/admin/incidents/new#new", values: { title: secret() } });
    // A published incident: its notes, a draft claim of it, and a claimant whose name is withheld.
    const published = recordIncident(db, recorder, facts({ note: secret() }));
    const withheld = secret();
    recordClaim(db, recorder, published, {
      claimant: { name: withheld, role: secret() },
      report: { publisher: "Gazette", publishedAt: "2022-03-09" },
      note: secret(),
      figures: [{ metric: "killed", qualifier: "exact", low: 9, high: 9 }],
    });
    publishIncident(db, editor, { code: published, version: 1 });
    const slug = db.first<{ slug: string }>(sql`select slug from source where name = ${withheld}`)!.slug;
    setWithheld(db, editor, slug, true);
    recordClaim(db, recorder, published, claim());
    ruleEstimate(db, editor, published, { metric: "killed", best: 9, reason: "The list of names." });
    // One whose place is told less exactly than it is known, and one that was published and is retracted.
    const exact = { latitude: 49.1234, longitude: 36.5678, locationPrecision: "exact" };
    const obscured = recordIncident(db, recorder, facts(exact), { obscure: "grid" });
    secrets.push("49.1234", "36.5678");
    const retracted = recordIncident(db, recorder, facts({ title: secret(), target: secret() }));
    for (const code of [obscured, retracted]) {
      recordClaim(db, recorder, code, code === retracted ? claim() : OPEN);
      publishIncident(db, editor, { code, version: 1 });
    }
    retractIncident(db, editor, { code: retracted, version: 2 }, "It was another one.");
    // A captured article that nobody recorded from, people, and what opens their accounts.
    captureText(db, recorder, {
      text: `${secret()} said that ${secret()} was there. `.repeat(3),
      publisher: secret(),
      publishedAt: "2022-03-09",
    });
    for (let n = 0; n < 3; n++) {
      const { id } = createAccount(db, SHELL, {
        email: `${secret().toLowerCase()}@example.org`,
        name: secret(),
        passwordHash: `$${secret()}`,
        role: "recorder",
      });
      secrets.push(startSession(db, makeActor({ accountId: id, name: "x", role: "recorder" }) as never));
    }
    secrets.push(inviteSomebody(db, SHELL, "recorder"));
    db.emptyLog();
  });
}

/** What may be read of a claim, so that nothing of it is a secret. */
const OPEN = {
  claimant: { name: "Mayor" },
  report: { publisher: "Gazette", publishedAt: "2022-03-09" },
  figures: [{ metric: "killed" as const, qualifier: "exact" as const, low: 7, high: 7 }],
};

/** The files of a release made now, and those packed in them. */
async function releaseFiles(): Promise<Map<string, Buffer>> {
  const db = openDatabase(server.file, { create: false });
  try {
    const version = await makeRelease(db, server.people.editor, { note: null, origin: "" });
    const folder = releaseFolder(server.file, version);
    const files = new Map<string, Buffer>(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name))]));
    for (const [name, bytes] of files)
      if (name.endsWith(".zip")) for (const [inner, content] of await unzipped(bytes)) files.set(`${name} ${inner}`, content);
    return files;
  } finally {
    db.close();
  }
}

/** Same-site addresses that a text leads to. */
function linksIn(text: string): string[] {
  return [
    ...text.matchAll(
      /(?:href|src|action)="(\/[^"#]*)"|url\((\/[^)"']+)\)|"(\/(?:_next\/static|export|api|chart|embed|releases)\/[^"\\]+)"/g,
    ),
  ].map(([, one, two, three]) => (one ?? two ?? three)!.replaceAll("&amp;", "&"));
}

test("fifty secrets are in the record and in nothing that readers are sent: pages, payloads, files, scripts, API, feed, log", async () => {
  test.setTimeout(600_000);
  plant();
  expect(secrets.length).toBeGreaterThanOrEqual(50);
  const record = readFileSync(server.file).toString("latin1").toLowerCase();
  // Tokens are kept as hashes alone: they are secrets that the file itself does not hold.
  const kept = secrets.filter((word) => record.includes(word.toLowerCase()));
  expect(kept.length).toBe(secrets.length - 4);
  const seeds = [
    "/",
    "/uk",
    "/?q=Zq",
    "/incidents?q=Zq",
    "/sources?q=Zq",
    "/corrections",
    "/data",
    "/methodology",
    "/compare",
    "/feed.xml",
    "/api/v1",
    "/api/v1/incidents",
    "/api/v1/claims",
    "/api/v1/sources",
    "/api/v1/openapi.json",
    "/robots.txt",
    "/sitemap.xml",
    "/healthz",
    "/readyz",
    "/sign-in",
    "/invitation/none",
    "/nowhere",
  ];
  for (const name of [...EXPORT_FILES, "package.zip", "citation.cff"]) seeds.push(`/export/${name}`);
  for (const name of ["record", "totals", "series", "cities", "rulings", "policies", "corrections", "releases"])
    seeds.push(`/api/v1/${name}`);
  const leaks: string[] = [];
  const released = await releaseFiles();
  for (const [name, bytes] of released)
    for (const word of secrets)
      if (bytes.toString("latin1").toLowerCase().includes(word.toLowerCase())) leaks.push(`${word} in the release's ${name}`);
  const queue = [...seeds];
  const seen = new Set(queue);
  let [answers, size] = [0, 0];
  const look = async (path: string, headers: Record<string, string> = {}) => {
    const answer = await fetch(server.origin + path, { headers, redirect: "manual" });
    const bytes = Buffer.from(await answer.arrayBuffer());
    const isZip = answer.headers.get("content-type") === "application/zip";
    const text = isZip ? [...(await unzipped(bytes)).values()].join("\n") : bytes.toString("utf8");
    answers++;
    size += text.length;
    const lower = `${text}\n${[...answer.headers].join("\n")}`.toLowerCase();
    for (const word of secrets)
      if (lower.includes(word.toLowerCase()) && !path.includes(word)) leaks.push(`${word} in ${path} ${JSON.stringify(headers)}`);
    return text;
  };
  while (queue.length > 0 && answers < (isDeep ? 1_500 : 450)) {
    await Promise.all(
      queue.splice(0, 8).map(async (path) => {
        const text = await look(path);
        // The payload that the site's own script asks for instead of the page.
        if (!/^\/(?:_next|export|api|chart)\//.test(path)) await look(path, { rsc: "1" });
        for (const link of linksIn(text)) {
          if (seen.has(link) || /^\/(?:uk\/)?(?:admin|sign-in)/.test(link)) continue;
          // Of the many lists only their first pages: they hold the same rows as the files.
          if (link.includes("?") && [...seen].filter((one) => one.split("?")[0] === link.split("?")[0]).length > 6) continue;
          seen.add(link);
          queue.push(link);
        }
      }),
    );
  }
  for (const word of secrets) {
    if (server.output().toLowerCase().includes(word.toLowerCase())) leaks.push(`${word} in the server's log`);
    await look(`/incidents?q=${encodeURIComponent(word)}`);
  }
  noteFigure({
    what: "secrets looked for in everything public",
    count: secrets.length,
    wrong: leaks.length,
    seed: null,
    note: `${answers} answers of ${(size / 1e6).toFixed(0)} MB, pages and their payloads, exports, scripts, ${released.size} files of a release, the server's log`,
  });
  expect(leaks.slice(0, 20)).toEqual([]);
  expect(answers).toBeGreaterThan(300);
});
