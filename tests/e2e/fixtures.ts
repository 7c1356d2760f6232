/** What every browser test has: the server's address, and a page that fails the test on any console error. */
import { test as base, expect, type Locator, type Page } from "@playwright/test";
import { startAttest, type AttestServer } from "../support/attest-server";

export const origin = () => process.env.ATTEST_TEST_ORIGIN!;

export const test = base.extend<{ quiet: void }>({
  baseURL: async ({}, use) => use(origin()),
  quiet: [
    async ({ page }, use) => {
      const said: string[] = [];
      page.on("console", (message) => {
        // A page that answers 4xx on purpose is reported by the browser too.
        if (message.type() === "error" && !/Failed to load resource.*(40\d|410)/.test(message.text())) said.push(message.text());
      });
      page.on("pageerror", (error) => said.push(String(error)));
      await use();
      expect(said, "the browser's console").toEqual([]);
    },
    { auto: true },
  ],
});

/** The same on a server and a demo record of the file's own, by fixtures made anew for each file that calls it: what a test publishes must not change the sums that readers' tests expect. */
export const testOnOwnRecord = () =>
  test.extend<object, { server: AttestServer }>({
    server: [
      async ({}, use) => {
        const server = await startAttest();
        await use(server);
        await server.stop();
      },
      { scope: "worker", timeout: 300_000 },
    ],
    baseURL: async ({ server }, use) => use(server.origin),
  });

/** Moves the pointer, as a reader does, until a chart has taken its picture's place. */
export async function wakeChart(page: Page, chart: Locator = page.locator("[data-chart]").first()): Promise<void> {
  let moves = 0;
  await expect(async () => {
    await page.mouse.move(20 + (++moves % 2), 20);
    await expect(chart).toHaveAttribute("data-chart", "drawn", { timeout: 500 });
  }).toPass();
}

export { expect };
