/**
 * `npm run docs:pictures`: the pictures of README.md, taken from a real server with the demonstration record. Each shows
 * one screenful, so that a picture stays small.
 */
import { mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { chromium, type BrowserContextOptions } from "@playwright/test";
import { startAttest } from "../support/attest-server";
import { chromiumPath } from "../support/chromium";

const FOLDER = "docs/pictures";
const MOST_BYTES = 250_000;

const WIDE = { viewport: { width: 1280, height: 1060 }, colorScheme: "light" } satisfies BrowserContextOptions;
const WIDE_DARK = { ...WIDE, colorScheme: "dark" } satisfies BrowserContextOptions;
const PHONE = { viewport: { width: 390, height: 844 }, colorScheme: "light" } satisfies BrowserContextOptions;

const KHARKIV = "?city=kharkiv&from=2022-02-24&to=2022-03-31";
const PAGES = [
  { name: "record", path: "/", ukrainian: "/uk" },
  { name: "kharkiv", path: `/${KHARKIV}`, ukrainian: `/uk${KHARKIV}` },
  { name: "incidents", path: "/incidents", ukrainian: "/uk/incidents" },
  { name: "incident", path: "/incidents/UA-0003", ukrainian: "/uk/incidents/UA-0003" },
];

const pictures = PAGES.flatMap(({ name, path, ukrainian }) => [
  { file: `${name}.png`, path, context: WIDE },
  { file: `${name}-phone.png`, path, context: PHONE },
  { file: `${name}-dark.png`, path, context: WIDE_DARK },
  { file: `${name}-uk.png`, path: ukrainian, context: { ...WIDE, locale: "uk-UA" } },
]);

mkdirSync(FOLDER, { recursive: true });
const server = await startAttest();
const browser = await chromium.launch({ executablePath: chromiumPath(), args: ["--no-sandbox", "--disable-gpu"] });
try {
  for (const { file, path, context: options } of pictures) {
    const context = await browser.newContext({
      locale: "en-GB",
      ...options,
      deviceScaleFactor: 1,
      reducedMotion: "reduce",
      timezoneId: "Europe/Kyiv",
    });
    const page = await context.newPage();
    const response = await page.goto(`${server.origin}${path}`, { waitUntil: "networkidle" });
    if (response?.status() !== 200) throw new Error(`${path} answered ${response?.status()}.`);
    await page.evaluate(() => document.fonts.ready);
    // The drawn chart takes the place of the first picture; a page without a chart has nothing to wait for.
    await page.waitForFunction(() => document.querySelector('[data-chart="picture"]') === null);
    // A phone's first screen is the sentence; of the city's view the chart is shown instead.
    if (file === "kharkiv-phone.png") {
      await page.evaluate(() => document.querySelector("[data-chart]")?.closest("section")?.scrollIntoView());
      // Recharts draws once more for a width that it measures.
      await page.waitForTimeout(300);
    }
    const target = join(FOLDER, file);
    await page.screenshot({ path: target });
    const { size } = statSync(target);
    console.log(`${target} ${Math.round(size / 1000)} kB`);
    if (size > MOST_BYTES) throw new Error(`${target} is larger than ${MOST_BYTES / 1000} kB: show less of the page.`);
    await context.close();
  }
} finally {
  await browser.close();
  await server.stop();
}
