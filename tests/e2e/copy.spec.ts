/** A release as a site of files below a path, on a server that only hands out files: every link, the charts, the search, the numbers. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { makeActor } from "@/db/commands/actor";
import { recordClaim } from "@/db/commands/claims";
import { publishIncident, recordIncident } from "@/db/commands/incidents";
import { addPlaces } from "@/db/commands/places";
import { createRecord } from "@/db/commands/settings";
import { makeRelease } from "@/db/commands/releases";
import { openDatabase } from "@/db/open";
import { startAttest, type AttestServer } from "../support/attest-server";
import { tableRows } from "../support/read-page";
import { expect, test, wakeChart } from "./fixtures";

const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".json": "application/json",
  ".woff2": "font/woff2",
  ".png": "image/png",
};
const ACTOR = makeActor({ accountId: null, name: "command line", role: "admin" });

let folder: string;
let site: string;
let files: Server;
let server: AttestServer;
let address: string;

/** What any host of files does: a folder is its index, what is not there is 404.html; a query means nothing. */
function serveFiles(): Server {
  return createServer((request, response) => {
    const { pathname } = new URL(request.url!, "http://here");
    const below = /^\/record(\/.*)$/.exec(decodeURIComponent(pathname))?.[1] ?? "/404.html";
    const file = join(site, below.endsWith("/") ? `${below}index.html` : below);
    const isThere = statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;
    const shown = isThere ? file : join(site, "404.html");
    response.writeHead(isThere ? 200 : 404, { "content-type": TYPES[extname(shown)] ?? "application/octet-stream" });
    response.end(readFileSync(shown));
  });
}

/** Five incidents in two cities and none, over three months, one corrected after the first release. */
function makeRecord(file: string) {
  const db = openDatabase(file);
  createRecord(db, { title: "A record", titleUk: "Облік", countries: ["UA"], timeZone: "Europe/Kyiv", codePrefix: "UA" });
  addPlaces(db, ACTOR, [
    { name: "Kharkiv", country: "UA", admin1: "Kharkiv Oblast", admin1Pcode: "UA63", latitude: 49.98, longitude: 36.25 },
    { name: "Kyiv", country: "UA", admin1: "Kyiv", admin1Pcode: "UA80", latitude: 50.45, longitude: 30.52 },
  ]);
  for (const [title, place, dateStart, killed] of [
    ["Strike on the square", "kharkiv", "2022-02-28", 11],
    ["Strike on a tower", "kyiv", "2022-03-01", 5],
    ["Strike on the administration", "kharkiv", "2022-03-01", 29],
    ["Shelling of a market", "kharkiv", "2022-04-17", 5],
    ["Somewhere in the country", null, "2022-04-20", 3],
  ] as const) {
    const code = recordIncident(db, ACTOR, {
      title,
      dateStart,
      place,
      locationPrecision: place === null ? "country" : "settlement",
      attackType: "shelling",
    });
    for (const [claimant, low, qualifier] of [
      ["Mayor", killed, "exact"],
      ["Governor", Math.ceil(killed / 2), "at_least"],
    ] as const)
      recordClaim(db, ACTOR, code, {
        claimant: { name: claimant },
        report: { publisher: "Gazette", publishedAt: dateStart },
        figures: [{ metric: "killed", qualifier, low, high: qualifier === "exact" ? low : null }],
      });
    publishIncident(db, ACTOR, { code, version: 1 });
  }
  return db;
}

test.beforeAll(async () => {
  test.setTimeout(400_000);
  folder = mkdtempSync(join(tmpdir(), "attest-copy-test-"));
  site = join(folder, "site");
  const file = join(folder, "record.sqlite");
  const db = makeRecord(file);
  await makeRelease(db, ACTOR, { note: "The first", origin: "" });
  await makeRelease(db, ACTOR, { note: "The second", origin: "" });
  db.close();
  server = await startAttest({ file, env: { ATTEST_DEMO: "0" } });
  files = serveFiles();
  await new Promise<void>((resolve) => files.listen(0, "127.0.0.1", resolve));
  address = `http://localhost:${(files.address() as AddressInfo).port}/record`;
  const args = ["--import", "tsx", "cli/attest.ts", "release", "--static", site, "--address", address];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    encoding: "utf8",
    env: { ...process.env, ATTEST_DB: file, ATTEST_ORIGIN: "" },
  });
  expect(status, stdout + stderr).toBe(0);
});
test.afterAll(async () => {
  await server.stop();
  await new Promise((resolve) => files.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

const pagesOf = (suffix: string) =>
  readdirSync(site, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(suffix))
    .sort();
const page = (name: string) => readFileSync(join(site, name), "utf8");

test("every page is there in both languages, and every link, picture and script of it leads to a file", () => {
  const pages = pagesOf(".html");
  for (const name of ["incidents", "incidents/UA-0003", "cities", "cities/kharkiv", "sources", "sources/mayor", "compare"])
    expect(pages).toEqual(expect.arrayContaining([`${name}/index.html`, `uk/${name}/index.html`]));
  for (const name of ["methodology", "corrections", "data", "data/releases", "chart-lines", "chart-each", "chart-cumulative"])
    expect(pages).toEqual(expect.arrayContaining([`${name}/index.html`, `uk/${name}/index.html`]));
  const lost = new Set<string>();
  let links = 0;
  for (const name of [...pages, "feed.xml", "uk/feed.xml"]) {
    for (const [, attribute, value] of page(name).matchAll(/\s(href|src|srcset|content|action)="([^"]*)"/gi)) {
      const target = value!.replaceAll("&amp;", "&").split("#")[0]!;
      const own = target.startsWith("http://localhost") ? target.slice(address.length - "/record".length) : target;
      if (!own.startsWith("/") || (attribute === "content" && own === target)) continue;
      links += 1;
      const below = /^\/record\/(.*)$/.exec(own.split("?")[0]!)?.[1];
      const path = below === undefined ? null : join(site, below === "" || below.endsWith("/") ? `${below}index.html` : below);
      if (path === null || !existsSync(path)) lost.add(`${name}: ${own}`);
    }
    // Addresses in what the scripts read are the same.
    for (const [, value] of page(name).matchAll(/\\"(?:href|src|embed|page|list)\\":\\"(\/[^"\\]*)/g))
      if (!value!.startsWith("/record/")) lost.add(`${name}: ${value}`);
  }
  expect([...lost]).toEqual([]);
  expect(links).toBeGreaterThan(1_000);
});

test("nothing of it asks for a server: no sign-in, no API, no form but the search, no address of where it was made", () => {
  for (const name of pagesOf(".html")) {
    const html = page(name);
    expect(html.match(/<form/g) ?? [], name).toHaveLength(0);
    expect(html, name).not.toMatch(/127\.0\.0\.1|\/sign-in|\/api\/v1/);
  }
});

test("its files are the server's, and the release's own", async () => {
  for (const name of [
    "incidents.csv",
    "claims.csv",
    "series.csv",
    "rulings.csv",
    "incidents.json",
    "incidents.geojson",
    "cities.csv",
  ]) {
    const live = await fetch(`${server.origin}/export/${name}`);
    // Making a release is the record's newest revision, and is not in it.
    const rows = (text: string) => text.replace(/"revision":\d+,"changed_at":"[^"]*"/, "");
    expect(rows(page(`export/${name}`)), name).toBe(rows(await live.text()));
  }
  const [version = ""] = readdirSync(join(folder, "record-releases")).sort().reverse();
  for (const name of readdirSync(join(folder, "record-releases", version)))
    expect(
      readFileSync(join(site, "data/releases", version, name)).equals(
        readFileSync(join(folder, "record-releases", version, name)),
      ),
    ).toBe(true);
});

test("the dashboard and a city say and draw what the server's do", async ({ page: tab }) => {
  for (const path of ["/", "/uk", "/cities/kharkiv", "/?chart=cumulative"]) {
    const live = await (await fetch(server.origin + path)).text();
    const rowsOf = (html: string) => tableRows(html, "killed");
    const [bare = "", query] = path.split("?");
    await tab.goto(`${address}${bare === "/" ? "" : bare}/${query ? "chart-cumulative/" : ""}`);
    await wakeChart(tab);
    await expect(tab.locator("[data-chart] .recharts-surface").first()).toBeVisible();
    await expect(tab.locator("h1")).toHaveText(/<h1[^>]*>([\s\S]*?)<\/h1>/.exec(live)![1]!.replaceAll(/<[^>]+>/g, ""));
    expect(rowsOf(await tab.content())).toEqual(rowsOf(live));
    await expect(tab.locator("[data-copy-note] a")).toHaveCount(4);
  }
});

test("a bar leads to its incidents, found in the browser; the search finds by words, city and day", async ({ page: tab }) => {
  await tab.goto(`${address}/`);
  await wakeChart(tab);
  const chart = tab.locator("[data-chart=drawn]").first();
  await chart.locator(".recharts-bar-rectangle path").first().click();
  await expect(tab).toHaveURL(/\/record\/incidents\/\?from=2022-02-28&to=2022-03-06/);
  const found = tab.locator("[data-found]");
  await expect(found).toHaveAttribute("data-found", "3");
  await expect(tab.getByRole("status")).toContainText("Incidents found: 3.");
  await expect(tab.locator("main h2").last()).toHaveText("Kharkiv: Strike on the square");
  for (const [query, count] of [
    ["q=khark", 3],
    ["q=харк", 3],
    ["city=kharkiv&from=2022-03-01", 2],
    ["q=market", 1],
    ["sort=killed", 5],
    ["q=nothing", 0],
  ] as const) {
    await tab.goto(`${address}/uk/incidents/?${query}`);
    await expect(found).toHaveAttribute("data-found", String(count));
    await expect(tab.locator("main ol > li")).toHaveCount(count);
  }
  await tab.goto(`${address}/incidents/?policy=latest`);
  await expect(tab.getByText("more than a copy without a server can answer: policy")).toBeVisible();
  await tab.goto(`${address}/incidents/`);
  await tab.getByRole("searchbox").fill("tower");
  await tab.getByRole("searchbox").press("Enter");
  await expect(found).toHaveAttribute("data-found", "1");
  await expect(tab.locator("main h2 a")).toHaveAttribute("href", "/record/incidents/UA-0002/");
  await tab.locator("main h2 a").click();
  await expect(tab.locator("h1")).toContainText("Strike on a tower");
});

test("an incident, a frame, the comparison of releases and what is not there are pages too", async ({ page: tab }) => {
  for (const path of [
    "incidents/UA-0003",
    "uk/sources/mayor",
    "compare",
    "data",
    "data/releases",
    "methodology",
    "corrections",
  ]) {
    await tab.goto(`${address}/${path}/`);
    await expect(tab.locator("h1")).toBeVisible();
  }
  await tab.goto(`${address}/data/releases/`);
  await tab.getByRole("link", { name: /compared with/ }).click();
  await expect(tab.locator("h1")).toContainText("compared with");
  await tab.goto(`${address}/embed/killed/`);
  expect(await tab.locator("img").evaluate((image: HTMLImageElement) => image.complete && image.naturalWidth)).toBeGreaterThan(
    100,
  );
  const answer = await tab.goto(`${address}/nothing/here`);
  expect(answer?.status()).toBe(404);
  await expect(tab.locator("h1")).toBeVisible();
});

test("another folder is not written over, and an earlier copy is", () => {
  const make = (target: string, ...more: string[]) =>
    spawnSync(process.execPath, ["--import", "tsx", "cli/attest.ts", "release", "--static", target, ...more], {
      encoding: "utf8",
      env: { ...process.env, ATTEST_DB: server.file, ATTEST_ORIGIN: "" },
    });
  const other = make(folder);
  expect(other.status).toBe(2);
  expect(other.stderr).toContain("holds something else");
  expect(make(join(folder, "new"), "--version", "2001-01-01").stderr).toContain("There is no release 2001-01-01");
  expect(make(join(folder, "new"), "--address", "example.org").status).toBe(2);
  expect(existsSync(join(folder, "new"))).toBe(false);
});
