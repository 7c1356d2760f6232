/**
 * `npm run test:deep [NAME…]`: the tests of safety at their full counts, all or those whose file is named, and their figures
 * into docs/quality.md. Rows of tests that did not run stay as they were measured last. Takes hours: ATTEST_DEEP_PART=3/10
 * runs one part of ten of the counts that can be cut, and ATTEST_FIGURES names the file that collects all parts.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { figuresIn, noteOf, type Figure } from "../support/figures";

const DOCUMENT = "docs/quality.md";
const [BEGIN, END] = ["<!-- deep: written by npm run test:deep -->", "<!-- /deep -->"];

const args = process.argv.slice(2);
const isAsked = (file: string) => args.length === 0 || args.some((name) => file.includes(name));
/** Every test that measures something for the table, wherever it lies. */
const measuring = readdirSync("tests", { recursive: true, encoding: "utf8" })
  .map((file) => join("tests", file))
  .filter((file) => /\.(?:test|spec)\.tsx?$/.test(file) && isAsked(file) && readFileSync(file, "utf8").includes("noteFigure("));
const units = measuring.filter((file) => !file.endsWith(".spec.ts"));
const browsers = measuring.filter((file) => file.endsWith(".spec.ts"));

const { ATTEST_DEEP_PART: part, ATTEST_FIGURES: collected } = process.env;
if (part && !(/^[1-9]\d*\/[1-9]\d*$/.test(part) && collected)) {
  console.error('ATTEST_DEEP_PART is "3/10", say, and needs ATTEST_FIGURES, the file in which the parts come together.');
  process.exit(2);
}
const folder = mkdtempSync(join(tmpdir(), "attest-deep-"));
const file = collected ?? join(folder, "figures");
const env = { ...process.env, ATTEST_DEEP: "1", ATTEST_FIGURES: file };
const run = (command: string[]) => spawnSync(process.execPath, command, { stdio: "inherit", env }).status ?? 1;
const statuses = [
  ...(units.length > 0 ? [run(["node_modules/vitest/vitest.mjs", "run", "--no-file-parallelism", ...units])] : []),
  ...(browsers.length > 0 ? [run(["node_modules/@playwright/test/cli.js", "test", ...browsers])] : []),
];
const figures = existsSync(file) ? figuresIn(readFileSync(file, "utf8")) : [];
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
  for (const figure of measured) {
    const { what, count, wrong, seed } = figure;
    rows.set(
      what,
      `| ${what} | ${count.toLocaleString("en")} | ${wrong === 0 ? "0" : `**${wrong}**`} | ${seed ?? "–"} | ${today} | ${noteOf(figure)} |`,
    );
  }
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
