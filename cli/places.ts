/** `attest places FILE`: settlements of a GeoNames file, or of a table like it, into the gazetteer. */
import { existsSync, readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { makeActor } from "@/db/commands/actor";
import { bringPlaces } from "@/db/commands/places";
import { decoded, encodingOf } from "@/domain/formats/encoding";
import { isDump, readDivisions, readDump, readPlaces, type PlaceReading } from "@/domain/formats/geonames";
import { UnreadableTable, type RowProblem } from "@/domain/formats/problem";
import { UsageError, withRecord, type Command } from "./command";
import { fileAt } from "./import";
import { sentenceOf } from "./import-sentences";

const USAGE = `places FILE [--country UA] [--admin1 admin1CodesASCII.txt] [--dry-run]
FILE is a country's file of GeoNames (tab-separated, without a header), or a table with a header: geonameid, name, lat, lon, and as far as
known name_local, alternate_names, country, adm1_name, adm1_pcode, adm2_name, adm2_pcode, population.
A place with a known GeoNames id gets the spellings and codes that it lacks; nothing that it has is changed.
--country   the country of rows that name none (ISO 3166-1 alpha-2)
--admin1    GeoNames' names of the first-order divisions
--dry-run   says how many there are, and adds none`;

export const places: Command = {
  says: "Adds places of a GeoNames file, with every spelling and P-codes, to the gazetteer.",
  usage: USAGE,
  run: async (args) => {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { country: { type: "string" }, admin1: { type: "string" }, "dry-run": { type: "boolean" } },
    });
    const [file] = positionals;
    if (file === undefined || positionals.length > 1) throw new UsageError(`Which file?\n\nUsage: ${USAGE}`);
    for (const one of [file, values.admin1])
      if (one !== undefined && !existsSync(one)) throw new UsageError(`There is no file ${one}.`);
    if (values.country !== undefined && !/^[A-Z]{2}$/.test(values.country))
      throw new UsageError("--country is two capital letters: UA.");
    const divisions =
      values.admin1 === undefined ? new Map<string, string>() : readDivisions(readFileSync(values.admin1, "utf8"));
    const read = readAll(file, { country: values.country ?? null, divisions });
    for (const { row, column, ...problem } of read.problems.slice(0, 200))
      console.log(`row ${row}${column === null ? "" : `, column ${column}`}: ${sentenceOf(problem)}`);
    if (read.problems.length > 0) {
      console.log(`\nNothing was added: ${read.problems.length} problems. Mend them and try again.`);
      process.exitCode = 1;
      return;
    }
    console.log(`${read.found.length} settlements; ${read.others} rows are of other kinds of places and were left out.`);
    if (values["dry-run"]) return console.log("This was a dry run: nothing was added.");
    const { added, grown } = await withRecord((db) =>
      bringPlaces(db, makeActor({ accountId: null, name: "command line", role: "admin" }), read.found, (done) => {
        if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${read.found.length}`);
      }),
    );
    if (process.stderr.isTTY) process.stderr.write("\r");
    console.log(`${added} new; ${grown} known ones got spellings or codes; ${read.found.length - added - grown} as they were.`);
  },
};

function readAll(file: string, options: Parameters<typeof readDump>[1]) {
  const { chunks } = fileAt(file);
  const encoding = encodingOf(chunks());
  const texts = () => decoded(chunks(), encoding);
  const [first = ""] = texts();
  const read: { found: NonNullable<PlaceReading["place"]>[]; problems: RowProblem[]; others: number } = {
    found: [],
    problems: [],
    others: 0,
  };
  try {
    for (const { place, problems } of isDump(first.split(/\r?\n/)[0]!)
      ? readDump(texts(), options)
      : readPlaces(texts(), options)) {
      read.problems.push(...problems);
      if (place) read.found.push(place);
      else if (problems.length === 0) read.others++;
    }
  } catch (error) {
    if (!(error instanceof UnreadableTable)) throw error;
    read.problems.push(error.problem);
  }
  return read;
}
