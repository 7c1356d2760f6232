/** A team's spreadsheet, from the file to the drafts and back, by keyboard alone. */
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, testOnOwnRecord } from "./fixtures";

const test = testOnOwnRecord();

const ACCOUNT = { name: "Olena Example", email: "olena@example.org", password: "slow river amber lantern" };
const folder = mkdtempSync(join(tmpdir(), "attest-e2e-"));

function table(name: string, rows: readonly string[]): string {
  const file = join(folder, name);
  writeFileSync(file, ["Nr;Day;Town;Who;Dead;Hurt min;Hurt max;Lat;Lon", ...rows].join("\r\n"));
  return file;
}
const GOOD = [
  "1;03.04.2022;Kharkiv;Mayor of a town;at least 3;4;6;49.98;36.25",
  "2;04.04.2022;Newtown;Mayor of a town;2;;;48.11;37.22",
  "3;05.04.2022;Newtown;A hospital;dozens;10;10;48.11;37.22",
];

test.describe.configure({ mode: "serial" });

/** Presses Tab until the control with this name has the focus. */
async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  for (let presses = 0; presses < 120; presses++) {
    await page.keyboard.press("Tab");
    const focused = await page.evaluate(() => {
      const control = document.activeElement as (HTMLElement & { labels?: NodeListOf<HTMLLabelElement> }) | null;
      return (control?.labels?.[0]?.textContent ?? control?.getAttribute("aria-label") ?? control?.textContent ?? "").trim();
    });
    if (typeof name === "string" ? focused === name : name.test(focused)) return;
  }
  throw new Error(`Tab does not reach ${String(name)}.`);
}

async function choose(page: Page, label: string, value: string): Promise<void> {
  await tabTo(page, label);
  await page.keyboard.type(value);
}

async function press(page: Page, name: string | RegExp): Promise<void> {
  await tabTo(page, name);
  await page.keyboard.press("Enter");
}

async function upload(page: Page, file: string): Promise<void> {
  await page.goto("/admin/import");
  await page.getByLabel("Table", { exact: true }).setInputFiles(file);
  await press(page, "Upload and look at it");
  await expect(page).toHaveURL(/\/admin\/import\/\d+$/);
}

test("an account", async ({ page, server }) => {
  await page.goto(server.invitation!);
  await page.getByLabel("Name", { exact: true }).fill(ACCOUNT.name);
  await page.getByLabel("E-mail address").fill(ACCOUNT.email);
  await page.getByLabel("Password", { exact: true }).fill(ACCOUNT.password);
  await page.getByRole("button", { name: "Make the account" }).click();
  await expect(page).toHaveURL(/\/admin$/);
  await page.context().storageState({ path: join(folder, "state.json") });
});

test("a spreadsheet is mapped, every problem named, mended, imported, and taken back", async ({ page }) => {
  test.setTimeout(120_000);
  const { cookies } = JSON.parse(await import("node:fs").then((fs) => fs.readFileSync(join(folder, "state.json"), "utf8")));
  await page.context().addCookies(cookies);

  // A file without a table in it is refused before anything is sent.
  await page.goto("/admin/import");
  await press(page, "Upload and look at it");
  await expect(page.locator("#upload-problem")).toHaveText("Choose a file first.");

  await upload(
    page,
    table("bad.csv", ["1;31.02.2022;Kharkiv;Mayor;3;;;;", "2;04.04.2022;Atlantis;Mayor;many people;;;;", ...GOOD.slice(2)]),
  );
  await expect(page.getByLabel("Format")).toHaveValue("generic");
  await expect(page.getByLabel("Latitude", { exact: true })).toHaveValue("lat");
  await choose(page, "Number of the event", "nr");
  await choose(page, "Date", "day");
  await choose(page, "City, town or village", "town");
  await choose(page, "Who says so", "who");
  await choose(page, "Killed: one amount", "dead");
  await choose(page, "Wounded: lowest", "hurt_min");
  await choose(page, "Wounded: highest", "hurt_max");
  await press(page, "Look at it");
  await expect(page.getByRole("heading", { name: /problems in the file/ })).toBeVisible({ timeout: 30_000 });
  const problems = page.getByRole("region").getByRole("row");
  await expect(problems.filter({ hasText: "“31.02.2022”" }).or(problems.filter({ hasText: '"31.02.2022"' }))).toContainText(
    "is no day",
  );
  await expect(problems.filter({ hasText: "Atlantis" })).toContainText("not in the gazetteer");
  const csv = await (await page.request.get(`${new URL(page.url()).pathname}/problems.csv`)).text();
  expect(csv.split("\r\n").length).toBeGreaterThan(3);
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);

  // Mended: the mapping is remembered, the preview says what would be made, and a reload loses nothing.
  await upload(page, table("good.csv", GOOD));
  await expect(page.getByText("Filled in as for the last table with these columns.")).toBeVisible();
  await expect(page.getByLabel("Number of the event")).toHaveValue("nr");
  await press(page, "Look at it");
  await expect(page.getByRole("button", { name: "Import 3 rows" })).toBeVisible({ timeout: 30_000 });
  await page.reload();
  await expect(page.getByRole("table").first()).toContainText("Incidents");
  await expect(page.getByText("1 new place:")).toContainText("Newtown");
  await press(page, "Import 3 rows");
  await expect(page.getByRole("heading", { name: "What it made" })).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole("link", { name: "Newtown, 2022-04-04" })).toBeVisible();
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  const done = page.url();

  // The same file again changes nothing.
  await upload(page, table("good.csv", GOOD));
  await press(page, "Look at it");
  await expect(page.getByText("Everything in this file is in the record already")).toBeVisible({ timeout: 30_000 });
  await press(page, "Put the file away");
  await expect(page).toHaveURL(/\/admin\/import$/);

  await page.goto(done);
  await press(page, "Take the whole import back");
  await expect(page.getByRole("heading", { name: "Taken back" })).toBeVisible({ timeout: 30_000 });
  await page.goto("/admin");
  await expect(page.getByText("Newtown")).toHaveCount(0);
});
