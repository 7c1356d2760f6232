/**
 * Exports give other programs the cells that we wrote: csv-parse, a reader by RFC 4180 alone, and Python's csv, R's readr and LibreOffice
 * where they are installed.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { expect, it } from "vitest";

import { demoDatabase } from "../support/database";
import { exportedText } from "../support/exported";
import { noteFigure } from "../support/figures";
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

const EXPORTS = ["claims", "incidents", "rulings", "series", "cities", "sources"] as const;

/** The demonstration's exports and two random records', as files, with the cells that stand in them. */
function exportedFiles(folder: string): { file: string; text: string; cells: string[][] }[] {
  const drawn = fc.sample(fc.array(anyRecord, { minLength: 1, maxLength: 3 }), { numRuns: 4, seed: 20220301 }).flat();
  return [demoDatabase(), ...drawn.map(makeRecord)].flatMap((db, record) => {
    const files = EXPORTS.map((name) => {
      const text = exportedText(db, name);
      const file = join(folder, `${record}-${name}.csv`);
      writeFileSync(file, text);
      return { file, text, cells: parse(text, { record_delimiter: "\r\n" }) };
    });
    db.close();
    return files;
  });
}

const isThere = (program: string, ...args: string[]) => spawnSync(program, args, { stdio: "ignore" }).status === 0;

/** One line a file: its rows as JSON, every cell as text; an empty cell is an empty text. */
const READR = `
suppressMessages(library(readr))
for (name in commandArgs(trailingOnly = TRUE)) {
  table <- read_csv(name, col_names = FALSE, col_types = cols(.default = col_character()), na = character(), trim_ws = FALSE, progress = FALSE,
                    skip_empty_rows = FALSE, show_col_types = FALSE)
  if (nrow(problems(table)) > 0) stop(name)
  cells <- as.matrix(table)
  cells[is.na(cells)] <- ""
  for (row in seq_len(nrow(cells))) cat(paste(sapply(cells[row, ], function(cell) paste(as.integer(charToRaw(cell)), collapse = " ")), collapse = ","), "\\n", sep = "")
  cat("end\\n")
}
`;

it.skipIf(!isThere("Rscript", "-e", "library(readr)"))("R's readr finds the same cells", { timeout: 240_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), "attest-test-"));
  try {
    const files = exportedFiles(folder);
    const script = join(folder, "read.R");
    writeFileSync(script, READR);
    const read = execFileSync("Rscript", [script, ...files.map(({ file }) => file)], { encoding: "utf8", maxBuffer: 1 << 28 });
    const cellOf = (bytes: string) => Buffer.from(bytes.split(" ").filter(Boolean).map(Number)).toString("utf8");
    const tables = read.split("end\n").slice(0, -1);
    expect(tables).toHaveLength(files.length);
    for (const [index, { file, cells }] of files.entries()) {
      const rows = tables[index]!.split("\n")
        .slice(0, -1)
        .map((line) => line.split(",").map(cellOf));
      expect(rows, file).toEqual(cells);
    }
    noteFigure({ what: "exports read by R's readr", count: files.length, wrong: 0, seed: 20220301, note: "every cell the same" });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

/** Reads as comma-separated UTF-8 with every column as text, and writes what it read with every cell in quotes; then as a sheet of formulas. */
const TEXT_COLUMNS = Array.from({ length: 60 }, (_, index) => `${index + 1}/2`).join("/");

it.skipIf(!isThere("soffice", "--version"))("LibreOffice finds the same cells, and no formula", { timeout: 280_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), "attest-test-"));
  try {
    const files = exportedFiles(folder);
    const office = (format: string, filter: string, into: string) => {
      mkdirSync(into);
      const profile = `-env:UserInstallation=file://${join(folder, "profile")}`;
      const args = [profile, "--headless", `--infilter=CSV:44,34,76,1,${filter}`, "--convert-to", format, "--outdir", into];
      execFileSync("soffice", [...args, ...files.map(({ file }) => file)], { stdio: "ignore" });
    };
    office("csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,true", TEXT_COLUMNS, join(folder, "cells"));
    // Opened as anybody opens it: columns as the program guesses them.
    office("fods", "", join(folder, "sheets"));
    for (const { file, cells } of files) {
      const name = file.slice(folder.length + 1, -4);
      const read = parse(readFileSync(join(folder, "cells", `${name}.csv`)), { relax_column_count: true }) as string[][];
      expect(
        read.map((row) => row.map(unix)),
        name,
      ).toEqual(cells.map((row) => row.map(unix)));
      expect(readFileSync(join(folder, "sheets", `${name}.fods`), "utf8"), name).not.toContain("table:formula=");
    }
    const note = "every cell the same; opened as a spreadsheet, 0 formulas";
    noteFigure({ what: "exports read by LibreOffice", count: files.length, wrong: 0, seed: 20220301, note });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

/** Inside a cell it writes a line end as its own system does. */
const unix = (cell: string) => cell.replaceAll("\r\n", "\n").replaceAll("\r", "\n");
