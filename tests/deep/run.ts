/**
 * `npm run test:deep [NAME…]`: the tests of safety at their full counts, all or those whose file is named, and their figures
 * into docs/quality.md. Rows of tests that did not run stay as they were measured last. Takes an hour or more.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Figure } from "../support/figures";

const DOCUMENT = "docs/quality.md";
const [BEGIN, END] = ["<!-- deep: written by npm run test:deep -->", "<!-- /deep -->"];

const args = process.argv.slice(2);
const isAsked = (file: string) => args.length === 0 || args.some((name) => file.includes(name));
const listed = (folder: string, end: string) =>
  readdirSync(folder)
    .filter((file) => file.endsWith(end) && isAsked(file))
    .map((file) => join(folder, file));
const units = listed("tests/deep", ".test.ts");
const browsers = listed("tests/e2e", ".spec.ts").filter((file) => file.includes("safety-"));

const folder = mkdtempSync(join(tmpdir(), "attest-deep-"));
const file = process.env.ATTEST_FIGURES ?? join(folder, "figures");
const env = { ...process.env, ATTEST_DEEP: "1", ATTEST_FIGURES: file };
const run = (command: string[]) => spawnSync(process.execPath, command, { stdio: "inherit", env }).status ?? 1;
const statuses = [
  ...(units.length > 0 ? [run(["node_modules/vitest/vitest.mjs", "run", "--no-file-parallelism", ...units])] : []),
  ...(browsers.length > 0 ? [run(["node_modules/@playwright/test/cli.js", "test", ...browsers])] : []),
];
const figures = existsSync(file)
  ? readFileSync(file, "utf8")
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as Figure)
  : [];
writeSection(figures);
rmSync(folder, { recursive: true, force: true });
console.log(`${figures.length} figures written into ${DOCUMENT}.`);
process.exitCode = Math.max(0, ...statuses);

/** Puts the figures into their section; a row is known by what it measures. */
function writeSection(measured: readonly Figure[]): void {
  const text = readFileSync(DOCUMENT, "utf8");
  const [before, section = "", after = ""] = text.includes(BEGIN)
    ? [
        text.slice(0, text.indexOf(BEGIN)),
        text.slice(text.indexOf(BEGIN), text.indexOf(END)),
        text.slice(text.indexOf(END) + END.length),
      ]
    : [`${text.trimEnd()}\n\n`];
  const rows = new Map<string, string>();
  for (const line of section.split("\n")) {
    const what = /^\| (.+?) \| [\d,]+ \|/.exec(line)?.[1];
    if (what) rows.set(what, line);
  }
  const today = new Date().toISOString().slice(0, 10);
  for (const { what, count, wrong, seed, note } of measured)
    rows.set(
      what,
      `| ${what} | ${count.toLocaleString("en")} | ${wrong === 0 ? "0" : `**${wrong}**`} | ${seed ?? "–"} | ${today} | ${note ?? ""} |`,
    );
  const sorted = [...rows.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, line]) => line);
  writeFileSync(
    DOCUMENT,
    `${before.trimEnd()}\n\n${BEGIN}

## Nothing lost, nobody in, nothing out

Each row is one test; its case is drawn again from its seed. Run anew by \`npm run test:deep\`, in part by \`npm run test:deep NAME\`; \`npm test\` runs the same tests with fewer cases.

| what was done | times | wrong | seed | on | |
|---|---|---|---|---|---|
${sorted.join("\n")}

${END}${after.trimEnd()}\n`,
  );
}
