/** An editor's tasks by keyboard alone, on a server of their own: conflict, history, merge, split, later, withheld; and axe on every page. */
import { gzipSync } from "node:zlib";
import AxeBuilder from "@axe-core/playwright";
import type { Locator, Page } from "@playwright/test";
import { recordClaim } from "@/db/commands/claims";
import { claimsSeen, publishIncident, recordIncident, submitIncident } from "@/db/commands/incidents";
import { findIncidentForEdit } from "@/db/queries/desk";
import { pageOf, startDesk, type DeskRecord } from "../support/desk-record";
import { expect, test } from "./fixtures";

let desk: DeskRecord;
test.describe.configure({ mode: "serial" });
test.use({ actionTimeout: 8_000 });
test.beforeAll(async () => {
  test.setTimeout(300_000);
  desk = await startDesk({ olena: "recorder", petro: "editor", admin: "admin" });
});
test.afterAll(() => desk.stop());

/** A published incident with claims of these claimants, and its code. */
function published(title: string, ...claimants: string[]): string {
  const { db, people } = desk;
  const code = recordIncident(db, people.olena!, { title, dateStart: "2024-05-03", place: "Kharkiv" });
  for (const [index, name] of claimants.entries())
    recordClaim(db, people.olena!, code, {
      claimant: { name },
      report: { publisher: "Gazette", publishedAt: "2024-05-03T13:24" },
      figures: [{ metric: "killed", qualifier: "exact", low: 7 + index, high: 7 + index }],
    });
  const incident = findIncidentForEdit(db, people.petro!, code)!;
  publishIncident(db, people.petro!, { ...incident, seen: claimsSeen(incident.claims) });
  return code;
}

/** Reaches a control by the keyboard's own means and types into it, in place of what is there. */
async function typeInto(page: Page, control: Locator, text: string): Promise<void> {
  await control.focus();
  await page.keyboard.press("Control+A");
  await page.keyboard.type(text);
}

async function pressOn(page: Page, control: Locator, key = "Enter"): Promise<void> {
  await control.focus();
  await expect(control).toBeFocused();
  await page.keyboard.press(key);
}

test("two who save at once both see both, and the second decides", async ({ browser }) => {
  const code = published("Market", "Mayor");
  const [first, second] = [await pageOf(browser, desk, "petro"), await pageOf(browser, desk, "admin")];
  for (const page of [first, second]) await page.goto(`/admin/incidents/${code}`);
  const title = (page: Page) => page.locator("#facts").getByLabel("Title", { exact: true });
  await typeInto(first, title(first), "Central market");
  await pressOn(first, first.getByRole("button", { name: "Save the facts" }));
  await expect(first).toHaveURL(/saved=facts/);
  await typeInto(second, title(second), "Market hall");
  await pressOn(second, second.getByRole("button", { name: "Save the facts" }));
  await expect(second.getByText("Saved meanwhile by somebody else: Central market")).toBeVisible();
  await expect(title(second)).toHaveValue("Market hall");
  await pressOn(second, second.getByRole("button", { name: "Save the facts" }));
  await expect(second).toHaveURL(/saved=facts/);

  await second.goto(`/admin/incidents/${code}/revisions`);
  await expect(second.getByRole("row")).toHaveCount(5 + 2);
  await pressOn(second, second.getByRole("button", { name: "Compare" }));
  const compared = second.getByRole("table").last();
  await expect(compared).toContainText("Central market");
  await expect(compared).toContainText("Market hall");
  await pressOn(second, second.getByRole("button", { name: "Bring version 3 back" }));
  await expect(second).toHaveURL(/saved=restored/);
  await expect(second.getByRole("heading", { level: 1 })).toHaveText("Central market");
  for (const page of [first, second]) await page.context().close();
});

test("two incidents are merged and one is split, by keys; old addresses lead on, readers are told", async ({
  browser,
  request,
}) => {
  const kept = published("Bus station", "Mayor");
  const gone = published("Bus stop", "Governor", "Police");
  const page = await pageOf(browser, desk, "petro");
  await page.goto(`/admin/incidents/${gone}`);
  await pressOn(page, page.getByRole("link", { name: "Merge or split" }));
  await typeInto(page, page.getByLabel("Code of the other incident"), kept.toLowerCase());
  await typeInto(page, page.locator("#merge").getByLabel("Reason, for readers"), "One and the same strike.");
  await pressOn(page, page.getByRole("button", { name: "Merge into the other" }));
  await expect(page).toHaveURL(new RegExp(`/${kept}\\?saved=merged`));
  const old = await request.get(`${desk.server.origin}/incidents/${gone}`, { maxRedirects: 0 });
  expect([old.status(), old.headers().location]).toEqual([308, `/incidents/${kept}`]);
  await page.goto("/corrections");
  await expect(
    page.getByRole("listitem").filter({ hasText: "Another incident turned out to be this one." }).first(),
  ).toContainText("One and the same strike.");

  await page.goto(`/admin/incidents/${kept}/merge`);
  await pressOn(page, page.getByRole("checkbox", { name: /Mayor/ }), "Space");
  await typeInto(page, page.getByLabel("Title", { exact: true }), "The second strike");
  await typeInto(page, page.locator("#split").getByLabel("Reason, for readers"), "There were two.");
  await pressOn(page, page.getByRole("button", { name: "Split" }));
  // Readers see it: the new incident's facts wait for a second editor, and nothing has changed until then.
  await expect(page).toHaveURL(/saved=proposed/);
  await expect(page.getByText("You proposed it: another editor confirms it.")).toBeVisible();
  expect(await (await request.get(`${desk.server.origin}/incidents?q=second+strike`)).text()).not.toContain("The second strike");
  const other = await pageOf(browser, desk, "admin");
  await pressOn(other, other.getByRole("link", { name: "Bus station" }).first());
  await expect(other).toHaveURL(/merge#proposal$/);
  await pressOn(other, other.getByRole("button", { name: "Split as proposed" }));
  await expect(other).toHaveURL(/saved=split/);
  await expect(other.getByRole("heading", { level: 1 })).toHaveText("The second strike");
  await other.goto("/corrections");
  await expect(other.getByRole("listitem").filter({ hasText: "This incident was split from another." }).first()).toContainText(
    "There were two.",
  );
  for (const one of [page, other]) await one.context().close();
});

test("what is planned appears by itself at its moment; until then nobody sees it", async ({ browser, request }) => {
  const { db, people, server } = desk;
  const code = recordIncident(db, people.olena!, { title: "Embargoed", dateStart: "2024-06-03", place: "Kyiv" });
  recordClaim(db, people.olena!, code, {
    claimant: { name: "Mayor" },
    report: { publisher: "Gazette", publishedAt: "2024-06-03" },
    figures: [{ metric: "killed", qualifier: "exact", low: 3, high: 3 }],
  });
  submitIncident(db, people.olena!, { code, version: 1 });
  const page = await pageOf(browser, desk, "petro");
  await page.goto(`/admin/incidents/${code}`);
  const at = new Date(Date.now() + 5_000).toISOString().replace(/\.\d+Z$/, "Z");
  await typeInto(page, page.getByLabel("Publish later, at"), at);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/saved=planned/);
  expect((await request.get(`${server.origin}/incidents/${code}`)).status()).toBe(404);
  await expect
    .poll(async () => (await request.get(`${server.origin}/incidents/${code}`)).status(), { timeout: 20_000 })
    .toBe(200);
  expect(await (await request.get(`${server.origin}/?city=kyiv&from=2024-06-03&to=2024-06-03`)).text()).toContain("3");
  await page.context().close();
});

test("a withheld name and an obscured point reach no page, file, feed or search", async ({ browser, request }) => {
  const page = await pageOf(browser, desk, "olena");
  await page.goto("/admin/incidents/new");
  await typeInto(page, page.getByLabel("Title", { exact: true }), "Shelter");
  await typeInto(page, page.getByLabel("Date, or the first day"), "7.6.2024");
  await typeInto(page, page.getByLabel("City, town or village"), "Kyiv");
  await typeInto(page, page.getByLabel("Latitude"), "50.45678");
  await typeInto(page, page.getByLabel("Longitude"), "30.51234");
  await page.getByLabel("What readers see of the location").focus();
  await page.keyboard.type("The middle");
  await typeInto(page, page.getByLabel("Claimant", { exact: true }), "Canary Petrenko");
  await typeInto(page, page.getByLabel("What it says of people"), "3 killed");
  await typeInto(page, page.getByLabel("Publisher"), "Gazette");
  await pressOn(page, page.getByRole("checkbox", { name: /Withhold/ }), "Space");
  await pressOn(page, page.getByRole("button", { name: "Save as a draft" }));
  await expect(page).toHaveURL(/saved=both/);
  await expect(page.getByText("Canary Petrenko").first()).toBeVisible();
  const code = /UA-\d+/.exec(page.url())![0];
  const incident = findIncidentForEdit(desk.db, desk.people.petro!, code)!;
  publishIncident(desk.db, desk.people.petro!, { ...incident, seen: claimsSeen(incident.claims) });
  const source = /withheld-\d+/.exec(await (await request.get(`${desk.server.origin}/incidents/${code}`)).text())![0];
  const { origin } = desk.server;
  for (const path of [
    "/",
    `/incidents/${code}`,
    `/uk/incidents/${code}`,
    "/incidents?q=canary",
    "/sources",
    `/sources/${source}`,
    "/cities/kyiv",
    "/corrections",
    "/feed.xml",
    "/export/incidents.csv",
    "/export/claims.csv",
    "/export/sources.csv",
    "/export/claims.json",
    "/export/incidents.geojson",
    `/api/v1/incidents/${code}`,
    "/api/v1/claims",
    "/api/v1/sources",
  ]) {
    const answer = await request.get(origin + path);
    expect(answer.status(), path).toBe(200);
    const text = await answer.text();
    expect(/canary(?! *["&]?,?\s*$)/i.test(path.includes("q=canary") ? text.replaceAll(/canary/gi, "") : text), path).toBe(false);
    expect(text, path).not.toMatch(/50\.4567|30\.5123/);
  }
  await page.context().close();
});

test("every page of the desk has no accessibility violation: both languages, light and dark, phone and wide", async ({
  browser,
}) => {
  test.setTimeout(240_000);
  const code = published("For reading", "Mayor", "Governor");
  const page = await pageOf(browser, desk, "admin");
  const [claim] = findIncidentForEdit(desk.db, desk.people.petro!, code)!.claims;
  const paths = [
    "/admin",
    "/admin/incidents/new",
    `/admin/incidents/${code}`,
    `/admin/incidents/${code}/revisions`,
    `/admin/incidents/${code}/merge`,
    `/admin/claims/${claim!.code}`,
    `/admin/claims/${claim!.code}/revisions`,
    "/admin/sources",
    "/admin/sources/mayor",
    "/admin/people",
    "/admin/settings",
    "/admin/audit",
    "/admin/account",
  ];
  const scripts = new Map<string, number>();
  for (const [index, path] of paths.entries()) {
    await page.goto(path, { waitUntil: "networkidle" });
    const loaded = await page.evaluate(() =>
      performance.getEntriesByType("resource").flatMap(({ name }) => (/\.js(?:\?|$)/.test(name) ? [name] : [])),
    );
    for (const name of loaded)
      if (!scripts.has(name)) scripts.set(name, gzipSync(await (await page.request.get(name)).body()).length);
    const weight = [...new Set(loaded)].reduce((sum, name) => sum + scripts.get(name)!, 0);
    expect(weight, `JavaScript of ${path}`).toBeGreaterThan(0);
    expect(Math.round(weight / 1000), `JavaScript of ${path}, kB gzip`).toBeLessThanOrEqual(230);
    for (const prefix of ["", "/uk"]) {
      // Every page in both languages and both schemes; the widths take turns.
      for (const [turn, colorScheme] of (["light", "dark"] as const).entries()) {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize({ width: (index + turn + prefix.length) % 2 === 0 ? 320 : 1280, height: 900 });
        await page.goto(prefix + path);
        const { violations } = await new AxeBuilder({ page })
          .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
          .analyze();
        const told = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`);
        expect(told, `${prefix}${path} ${colorScheme}`).toEqual([]);
        const sideways = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(sideways, `${prefix}${path} scrolls sideways`).toBeLessThanOrEqual(0);
      }
    }
  }
  await page.context().close();
});
