/** What a team does beyond entering: setting up, inviting, reviewing, ruling, taking back. On a server of its own. */
import type { Browser, Page } from "@playwright/test";
import { startAttest, type AttestServer } from "../support/attest-server";
import { expect, test } from "./fixtures";

const PASSWORDS: Record<string, string> = {
  olena: "slow river amber lantern",
  petro: "quiet orchard under snow",
  iryna: "seven kettles by the door",
};
let server: AttestServer;

test.describe.configure({ mode: "serial" });
test.use({ actionTimeout: 8_000 });

test.beforeAll(async () => {
  test.setTimeout(300_000);
  server = await startAttest({ env: { ATTEST_DEMO: "0" } });
});
test.afterAll(() => server.stop());

async function pageOf(browser: Browser, { script = true } = {}): Promise<Page> {
  return (await browser.newContext({ baseURL: server.origin, javaScriptEnabled: script })).newPage();
}

async function join(page: Page, link: string, who: string): Promise<void> {
  await page.goto(link);
  await page.getByLabel("Name", { exact: true }).fill(who);
  await page.getByLabel("E-mail address").fill(`${who}@example.org`);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORDS[who]!);
  await page.getByRole("button", { name: "Make the account" }).click();
  await expect(page).toHaveURL(/\/admin$/);
}

async function signIn(page: Page, who: string, password = PASSWORDS[who]!): Promise<void> {
  await trySignIn(page, who, password);
  await expect(page).toHaveURL(/\/admin$/);
}

async function trySignIn(page: Page, who: string, password = PASSWORDS[who]!): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail address").fill(`${who}@example.org`);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

async function invited(page: Page, role: string): Promise<string> {
  await page.goto("/admin/people");
  await page.locator("#invite").getByLabel("Role").selectOption(role);
  await page.getByRole("button", { name: "Make the link" }).click();
  const made = page.getByLabel(/^Shown this once/);
  await expect(made).toHaveValue(/\/invitation\/[\w-]{43}$/);
  return made.inputValue();
}

async function enterClaim(
  page: Page,
  { claimant, killed, more = {} }: { claimant: string; killed: string; more?: Record<string, string> },
) {
  await page.getByLabel("Claimant", { exact: true }).fill(claimant);
  await page.getByLabel("Publisher").fill("Example Gazette");
  await page.getByLabel(/^Published/).fill("2024-05-04T10:00");
  await page.getByLabel("Killed", { exact: true }).fill(killed);
  if (Object.keys(more).length > 0) {
    const fold = page.locator("summary", { hasText: "Who they were" });
    if (!(await page.getByLabel(Object.keys(more)[0]!, { exact: true }).isVisible())) await fold.click();
  }
  for (const [label, value] of Object.entries(more)) await page.getByLabel(label, { exact: true }).fill(value);
}

test("an empty record's admin is led to its settings, which keep what is typed beside what is wrong", async ({ browser }) => {
  const page = await pageOf(browser);
  await join(page, server.invitation!, "olena");
  await page.getByRole("link", { name: "Set up the record first" }).click();
  await expect(page).toHaveURL(/\/admin\/settings$/);
  await page.getByLabel("Title, in English").fill("Example record");
  await page.getByLabel(/Title, in Ukrainian/).fill("Приклад реєстру");
  await page.getByLabel("Countries").fill("ua, Ukraine");
  await page.getByLabel("Time zone").fill("Europe/Atlantis");
  await page.getByLabel("Codes begin with").fill("x-1");
  await page.getByLabel(/^Licence/).fill("CC BY 4.0");
  await page.getByRole("button", { name: "Save the settings" }).click();
  for (const label of ["Countries", "Time zone", "Codes begin with"])
    await expect(page.getByLabel(label)).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByLabel("Title, in English")).toHaveValue("Example record");
  await page.getByLabel("Countries").fill("ua");
  await page.getByLabel("Time zone").fill("Europe/Kyiv");
  await page.getByLabel("Codes begin with").fill("ex");
  await page.getByRole("button", { name: "Save the settings" }).click();
  await expect(page.getByRole("status").first()).toContainText("The settings were saved.");
  await expect(page.getByLabel("Codes begin with")).toHaveValue("EX");
  await expect(page.getByLabel(/Title, in Ukrainian/)).toHaveValue("Приклад реєстру");
  await page.goto("/uk");
  await expect(page.locator("body")).toContainText("CC BY 4.0");
  await page.goto("/admin");
  await expect(page.getByRole("link", { name: "Set up the record first" })).toHaveCount(0);
  await page.context().close();
});

test("colleagues are invited by links shown once, and the last admin cannot be shut", async ({ browser }) => {
  for (const [who, role] of [
    ["petro", "editor"],
    ["iryna", "recorder"],
  ] as const) {
    // One of them without JavaScript.
    const admin = await pageOf(browser, { script: who === "petro" });
    await signIn(admin, "olena");
    const link = await invited(admin, role);
    await admin.goto("/admin/people");
    expect(await admin.content()).not.toContain(link.split("/").at(-1)!);
    await expect(admin.getByRole("button", { name: "Withdraw" })).toHaveCount(1);
    await join(await pageOf(browser), link, who);
    await admin.context().close();
  }
  const admin = await pageOf(browser);
  await signIn(admin, "olena");
  await admin.goto("/admin/people");
  await admin.getByRole("button", { name: "Shut the account of olena" }).click();
  await expect(admin.getByRole("alert").filter({ hasText: "only administrator" })).toBeVisible();
  await admin.getByRole("button", { name: "Shut the account of iryna" }).click();
  await expect(admin.getByRole("status")).toContainText("The account is shut");
  const iryna = await pageOf(browser);
  await trySignIn(iryna, "iryna");
  await expect(iryna.getByRole("alert").first()).toContainText("There is a problem");
  await admin.getByRole("button", { name: "Open the account of iryna again" }).click();
  await admin.getByRole("button", { name: "Make a password link for iryna" }).click();
  const link = await admin.getByLabel(/^Shown this once/).inputValue();
  PASSWORDS.iryna = "nine kettles by the gate";
  await iryna.goto(link);
  await iryna.getByLabel("Password", { exact: true }).fill(PASSWORDS.iryna);
  await iryna.getByRole("button", { name: "Save the password and sign in" }).click();
  await expect(iryna).toHaveURL(/\/admin$/);
  await iryna.goto(link);
  await expect(iryna.getByRole("heading", { level: 1 })).toContainText("cannot be used");
  await admin.context().close();
  await iryna.context().close();
});

test("a draft is submitted, sent back with a reason, mended, submitted and published; duplicates and sums are pointed out", async ({
  browser,
}) => {
  const [recorder, editor] = [await pageOf(browser), await pageOf(browser)];
  await signIn(recorder, "iryna");
  await signIn(editor, "petro");
  await recorder.goto("/admin/incidents/new");
  await recorder.getByLabel("Title", { exact: true }).fill("Market");
  await recorder.getByLabel("Date, or the first day").fill("2024-05-03");
  await recorder.getByLabel("City, town or village").fill("Kharkiv");
  await enterClaim(recorder, { claimant: "Mayor", killed: "7", more: { "Killed: civilians": "5", "Killed: combatants": "4" } });
  await recorder.getByRole("button", { name: "Save as a draft" }).click();
  await expect(recorder).toHaveURL(/EX-0001\?saved=both/);
  await expect(recorder.getByText("add up to 9, more than all (7)").first()).toBeVisible();
  await recorder.getByRole("button", { name: "Submit for review" }).click();
  await expect(recorder.getByRole("status").first()).toContainText("It waits for review");

  await editor.goto("/admin");
  await editor.locator("section", { hasText: "Waiting for review" }).getByRole("link", { name: "Market" }).click();
  await editor.getByRole("button", { name: "Send back" }).click();
  await expect(editor.getByLabel("What is to be done before it can be published")).toHaveAttribute("aria-invalid", "true");
  await editor.getByLabel("What is to be done before it can be published").fill("Which market?");
  await editor.getByRole("button", { name: "Send back" }).click();
  await expect(editor.getByRole("status").first()).toContainText("Sent back");

  await recorder.goto("/admin");
  await expect(recorder.locator("section", { hasText: "Sent back" })).toContainText("Which market?");
  await recorder.getByRole("link", { name: "Market" }).first().click();
  await expect(recorder.locator("main")).toContainText("Which market?");
  await recorder.locator("#facts").getByLabel("Title", { exact: true }).fill("Central market");
  await recorder.getByRole("button", { name: "Save the facts" }).click();
  await expect(recorder).toHaveURL(/saved=facts/);
  await recorder.getByRole("button", { name: "Submit for review" }).click();
  await expect(recorder.getByRole("status").first()).toContainText("It waits for review");

  await editor.goto("/admin/incidents/EX-0001");
  await editor.getByRole("button", { name: "Publish", exact: true }).click();
  await expect(editor).toHaveURL(/saved=published/);

  // Duplicates: as a list while typing; asked about by the server where the titles share a word.
  await recorder.goto("/admin/incidents/new");
  await recorder.getByLabel("Title", { exact: true }).fill("Bazaar");
  await recorder.getByLabel("Date, or the first day").fill("2024-05-05");
  await recorder.getByLabel("City, town or village").fill("Харьков");
  await expect(recorder.getByRole("link", { name: /EX-0001/ })).toBeVisible();
  const plain = await pageOf(browser, { script: false });
  await signIn(plain, "iryna");
  await plain.goto("/admin/incidents/new");
  await plain.getByLabel("Title", { exact: true }).fill("The market hall");
  await plain.getByLabel("Date, or the first day").fill("2024-05-05");
  await plain.getByLabel("City, town or village").fill("Kharkiv");
  await plain.getByRole("button", { name: "Save as a draft" }).click();
  await expect(plain.getByRole("link", { name: /EX-0001/ })).toBeVisible();
  await expect(plain.getByLabel("Title", { exact: true })).toHaveValue("The market hall");
  await plain.getByLabel(/It is none of these/).check();
  await plain.getByRole("button", { name: "Save as a draft" }).click();
  await expect(plain).toHaveURL(/EX-0002\?saved=incident/);
  for (const page of [recorder, editor, plain]) await page.context().close();
});

test("an editor rules, looks again when newer claims come, revokes, and takes a claim back", async ({ browser }) => {
  const [recorder, editor] = [await pageOf(browser), await pageOf(browser, { script: false })];
  await signIn(recorder, "iryna");
  await signIn(editor, "petro");
  await editor.goto("/admin/incidents/EX-0001");
  const rule = editor.locator("#rule");
  await rule.getByLabel("Number of people").fill("eight");
  await rule.getByLabel("Reason, for readers").fill("The list of names is complete.");
  await rule.getByRole("button", { name: "Rule" }).click();
  await expect(rule.getByLabel("Number of people")).toHaveAttribute("aria-invalid", "true");
  await expect(rule.getByLabel("Reason, for readers")).toHaveValue("The list of names is complete.");
  await rule.getByLabel("Number of people").fill("8");
  await rule.getByRole("button", { name: "Rule" }).click();
  await expect(editor).toHaveURL(/saved=ruled/);
  expect(await (await editor.request.get("/incidents/EX-0001")).text()).toContain("The list of names is complete.");

  await recorder.goto("/admin/incidents/EX-0001");
  await expect(recorder.locator("#rule")).toHaveCount(0);
  await enterClaim(recorder, { claimant: "Governor", killed: "12" });
  await recorder.getByRole("button", { name: "Save the claim as a draft" }).click();
  await expect(recorder).toHaveURL(/saved=claim/);
  await editor.goto("/admin");
  await expect(editor.locator("section", { hasText: "New claims that disagree" })).toContainText(
    "Governor: killed 12. Published: 7–8.",
  );
  await editor.goto("/admin/incidents/EX-0001");
  await editor.getByRole("button", { name: "Publish the new claims" }).click();
  await expect(editor).toHaveURL(/saved=published/);
  await editor.goto("/admin");
  await editor.locator("section", { hasText: "Rulings to look at again" }).getByRole("link").click();
  await expect(rule.getByLabel("Number of people")).toHaveValue("8");
  await editor.locator("summary", { hasText: "Revoke the ruling" }).click();
  await editor.getByLabel("Why it no longer holds, for readers").fill("The governor names more.");
  await editor.getByRole("button", { name: "Revoke the ruling" }).click();
  await expect(editor).toHaveURL(/saved=revoked/);
  await editor.getByRole("link", { name: "Amend claim C2" }).click();
  await editor.getByLabel("Reason, for readers").fill("Read on the wrong page.");
  await editor.getByRole("button", { name: "Retract the claim" }).click();
  await expect(editor).toHaveURL(/saved=claimRetracted/);
  expect(await (await editor.request.get("/incidents/EX-0001")).text()).not.toContain("Governor");
  for (const page of [recorder, editor]) await page.context().close();
});

test("a source is amended by its voice's name, and a stale form shows both", async ({ browser }) => {
  const [one, two] = [await pageOf(browser), await pageOf(browser)];
  await signIn(one, "petro");
  await signIn(two, "olena");
  for (const page of [one, two]) {
    await page.goto("/admin/sources?q=gover");
    await page.getByRole("link", { name: "Governor" }).click();
  }
  await one.getByLabel(/^Speaks with the voice of/).fill("Nobody");
  await one.getByRole("button", { name: "Save the source" }).click();
  await expect(one.getByLabel(/^Speaks with the voice of/)).toHaveAttribute("aria-invalid", "true");
  await one.getByLabel(/^Speaks with the voice of/).fill("mayor");
  await one.getByLabel(/^Office or role/).fill("head of the region");
  await one.getByRole("button", { name: "Save the source" }).click();
  await expect(one.getByLabel(/^Speaks with the voice of/)).toHaveValue("Mayor");
  await two.getByLabel(/^Party/).fill("Ukraine");
  await two.getByRole("button", { name: "Save the source" }).click();
  await expect(two.getByText("Saved meanwhile by somebody else: head of the region")).toBeVisible();
  await expect(two.getByLabel(/^Party/)).toHaveValue("Ukraine");
  for (const page of [one, two]) await page.context().close();
});

test("the log is filtered, its chain holds, and admins take it along", async ({ browser }) => {
  const page = await pageOf(browser);
  await signIn(page, "olena");
  await page.goto("/admin/audit");
  await expect(page.getByText(/^The chain holds/)).toBeVisible();
  await page.getByLabel("About").fill("incident EX-0001");
  await page.getByLabel("Action").selectOption("incident.send_back");
  await page.getByRole("button", { name: "Show", exact: true }).click();
  await expect(page.getByRole("row")).toHaveCount(2);
  const csv = await page.request.get((await page.getByRole("link", { name: "CSV of these entries" }).getAttribute("href"))!);
  expect(await csv.text()).toContain("Which market?");
  const editor = await pageOf(browser);
  await signIn(editor, "petro");
  expect((await editor.request.get("/admin/audit/log.csv")).status()).toBe(403);
  for (const one of [page, editor]) await one.context().close();
});

test("one's own sessions end one by one, and with the password all others", async ({ browser }) => {
  const [here, there] = [await pageOf(browser), await pageOf(browser, { script: false })];
  await signIn(here, "petro");
  await signIn(there, "petro");
  await here.goto("/admin/account");
  await here.getByLabel("Password until now").fill("not the password at all");
  await here.getByLabel("Password", { exact: true }).fill("green ladder over tides");
  await here.getByRole("button", { name: "Change the password" }).click();
  await expect(here.getByLabel("Password until now")).toHaveAttribute("aria-invalid", "true");
  await here.getByLabel("Password until now").fill(PASSWORDS.petro!);
  await here.getByLabel("Password", { exact: true }).fill("green ladder over tides");
  await here.getByRole("button", { name: "Change the password" }).click();
  await expect(here.getByRole("status")).toContainText("The password was changed");
  await there.goto("/admin");
  await expect(there).toHaveURL(/sign-in/);
  await signIn(there, "petro", "green ladder over tides");
  await there.goto("/admin/account");
  await expect(there.getByRole("listitem").filter({ hasText: "Signed in" })).toHaveCount(2);
  await there.getByRole("button", { name: "End it" }).click();
  await expect(there.getByRole("status")).toContainText("The session was ended.");
  await here.goto("/admin");
  await expect(here).toHaveURL(/sign-in/);
  for (const page of [here, there]) await page.context().close();
});
