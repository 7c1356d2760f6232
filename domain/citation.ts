/** How a record or one of its releases is cited, by programs: Citation File Format 1.2 and BibTeX. */

export interface Citable {
  title: string;
  description: string;
  licence: string;
  /** A release's version, or for the record as it is now its revision: "revision 12". */
  version: string;
  /** Civil date. */
  date: string;
  /** Where it can be had; empty where no public address is configured. */
  address: string;
}

/** Licences that people name in many ways, as SPDX names them; others are given in the record's own words. */
const LICENCES: readonly { spdx: string; title: string; url: string; also: RegExp }[] = [
  {
    spdx: "CC-BY-4.0",
    title: "Creative Commons Attribution 4.0 International",
    url: "https://creativecommons.org/licenses/by/4.0/",
    also: /^cc[ -]by[ -]4\.0\b/i,
  },
  {
    spdx: "CC-BY-SA-4.0",
    title: "Creative Commons Attribution-ShareAlike 4.0 International",
    url: "https://creativecommons.org/licenses/by-sa/4.0/",
    also: /^cc[ -]by[ -]sa[ -]4\.0\b/i,
  },
  {
    spdx: "CC0-1.0",
    title: "Creative Commons Zero 1.0 Universal",
    url: "https://creativecommons.org/publicdomain/zero/1.0/",
    also: /^cc0\b/i,
  },
  {
    spdx: "ODbL-1.0",
    title: "Open Data Commons Open Database License 1.0",
    url: "https://opendatacommons.org/licenses/odbl/1-0/",
    also: /^odbl\b/i,
  },
];

/** A well-known licence by what a record calls it, or null: then its own words stand. */
export function knownLicence(licence: string): { spdx: string; title: string; url: string } | null {
  return LICENCES.find(({ also }) => also.test(licence.trim())) ?? null;
}

/** CITATION.cff. Names the people who kept the record together, since a record names none of them. */
export function citationCff({ title, description, licence, version, date, address }: Citable): string {
  const known = knownLicence(licence);
  return [
    "cff-version: 1.2.0",
    "message: If you use these data, please cite them as below. Name the policy and the day as known on, too.",
    "type: dataset",
    `title: ${quoted(title)}`,
    "authors:",
    `  - name: ${quoted(authorsOf(title))}`,
    `version: ${quoted(version)}`,
    `date-released: ${date}`,
    ...(description ? [`abstract: ${quoted(description)}`] : []),
    ...(known ? [`license: ${known.spdx}`] : licence && address ? [`license-url: ${quoted(`${address}#licence`)}`] : []),
    ...(address ? [`url: ${quoted(address)}`] : []),
    "",
  ].join("\n");
}

/** An entry for BibTeX; BibLaTeX knows the type dataset, others take it for misc. */
export function bibtex({ title, licence, version, date, address }: Citable): string {
  const fields: [string, string][] = [
    ["author", `{${escaped(authorsOf(title))}}`],
    ["title", `{${escaped(title)}}`],
    ["year", date.slice(0, 4)],
    ["date", date],
    ["version", escaped(version)],
    ...(address ? [["url", address] as [string, string]] : []),
    ...(licence ? [["note", `Licence: ${escaped(licence)}`] as [string, string]] : []),
  ];
  const key = `${
    title
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-|-$/g, "")
      .slice(0, 40) || "record"
  }-${version.replace(/[^0-9A-Za-z.-]+/g, "-")}`;
  return `@dataset{${key},\n${fields.map(([name, value]) => `  ${name} = {${value}}`).join(",\n")}\n}\n`;
}

const authorsOf = (title: string) => `Recorders and editors of ${title}`;

/** A double-quoted YAML scalar is a JSON string. */
function quoted(text: string): string {
  return JSON.stringify(text.replace(/[\u2028\u2029\u0085]/g, " "));
}

/** Text with TeX's own marks made plain. */
function escaped(text: string): string {
  return text
    .replace(/[\r\n\t]+/g, " ")
    .replaceAll("\\", "\\textbackslash ")
    .replace(/[{}]/g, "")
    .replace(/[&%$#_]/g, (mark) => `\\${mark}`)
    .replaceAll("~", "\\textasciitilde ")
    .replaceAll("^", "\\textasciicircum ");
}
