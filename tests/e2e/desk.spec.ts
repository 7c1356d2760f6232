import type { Browser, Page } from "@playwright/test";
import { addUp, csvRows, tableRows } from "../support/read-page";
import { expect, testOnOwnRecord } from "./fixtures";

const test = testOnOwnRecord();

const ACCOUNT = { name: "Olena Example", email: "olena@example.org", password: "slow river amber lantern" };

test.describe.configure({ mode: "serial" });

test("the first account is made by the one-time link, which works once", async ({ page, server }) => {
  await page.goto(server.invitation!);
  await page.getByLabel("Name", { exact: true }).fill(ACCOUNT.name);
  await page.getByLabel("E-mail address").fill(ACCOUNT.email);
  await page.getByLabel("Password", { exact: true }).fill("too short");
  await page.getByRole("button", { name: "Make the account" }).click();
  await expect(page.getByRole("alert").first()).toContainText("There is a problem");
  await expect(page.getByLabel("E-mail address")).toHaveValue(ACCOUNT.email);
  await page.getByLabel("Password", { exact: true }).fill(ACCOUNT.password);
  await page.getByRole("button", { name: "Make the account" }).click();
  await expect(page).toHaveURL(/\/admin$/);
  await page.context().clearCookies();
  await page.goto(server.invitation!);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("cannot be used");
});

async function signIn(page: Page): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail address").fill(ACCOUNT.email);
  await page.getByLabel("Password", { exact: true }).fill(ACCOUNT.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/admin$/);
}

async function enterIncident(page: Page, title: string, day: string): Promise<string> {
  await page.goto("/admin/incidents/new");
  await page.getByLabel("Title", { exact: true }).fill(title);
  await page.getByLabel("Date, or the first day").fill(day);
  await page.getByLabel("City, town or village").fill("Харьков");
  await page.getByLabel("Kind of attack").selectOption("missile_strike");
  await page.getByLabel("Claimant", { exact: true }).fill("Anton Herashchenko");
  await page.getByLabel("Publisher").fill("Example Gazette");
  await page.getByLabel(/^Link/).fill("https://gazette.example.org/1");
  await page.getByLabel(/^Published/).fill(`${day}T22:00Z`);
  await page.getByLabel("Killed", { exact: true }).fill("at least 10");
  await page.getByLabel("Wounded", { exact: true }).fill("35");
  await page.getByRole("button", { name: "Save as a draft" }).click();
  await expect(page).toHaveURL(/\/admin\/incidents\/UA-\d+\?saved=both/);
  return /UA-\d+/.exec(page.url())![0];
}

async function kharkivOn(page: Page, day: string) {
  const query = `city=kharkiv&from=${day}&to=${day}`;
  const html = await (await page.request.get(`/?${query}`)).text();
  const csv = csvRows(await (await page.request.get(`/export/series.csv?${query}`)).text());
  return { page: addUp(tableRows(html, "killed")), csv: addUp(csv.filter((row) => row.metric === "killed") as never) };
}

test("what is typed is kept when something is wrong, and each error stands beside its field", async ({ page }) => {
  await signIn(page);
  await page.goto("/admin/incidents/new");
  await page.getByLabel("Title", { exact: true }).fill("A title to keep");
  await page.getByLabel("Date, or the first day").fill("2199-01-01");
  await page.getByLabel("City, town or village").fill("Atlantis");
  await page.getByLabel("Claimant", { exact: true }).fill("Somebody");
  await page.getByLabel("Publisher").fill("Some paper");
  await page.getByLabel("Killed", { exact: true }).fill("15-10");
  await page.getByRole("button", { name: "Save as a draft" }).click();
  const summary = page.getByRole("alert").filter({ hasText: "There is a problem" });
  await expect(summary).toBeVisible();
  await expect(page.getByLabel("Killed", { exact: true })).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByLabel("Killed", { exact: true })).toHaveValue("15-10");
  await expect(page.getByLabel("Title", { exact: true })).toHaveValue("A title to keep");
  await page.getByLabel("Killed", { exact: true }).fill("10-15");
  await page.getByRole("button", { name: "Save as a draft" }).click();
  await expect(page.getByLabel("Date, or the first day")).toHaveAttribute("aria-invalid", "true");
  await page.getByLabel("Date, or the first day").fill("2022-03-02");
  await page.getByRole("button", { name: "Save as a draft" }).click();
  await expect(page.getByLabel("City, town or village")).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByLabel("City, town or village")).toHaveValue("Atlantis");
  await expect(page.getByLabel("Killed", { exact: true })).toHaveValue("10-15");
});

test("an incident with a claim is entered and published, and the dashboard and the CSV show it at the next request", async ({
  page,
  browser,
  baseURL,
}) => {
  await signIn(page);
  const before = await kharkivOn(page, "2022-03-12");
  expect(before.page).toEqual({ low: null, best: null, high: null, open: false });
  const code = await enterIncident(page, "Police headquarters", "2022-03-12");
  const anonymous = await strangersPage(browser, baseURL);
  expect((await anonymous.goto(`/incidents/${code}`))!.status()).toBe(404);
  expect(await kharkivOn(page, "2022-03-12")).toEqual(before);
  await expect(page.getByText("10 or more").first()).toBeVisible();
  await page.getByRole("button", { name: "Publish" }).click();
  await expect(page).toHaveURL(/saved=published/);
  const sum = { low: 10, best: 10, high: 10, open: true };
  expect(await kharkivOn(page, "2022-03-12")).toEqual({ page: sum, csv: sum });
  await anonymous.goto("/?city=kharkiv&from=2022-03-12&to=2022-03-12");
  await expect(anonymous.getByRole("heading", { level: 1 })).toContainText("10 or more");
  await anonymous.goto(`/incidents/${code}`);
  await expect(anonymous.getByRole("table").last()).toContainText("at least 10");
  await anonymous.context().close();
});

test("an incident is entered without JavaScript too, and sending twice makes one", async ({ browser, baseURL }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL });
  const page = await context.newPage();
  await signIn(page);
  const sent = page.waitForRequest((request) => request.method() === "POST" && request.url().includes("/admin/incidents/new"));
  const code = await enterIncident(page, "Sent without a script", "2022-04-12");
  const first = await sent;
  const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
  const again = await fetch(first.url(), {
    method: "POST",
    redirect: "manual",
    headers: { origin: baseURL!, cookie, "content-type": first.headers()["content-type"]! },
    body: new Uint8Array(first.postDataBuffer()!),
  });
  expect(again.status).toBe(303);
  expect(again.headers.get("location")).toContain(code);
  await page.goto("/admin");
  await expect(page.getByRole("link", { name: /Sent without a script/ })).toHaveCount(1);
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.goto("/admin");
  await expect(page).toHaveURL(/\/sign-in/);
  await context.close();
});

async function strangersPage(browser: Browser, baseURL: string | undefined): Promise<Page> {
  return (await browser.newContext({ baseURL })).newPage();
}

test("a stranger gets nothing of the desk: no page, no action, no draft", async ({ page, request, browser, baseURL }) => {
  await signIn(page);
  const secret = `Canary ${Date.now()}`;
  const code = await enterIncident(page, secret, "2022-05-12");
  await page.goto(`/admin/incidents/${code}`);
  const fields = await page
    .locator("form")
    .first()
    .evaluate((form: HTMLFormElement) => [...new FormData(form)].map(([name, value]) => [name, String(value)] as const));
  for (const path of [
    "/admin",
    "/admin/incidents/new",
    `/admin/incidents/${code}`,
    "/admin/claims/C1",
    "/admin/places?q=kyiv",
    "/uk/admin",
    `/uk/admin/incidents/${code}`,
  ]) {
    const answer = await request.get(path, { maxRedirects: 0 });
    expect([303, 307, 308, 401, 403, 404], path).toContain(answer.status());
    expect(await answer.text(), path).not.toContain(secret);
  }
  for (const path of [`/incidents/${code}`, "/", "/incidents", "/export/incidents.csv", "/export/claims.csv"]) {
    expect(await (await request.get(path)).text(), path).not.toContain(secret);
  }
  const stranger = await (await browser.newContext({ baseURL })).newPage();
  const form = Object.fromEntries(fields);
  for (const [path, headers, statuses] of [
    [`/admin/incidents/${code}`, { origin: baseURL! }, [200, 303, 307, 400, 401, 403, 404]],
    [`/admin/incidents/${code}`, {}, [403]],
    [`/admin/incidents/${code}`, { origin: "https://evil.example" }, [403]],
  ] as const) {
    const answer = await stranger.request.post(path, { headers, multipart: form, maxRedirects: 0 });
    expect(statuses as readonly number[], JSON.stringify(headers)).toContain(answer.status());
    expect(await answer.text()).not.toContain("Olena");
  }
  await page.goto(`/admin/incidents/${code}`);
  await expect(page.getByRole("heading", { level: 1 })).toContainText(secret);
});
