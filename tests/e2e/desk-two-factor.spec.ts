/** A code when signing in, by keyboard: set up, asked for, good once, recovered, turned off. */
import { Secret, TOTP } from "otpauth";
import { pageOf, PASSWORD, startDesk, type DeskRecord } from "../support/desk-record";
import { expect, test } from "./fixtures";

let desk: DeskRecord;
test.describe.configure({ mode: "serial" });
test.use({ actionTimeout: 8_000 });
test.beforeAll(async () => {
  test.setTimeout(300_000);
  desk = await startDesk({ olena: "editor", admin: "admin" });
});
test.afterAll(() => desk.stop());

test("an account with a second step is entered with a code or a recovery code, each once", async ({ browser }) => {
  const page = await pageOf(browser, desk, "olena");
  await page.goto("/admin/account");
  await page.getByRole("button", { name: "Set it up" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("img", { name: /key as a picture/ })).toBeVisible();
  const secret = (await page.locator("code").innerText()).replaceAll(" ", "");
  const code = (ahead = 0) =>
    new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + ahead * 30_000 });
  await page.getByLabel("Code that the app shows").focus();
  await page.keyboard.type("000000");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert").filter({ hasText: "wrong" })).toBeVisible();
  await page.getByLabel("Code that the app shows").fill(code(-1));
  await page.keyboard.press("Enter");
  const shown = page.getByLabel(/^Recovery codes/);
  await expect(shown).toBeVisible();
  const [recovery] = (await shown.inputValue()).split(" ");
  await expect(page.getByText("10 recovery codes are left")).toBeVisible();
  await page.context().close();

  const again = await (await browser.newContext({ baseURL: desk.server.origin })).newPage();
  const password = async () => {
    await again.goto("/sign-in");
    await again.getByLabel("E-mail address").fill("olena@example.org");
    await again.getByLabel("Password", { exact: true }).fill(PASSWORD);
    await again.keyboard.press("Enter");
    await expect(again.getByRole("heading", { name: "Your code" })).toBeVisible();
  };
  const give = async (typed: string) => {
    await again.getByLabel("Code", { exact: true }).fill(typed);
    await again.keyboard.press("Enter");
  };
  await password();
  expect((await again.request.get("/admin", { maxRedirects: 0 })).status(), "no session yet").not.toBe(200);
  const good = code();
  await give(good);
  await expect(again).toHaveURL(/\/admin$/);
  await again.getByRole("button", { name: "Sign out" }).click();
  await password();
  await give(good);
  await expect(again.getByRole("alert").filter({ hasText: "used already" })).toBeVisible();
  await give(recovery!);
  await expect(again).toHaveURL(/\/admin$/);
  await again.getByRole("button", { name: "Sign out" }).click();
  await password();
  await give(recovery!);
  await expect(again.getByRole("alert").filter({ hasText: "used already" })).toBeVisible();

  const admin = await pageOf(browser, desk, "admin");
  await admin.goto("/admin/people");
  await admin.getByRole("button", { name: "Turn off the code of olena" }).focus();
  await admin.keyboard.press("Enter");
  await expect(admin.getByRole("status").filter({ hasText: "without a code" })).toBeVisible();
  await pageOf(browser, desk, "olena");
});
