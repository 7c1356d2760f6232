/**
 * `npm run docs:pictures [-- NAME…]`: docs/pictures/ made anew from a real server with the demonstration record: every page
 * of the readers' site, wide and on a phone, light and dark, some in Ukrainian; and docs/pictures/README.md that lists them.
 * Each shows one screenful, so that a picture stays small. With names, only those pictures are made.
 */
import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { chromium, type Page } from "@playwright/test";
import { startAttest } from "../support/attest-server";
import { chromiumPath } from "../support/chromium";

const FOLDER = "docs/pictures";
const MOST_BYTES = 250_000;
const MOST_BYTES_TOGETHER = 6_000_000;
const QUALITY = 0.72;

const WIDE = { width: 1280, height: 1060 };
const PHONE = { width: 390, height: 844 };

interface Pictured {
  name: string;
  says: string;
  path: string;
  /** What the phone's screenful begins with, where that is not the page's head. */
  phoneFrom?: string;
  inUkrainian?: boolean;
}

const KHARKIV = "?city=kharkiv&from=2022-02-24&to=2022-03-31";
const PAGES: Pictured[] = [
  { name: "record", says: "The record", path: "/", inUkrainian: true },
  { name: "record-each", says: "Each city by itself", path: "/?chart=each#chart-killed", phoneFrom: "#chart-killed" },
  { name: "record-lines", says: "Lines by city", path: "/?chart=lines#chart-killed", phoneFrom: "#chart-killed" },
  { name: "record-cumulative", says: "Added up", path: "/?chart=cumulative#chart-killed", phoneFrom: "#chart-killed" },
  { name: "record-where", says: "Map, ranking and newest incidents", path: "/#where", phoneFrom: "#where" },
  { name: "kharkiv", says: "One city, by day", path: `/${KHARKIV}`, phoneFrom: "#chart-killed", inUkrainian: true },
  { name: "incidents", says: "Incidents", path: "/incidents", inUkrainian: true },
  { name: "search", says: "Incidents found, by how many were killed", path: "/incidents?q=Kyiv&sort=killed" },
  {
    name: "incident",
    says: "An incident and how its toll was reported",
    path: "/incidents/UA-0003",
    phoneFrom: "#history",
    inUkrainian: true,
  },
  { name: "cities", says: "Cities", path: "/cities" },
  { name: "city", says: "A city", path: "/cities/kharkiv", inUkrainian: true },
  { name: "sources", says: "Sources", path: "/sources" },
  { name: "source", says: "A source", path: "/sources/oleh-syniehubov" },
  { name: "compare", says: "Policies compared", path: "/compare" },
  { name: "methodology", says: "Methodology", path: "/methodology", inUkrainian: true },
  { name: "data", says: "Data", path: "/data" },
  { name: "corrections", says: "Corrections", path: "/corrections" },
  { name: "embed", says: "A chart in a frame of another site", path: "/embed/killed?city=kharkiv" },
];

/** The cards of shared links, as they leave the server. */
const CARDS = { card: "/chart/card.png", "card-incident": "/chart/card-incident.png?incident=UA-0003" };

const asked = process.argv.slice(2);
const wanted = PAGES.filter(({ name }) => asked.length === 0 || asked.includes(name));
mkdirSync(FOLDER, { recursive: true });
if (asked.length === 0) for (const old of readdirSync(FOLDER)) rmSync(join(FOLDER, old));
const server = await startAttest();
const browser = await chromium.launch({ executablePath: chromiumPath(), args: ["--no-sandbox", "--disable-gpu"] });
try {
  const press = await browser.newPage();
  for (const { name, path, phoneFrom, inUkrainian } of wanted) {
    await take(press, { path, files: { light: name, dark: `${name}-dark` }, size: WIDE });
    await take(press, { path, files: { light: `${name}-phone`, dark: `${name}-phone-dark` }, size: PHONE, from: phoneFrom });
    if (inUkrainian)
      await take(press, { path: `/uk${path.replace(/^\/(?=[?#]|$)/, "")}`, files: { light: `${name}-uk` }, size: WIDE });
  }
  if (asked.length === 0) {
    for (const [name, path] of Object.entries(CARDS))
      writeFileSync(join(FOLDER, `${name}.png`), Buffer.from(await (await fetch(`${server.origin}${path}`)).arrayBuffer()));
    writeFileSync(join(FOLDER, "README.md"), list());
  }
} finally {
  await browser.close();
  await server.stop();
}
const files = readdirSync(FOLDER).map((file) => ({ file, size: statSync(join(FOLDER, file)).size }));
const together = files.reduce((sum, { size }) => sum + size, 0);
console.log(`${files.length} files, ${Math.round(together / 1000)} kB`);
for (const { file, size } of files)
  if (size > MOST_BYTES) throw new Error(`${file} is larger than ${MOST_BYTES / 1000} kB: show less of the page.`);
if (together > MOST_BYTES_TOGETHER) throw new Error(`All pictures are larger than ${MOST_BYTES_TOGETHER / 1e6} MB.`);

interface Taken {
  path: string;
  files: { light: string; dark?: string };
  size: { width: number; height: number };
  from?: string | undefined;
}

/** One load of a page, a picture for each colour scheme. */
async function take(press: Page, { path, files, size, from }: Taken): Promise<void> {
  const context = await browser.newContext({
    viewport: size,
    colorScheme: "light",
    reducedMotion: "reduce",
    timezoneId: "Europe/Kyiv",
    locale: path.startsWith("/uk") ? "uk-UA" : "en-GB",
  });
  const page = await context.newPage();
  const response = await page.goto(`${server.origin}${path}`, { waitUntil: "networkidle" });
  if (response?.status() !== 200) throw new Error(`${path} answered ${response?.status()}.`);
  await page.evaluate(() => document.fonts.ready);
  if (from) {
    await page.evaluate((selector) => document.querySelector(selector)?.scrollIntoView(), from);
    // Scrolling wakes the charts in the window; without it they stay the pictures that they come as.
    await page.waitForFunction(() =>
      [...document.querySelectorAll('[data-chart="picture"]')].every((box) => {
        const { top, bottom } = box.getBoundingClientRect();
        return bottom < 0 || top > innerHeight;
      }),
    );
  }
  for (const [scheme, name] of Object.entries(files) as ["light" | "dark", string][]) {
    await page.emulateMedia({ colorScheme: scheme });
    // Recharts draws once more for a width that it measures.
    await page.waitForTimeout(250);
    const png = await page.screenshot();
    writeFileSync(join(FOLDER, `${name}.webp`), await asWebp(press, png));
  }
  await context.close();
}

/** A screenshot as WebP, which the browser itself makes: a third of the PNG's size. */
async function asWebp(press: Page, png: Buffer): Promise<Buffer> {
  const address = await press.evaluate(
    async ({ data, quality }) => {
      const picture = new Image();
      picture.src = `data:image/png;base64,${data}`;
      await picture.decode();
      const canvas = Object.assign(document.createElement("canvas"), { width: picture.width, height: picture.height });
      canvas.getContext("2d")!.drawImage(picture, 0, 0);
      return canvas.toDataURL("image/webp", quality);
    },
    { data: png.toString("base64"), quality: QUALITY },
  );
  return Buffer.from(address.slice(address.indexOf(",") + 1), "base64");
}

/** The page of all pictures. */
function list(): string {
  const row = ({ name, says, inUkrainian }: Pictured) =>
    `| ${says} | [light](${name}.webp), [dark](${name}-dark.webp) | [light](${name}-phone.webp), [dark](${name}-phone-dark.webp) | ${inUkrainian ? `[light](${name}-uk.webp)` : ""} |`;
  return `# Pictures

Made by \`npm run docs:pictures\` from the demonstration record; each shows one screenful.

| page | wide | phone | in Ukrainian |
|---|---|---|---|
${PAGES.map(row).join("\n")}

Cards of shared links, as the server draws them: [the record](card.png), [an incident](card-incident.png).
`;
}
