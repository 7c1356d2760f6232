/** Exports give other programs the cells that we wrote: csv-parse, Python's csv, and readers by RFC 4180 alone, as R's readr is. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { expect, it } from "vitest";

import { exportedText } from "../support/exported";
import { anyRecord, makeRecord } from "../support/records";

const hasPython = spawnSync("python3", ["--version"]).status === 0;
const RUNS = Number(process.env.ATTEST_FUZZ_RUNS ?? 25);
const PYTHON = `
import csv, json, sys
for name in sys.argv[1:]:
    with open(name, newline="", encoding="utf-8") as file:
        print(json.dumps(list(csv.reader(file, strict=True))))
`;

/** RFC 4180 word for word: records end with CRLF, quotes are doubled, nothing is guessed. */
function byTheRfc(text: string): string[][] {
  const rows: string[][] = [];
  let [row, cell, at] = [[] as string[], "", 0];
  while (at < text.length) {
    if (text[at] === '"') {
      for (at++; ; at++) {
        if (text[at] !== '"') cell += text[at];
        else if (text[at + 1] === '"') cell += text[at++];
        else break;
      }
      at++;
    } else while (at < text.length && !/[,\r\n]/.test(text[at]!)) cell += text[at++];
    row.push(cell);
    cell = "";
    if (text[at] === ",") at++;
    else {
      expect(text.slice(at, at + 2)).toBe("\r\n");
      at += 2;
      rows.push(row);
      row = [];
    }
    if (at === text.length && row.length > 0) rows.push([...row, ""]);
  }
  return rows;
}

it(`${RUNS} records: every reader finds the same cells, and none of them is a formula`, { timeout: 600_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), "attest-test-"));
  try {
    fc.assert(
      fc.property(fc.array(anyRecord, { minLength: 1, maxLength: 3 }), (records) => {
        const files: string[] = [];
        const wanted: string[][][] = [];
        for (const facts of records) {
          const db = makeRecord(facts);
          for (const name of ["claims", "incidents", "rulings", "series", "cities", "sources"] as const) {
            const text = exportedText(db, name);
            const cells = parse(text, { relax_column_count: false, record_delimiter: "\r\n" });
            expect(byTheRfc(text)).toEqual(cells);
            for (const cell of cells.flat()) expect(cell).not.toMatch(/^[=+@\t\r]|^-(?!\d+(?:\.\d+)?$)/);
            const file = join(folder, `${files.length}.csv`);
            writeFileSync(file, text);
            files.push(file);
            wanted.push(cells);
          }
          db.close();
        }
        if (!hasPython) return;
        const read = execFileSync("python3", ["-c", PYTHON, ...files], { encoding: "utf8", maxBuffer: 1 << 28 });
        expect(
          read
            .trim()
            .split("\n")
            .map((line) => JSON.parse(line)),
        ).toEqual(wanted);
      }),
      { numRuns: RUNS },
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
