/** `npm run docs:data`: writes docs/data-dictionary.md from the columns of domain/datasets. */
import { writeFileSync } from "node:fs";
import { citiesDataset } from "@/domain/datasets/cities";
import { claimsDataset } from "@/domain/datasets/claims";
import type { Column, Dataset } from "@/domain/datasets/column";
import { incidentsDataset } from "@/domain/datasets/incidents";
import { rulingsDataset } from "@/domain/datasets/rulings";
import { seriesDataset } from "@/domain/datasets/series";
import { sourcesDataset } from "@/domain/datasets/sources";
import { FILTER_PARAMETERS } from "@/domain/filter";

export const DATA_DICTIONARY = "docs/data-dictionary.md";

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
`;

/** The whole page. */
export function dataDictionary(): string {
  const datasets = [
    seriesDataset,
    incidentsDataset,
    claimsDataset,
    citiesDataset,
    sourcesDataset,
    rulingsDataset,
  ] as readonly Dataset<never>[];
  return [INTRODUCTION, ...datasets.map(sectionOf)].join("\n");
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

if (process.argv[1] === import.meta.filename) {
  writeFileSync(DATA_DICTIONARY, dataDictionary());
  console.log(`Wrote ${DATA_DICTIONARY}.`);
}
