import AxeBuilder from "@axe-core/playwright";
import { readFileSync } from "node:fs";
import { csvRows } from "../support/read-page";
import { expect, test, wakeChart } from "./fixtures";

test("a reader chooses Kharkiv and March 2022, sees its bars, opens the incident and reads the claims", async ({ page }) => {
  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("1,610");
  await page.getByText("All places").click();
  await page.getByRole("option", { name: "Kharkiv", exact: true }).click();
  await page.keyboard.press("Escape");
  for (const [name, typed] of [
    ["From", "01032022"],
    ["To", "31032022"],
  ] as const) {
    await page.getByRole("group", { name, exact: true }).getByRole("spinbutton").first().click();
    await page.keyboard.type(typed);
  }
  await page.getByRole("button", { name: "Show", exact: true }).click();
  await expect(page).toHaveURL(/\?from=2022-03-01&to=2022-03-31&city=kharkiv$/);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Between 29 and 44 people were reported killed");
  for (const box of await page.locator("[data-chart]").all()) {
    await box.scrollIntoViewIfNeeded();
    await wakeChart(page, box);
  }
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
  await wakeChart(page);
  const bar = page.locator('[data-chart="drawn"]').first().locator(".recharts-bar-rectangle path").first();
  await bar.click();
  await expect(page).toHaveURL(/\/incidents\?from=2022-02-01&to=2022-02-28&city=kharkiv/);
  await page.goBack();
  await wakeChart(page);
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
  await page.getByRole("button", { name: "Show", exact: true }).click();
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
  const ranges = await page.locator('table[data-series="killed"] tbody td:nth-child(3)').allTextContents();
  const rows = csvRows(await (await page.request.get("/export/series.csv?city=chaplyne&metric=killed")).text());
  expect(rows.map(({ open }) => open)).toContain("true");
  expect(ranges.map((range) => String(range.includes("or more")))).toEqual(rows.map(({ open }) => open));
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

test("the filter by keyboard alone: a misspelt city, a day in the page's language, what was known", async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.goto("/");
  // The native field is reached, the library's takes its place and the focus.
  await page.getByRole("form", { name: "What is shown" }).locator("summary").focus();
  const cities = page.getByRole("combobox", { name: "Cities" });
  await expect(cities).toBeFocused();
  await cities.pressSequentially("Harkiv");
  await expect(page.getByRole("option")).toHaveText(["Kharkiv"]);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await cities.pressSequentially("Києв");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("list", { name: "Cities chosen" }).getByRole("listitem")).toHaveCount(2);
  await page.getByRole("button", { name: "Remove: Kyiv" }).press("Enter");
  await page.getByRole("group", { name: "From" }).getByRole("spinbutton").first().focus();
  await page.keyboard.type("01032022");
  await page.getByRole("group", { name: "As known on" }).getByRole("spinbutton").first().focus();
  await page.keyboard.type("02042022");
  await page.getByRole("combobox", { name: "Figure taken" }).selectOption("latest");
  await page.getByRole("button", { name: "Show", exact: true }).press("Enter");
  await expect(page).toHaveURL(/\/\?from=2022-03-01&city=kharkiv&policy=latest&known=2022-04-02$/);
  // What the address holds is in the fields again, an instant too, on the record's clock.
  await page.goto("/uk?known=2022-03-01T18:00Z&city=kharkiv");
  await page.getByRole("form", { name: "Що показано" }).hover();
  await expect(page.getByRole("list", { name: "Вибрані міста" })).toContainText("Харків");
  await expect(page.getByRole("group", { name: "Станом на" })).toContainText("01.03.2022");
  await expect(page.getByRole("group", { name: "Станом на" })).toContainText("20:00");
  await page.getByRole("button", { name: "Показати", exact: true }).click();
  await expect(page).toHaveURL(/known=2022-03-01T18(?::|%3A)00(?::|%3A)00Z/);
});

test("a field that has the focus before any script is there comes alive all the same, and keeps it", async ({ page }) => {
  let letGo = () => {};
  const scripts = new Promise<void>((resolve) => (letGo = resolve));
  await page.route(/\/_next\/static\/.*\.js/, async (route) => {
    await scripts;
    await route.continue();
  });
  await page.goto("/", { waitUntil: "commit" });
  const summary = page.getByRole("form", { name: "What is shown" }).locator("summary");
  await summary.focus();
  await expect(summary).toBeFocused();
  letGo();
  await expect(page.getByRole("combobox", { name: "Cities" })).toBeFocused();
});

test("an open list of cities and an open calendar have no accessibility violation, light and dark", async ({ page }) => {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await page.goto("/?city=kyiv&from=2022-03-01");
    await page.getByRole("form", { name: "What is shown" }).hover();
    await page.getByRole("combobox", { name: "Cities" }).click();
    await expect(page.getByRole("listbox")).toBeVisible();
    // While it is open the library hides the rest of the page from screen readers: what is looked at is what they get.
    const opened = (part: string) =>
      new AxeBuilder({ page }).include(part).disableRules(["scrollable-region-focusable"]).analyze();
    expect((await opened("[role=listbox]")).violations.map(({ id }) => id)).toEqual([]);
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: /^Calendar.*From/ }).click();
    await expect(page.getByRole("grid")).toBeVisible();
    expect((await opened("[role=dialog]")).violations.map(({ id }) => id)).toEqual([]);
    await page.keyboard.press("Escape");
    await expect(page.getByRole("grid")).toHaveCount(0);
    expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id)).toEqual([]);
  }
});
