import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "./fixtures";

const PAGES = [
  "/",
  "/?city=kharkiv&policy=nonsense",
  "/incidents",
  "/incidents/UA-0003",
  "/incidents/UA-0003?known=2022-03-01T18:00Z",
  "/incidents?q=Kyiv&sort=killed",
  "/compare",
  "/cities",
  "/cities/kharkiv",
  "/sources",
  "/sources/oleh-syniehubov",
  "/methodology",
  "/corrections",
  "/data",
  "/data/api",
  "/data/releases",
  "/sign-in",
  "/nowhere",
];

for (const path of PAGES) {
  for (const [language, prefix] of [
    ["English", ""],
    ["Ukrainian", "/uk"],
  ] as const) {
    test(`${path} in ${language} has no accessibility violation, light and dark, phone, wide and zoomed`, async ({ page }) => {
      const address = prefix ? `${prefix}${path}`.replace(/^\/uk\/(?=\?|$)/, "/uk") : path;
      test.setTimeout(120_000);
      for (const colorScheme of ["light", "dark"] as const) {
        // A window of 1280 px at a zoom of 200 % is laid out as 640; each language is looked at so in one of the colours.
        const zoomed = (colorScheme === "light") === (prefix === "") ? [640] : [];
        for (const width of [320, ...zoomed, 1280]) {
          await page.emulateMedia({ colorScheme });
          await page.setViewportSize({ width, height: width === 640 ? 450 : 900 });
          await page.goto(address);
          const { violations } = await new AxeBuilder({ page })
            .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
            .analyze();
          expect(
            violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`),
            `${colorScheme} ${width}`,
          ).toEqual([]);
          expect(
            await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
            `${width} px scrolls sideways`,
          ).toBeLessThanOrEqual(0);
        }
      }
    });
  }
}
