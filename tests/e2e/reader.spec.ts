import { readFileSync } from "node:fs";
import { csvRows } from "../support/read-page";
import { expect, test } from "./fixtures";

test("a reader chooses Kharkiv and March 2022, sees its bars, opens the incident and reads the claims", async ({ page }) => {
  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("1,610");
  await page.getByText("All places").click();
  await page.getByRole("form", { name: "What is shown" }).getByRole("checkbox", { name: "Kharkiv", exact: true }).check();
  await page.getByLabel("From", { exact: true }).fill("2022-03-01");
  await page.getByLabel("To", { exact: true }).fill("2022-03-31");
  await page.getByRole("button", { name: "Show" }).click();
  await expect(page).toHaveURL(/\?from=2022-03-01&to=2022-03-31&city=kharkiv$/);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Between 29 and 44 people were reported killed");
  await expect(page.locator('[data-chart="drawn"]')).toHaveCount(2);
  await expect(page.locator(".recharts-bar-rectangle path").first()).toBeVisible();
  await page.getByRole("link", { name: "Kharkiv: Regional administration and Freedom Square" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("between 29 and 44 people reported killed");
  const claims = page.getByRole("table").filter({ hasText: "Who says so" });
  await expect(claims.getByRole("row")).toHaveCount(10);
  await expect(claims).toContainText("Anton Herashchenko");
  await expect(claims).toContainText("at least 10");
});

test("the CSV link gives exactly the view", async ({ page }) => {
  await page.goto("/?city=kharkiv&from=2022-03-01&to=2022-03-31");
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "CSV of this view" }).first().click();
  const rows = csvRows(readFileSync((await (await download).path())!, "utf8"));
  expect(rows).toEqual([
    {
      period_start: "2022-03-01",
      by: "day",
      city: "Kharkiv",
      admin1: "Kharkiv Oblast",
      country: "UA",
      pcode: "UA63",
      metric: "killed",
      group: "all",
      low: "29",
      best: "44",
      high: "44",
      open: "false",
      incidents: "1",
      incidents_without_figure: "0",
      policy: "majority",
      known_on: "",
    },
  ]);
});

test("a bar leads to its incidents, by mouse and by keyboard", async ({ page }) => {
  await page.goto("/?city=kharkiv&by=month");
  await expect(page.locator('[data-chart="drawn"]').first()).toBeVisible();
  const bar = page.locator('[data-chart="drawn"]').first().locator(".recharts-bar-rectangle path").first();
  await bar.click();
  await expect(page).toHaveURL(/\/incidents\?from=2022-02-01&to=2022-02-28&city=kharkiv/);
  await page.goBack();
  await expect(page.locator('[data-chart="drawn"]').first()).toBeVisible();
  await page.locator('[data-chart="drawn"]').first().locator("svg.recharts-surface").focus();
  await page.keyboard.press("ArrowRight");
  await expect(page.locator("[data-tip-of]").first()).toContainText("29–44");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/incidents\?from=2022-03-01&to=2022-03-31&city=kharkiv/);
});

test("numbers, tables, filter and lists are there without JavaScript", async ({ browser, baseURL }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL });
  const page = await context.newPage();
  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("2,975 or more");
  await expect(page.locator('[data-chart="picture"] svg').first()).toBeVisible();
  await page.getByText("The same numbers as a table").first().click();
  await expect(page.locator('table[data-series="killed"]')).toBeVisible();
  await page.getByLabel("Figure taken").selectOption("lowest");
  await page.getByRole("button", { name: "Show" }).click();
  await expect(page).toHaveURL(/\?policy=lowest$/);
  await page.getByRole("link", { name: "Incidents" }).first().click();
  await expect(page.getByText("60 incidents")).toBeVisible();
  await page.getByRole("link", { name: "Older incidents" }).click();
  await expect(page.getByRole("link", { name: "Back to the newest" })).toBeVisible();
  await context.close();
});

test("an open end is never shown as an exact number", async ({ page }) => {
  await page.goto("/?city=chaplyne");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("22 and 25 or more");
  await page.getByText("The same numbers as a table").first().click();
  for (const cell of await page.locator('table[data-series="killed"] tr[data-open="true"] td:nth-child(3)').allTextContents())
    expect(cell).toContain("or more");
});

test("Ukrainian lives under /uk and the language links keep the view", async ({ page }) => {
  await page.goto("/?city=kharkiv");
  await page.getByRole("link", { name: "Українська" }).click();
  await expect(page).toHaveURL(/\/uk\?city=kharkiv$/);
  await expect(page.locator("html")).toHaveAttribute("lang", "uk");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("загиблих");
  const { status } = { status: (await page.request.get("/en", { maxRedirects: 0 })).status() };
  expect(status).toBe(308);
});
