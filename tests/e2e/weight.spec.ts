import { gzipSync } from "node:zlib";
import { expect, test, wakeChart } from "./fixtures";

/** JavaScript that a page loads by itself, gzip, in kB of 1,000 bytes; budgets of the project's quality table. */
const BUDGETS: [string, number][] = [
  ["/", 260],
  ["/incidents", 150],
  ["/incidents/UA-0003", 150],
  ["/cities", 150],
  ["/methodology", 150],
  ["/sign-in", 230],
];

for (const [path, most] of BUDGETS) {
  test(`${path} loads at most ${most} kB of JavaScript before anybody touches it`, async ({ page }) => {
    const sizes: Promise<number>[] = [];
    page.on("response", (response) => {
      if (/\.js(?:\?|$)/.test(response.url())) sizes.push(response.body().then((body) => gzipSync(body).length));
    });
    await page.goto(path, { waitUntil: "networkidle" });
    // The charts' own script comes at a reader's first move.
    if (path === "/") await wakeChart(page);
    const total = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
    expect(total).toBeGreaterThan(0);
    expect(Math.round(total / 1000)).toBeLessThanOrEqual(most);
  });
}

test("all parts that are loaded on use are at most 100 kB more, and take the native fields' places without moving anything", async ({
  page,
}) => {
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.goto("/", { waitUntil: "networkidle" });
  await wakeChart(page);
  const sizes: Promise<number>[] = [];
  page.on("response", (response) => {
    if (/\.js(?:\?|$)/.test(response.url())) sizes.push(response.body().then((body) => gzipSync(body).length));
  });
  const form = page.getByRole("form", { name: "What is shown" });
  const before = await form.boundingBox();
  await form.hover();
  await expect(form.getByRole("combobox", { name: "Cities" })).toHaveAttribute("aria-autocomplete", "list");
  expect((await form.boundingBox())!.height).toBeCloseTo(before!.height, 0);
  await page.locator("[data-known-slider]").hover();
  await expect(
    page.locator("[data-known-slider] .react-aria-Slider, [data-known-slider] [data-orientation]").first(),
  ).toBeVisible();
  await page.getByRole("button", { name: "Embed" }).first().click();
  await expect(page.getByRole("dialog")).toBeVisible();
  const total = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  expect(total).toBeGreaterThan(0);
  expect(Math.round(total / 1000)).toBeLessThanOrEqual(100);
});

test("the chart's box does not move anything when the chart takes over from the picture", async ({ page }) => {
  await page.addInitScript(() => {
    const shifts: number[] = [];
    Object.assign(window, { shifts });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) shifts.push((entry as unknown as { value: number }).value);
    }).observe({ type: "layout-shift", buffered: true });
  });
  await page.goto("/");
  await wakeChart(page);
  await page.waitForTimeout(300);
  const total = await page.evaluate(() =>
    (window as unknown as { shifts: number[] }).shifts.reduce((sum, value) => sum + value, 0),
  );
  expect(total).toBeLessThan(0.02);
});
