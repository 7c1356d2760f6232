/**
 * `npm test`: everything, on a fresh machine too. Finds a Chromium or installs one (Debian's where apt is there and we
 * are root, Playwright's own elsewhere), runs the unit tests and the browser tests, and ends with one line of counts.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { chromium } from "@playwright/test";
import { chromiumPath } from "./support/chromium";

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

function run(command: string, args: string[], env: Record<string, string> = {}): number {
  console.log(`\n> ${command} ${args.join(" ")}`);
  const { status, error } = spawnSync(command, args, { stdio: "inherit", env: { ...process.env, ...env } });
  if (error) console.error(error.message);
  return status ?? 1;
}

function ensureChromium(): void {
  const there = chromiumPath() ?? (existsSync(chromium.executablePath()) ? chromium.executablePath() : undefined);
  if (there) {
    console.log(`Browser tests use ${there}.`);
    return;
  }
  const isDebian = existsSync("/usr/bin/apt-get") && process.getuid?.() === 0;
  console.log(`No Chromium found: installing ${isDebian ? "Debian's" : "Playwright's own"} one.`);
  if (
    isDebian &&
    run("apt-get", ["update", "-q"]) === 0 &&
    run("apt-get", ["install", "-y", "-q", "chromium"], { DEBIAN_FRONTEND: "noninteractive" }) === 0
  )
    return;
  if (run(process.execPath, ["node_modules/@playwright/test/cli.js", "install", "--with-deps", "chromium"]) !== 0) {
    throw new Error(
      "No Chromium could be installed. Install one and name it in CHROMIUM, for example CHROMIUM=/usr/bin/chromium npm test.",
    );
  }
}

/** Counts from a JSON report; a runner that ended without one counts as a failure. */
function countsOf(path: string, status: number, read: (report: never) => Counts): Counts {
  if (!existsSync(path)) return { passed: 0, failed: 1, skipped: 0 };
  const counts = read(JSON.parse(readFileSync(path, "utf8")) as never);
  return status !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

rmSync("test-results", { recursive: true, force: true });
mkdirSync("test-results", { recursive: true });
ensureChromium();

const unitStatus = run(process.execPath, [
  "node_modules/vitest/vitest.mjs",
  "run",
  "--reporter=default",
  "--reporter=json",
  "--outputFile.json=test-results/vitest.json",
]);
const unit = countsOf(
  "test-results/vitest.json",
  unitStatus,
  (report: { numPassedTests: number; numFailedTests: number; numPendingTests: number }) => ({
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests,
  }),
);

const browserStatus = run(process.execPath, ["node_modules/@playwright/test/cli.js", "test"]);
const browser = countsOf(
  "test-results/playwright.json",
  browserStatus,
  (report: { stats: { expected: number; unexpected: number; flaky: number; skipped: number } }) => ({
    passed: report.stats.expected + report.stats.flaky,
    failed: report.stats.unexpected,
    skipped: report.stats.skipped,
  }),
);

const total = {
  passed: unit.passed + browser.passed,
  failed: unit.failed + browser.failed,
  skipped: unit.skipped + browser.skipped,
};
console.log(`\n${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ""}`);
process.exit(total.failed > 0 || unitStatus !== 0 || browserStatus !== 0 ? 1 : 0);
