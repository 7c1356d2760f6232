/**
 * `npm run bench:page [-- --loads N --lighthouse FOLDER]` (no loads: Lighthouse alone): how soon a page's first chart stands on a slow phone, what
 * JavaScript it takes, and Lighthouse's marks where Lighthouse is found (a folder whose node_modules holds it; it is no
 * dependency, its weight is many times the site's). Figures go into their section of docs/quality.md.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";
import { chromium, type Browser } from "@playwright/test";
import { startAttest } from "../support/attest-server";
import { chromiumPath } from "../support/chromium";
import { said, timesOf } from "./measure";

const DOCUMENT = "docs/quality.md";
const [BEGIN, END] = ["<!-- page: written by npm run bench:page -->", "<!-- /page -->"];
const PAGES = ["/", "/uk", "/incidents", "/incidents/UA-0003", "/cities/kharkiv", "/methodology"];
const SLOWER = 4;
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"];

interface Line {
  what: string;
  reach: string;
  measured: string;
  holds: boolean | null;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { loads: { type: "string", default: "9" }, lighthouse: { type: "string", default: "." } },
  });
  const lines: Line[] = [];
  const add = (line: Line) => {
    lines.push(line);
    console.log(`${line.holds === false ? "NOT " : "    "}${line.what} | ${line.reach} | ${line.measured}`);
  };
  const server = await startAttest();
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: FLAGS });
  try {
    if (Number(values.loads) > 0) {
      add(await firstChart(browser, server.origin, Number(values.loads)));
      for (const path of ["/", "/incidents", "/incidents/UA-0003"]) add(await scripts(browser, server.origin, path));
    }
    const lighthouse = join(values.lighthouse, "node_modules", "lighthouse", "cli", "index.js");
    if (existsSync(lighthouse)) for (const path of PAGES) add(marksOf(lighthouse, server.origin, path));
    else
      console.log(
        `Lighthouse is not in ${values.lighthouse}: install it into a folder of its own and name that with --lighthouse.`,
      );
  } finally {
    await browser.close();
    await server.stop();
  }
  writeSection(lines);
}

/** When the first chart lies on the page, and when Recharts has taken it over: each load with an empty cache. */
async function firstChart(browser: Browser, origin: string, loads: number): Promise<Line> {
  const drawn: number[] = [];
  const live: number[] = [];
  for (let load = 0; load <= loads; load++) {
    const context = await browser.newContext({ viewport: { width: 412, height: 823 }, deviceScaleFactor: 2, isMobile: true });
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
    // The compiler names functions with a helper that a page does not have.
    await page.addInitScript("globalThis.__name = (made) => made");
    await page.addInitScript(() => {
      const at: { drawn?: number; live?: number } = {};
      Object.assign(window, { chartAt: at });
      const look = () => {
        const chart = document.querySelector("[data-chart]");
        const isThere = [...(chart?.querySelectorAll("svg path") ?? [])].some((path) => path.getBoundingClientRect().height > 0);
        // The frame in which it is seen is the one after it was laid out.
        if (isThere && at.drawn === undefined) requestAnimationFrame(() => (at.drawn = performance.now()));
        if (chart?.getAttribute("data-chart") === "drawn" && chart.querySelector(".recharts-bar-rectangle path"))
          at.live = performance.now();
        if (at.live === undefined) requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    });
    await page.goto(origin, { waitUntil: "load" });
    // It is made ready for who comes near it.
    await page.waitForFunction(() => (window as unknown as { chartAt: { drawn?: number } }).chartAt.drawn !== undefined);
    const near = await page.evaluate(() => {
      document.querySelector("[data-chart]")!.scrollIntoView();
      return performance.now();
    });
    await page.waitForFunction(() => (window as unknown as { chartAt: { live?: number } }).chartAt.live !== undefined);
    const at = await page.evaluate(() => (window as unknown as { chartAt: { drawn: number; live: number } }).chartAt);
    // The first load warms the server.
    if (load > 0) {
      drawn.push(at.drawn);
      live.push(at.live - near);
    }
    await context.close();
  }
  const [first, second] = [timesOf(drawn), timesOf(live)];
  return {
    what: `first chart drawn, processor slowed ${SLOWER} ×`,
    reach: "≤ 600 ms",
    measured: `${said(first.median)} median of ${loads} loads (${said(Math.min(...drawn))} to ${said(first.worst)}); ready to be used ${said(second.median)} after a reader came to it`,
    holds: first.median <= 600,
  };
}

/** JavaScript of a page before anybody touches it: named by the page itself, and with what it loads behind that. */
async function scripts(browser: Browser, origin: string, path: string): Promise<Line> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const sizes = new Map<string, Promise<number>>();
  page.on("response", (response) => {
    const { pathname } = new URL(response.url());
    if (pathname.endsWith(".js"))
      sizes.set(
        pathname,
        response.body().then((body) => gzipSync(body).length),
      );
  });
  const html = await (await page.goto(`${origin}${path}`, { waitUntil: "networkidle" }))!.text();
  // The charts' script comes at a reader's first move.
  await page.mouse.move(20, 20);
  await page.waitForTimeout(1_500);
  let [first, all] = [0, 0];
  for (const [file, size] of sizes) {
    all += await size;
    if (html.includes(`src="${file}`)) first += await size;
  }
  await context.close();
  const kB = (bytes: number) => `${Math.round(bytes / 1000)} kB`;
  const most = path === "/" ? 260_000 : 150_000;
  return {
    what: `JavaScript of ${path}, gzip`,
    reach: path === "/" ? "≤ 260 kB in all, ≤ 150 before the charts" : "≤ 150 kB",
    measured: path === "/" ? `${kB(all)} in all, ${kB(first)} before the charts` : kB(all),
    holds: all <= most && first <= 150_000,
  };
}

interface Report {
  categories: Record<"performance" | "accessibility", { score: number }>;
  audits: Record<string, { numericValue?: number }>;
}

/** Lighthouse's marks of a page, mobile preset: slow 4G, processor slowed 4 ×; the middle one of three, as its makers advise. */
function marksOf(lighthouse: string, origin: string, path: string): Line {
  const reports = Array.from({ length: 3 }, () => {
    try {
      return reportOf(lighthouse, origin, path);
    } catch (error) {
      // Now and then its browser does not say when it began.
      if (!String(error).includes("NO_NAVSTART")) throw error;
      return reportOf(lighthouse, origin, path);
    }
  });
  reports.sort((a, b) => a.categories.performance.score - b.categories.performance.score);
  const { categories, audits } = reports[1]!;
  const all = reports.map((one) => Math.round(one.categories.performance.score * 100));
  const [performance, accessibility] = [categories.performance, categories.accessibility].map(({ score }) =>
    Math.round(score * 100),
  );
  const ms = (audit: string) => said(audits[audit]?.numericValue ?? 0);
  return {
    what: `Lighthouse, mobile: ${path}`,
    reach: "≥ 95 performance, ≥ 95 accessibility",
    measured: `${performance} performance (of ${all.join(", ")}), ${accessibility} accessibility (first contentful paint ${ms("first-contentful-paint")}, largest ${ms("largest-contentful-paint")}, blocked ${ms("total-blocking-time")}, layout shift ${(audits["cumulative-layout-shift"]?.numericValue ?? 0).toFixed(3)})`,
    holds: performance! >= 95 && accessibility! >= 95,
  };
}

function reportOf(lighthouse: string, origin: string, path: string): Report {
  const folder = mkdtempSync(join(tmpdir(), "attest-lighthouse-"));
  const report = join(folder, "report.json");
  try {
    const flags = ["--headless=new", ...FLAGS, `--user-data-dir=${join(folder, "profile")}`].join(" ");
    const args = [lighthouse, `${origin}${path}`, "--quiet", "--output=json", `--output-path=${report}`];
    const done = spawnSync(
      process.execPath,
      [...args, "--only-categories=performance,accessibility", `--chrome-flags=${flags}`],
      {
        env: { ...process.env, CHROME_PATH: chromiumPath() },
        encoding: "utf8",
        timeout: 180_000,
      },
    );
    if (done.status !== 0) throw new Error(`Lighthouse ended with ${done.status} on ${path}: ${done.stderr.slice(-800)}`);
    return JSON.parse(readFileSync(report, "utf8")) as Report;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Puts the lines into their section; a line that was not measured this time stays as it was. */
function writeSection(measured: readonly Line[]): void {
  const text = readFileSync(DOCUMENT, "utf8");
  const from = text.indexOf(BEGIN);
  const before = from < 0 ? text : text.slice(0, from);
  const section = from < 0 ? "" : text.slice(from, text.indexOf(END));
  const after = from < 0 ? "" : text.slice(text.indexOf(END) + END.length);
  const rows = new Map<string, string>();
  for (const line of section.split("\n")) {
    const what = /^\| (.+?) \| (?:≤|≥)/.exec(line)?.[1];
    if (what) rows.set(what, line);
  }
  const today = new Date().toISOString().slice(0, 10);
  const load = loadavg()[0]!;
  for (const { what, reach, measured: found, holds } of measured)
    rows.set(
      what,
      `| ${what} | ${reach} | ${found} | ${holds === false ? "**not reached**" : "reached"} | ${today}, load ${load.toFixed(1)} |`,
    );
  writeFileSync(
    DOCUMENT,
    `${before.trimEnd()}

${BEGIN}

## On a slow phone

Measured by \`npm run bench:page\` with the demonstration record in Chromium, server and browser on one machine (${cpus().length} cores).
Where its load is above that number, other work took processors and times are longer than on a quiet machine.

| figure | to reach | measured | | on |
|---|---|---|---|---|
${[...rows.values()].join("\n")}

${END}
${after.trim() === "" ? "" : `\n${after.trim()}\n`}`,
  );
}

await main();
