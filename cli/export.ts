/** `attest export NAME > FILE`: a data set on standard output, the rows and columns that the site gives out. */
import { once } from "node:events";
import { parseArgs } from "node:util";
import { packageStream } from "@/db/data-package";
import { openSnapshot } from "@/db/open";
import { EXPORT_FILES, EXPORT_NAMES, exportBytes, exportOfFile } from "@/db/queries/export-bytes";
import { findRecord } from "@/db/queries/record";
import { isCity } from "@/db/queries/places";
import { FILTER_PARAMETERS, parseFilter, type FilterProblem } from "@/domain/filter";
import { databaseFile, UsageError, type Command } from "./command";

const PACKAGE = "package.zip";

const USAGE = `export ${EXPORT_NAMES.join("|")} [${FILTER_PARAMETERS.map((name) => `--${name} …`).join("] [")}] [--hxl] [--bom] > FILE
The options are the parameters of the pages' addresses; --city can be given more than once. NAME.json and incidents.geojson give
the same rows in other forms, ${PACKAGE} everything together with its schemas and checksums.`;

export const exportData: Command = {
  says: "Writes a data set to standard output, whole or with an exit code that is not 0.",
  usage: USAGE,
  run: async (args) => {
    const { file, query, hxl, bom } = readArguments(args);
    const db = openSnapshot(databaseFile());
    try {
      const { filter, problems } = parseFilter(query, (slug) => isCity(db, slug), findRecord(db).defaultPolicy);
      if (problems.length > 0) throw new UsageError(problems.map(sentenceOf).join("\n"));
      const asked = exportOfFile(file);
      await writeOut(
        asked
          ? exportBytes(db, { ...asked, filter, hxl, bom })
          : packageStream(db, { filter, address: process.env.ATTEST_ORIGIN ? `${process.env.ATTEST_ORIGIN}/data` : "" }),
      );
    } finally {
      db.close();
    }
  },
};

function readArguments(args: string[]): { file: string; query: URLSearchParams; hxl: boolean; bom: boolean } {
  const filters = Object.fromEntries(FILTER_PARAMETERS.map((name) => [name, { type: "string", multiple: true } as const]));
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { ...filters, hxl: { type: "boolean" }, bom: { type: "boolean" } },
  });
  const [name = "", ...rest] = positionals;
  const file = name.includes(".") ? name : `${name}.csv`;
  if ((file !== PACKAGE && exportOfFile(file) === null) || rest.length > 0)
    throw new UsageError(
      `One of these is exported at a time: ${[...EXPORT_NAMES, ...EXPORT_FILES, PACKAGE].join(", ")}.\n\nUsage: ${USAGE}`,
    );
  if (!file.endsWith(".csv") && (values.hxl || values.bom))
    throw new UsageError("--hxl and --bom are options of CSV files alone.");
  const query = new URLSearchParams();
  const given = values as Partial<Record<string, string[]>>;
  for (const parameter of FILTER_PARAMETERS) {
    for (const value of given[parameter] ?? []) query.append(parameter, value);
  }
  return { file, query, hxl: values.hxl === true, bom: values.bom === true };
}

function sentenceOf({ parameter, value, code, allowed }: FilterProblem): string {
  const list = allowed ? ` It can be ${allowed.join(", ")}.` : "";
  const says: Record<FilterProblem["code"], string> = {
    bad_date: "is no day; write it as YYYY-MM-DD.",
    reversed: "ends before it begins.",
    unknown_city: "is no city of this record; give its slug.",
    not_in_list: `is not one of its words.${list}`,
    bad_known: "is neither a day (YYYY-MM-DD) nor an instant with an offset.",
    given_twice: "is given twice.",
    unknown_parameter: "is not known.",
    too_many: "are too many.",
    bad_limit: "is no number of rows.",
    bad_cursor: "begins no page of this view.",
  };
  return `--${parameter} ${value}: ${says[code]}`;
}

/** Waits where the reader is slow; a reader that has gone (head, a closed pipe) ends the command quietly. */
async function writeOut(pages: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): Promise<void> {
  const { stdout } = process;
  let failed: NodeJS.ErrnoException | undefined;
  stdout.on("error", (error) => {
    failed = error;
  });
  try {
    for await (const page of pages) {
      if (failed) break;
      if (!stdout.write(page)) await Promise.race([once(stdout, "drain"), once(stdout, "close")]);
    }
    if (!failed) await new Promise<void>((resolve) => stdout.write("", () => resolve()));
  } catch (error) {
    failed ??= error as NodeJS.ErrnoException;
  }
  if (failed && failed.code !== "EPIPE") throw failed;
}
