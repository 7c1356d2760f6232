/** The data dictionary: what is in the files, made from the columns' own declarations. In the data package it is the codebook. */
import { FILTER_PARAMETERS } from "../filter";
import type { Column, Dataset } from "./column";
import { EVERY_DATASET } from "./datasets";

const INTRODUCTION = `# Data dictionary

What is in the files that Attest gives out. This page is written by \`npm run docs:data\` from the same declarations that make
the files' headers; a test fails when the two differ. What the words mean is in [methodology.md](methodology.md).

## All files

- CSV after RFC 4180: UTF-8, commas, CRLF line ends, quotes doubled, one header line.
- An empty cell means that nothing is stated. It never means zero.
- Booleans are \`true\` and \`false\`; dates are \`YYYY-MM-DD\`; instants are ISO 8601 in UTC. Numbers of people are whole persons.
- Text that a spreadsheet would take for a formula (it begins with \`=\`, \`+\`, \`-\`, \`@\`, \`|\`, \`%\`, a tab or a line break, behind any number of
  apostrophes) has one apostrophe put in front. Take one apostrophe away from such a cell to have the original text.
- A file is exactly the view that its address asks for. Parameters: ${FILTER_PARAMETERS.map((name) => `\`${name}\``).join(", ")}, as on the pages;
  \`hxl=1\` adds a row of HXL 1.1 tags under the header, \`bom=1\` a byte order mark for spreadsheets that need one. A parameter that cannot
  be read is answered with 400 and its name.
- A file is whole, or the transfer visibly breaks off. There is never an error message inside it.
- Columns are added, never renamed or given another meaning.
- The same rows are \`.json\` beside \`.csv\` (objects by column name, plain values, null for an empty cell, text without the apostrophe);
  incidents are \`.geojson\` too. \`/export/package.zip\` is a Frictionless data package of all files with their table schemas, this
  dictionary, the methodology, the licence and SHA-256 checksums.
`;

/** The whole page. */
export function dataDictionary(): string {
  return [INTRODUCTION, ...EVERY_DATASET.map(sectionOf)].join("\n");
}

function sectionOf({ name, meaning, columns }: Dataset<never>): string {
  const head = `## ${name}.csv\n\n${meaning} Address: \`/export/${name}.csv\`.\n\n`;
  const table = ["| column | type | meaning | HXL |", "|---|---|---|---|", ...columns.map(rowOf)];
  return `${head}${table.join("\n")}\n`;
}

function rowOf({ name, type, meaning, words, hxl }: Column<never>): string {
  const listed = words ? ` One of: ${words.map((word) => `\`${word}\``).join(", ")}.` : "";
  return `| \`${name}\` | ${type} | ${cell(meaning + listed)} | ${hxl ? `\`${hxl}\`` : ""} |`;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}
