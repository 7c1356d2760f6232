/** Long texts of a page are sent once, and are there however a reader comes to them. */
import { expect, origin, test } from "./fixtures";

test("rows and pictures stand in the document and not in the data beside it", async () => {
  const html = await (await fetch(`${origin()}/`)).text();
  expect(html).not.toContain("<!--lent:");
  const scripts = [...html.matchAll(/<script[^>]*>([^]*?)<\/script>/g)].map(([, code]) => code).join("");
  const elements = html.replace(/<script[^>]*>[^]*?<\/script>/g, "");
  for (const [mark, least] of [
    ["data-start=", 20],
    ["data-layer=", 6],
  ] as const) {
    expect(elements.split(mark).length, mark).toBeGreaterThan(least);
    expect(scripts, mark).not.toContain(mark.replace("=", '=\\"'));
  }
});

test("a step of the slider within the site brings them along, and the step back too", async ({ page }) => {
  await page.goto("/?city=kharkiv&from=2022-03-01&to=2022-03-31");
  const rows = page.locator("table[data-series=killed] tbody tr");
  await page
    .locator("details", { has: page.locator("table[data-series=killed]") })
    .locator("summary")
    .click();
  const today = await rows.allInnerTexts();
  expect(today.length).toBeGreaterThan(0);
  await page.getByRole("slider").first().press("Home");
  await expect(page).toHaveURL(/known=/);
  await expect(async () => expect(await rows.allInnerTexts()).not.toEqual(today)).toPass();
  await page.getByRole("slider").first().press("End");
  await expect(page).not.toHaveURL(/known=/);
  await expect(async () => expect(await rows.allInnerTexts()).toEqual(today)).toPass();
});
