/** A recorder's day: three claims of one article by keyboard alone, and nothing that was typed is lost. */
import { sql } from "drizzle-orm";
import { session } from "@/db/schema";
import { Keyboard, pageOf, PASSWORD, startDesk, type DeskRecord } from "../support/desk-record";
import { expect, test } from "./fixtures";

let desk: DeskRecord;
test.describe.configure({ mode: "serial" });
test.use({ actionTimeout: 8_000 });
test.beforeAll(async () => {
  test.setTimeout(300_000);
  desk = await startDesk({ olena: "recorder", petro: "editor" });
});
test.afterAll(() => desk.stop());

/** The article's three tolls, in our own words; what is the same for all three is typed once. */
const CLAIMS = [
  {
    title: "TV tower",
    day: "1.3.2022",
    place: "Kyiv",
    attack: "miss",
    who: "State Emergency Service",
    said: "5 killed, 5 wounded",
  },
  {
    title: "Regional administration",
    day: "1 March 2022",
    place: "Kharkiv",
    attack: "rock",
    who: "Anton Herashchenko",
    said: "at least 10 killed, 35 wounded",
  },
  {
    title: "Housing blocks",
    day: "2022-02-28",
    place: "Харків",
    attack: "rock",
    who: "Anton Herashchenko",
    said: "dozens killed and wounded",
  },
];

test("a new recorder enters an article's three claims in under 20 actions each, keys alone", async ({ browser }) => {
  const page = await pageOf(browser, desk, "olena");
  const counted: number[] = [];
  for (const [index, { title, day, place, attack, who, said }] of CLAIMS.entries()) {
    if (index === 0) await page.goto("/admin/incidents/new");
    // The page that a save leads to offers the next incident from the same report.
    else {
      await page.getByRole("link", { name: /Enter another incident from this report/ }).focus();
      await page.keyboard.press("Enter");
      await page.waitForURL(/report=C/);
    }
    await page.getByLabel("Title", { exact: true }).focus();
    const keys = new Keyboard(page);
    await keys.type(title);
    await keys.press("Tab");
    await keys.type(day);
    await keys.press("Tab");
    await keys.type(place);
    await keys.press("Tab");
    await keys.type(attack);
    // What is recorded already at this place and about this date comes first.
    if (index === 2) await page.getByRole("checkbox", { name: /It is none of these/ }).waitFor();
    do await keys.press("Tab");
    while ((await page.evaluate(() => document.activeElement?.getAttribute("name"))) !== "claim.claimant.name");
    await keys.type(who);
    await keys.press("Tab");
    await keys.type(said);
    await expect(page.getByText("Understood:")).toBeVisible();
    const effect = page.getByRole("region", { name: "What this changes in the estimate" });
    await expect(effect.getByRole("row")).toHaveCount(index === 2 ? 2 : 3);
    if (index === 1) await expect(effect).toContainText("10 or more");
    if (index === 0) {
      await keys.press("Tab");
      await keys.type("Example Gazette");
      await keys.press("Tab");
      await keys.type("https://gazette.example.org/1");
      await keys.press("Tab");
      await keys.type("2022-03-01");
    }
    await keys.press("Enter");
    await page.waitForURL(/saved=both/);
    counted.push(keys.actions);
  }
  test.info().annotations.push({ type: "actions", description: counted.join(", ") });
  expect(Math.max(...counted), `actions: ${counted.join(", ")}`).toBeLessThan(20);
  const rows = desk.db.rows(sql`
    select i.title, i.date_start as day, p.name as place, i.attack_type as attack, s.name as who, s.kind, f.metric, f.qualifier, f.low, f.word,
           r.publisher, r.published_at as publishedAt
      from figure f join claim c on c.id = f.claim_id join incident i on i.id = c.incident_id join place p on p.id = i.place_id
      join source s on s.id = c.source_id join report r on r.id = c.report_id order by c.recorded_no, f.metric`);
  const report = { publisher: "Example Gazette", publishedAt: "2022-03-01" };
  const exact = { qualifier: "exact", word: null };
  expect(rows).toEqual([
    {
      title: "TV tower",
      day: "2022-03-01",
      place: "Kyiv",
      attack: "missile_strike",
      who: "State Emergency Service",
      kind: "emergency_service",
      metric: "killed",
      ...exact,
      low: 5,
      ...report,
    },
    {
      title: "TV tower",
      day: "2022-03-01",
      place: "Kyiv",
      attack: "missile_strike",
      who: "State Emergency Service",
      kind: "emergency_service",
      metric: "wounded",
      ...exact,
      low: 5,
      ...report,
    },
    {
      title: "Regional administration",
      day: "2022-03-01",
      place: "Kharkiv",
      attack: "rocket_artillery",
      who: "Anton Herashchenko",
      kind: "other",
      metric: "killed",
      qualifier: "at_least",
      word: null,
      low: 10,
      ...report,
    },
    {
      title: "Regional administration",
      day: "2022-03-01",
      place: "Kharkiv",
      attack: "rocket_artillery",
      who: "Anton Herashchenko",
      kind: "other",
      metric: "wounded",
      ...exact,
      low: 35,
      ...report,
    },
    {
      title: "Housing blocks",
      day: "2022-02-28",
      place: "Kharkiv",
      attack: "rocket_artillery",
      who: "Anton Herashchenko",
      kind: "other",
      metric: "casualties",
      qualifier: "vague",
      word: "dozens",
      low: null,
      ...report,
    },
  ]);
  expect(desk.db.first(sql`select count(*) as n from report`)).toEqual({ n: 1 });
  expect(desk.db.first(sql`select count(*) as n from form_draft`)).toEqual({ n: 0 });
  await page.context().close();
});

test("what is typed is there again after a reload, a crash, the end of the session and without a network", async ({
  browser,
}) => {
  const page = await pageOf(browser, desk, "olena");
  const title = () => page.getByLabel("Title", { exact: true });
  await page.goto("/admin/incidents/new");
  await title().fill("Market hall");
  await page.getByLabel("Kind of attack").selectOption("drone");
  await expect(page.getByText("Not saved yet, but kept")).toBeVisible();
  await page.reload();
  await expect(page.getByText("what you typed and did not save")).toBeVisible();
  await expect(title()).toHaveValue("Market hall");
  await expect(page.getByLabel("Kind of attack")).toHaveValue("drone");

  // A crash: another browser, and the server started again would find the same.
  const other = await pageOf(browser, desk, "olena");
  await other.goto("/admin/incidents/new");
  await expect(other.getByLabel("Title", { exact: true })).toHaveValue("Market hall");
  await other.context().close();
  const stranger = await pageOf(browser, desk, "petro");
  await stranger.goto("/admin/incidents/new");
  await expect(stranger.getByLabel("Title", { exact: true })).toHaveValue("");
  await stranger.context().close();

  // The network is gone: this browser keeps it.
  await page.context().setOffline(true);
  await title().fill("Market hall, in the morning");
  await expect(page.getByText("is kept in this browser")).toBeVisible();
  await page.context().setOffline(false);
  await page.reload();
  await page.getByRole("button", { name: "Put it back" }).click();
  await expect(title()).toHaveValue("Market hall, in the morning");
  await title().press("End");
  await page.keyboard.type("!");
  await expect(page.getByText("Not saved yet, but kept")).toBeVisible();

  // The session is over: sent, it is not saved and not lost; signed in again, it is back.
  desk.db.transaction((tx) => tx.delete(session).run());
  await page.keyboard.type("!");
  await expect(page.getByText("is kept in this browser")).toBeVisible();
  await page.getByRole("button", { name: "Save as a draft" }).click();
  await expect(page.getByText("You are signed out, so")).toBeVisible();
  await expect(title()).toHaveValue("Market hall, in the morning!!");
  const again = page;
  await again.goto("/admin/incidents/new");
  await again.getByLabel("E-mail address").fill("olena@example.org");
  await again.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await again.keyboard.press("Enter");
  await again.waitForURL(/incidents\/new/);
  await page.getByRole("button", { name: "Put it back" }).click();
  await expect(title()).toHaveValue("Market hall, in the morning!!");

  // Saved, nothing of it is kept any more.
  await page.getByLabel("Date, or the first day").fill("5.3.2022");
  await page.getByLabel("City, town or village").fill("Kyiv");
  await page.getByRole("button", { name: "Save as a draft" }).click();
  await page.waitForURL(/saved=incident/);
  await page.goto("/admin/incidents/new");
  await expect(title()).toHaveValue("");
  await page.waitForTimeout(300);
  await expect(page.getByRole("button", { name: "Put it back" })).toHaveCount(0);
  expect(desk.db.first(sql`select count(*) as n from form_draft`)).toEqual({ n: 0 });

  // Dropped on purpose, it is gone as well.
  await title().fill("A mistake");
  await expect(page.getByText("Not saved yet, but kept")).toBeVisible();
  await page.reload();
  await page.getByRole("button", { name: "Drop it and start afresh" }).click();
  await expect(title()).toHaveValue("");
  await expect.poll(() => desk.db.first(sql`select count(*) as n from form_draft`)).toEqual({ n: 0 });
  await page.context().close();
});
