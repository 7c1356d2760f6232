/** `attest import FILE --format …`: files of other data sets, and our own exports, into the record. */
import { existsSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { parseArgs } from "node:util";
import { makeActor } from "@/db/commands/actor";
import { finishImports } from "@/db/commands/import-clean";
import { importRecords, type ImportFile } from "@/db/commands/import-records";
import type { FileProblem, ImportReport } from "@/db/commands/import-report";
import { piecesOf } from "@/db/files";
import { DATE_ORDERS, type DateOrder } from "@/domain/formats/dates";
import { FORMAT_NAMES, formatOf } from "@/domain/formats/formats";
import type { Format } from "@/domain/formats/imported";
import { UsageError, withRecord, type Command } from "./command";
import { sentenceOf } from "./import-sentences";

const USAGE = `import FILE [FILE2] --format ${FORMAT_NAMES.join("|")} [--publish] [--dry-run] [--dates dmy|mdy] [--mapping FILE.json]
All or nothing: where any row has a problem, nothing is imported and every problem is listed by row and column.
--publish    makes public at once what is imported; without it everything new is a draft
--dry-run    says what would be made, and makes nothing
--dates      how 03/04/2022 is meant where the file does not tell: dmy is the 3rd of April, mdy March the 4th
--mapping    for --format generic: which column of your table holds what
attest takes claims.csv and rulings.csv together.`;

export const importData: Command = {
  says: "Imports a file of claims: our own export, UCDP GED, ACLED, GTD, or any table with a mapping.",
  usage: USAGE,
  run: async (args) => {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        format: { type: "string" },
        publish: { type: "boolean" },
        "dry-run": { type: "boolean" },
        dates: { type: "string" },
        mapping: { type: "string" },
      },
    });
    const { format: formatName } = values;
    if (positionals.length === 0) throw new UsageError(`Which file?\n\nUsage: ${USAGE}`);
    if (formatName === undefined || !FORMAT_NAMES.includes(formatName))
      throw new UsageError(`--format is one of ${FORMAT_NAMES.join(", ")}.\n\nUsage: ${USAGE}`);
    if (values.dates !== undefined && !(DATE_ORDERS as readonly string[]).includes(values.dates))
      throw new UsageError(`--dates is one of ${DATE_ORDERS.join(", ")}.`);
    if ((formatName === "generic") !== (values.mapping !== undefined))
      throw new UsageError("--mapping FILE.json goes with --format generic.");
    for (const file of positionals) if (!existsSync(file)) throw new UsageError(`There is no file ${file}.`);
    const format = values.mapping === undefined ? formatOf(formatName) : mappedFormat(values.mapping);
    const report = await withRecord((db) => {
      finishImports(db, ({ accountId, actor }) => makeActor({ accountId, name: actor, role: "admin" }));
      return importRecords(
        db,
        makeActor({ accountId: null, name: "command line", role: "admin" }),
        format,
        positionals.map(fileAt),
        {
          formatName,
          publish: values.publish === true,
          dryRun: values["dry-run"] === true,
          dates: (values.dates as DateOrder | undefined) ?? null,
          onProgress: ({ phase, done, total }) => {
            if (process.stderr.isTTY)
              process.stderr.write(`\r${PHASES[phase]}: ${done}${total === null ? "" : ` of ${total}`}   `);
          },
        },
      );
    });
    if (process.stderr.isTTY) process.stderr.write("\r");
    sayReport(report, values["dry-run"] === true);
    if (report.problems.length > 0) process.exitCode = 1;
  },
};

const PHASES = { reading: "rows read", estimating: "estimates made", writing: "incidents written" };

function mappedFormat(file: string): Format {
  if (!existsSync(file)) throw new UsageError(`There is no file ${file}.`);
  try {
    return formatOf("generic", JSON.parse(readFileSync(file, "utf8")));
  } catch (error) {
    throw new UsageError(`The mapping ${file} cannot be used: ${(error as Error).message}`);
  }
}

/** A file that is on the disk. */
export function fileAt(path: string): ImportFile {
  return { name: basename(path), path, chunks: () => piecesOf(path) };
}

function sayReport(report: ImportReport, isDryRun: boolean): void {
  const { problems, warnings, moreProblems, moreWarnings } = report;
  for (const warning of warnings) console.log(`Note. ${lineOf(warning)}`);
  if (moreWarnings > 0) console.log(`… and ${moreWarnings} more notes.`);
  if (problems.length > 0) {
    for (const problem of problems) console.log(lineOf(problem));
    if (moreProblems > 0) console.log(`… and ${moreProblems} more.`);
    console.log(
      `\nNothing was imported: ${problems.length + moreProblems} problems in ${report.rows} rows. Mend them and import again.`,
    );
    return;
  }
  for (const [name, counts] of Object.entries({ incidents: report.incidents, claims: report.claims, rulings: report.rulings })) {
    if (counts.new + counts.updated + counts.unchanged > 0)
      console.log(`${name}: ${counts.new} new, ${counts.updated} updated, ${counts.unchanged} unchanged`);
  }
  console.log(`places: ${report.places} new; sources: ${report.sources} new; incidents published: ${report.published}`);
  console.log(isDryRun ? "This was a dry run: nothing was imported." : `Imported ${report.rows} rows.`);
}

function lineOf(problem: FileProblem): string {
  const column = problem.column === null ? "" : `, column ${problem.column}`;
  return `${problem.file}, row ${problem.row}${column}: ${sentenceOf(problem)}`;
}
