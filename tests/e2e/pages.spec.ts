/** The reader's other pages: there in both languages, with the record's numbers, useful without a script, and nothing of drafts. */
import { expect, test } from "./fixtures";

const PAGES: readonly [path: string, english: RegExp, ukrainian: RegExp][] = [
  ["/compare", /Policies compared/, /Порівняння правил/],
  ["/compare?city=kharkiv&known=2022-03-01T18:00Z&policy=latest", /7–10 or more/, /7–10 або більше/],
  ["/cities", /37 cities/, /37 міст/],
  ["/cities/kharkiv", /between 77 and 99 or more people/, /77–99 або більше/],
  ["/sources", /Anton Herashchenko/, /Anton Herashchenko/],
  ["/sources/oleh-syniehubov", /12 claims about 6 incidents/, /12 повідомлень про 6 подій/],
  ["/methodology", /29–44/, /29–44/],
  ["/corrections", /Nothing that was published has been changed/, /Нічого з оприлюдненого не змінювали/],
  ["/data", /incidents\.csv/, /incidents\.csv/],
  ["/incidents?q=Kiev", /with “Kiev”/, /зі словами «Kiev»/],
];

for (const [path, english, ukrainian] of PAGES) {
  test(`${path} answers in both languages, with each other's address, and says its numbers`, async ({ page }) => {
    for (const [language, prefix, said] of [
      ["en", "", english],
      ["uk", "/uk", ukrainian],
    ] as const) {
      const response = await page.goto(`${prefix}${path}`);
      expect(response!.status()).toBe(200);
      await expect(page.locator("html")).toHaveAttribute("lang", language);
      await expect(page.locator("main")).toContainText(said);
      await expect(page.locator("h1")).toHaveCount(1);
      const [pathname] = path.split("?");
      for (const [other, wanted] of [
        ["en", pathname!],
        ["uk", `/uk${pathname}`],
      ] as const) {
        const href = await page.locator(`link[rel="alternate"][hreflang="${other}"]`).getAttribute("href");
        expect(new URL(href!, page.url()).pathname).toBe(wanted);
      }
      await expect(page.locator('link[type="application/atom+xml"][rel="alternate"]')).toHaveCount(1);
      // No message is missing: a missing one is shown as its key.
      expect(await page.locator("body").innerText()).not.toMatch(
        /\b(?:compare|cities|sources|methodology|corrections|data|search|feed)\.[a-z]+[A-Z.]?\w*(?=\s|$)(?<!\.csv|\.xml)/,
      );
    }
  });
}

test("the head names every part, marks the present one, and the language links keep path and query", async ({ page }) => {
  await page.goto("/cities?policy=latest");
  const links = page.getByRole("navigation", { name: "Main" }).getByRole("link");
  await expect(links).toHaveText(["Record", "Incidents", "Cities", "Sources", "Data", "Methodology", "Corrections"]);
  await expect(page.getByRole("link", { name: "Cities", exact: true })).toHaveAttribute("aria-current", "page");
  await page.getByRole("link", { name: "Українська" }).click();
  await expect(page).toHaveURL(/\/uk\/cities\?policy=latest$/);
});

test("what does not exist, or is not public, is not found", async ({ request, baseURL }) => {
  for (const path of ["/cities/atlantis", "/sources/nobody", "/uk/cities/atlantis", "/uk/sources/nobody"])
    expect((await request.get(`${baseURL}${path}`)).status(), path).toBe(404);
});

test("an address at which there is nothing says so without scripts, in its language, with a way on", async ({
  browser,
  baseURL,
}) => {
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL });
  const page = await context.newPage();
  for (const [path, sentence, way] of [
    ["/incidents/UA-9999", "There is no such page", "To the record"],
    ["/data/releases/2020-01-01", "There is no such page", "To the record"],
    ["/uk/nowhere/at/all", "Такої сторінки немає", "До обліку"],
  ] as const) {
    expect((await page.goto(path))!.status(), path).toBe(404);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(sentence);
    await expect(page.locator("html")).toHaveAttribute("lang", path.startsWith("/uk") ? "uk" : "en");
    await expect(page.locator("meta[name=robots]")).toHaveAttribute("content", "noindex");
    await page.getByRole("link", { name: way }).first().click();
    await expect(page).toHaveURL(path.startsWith("/uk") ? /\/uk$/ : /\/$/);
  }
  await context.close();
});

test("five policies stand side by side: their totals are the totals of the record's page under each", async ({ page }) => {
  await page.goto("/compare");
  const row = page.locator('[data-compared="totals"] [data-row="killed"]');
  const totals: Record<string, string> = {};
  for (const policy of ["majority", "latest", "lowest", "highest", "median"])
    totals[policy] = (await row.locator(`[data-policy="${policy}"]`).getAttribute("data-best"))!;
  expect(new Set(Object.values(totals)).size).toBeGreaterThan(1);
  for (const [policy, total] of Object.entries(totals)) {
    const csv = await (await page.request.get(`/export/series.csv?metric=killed&policy=${policy}`)).text();
    const lines = csv.trim().split("\r\n").slice(1);
    // No cell of this file holds a comma; "best" is the tenth.
    expect(String(lines.reduce((sum, line) => sum + Number(line.split(",")[9]), 0)), policy).toBe(total);
  }
});

test("search finds every spelling in both scripts and goes on through its pages, without JavaScript", async ({
  browser,
  baseURL,
}) => {
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL });
  const page = await context.newPage();
  await page.goto("/incidents?from=2022-01-01");
  await page.getByRole("searchbox", { name: "Search in words" }).fill("Харьков");
  await page.getByRole("combobox", { name: "Order" }).selectOption("killed");
  await page.getByRole("button", { name: "Search" }).click();
  await expect(page).toHaveURL(/from=2022-01-01/);
  await expect(page.locator("main")).toContainText("4 incidents with “Харьков”");
  await expect(page.locator("main li article").first()).toContainText("29–44");
  await page.goto("/incidents?sort=wounded");
  await page.getByRole("link", { name: "Next page" }).click();
  await page.getByRole("link", { name: "Next page" }).click();
  await expect(page.locator("main li article")).toHaveCount(10);
  await context.close();
});

test("nothing that is searched for breaks the page", async ({ request, baseURL }) => {
  for (const text of [
    '"',
    "*",
    "a OR",
    "NEAR(",
    "text:",
    "^",
    "-",
    "' or 1=1 --",
    "\u0000",
    "%F0%9F%92%A5",
    "<script>alert(1)</script>",
    "a".repeat(2000),
  ]) {
    for (const path of [
      `/incidents?q=${encodeURIComponent(text)}`,
      `/incidents?q=${encodeURIComponent(text)}&sort=nonsense&after=1.2.3`,
    ]) {
      const response = await request.get(`${baseURL}${path}`);
      expect(response.status(), path).toBe(200);
      expect(await response.text()).not.toContain("<script>alert(1)");
    }
  }
});

test("the feed is Atom in both languages: the same ids, links to pages that exist", async ({ page, request, baseURL }) => {
  await page.goto("/");
  const [english, ukrainian] = await Promise.all(
    ["/feed.xml", "/uk/feed.xml"].map(async (path) => {
      const response = await request.get(`${baseURL}${path}`);
      expect(response.status()).toBe(200);
      expect(response.headers()["content-type"]).toContain("application/atom+xml");
      const text = await response.text();
      return page.evaluate((xml) => {
        const feed = new DOMParser().parseFromString(xml, "application/xml");
        const each = (name: string) => [...feed.querySelectorAll(`entry > ${name}`)];
        return {
          broken: feed.querySelector("parsererror")?.textContent ?? null,
          ids: each("id").map((id) => id.textContent ?? ""),
          updated: each("updated").map((at) => at.textContent ?? ""),
          links: each("link").map((link) => link.getAttribute("href") ?? ""),
        };
      }, text);
    }),
  );
  expect(english!.broken).toBeNull();
  expect(english!.ids.length).toBe(50);
  expect(new Set(english!.ids).size).toBe(50);
  expect(ukrainian!.ids).toEqual(english!.ids);
  expect(english!.updated.every((at) => !Number.isNaN(Date.parse(at)))).toBe(true);
  for (const href of [english!.links[0]!, ukrainian!.links[0]!])
    expect((await request.get(new URL(href, baseURL!).toString())).status()).toBe(200);
});

test("a shared link carries a picture of its own numbers, in both languages", async ({ page, request }) => {
  for (const [path, words, size] of [
    ["/?policy=latest&city=kharkiv", ["In Kharkiv", "77 and 99 or more"], "card.png?city=kharkiv&policy=latest"],
    ["/uk", ["1 610"], "/uk/chart/card.png"],
    ["/cities/mariupol", ["Mariupol", "302", "603 or more"], "card-city.png?city=mariupol"],
    ["/incidents/UA-0003?known=2022-03-01T18:00Z&policy=latest", ["7", "10 or more"], "card-incident.png?incident=UA-0003"],
    ["/uk/sources/oleh-syniehubov", ["Oleh Syniehubov"], "card-source.png?source=oleh-syniehubov"],
    ["/methodology", [], "/chart/card.png"],
  ] as const) {
    await page.goto(path);
    const meta = (name: string) => page.locator(`meta[property="${name}"], meta[name="${name}"]`).first().getAttribute("content");
    const image = (await meta("og:image"))!;
    expect(image, path).toContain(size);
    expect(image).toMatch(/^http/);
    expect([await meta("og:image:width"), await meta("og:image:height")]).toEqual(["1200", "630"]);
    expect((await meta("og:image:alt"))!.length).toBeGreaterThan(30);
    expect(await meta("twitter:card")).toBe("summary_large_image");
    expect(await meta("twitter:image")).toBe(image);
    const local = new URL(image).pathname + new URL(image).search;
    const png = await (await request.get(local)).body();
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1200, 630]);
    expect(png.length).toBeLessThan(200_000);
    const svg = await (await request.get(local.replace(".png", ".svg"))).text();
    const said = svg
      .replace(/<\/?tspan[^>]*>/g, "")
      .replace(/<[^>]+>/g, " ")
      .replace(/\s+/g, " ");
    for (const word of words) expect(said, path).toContain(word);
    expect(svg).not.toMatch(/NaN|undefined|var\(/);
  }
});
