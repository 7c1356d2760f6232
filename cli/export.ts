/** `attest export NAME > FILE`: a data set on standard output, the rows and columns that the site gives out. */
import { once } from "node:events";
import { parseArgs } from "node:util";
import { openSnapshot, type ReadDb } from "@/db/open";
import { cityRows, claimRows, incidentRows, rulingRows, seriesRows, sourceRows } from "@/db/queries/exports";
import { isCity } from "@/db/queries/places";
import { citiesDataset } from "@/domain/datasets/cities";
import { claimsDataset } from "@/domain/datasets/claims";
import { headerLine, hxlLine, rowLine, type Dataset } from "@/domain/datasets/column";
import { incidentsDataset } from "@/domain/datasets/incidents";
import { rulingsDataset } from "@/domain/datasets/rulings";
import { seriesDataset } from "@/domain/datasets/series";
import { sourcesDataset } from "@/domain/datasets/sources";
import { FILTER_PARAMETERS, parseFilter, type Filter, type FilterProblem } from "@/domain/filter";
import { databaseFile, UsageError, type Command } from "./command";

type Lines = (db: ReadDb, filter: Filter, hxl: boolean) => Generator<string>;

/** The data sets by name, each as the lines of its file: the header first, then a page of rows at a time. */
export const EXPORTS: Record<string, Lines> = {
  series: linesOf(seriesDataset, seriesRows),
  incidents: linesOf(incidentsDataset, incidentRows),
  claims: linesOf(claimsDataset, claimRows),
  cities: linesOf(citiesDataset, cityRows),
  sources: linesOf(sourcesDataset, sourceRows),
  rulings: linesOf(rulingsDataset, rulingRows),
};

function linesOf<Row>(dataset: Dataset<Row>, rows: (db: ReadDb, filter: Filter) => Iterable<Row[]>): Lines {
  return function* (db, filter, hxl) {
    yield headerLine(dataset as Dataset<never>);
    if (hxl) yield hxlLine(dataset as Dataset<never>);
    for (const page of rows(db, filter)) yield page.map((row) => rowLine(dataset, row)).join("");
  };
}

const USAGE = `export ${Object.keys(EXPORTS).join("|")} [${FILTER_PARAMETERS.map((name) => `--${name} …`).join("] [")}] [--hxl] [--bom] > FILE
The options are the parameters of the pages' addresses; --city can be given more than once.`;

export const exportData: Command = {
  says: "Writes a data set as CSV to standard output, whole or with an exit code that is not 0.",
  usage: USAGE,
  run: async (args) => {
    const { name, query, hxl, bom } = readArguments(args);
    const db = openSnapshot(databaseFile());
    try {
      const { filter, problems } = parseFilter(query, (slug) => isCity(db, slug));
      if (problems.length > 0) throw new UsageError(problems.map(sentenceOf).join("\n"));
      await writeOut(EXPORTS[name]!(db, filter, hxl), bom ? "\uFEFF" : "");
    } finally {
      db.close();
    }
  },
};

function readArguments(args: string[]): { name: string; query: URLSearchParams; hxl: boolean; bom: boolean } {
  const filters = Object.fromEntries(FILTER_PARAMETERS.map((name) => [name, { type: "string", multiple: true } as const]));
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { ...filters, hxl: { type: "boolean" }, bom: { type: "boolean" } },
  });
  const [name, ...rest] = positionals;
  if (name === undefined || !Object.hasOwn(EXPORTS, name) || rest.length > 0)
    throw new UsageError(`One of these is exported at a time: ${Object.keys(EXPORTS).join(", ")}.\n\nUsage: ${USAGE}`);
  const query = new URLSearchParams();
  const given = values as Partial<Record<string, string[]>>;
  for (const parameter of FILTER_PARAMETERS) {
    for (const value of given[parameter] ?? []) query.append(parameter, value);
  }
  return { name, query, hxl: values.hxl === true, bom: values.bom === true };
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
  };
  return `--${parameter} ${value}: ${says[code]}`;
}

/** Waits where the reader is slow; a reader that has gone (head, a closed pipe) ends the command quietly. */
async function writeOut(pages: Iterable<string>, start: string): Promise<void> {
  const { stdout } = process;
  let failed: NodeJS.ErrnoException | undefined;
  stdout.on("error", (error) => {
    failed = error;
  });
  try {
    if (start !== "") stdout.write(start);
    for (const page of pages) {
      if (failed) break;
      if (!stdout.write(page)) await Promise.race([once(stdout, "drain"), once(stdout, "close")]);
    }
    if (!failed) await new Promise<void>((resolve) => stdout.write("", () => resolve()));
  } catch (error) {
    failed ??= error as NodeJS.ErrnoException;
  }
  if (failed && failed.code !== "EPIPE") throw failed;
}
