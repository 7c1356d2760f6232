/** The descriptor of a data package (Frictionless Data Package 1.0, datapackage.json): its files, their schemas and checksums. */
import { knownLicence, type Citable } from "../citation";
import { describeFilter, type Filter } from "../filter";
import type { Dataset } from "./column";
import { EVERY_DATASET } from "./datasets";
import { tableSchema } from "./schema";

/** What is known of a file once it was written. */
export interface Written {
  bytes: number;
  /** Hex. */
  sha256: string;
}

export interface PackageFacts extends Citable {
  filter: Filter;
  /** When the record last changed, ISO 8601 UTC; null where it never did. */
  changedAt: string | null;
  timeZone: string;
  methodology: string;
}

/** Where each data set lies in the package. */
export const pathOf = (name: string) => `data/${name}.csv`;

/** The descriptor. `written` tells of every file by its path. */
export function packageDescriptor(facts: PackageFacts, written: ReadonlyMap<string, Written>): object {
  const { title, description, licence, version, address, changedAt, timeZone, methodology, filter } = facts;
  const known = knownLicence(licence);
  return {
    profile: "tabular-data-package",
    name: nameOf(title),
    title,
    ...(description ? { description } : {}),
    version,
    ...(address ? { homepage: address } : {}),
    ...(licence
      ? {
          licenses: [known ? { name: known.spdx, title: known.title, path: known.url } : { path: "LICENCE.txt", title: licence }],
        }
      : {}),
    ...(changedAt ? { created: changedAt } : {}),
    view: { clauses: describeFilter(filter), timeZone, methodology },
    resources: (EVERY_DATASET as readonly Dataset<never>[]).map((dataset) => {
      const path = pathOf(dataset.name);
      const { bytes, sha256 } = written.get(path)!;
      return {
        profile: "tabular-data-resource",
        name: dataset.name,
        path,
        title: `${dataset.name}.csv`,
        description: dataset.meaning,
        format: "csv",
        mediatype: "text/csv",
        encoding: "utf-8",
        bytes,
        hash: `sha256:${sha256}`,
        dialect: { delimiter: ",", lineTerminator: "\r\n", quoteChar: '"', doubleQuote: true, header: true },
        schema: tableSchema(dataset),
      };
    }),
  };
}

/** A package's name may hold small letters, digits, dots and hyphens. */
function nameOf(title: string): string {
  return (
    title
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-+|-+$/g, "") || "record"
  );
}

/** README.md of the package. */
export function packageReadme(facts: PackageFacts): string {
  const { title, description, licence, version, changedAt, methodology, address, filter, timeZone } = facts;
  const asked = describeFilter(filter).map(({ key, values }) => `- ${key}: ${Object.values(values).flat().join(", ")}`);
  return `# ${title}

${description ? `${description}\n\n` : ""}Version ${version}${changedAt ? `, last changed ${changedAt}` : ""}. Method: version ${methodology} (methodology.md). Time zone: ${timeZone}.
${address ? `\nFrom ${address}\n` : ""}
## The view

${asked.join("\n")}

## Files

- \`data/\`: the data sets as CSV (RFC 4180, UTF-8). \`codebook.md\` says what each column means.
- \`datapackage.json\`: the same for programs (Frictionless Data Package, with table schemas).
- \`methodology.md\`: what the numbers mean and how they follow from what was said.
- \`LICENCE.txt\`, \`CITATION.cff\`: how the data may be used, and how to cite them.
- \`SHA256SUMS\`: check the files with \`sha256sum -c SHA256SUMS\`.

An empty cell means that nothing is stated; it never means zero.

## Licence

${licenceText(licence)}`;
}

/** LICENCE.txt of the package. */
export function licenceText(licence: string): string {
  if (!licence) return "This record has named no licence. Ask before you use the data.\n";
  const known = knownLicence(licence);
  return `${licence}\n${known ? `${known.title}\n${known.url}\n` : ""}`;
}
