import AxeBuilder from "@axe-core/playwright";
import type { BrowserContext, Page } from "@playwright/test";
import { sql } from "drizzle-orm";
import { existsSync, readFileSync } from "node:fs";
import { createAccount, startSession } from "@/db/commands/accounts";
import { makeActor, type Actor } from "@/db/commands/actor";
import { openDatabase, type Db } from "@/db/open";
import type { AttestServer } from "../support/attest-server";
import { expect, testOnOwnRecord } from "./fixtures";

const test = testOnOwnRecord();

/** The article that the record began from where it is at hand; else its facts in our own words. */
const ARTICLE = "../shared/data/seed-article.txt";
const OWN = `Strikes on the television tower in Kyiv on Tuesday killed five people and left five more wounded, the State Service for Emergency Situations of Ukraine said. The tower is a couple of miles from the centre of a city of 3 million.
Rockets fired at Kharkiv killed at least 10 people and wounded 35, said Interior Ministry adviser Anton Herashchenko. Similar strikes had killed and wounded dozens in the city the previous day.
An armoured column miles long was on its way. It is nearly a week since the war began.`;
const TEXT = existsSync(ARTICLE) ? readFileSync(ARTICLE, "utf8") : OWN;

test.describe.configure({ mode: "serial" });

let people = 0;

/** Somebody signed in, by a session of their own. */
async function signIn(context: BrowserContext, server: AttestServer): Promise<{ actor: Actor; key: string }> {
  const db = openDatabase(server.file, { create: false });
  try {
    const shell = makeActor({ accountId: null, name: "command line", role: "admin" });
    const email = `recorder-${++people}@example.org`;
    const { id, name } = createAccount(db, shell, { email, name: "Olena Example", passwordHash: "$", role: "recorder" });
    const actor = makeActor({ accountId: id, name, role: "recorder" }) as Actor & { accountId: number };
    const key = startSession(db, actor);
    const url = server.origin.replace("http:", "https:");
    await context.addCookies([{ name: "__Host-attest", value: key, url, httpOnly: true, secure: true, sameSite: "Lax" }]);
    return { actor, key };
  } finally {
    db.close();
  }
}

function inRecord<Result>(server: AttestServer, read: (db: Db) => Result): Result {
  const db = openDatabase(server.file, { create: false });
  try {
    return read(db);
  } finally {
    db.close();
  }
}

async function keep(page: Page, text: string, publisher: string): Promise<void> {
  await page.goto("/admin/read");
  await page.getByLabel("Text of the article, post or briefing").fill(text);
  await page.getByLabel("Publisher").fill(publisher);
  await page.getByLabel(/^Published/).fill("2022-03-01");
  await page.getByRole("button", { name: "Read it" }).click();
  await expect(page).toHaveURL(/\/admin\/read\/\d+/);
}

const card = (page: Page, number: number) => page.locator(`[data-claim="${number - 1}"]`);

test("an article becomes three drafts by keyboard alone, in under a minute", async ({ page, context, server }) => {
  await signIn(context, server);
  await page.goto("/admin/read");
  await page.getByLabel("Text of the article, post or briefing").focus();
  const begin = Date.now();
  // Pasting is one key; the keys of a whole article would be another matter.
  await page.keyboard.insertText(TEXT);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.type("Example Gazette");
  await page.keyboard.press("Tab");
  await page.keyboard.type("2022-03-01");
  await page.keyboard.press("Tab");
  await page.keyboard.type("https://gazette.example.org/tower");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/admin\/read\/\d+\?saved=text/);
  await expect(page.locator("article[data-claim]")).toHaveCount(3);
  await expect(card(page, 1)).toBeFocused();
  await expect(page.locator('[data-pane] a[data-part="killed"][data-lit]')).toHaveText("five people");
  await page.keyboard.press("a");
  await expect(card(page, 2)).toBeFocused();
  await expect(page.locator('[data-pane] a[data-part="killed"][data-lit]')).toHaveText(/at least 10/);
  // Somebody hears it otherwise, leaves it out, and thinks better of it.
  await page.keyboard.press("d");
  await page.keyboard.press("k");
  await page.keyboard.press("a");
  await expect(card(page, 3)).toBeFocused();
  await page.keyboard.press("e");
  await expect(page.locator("input:focus")).toHaveValue("dozens");
  await page.keyboard.press("Escape");
  await expect(page.locator("[data-count]")).toHaveText("3 of 3 to save");
  await page.keyboard.press("a");
  await page.keyboard.press("Enter");
  await expect(page.getByText("3 claims were saved as drafts.")).toBeVisible();
  expect(Date.now() - begin).toBeLessThan(60_000);

  const saved = inRecord(server, (db) =>
    db.rows<Record<string, unknown>>(sql`
      select i.title, i.date_start as date, p.name as place, s.name as claimant, c.publication,
             group_concat(f.metric || ' ' || f.qualifier || ' ' || coalesce(f.low, f.word) order by f.metric) as figures
        from claim c join incident i on i.id = c.incident_id join place p on p.id = i.place_id join source s on s.id = c.source_id
        join report r on r.id = c.report_id join figure f on f.claim_id = c.id
       where r.text is not null group by c.id order by c.recorded_no`),
  );
  expect(saved).toEqual([
    expect.objectContaining({
      date: "2022-03-01",
      place: "Kyiv",
      claimant: "State Emergency Service of Ukraine",
      figures: "killed exact 5,wounded exact 5",
    }),
    expect.objectContaining({
      date: "2022-03-01",
      place: "Kharkiv",
      claimant: "Anton Herashchenko",
      figures: "killed at_least 10,wounded exact 35",
    }),
    expect.objectContaining({
      date: "2022-02-28",
      place: "Kharkiv",
      claimant: "Example Gazette",
      figures: "casualties vague dozens",
    }),
  ]);
  expect(saved.every(({ publication }) => publication === "draft")).toBe(true);

  // Each draft leads back to its words.
  await page.locator("[data-claim] a").first().click();
  await expect(page.getByRole("heading", { name: "From this text" })).toBeVisible();
  await expect(page.locator('a[data-part="killed"]')).toHaveText("five people");
});

test("what was chosen and typed outlives an error, a reload and the end of the session", async ({ page, context, server }) => {
  const { key } = await signIn(context, server);
  await keep(
    page,
    "Shelling killed four people in Kherson on Tuesday, the mayor said. A drone wounded two men in Nikopol on Monday.",
    "Gazette",
  );
  const figure = card(page, 1).getByLabel("Killed", { exact: true });
  await figure.fill("4-3");
  await page.getByLabel("Leave out").last().check();
  await page.getByRole("button", { name: "Save what is taken as drafts" }).click();
  await expect(page.getByRole("alert", { name: "There is a problem" })).toContainText("The lower number is above the upper one.");
  await expect(figure).toHaveAttribute("aria-invalid", "true");
  await expect(figure).toHaveValue("4-3");
  await figure.fill("at least 4");
  await page.waitForTimeout(400);
  await page.reload();
  await expect(page.getByText("What you chose and typed here before was put back.")).toBeVisible();
  await expect(figure).toHaveValue("at least 4");
  await expect(page.getByLabel("Leave out").last()).toBeChecked();
  await context.clearCookies();
  await page.getByRole("button", { name: "Save what is taken as drafts" }).click();
  await expect(page.getByRole("alert", { name: "There is a problem" })).toContainText("You are signed out");
  await expect(figure).toHaveValue("at least 4");
  const url = server.origin.replace("http:", "https:");
  await context.addCookies([{ name: "__Host-attest", value: key, url, httpOnly: true, secure: true, sameSite: "Lax" }]);
  await page.getByRole("button", { name: "Save what is taken as drafts" }).click();
  await expect(page.getByText("1 claim was saved as a draft.")).toBeVisible();
  // What was left out is still there to be taken another time.
  await expect(page.locator("article[data-claim]")).toHaveCount(1);
});

test("without a script it is a form, and the same text is known again", async ({ browser, server }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL: server.origin });
  await signIn(context, server);
  const page = await context.newPage();
  await keep(page, "A canary sang. Nine people were hurt by a mine near Izium on Sunday, police said.", "Canary Post");
  const address = page.url();
  await page.goto("/admin/read");
  await page.getByLabel("Or a text file").setInputFiles({
    name: "same.txt",
    mimeType: "text/plain",
    buffer: Buffer.from("A canary sang. Nine people were hurt by a mine near Izium on Sunday, police said.\r\n"),
  });
  await page.getByLabel("Publisher").fill("Another paper");
  await page.getByRole("button", { name: "Read it" }).click();
  await expect(page.getByText("This very text was read before.")).toBeVisible();
  await page.goto(address);
  await page.getByRole("button", { name: "Save what is taken as drafts" }).click();
  await expect(page.getByText("1 claim was saved as a draft.")).toBeVisible();
  for (const path of [
    "/",
    "/incidents?q=canary",
    "/sources",
    "/export/claims.csv",
    "/corrections",
    "/feed.xml",
    new URL(address).pathname,
  ]) {
    const answer = await fetch(server.origin + path, { redirect: "follow" });
    expect(await answer.text(), path).not.toMatch(/canary sang|Canary Post/i);
  }
  await context.close();
});

test("too long a text is refused and not lost; the longest is read in parts", async ({ page, context, server }) => {
  await signIn(context, server);
  const sentence = "Shells killed three people in Kharkiv on Monday, the governor said. ";
  await page.goto("/admin/read");
  await page.getByLabel("Text of the article, post or briefing").fill(sentence.repeat(1_600));
  await page.getByLabel("Publisher").fill("Gazette");
  await page.getByRole("button", { name: "Read it" }).click();
  await expect(page.getByRole("alert", { name: "There is a problem" })).toContainText("longer than 100,000 characters");
  const field = page.getByLabel("Text of the article, post or briefing");
  expect((await field.inputValue()).length).toBeGreaterThan(100_000);
  await field.fill(sentence.repeat(1_470));
  await page.getByRole("button", { name: "Read it" }).click();
  await expect(page.getByRole("link", { name: "Part 2 of" })).toBeVisible();
  await expect(page.locator("article[data-claim]")).toHaveCount(40);
});

for (const [language, prefix] of [
  ["English", ""],
  ["Ukrainian", "/uk"],
] as const) {
  test(`reading has no accessibility violation in ${language}, light and dark, phone and wide`, async ({
    page,
    context,
    server,
  }) => {
    await signIn(context, server);
    await keep(page, OWN, "Gazette");
    const id = /\d+/.exec(new URL(page.url()).pathname)![0];
    for (const path of ["/admin/read", `/admin/read/${id}`]) {
      for (const colorScheme of ["light", "dark"] as const) {
        for (const width of [320, 1280]) {
          await page.emulateMedia({ colorScheme });
          await page.setViewportSize({ width, height: 900 });
          await page.goto(prefix + path);
          const { violations } = await new AxeBuilder({ page })
            .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
            .analyze();
          expect(
            violations.map(({ id: rule, nodes }) => `${rule}: ${nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`),
            `${path} ${colorScheme} ${width}`,
          ).toEqual([]);
          expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth), path).toBeLessThanOrEqual(
            0,
          );
        }
      }
    }
  });
}
