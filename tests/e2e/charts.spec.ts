import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { AxeBuilder } from "@axe-core/playwright";
import { expect, origin, test, wakeChart } from "./fixtures";

const KINDS = ["stacked", "each", "lines", "cumulative"];

test("every kind of chart is drawn without a script, keeps its filter, and leads to the others", async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  for (const kind of KINDS) {
    await page.goto(`${origin()}/?policy=latest&chart=${kind}`);
    const section = page.locator("section", { has: page.locator("#chart-killed") });
    await expect(section.locator("figure svg").first()).toBeVisible();
    const current = section.locator(`[aria-current="true"]`);
    await expect(current).toHaveCount(1);
    for (const other of KINDS.filter((one) => one !== "stacked"))
      await expect(section.locator(`a[href*="chart=${other}"][href*="policy=latest"]`).first()).toBeAttached();
    expect(await section.locator("figure svg").first().innerHTML()).not.toMatch(/NaN|undefined|style=/);
  }
  // The form carries the kind along.
  await page.goto(`${origin()}/?chart=lines`);
  await page.getByRole("button", { name: "Show", exact: true }).click();
  await expect(page).toHaveURL(`${origin()}/?chart=lines`);
  await context.close();
});

test("a kind that does not exist is said, and the page shows the usual one", async ({ page }) => {
  await page.goto(`${origin()}/?chart=pie`);
  await expect(page.getByRole("alert").filter({ hasText: "pie" })).toContainText("stacked, each, lines, cumulative");
  await expect(page.locator("[data-kind=stacked]").first()).toBeVisible();
});

test("small multiples share one scale until the reader asks for their own, and say which", async ({ page }) => {
  await page.goto(`${origin()}/?chart=each`);
  const section = page.locator("section", { has: page.locator("#chart-killed") });
  const panels = section.locator("[data-scale=common] > li");
  await expect(panels).toHaveCount(12);
  const tops = await panels.locator("svg > text:first-of-type").allTextContents();
  expect(new Set(tops).size).toBe(1);
  await expect(section).toContainText("Mariupol sets the scale of all");
  await section.getByRole("link", { name: "own scale" }).click();
  await expect(page).toHaveURL(/chart=each&scale=own/);
  const own = page.locator("section", { has: page.locator("#chart-killed") }).locator("[data-scale=own]");
  expect(new Set(await own.locator("li svg > text:first-of-type").allTextContents()).size).toBeGreaterThan(3);
  await expect(page.locator("main")).toContainText("heights cannot be compared");
});

test("Recharts takes the picture's place without moving anything; keys reach a period and its incidents", async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 900 });
  for (const kind of ["stacked", "lines", "cumulative"]) {
    await page.goto(`${origin()}/?chart=${kind}`);
    const box = page.locator("section", { has: page.locator("#chart-killed") }).locator("[data-chart]");
    const before = await box.boundingBox();
    await wakeChart(page, box);
    await expect(box.locator("svg.recharts-surface").first()).toBeVisible();
    const after = await box.boundingBox();
    expect(after!.height).toBeCloseTo(before!.height, 0);
    await box.locator("svg.recharts-surface").first().focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    const tip = box.locator("[data-tip-of]");
    await expect(tip).toContainText("incident");
    if (kind !== "stacked") continue;
    const start = await tip.getAttribute("data-tip-of");
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(new RegExp(`/incidents\\?from=${start!.slice(0, 7)}`));
  }
});

test("a tooltip says range, figure taken and who speaks, and names the incidents; a finger sees it first and follows it second", async ({
  browser,
}) => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  const page = await context.newPage();
  for (const [kind, place, expected, url] of [
    [
      "stacked",
      "[data-chart=drawn]",
      ["505–930 or more", "taken 924", "11 incidents", "37 named sources"],
      /from=2022-03-01&to=2022-03-31$/,
    ],
    [
      "each",
      "[data-panel]",
      ["Mariupol, March 2022", "302–603 or more", "6 named sources"],
      /from=2022-03-01&to=2022-03-31&city=mariupol$/,
    ],
  ] as const) {
    await page.goto(`${origin()}/?chart=${kind}#chart-killed`, { waitUntil: "networkidle" });
    const chart = page.locator(place).first();
    const box = (await chart.boundingBox())!;
    // Mariupol, the largest, has its figures in March 2022, the second of the periods.
    const bar = kind === "each" ? null : await chart.locator(".layer-1 .recharts-bar-rectangle path").first().boundingBox();
    const x = bar ? bar.x + bar.width / 2 : box.x + box.width * 0.054;
    const tap = () => page.touchscreen.tap(x, box.y + box.height * 0.7);
    await tap();
    const tip = page.locator("[data-tip-of='2022-03-01']");
    for (const words of expected) await expect(tip).toContainText(words);
    await expect(tip.getByRole("link", { name: "Drama theatre used as a shelter" })).toHaveAttribute(
      "href",
      "/incidents/UA-0011",
    );
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
    await tap();
    await expect(page).toHaveURL(url);
  }
  await context.close();
});

test("small multiples are reached by pointer and by key like every other chart", async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.goto(`${origin()}/?chart=each&policy=latest`, { waitUntil: "networkidle" });
  const panel = page.getByRole("application", { name: "Kharkiv: " }).first();
  await panel.focus();
  await page.keyboard.press("End");
  await expect(page.locator("[data-tip-of]")).toContainText("Kharkiv, May 2024");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowLeft");
  const tip = page.locator("[data-tip-of='2022-03-01']");
  await expect(tip).toContainText("29–44");
  await expect(tip).toContainText("named sources");
  await page.keyboard.press("Escape");
  await expect(tip).toHaveCount(0);
  await panel.hover({ position: { x: 12, y: 60 } });
  await expect(page.locator("[data-tip-of]")).toContainText("Kharkiv, ");
  await panel.focus();
  await page.keyboard.press("Home");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/incidents\?from=2022-02-01.*city=kharkiv/);
});

test("a city has the same colour in every chart of a page, and in the charts' files", async ({ page, request }) => {
  await page.goto(`${origin()}/`);
  const tones = await page
    .locator("li[data-tone]")
    .evaluateAll((names) => names.map((name) => [name.textContent!.trim(), (name as HTMLElement).dataset.tone!] as const));
  const byCity = new Map<string, Set<string>>();
  for (const [city, tone] of tones) byCity.set(city, (byCity.get(city) ?? new Set()).add(tone));
  expect([...byCity.values()].every((own) => own.size === 1)).toBe(true);
  const cities = tones.filter(([, tone]) => tone !== "other");
  expect(new Set(cities.map(([, tone]) => tone)).size).toBe(new Set(cities.map(([city]) => city)).size);
  expect(cities.length).toBeGreaterThan(byCity.size - 1);
  const svg = await (await request.get(`${origin()}/chart/wounded.svg`)).text();
  const names = tones.slice(tones.findIndex(([, tone]) => tone === "other") + 1).map(([city]) => city);
  for (const name of names) expect(svg).toContain(`>${name}<`);
});

test("a name in the legend brings its layer forward, by pointing and by pressing", async ({ page }) => {
  await page.goto(`${origin()}/`);
  const figure = page.locator("figure", { has: page.locator("[data-kind]") }).first();
  await wakeChart(page, figure.locator("[data-chart]"));
  const opacity = (layer: string) =>
    figure
      .locator(`.layer-${layer}`)
      .first()
      .evaluate((element) => getComputedStyle(element).opacity);
  expect(await opacity("2")).toBe("1");
  await figure.getByRole("checkbox", { name: "Mariupol" }).press("Space");
  await expect.poll(() => opacity("2")).toBe("0.18");
  expect(await opacity("1")).toBe("1");
});

test("the revision chart stands without a script: claims, bands, breaks and what they say", async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  // An axis ends on the day of knowledge, and by default today: with a break before it or not.
  await page.goto(`${origin()}/incidents/UA-0003?known=2026-11-23T04:00Z`);
  const killed = page.locator("[data-revision=killed]");
  await expect(killed.getByRole("img")).toHaveAttribute(
    "aria-label",
    /^Killed: 7 claims with a number, from 1 Mar 2022.*ends at 29–44\.$/,
  );
  const drawing = killed.locator("svg:visible");
  await expect(drawing.locator("[data-point]")).toHaveCount(7);
  await expect(drawing.locator("[data-point=counts]")).toHaveCount(2);
  await expect(drawing.locator("[data-break]")).toHaveCount(3);
  expect(await drawing.locator("[data-band=open]").count()).toBeGreaterThan(0);
  await expect(drawing).toContainText("Oleh Syniehubov: 29");
  await expect(drawing).toContainText("29–44");
  await expect(page.locator("[data-revision=wounded] svg:visible")).toContainText("24–35");
  // As known on an instant it ends there.
  await page.goto(`${origin()}/incidents/UA-0003?known=2022-03-01T18:00Z&policy=latest`);
  await expect(killed.locator("svg:visible [data-point]")).toHaveCount(3);
  await expect(killed.locator("svg:visible")).toContainText("7–10 or more");
  await expect(killed.locator("svg:visible")).not.toContainText("29");
  await page.goto(`${origin()}/incidents/UA-0003?known=2022-04-02&policy=latest`);
  await expect(killed.getByRole("img")).toHaveAttribute("aria-label", /ends at 29\.$/);
  await context.close();
});

test("a chart's SVG file explains itself: title, what is shown, range note, or more, source, address, date", async ({
  request,
}) => {
  for (const [path, words] of [
    [
      "/chart/killed.svg?policy=latest&city=kharkiv",
      ["People killed", "In Kharkiv", "the newest figure", "or more", "Source:", "/?city=kharkiv&amp;policy=latest", "Drawn "],
    ],
    [
      "/chart/wounded.svg?chart=cumulative",
      ["People wounded, added up", "2,833–3,410 or more", "All places: 2,833–3,410 or more"],
    ],
    ["/chart/killed.svg?chart=each", ["each city", "302–603 or more", "Mariupol sets the scale"]],
    ["/chart/killed.svg?chart=lines&known=2022-03-01T18:00Z", ["1 Mar 2022, 20:00", "known=2022-03-01T18%3A00%3A00Z"]],
    ["/uk/chart/killed.svg", ["Загиблі", "або більше", "Джерело:", "/uk"]],
    ["/chart/killed.svg?from=2010-01-01&to=2010-12-31", ["No incident matches"]],
  ] as const) {
    const response = await request.get(`${origin()}${path}`);
    expect(response.status(), path).toBe(200);
    expect(response.headers()["content-type"]).toContain("image/svg+xml");
    const svg = await response.text();
    for (const word of words) expect(svg.replace(/<\/text><text[^>]*>/g, " "), path).toContain(word);
    expect(svg).not.toMatch(/NaN|undefined|var\(|class=|<script|href=/);
  }
  for (const bad of ["chart=pie", "scale=huge", "foo=1", "city=atlantis", "metric=wounded"]) {
    const response = await request.get(`${origin()}/chart/killed.svg?${bad}`);
    expect(response.status(), bad).toBe(400);
    expect(response.headers()["content-type"]).toContain("application/problem+json");
  }
  expect((await request.get(`${origin()}/chart/nobody.svg`)).status()).toBe(404);
});

test("the map, the ranking, the policies and the revisions are files too, in every form and both languages", async ({
  request,
}) => {
  const incident = "incident=UA-0003&policy=latest&known=2022-03-01T18:00Z";
  for (const [name, query, words] of [
    ["map", "policy=latest", ["People killed, by city", "Mariupol", "Natural Earth", "/?policy=latest#where"]],
    ["ranking", "metric=wounded", ["People wounded, city by city", "297–328", "180–247 or more"]],
    ["ranking", "around=kharkiv", ["4. Kharkiv", "77–99 or more", "/cities/kharkiv#rank"]],
    ["policies-killed", "city=kharkiv", ["given most often", "In Kharkiv", "/compare?city=kharkiv#killed"]],
    [
      "revision-killed",
      incident,
      ["7–10 or more", "Anton Herashchenko: at least 10", "/incidents/UA-0003?policy=latest&amp;known="],
    ],
  ] as const) {
    for (const language of ["", "/uk"]) {
      const svg = await request.get(`${origin()}${language}/chart/${name}.svg?${query}`);
      expect(svg.status(), name).toBe(200);
      const text = (await svg.text()).replace(/<\/text><text[^>]*>/g, " ");
      expect(text).not.toMatch(/NaN|undefined|var\(|class=|<script|href=/);
      expect(text).toMatch(/<desc>.{20}/);
      if (language === "") for (const word of words) expect(text, name).toContain(word);
      const png = await request.get(`${origin()}${language}/chart/${name}.png?${query}`);
      expect(png.headers()["content-type"]).toBe("image/png");
      expect((await png.body()).subarray(1, 4).toString()).toBe("PNG");
      const frame = await request.get(`${origin()}${language}/embed/${name}?${query}`);
      expect(await frame.text()).toContain(`${language}/chart/${name}.svg?`);
    }
  }
  const claims = await (await request.get(`${origin()}/chart/revision-killed.csv?${incident}`)).text();
  expect(claims).toContain(",at_least,,10,10,,true,latest,2022-03-01T18:00:00Z");
  expect(await (await request.get(`${origin()}/chart/policies-killed.csv?city=kharkiv`)).text()).toMatch(
    /^metric,group,policy,low/,
  );
  for (const [path, status] of [
    ["map.svg?around=kharkiv", 400],
    ["ranking.svg?around=atlantis", 400],
    ["revision-killed.svg?incident=UA-9999", 404],
    ["revision-killed.svg", 404],
    ["map.csv", 404],
    ["map.svg?narrow=2", 400],
  ] as const)
    expect((await request.get(`${origin()}/chart/${path}`)).status(), path).toBe(status);
});

test("under every chart: table, CSV, PNG, SVG, link and embed code, which needs no more than a key to reach", async ({
  page,
}) => {
  const groups: [string, number][] = [
    ["/?city=kharkiv", 4],
    ["/cities/kharkiv", 3],
    ["/compare?city=kharkiv", 2],
    ["/incidents/UA-0003", 2],
  ];
  for (const [path, count] of groups) {
    await page.goto(`${origin()}${path}`);
    const tools = page.getByRole("group", { name: /^Take this chart along/ });
    await expect(tools).toHaveCount(count);
    for (const one of await tools.all()) {
      for (const name of ["CSV of this view", "PNG", "SVG"]) {
        const href = await one.getByRole("link", { name }).getAttribute("href");
        expect((await page.request.get(`${origin()}${href}`)).status(), `${path} ${href}`).toBe(200);
      }
      await expect(one.getByRole("button", { name: "Copy link" })).toBeVisible();
    }
    await tools.first().getByRole("button", { name: "Embed" }).press("Enter");
    const dialog = page.getByRole("dialog");
    await expect(dialog.getByRole("textbox")).toHaveValue(new RegExp(`^<iframe src="${origin()}/embed/`));
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
    await page.keyboard.press("Escape");
    await expect(dialog).toHaveCount(0);
    await expect(tools.first().getByRole("button", { name: "Embed" })).toBeFocused();
  }
});

test("an embedded chart stands in another site's frame, with its source, in both languages", async ({ page, request }) => {
  // Another site: another origin, with nothing but the frame.
  const site = createServer((asked, response) => {
    const path = decodeURIComponent(new URL(asked.url ?? "/", "http://x").search.slice(1));
    response.writeHead(200, { "Content-Type": "text/html" });
    response.end(`<!doctype html><title>Elsewhere</title><iframe src="${origin()}${path}" width="700" height="460"></iframe>`);
  });
  await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
  const elsewhere = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
  for (const [path, word] of [
    ["/embed/killed?city=kharkiv", "Source:"],
    ["/uk/embed/killed?city=kharkiv&chart=cumulative", "Джерело:"],
  ] as const) {
    const response = await request.get(`${origin()}${path}`);
    expect(response.status()).toBe(200);
    expect(response.headers()["content-security-policy"]).toContain("frame-ancestors *");
    expect(response.headers()["x-frame-options"]).toBeUndefined();
    await page.goto(`${elsewhere}/?${encodeURIComponent(path)}`);
    const frame = page.frameLocator("iframe");
    await expect(frame.locator("p a")).toContainText(word);
    await expect.poll(() => frame.locator("img").evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(300);
  }
  await page.goto(`${origin()}/embed/killed`);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  site.close();
  // Pages are not to be framed.
  expect((await request.get(`${origin()}/`)).headers()["content-security-policy"]).toContain("frame-ancestors 'none'");
});

test("the map has a circle for each city of the table, its list says the same, and keys zoom it", async ({ page }) => {
  await page.goto(`${origin()}/`);
  const cities = await page
    .locator("table[data-series=killed] tbody tr")
    .evaluateAll((rows) => new Set(rows.map((row) => (row as HTMLElement).dataset.city).filter((city) => city !== "")).size);
  const map = page.locator("[data-zoom]");
  await expect(map.locator("[data-circle]")).toHaveCount(cities);
  await expect(map.locator("a[data-city=mariupol]")).toHaveAttribute(
    "aria-label",
    "Mariupol: 302–603 or more killed; 2 incidents",
  );
  await expect(page.locator("section[aria-labelledby=where] details li")).toHaveCount(cities);
  const before = await map.boundingBox();
  await map.locator("a[data-city=mariupol]").focus();
  await page.keyboard.press("+");
  await page.keyboard.press("ArrowRight");
  await expect(map).toHaveAttribute("data-zoom", "1.6");
  await page.keyboard.press("0");
  await expect(map).toHaveAttribute("data-zoom", "1");
  expect((await map.boundingBox())!.height).toBeCloseTo(before!.height, 0);
  await map.locator("a[data-city=mariupol]").press("Enter");
  await expect(page).toHaveURL(/\/cities\/mariupol$/);
});

test("as known on: the slider steps through the days on which something became public, and the numbers follow", async ({
  page,
}) => {
  await page.goto(`${origin()}/?city=kharkiv&from=2022-03-01&to=2022-03-01&policy=latest`);
  const slider = page.getByRole("slider", { name: "As known on" });
  await expect(slider).toHaveAttribute("aria-valuetext", "today");
  await slider.press("Home");
  await expect(page).toHaveURL(/known=2022-03-01T/);
  await expect(page.getByRole("heading", { level: 1 })).not.toContainText("44");
  await slider.press("End");
  await expect(page).not.toHaveURL(/known=/);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("44");
  await page.getByRole("button", { name: "Earlier" }).click();
  await expect(page).toHaveURL(/known=/);
});

test("every kind of chart, in both languages, has no accessibility violation", async ({ page }) => {
  test.setTimeout(180_000);
  for (const path of ["/?chart=each", "/?chart=lines", "/uk/?chart=cumulative"]) {
    for (const [width, colorScheme] of [
      [320, "dark"],
      [1280, "light"],
    ] as const) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      await page.goto(`${origin()}${path}`);
      const { violations } = await new AxeBuilder({ page })
        .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
        .analyze();
      expect(
        violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`),
        `${path} ${width}`,
      ).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
    }
  }
});

test("a finger that comes before the chart is ready sees its tooltip once it is", async ({ browser }) => {
  const context = await browser.newContext({ viewport: { width: 390, height: 2400 }, hasTouch: true, isMobile: true });
  const page = await context.newPage();
  await page.goto(`${origin()}/`, { waitUntil: "networkidle" });
  const chart = page.locator("[data-chart]").first();
  await expect(chart).toHaveAttribute("data-chart", "picture");
  const box = (await chart.boundingBox())!;
  await page.touchscreen.tap(box.x + box.width * 0.2, box.y + box.height * 0.7);
  await expect(chart).toHaveAttribute("data-chart", "drawn");
  await expect(page.locator("[data-tip-of]").first()).toContainText("incident");
  await context.close();
});

test("dates under a chart never touch, in the picture or in the live chart, phone and wide", async ({ page }) => {
  for (const width of [320, 390, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    await page.goto(`${origin()}/?city=kharkiv&from=2022-02-24&to=2022-03-31`, { waitUntil: "networkidle" });
    const chart = page.locator("[data-chart]").first();
    const gaps = async (texts: string) => {
      const boxes = (await Promise.all((await chart.locator(texts).all()).map((one) => one.boundingBox()))).filter(Boolean);
      const row = boxes.map((box) => box!).sort((a, b) => a.x - b.x);
      expect(row.length).toBeGreaterThan(1);
      return row.slice(1).map((box, n) => box.x - row[n]!.x - row[n]!.width);
    };
    for (const gap of await gaps("svg:visible text:text-matches('[0-9] (Feb|Mar)')")) expect(gap).toBeGreaterThan(0);
    await chart.scrollIntoViewIfNeeded();
    await wakeChart(page, chart);
    for (const gap of await gaps(".recharts-xAxis-tick-labels text")) expect(gap).toBeGreaterThan(0);
  }
});
