/**
 * The data package: every data set with its schemas, codebook, methodology, licence, citation and checksums, as a zip that is
 * written while it is read. Checksums and descriptor come last, made of what was written; a failure destroys the stream
 * before its end, and a zip without its end is no zip.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Readable, Transform } from "node:stream";
import { ZipFile } from "yazl";
import { citationCff } from "@/domain/citation";
import {
  licenceText,
  packageDescriptor,
  packageReadme,
  pathOf,
  type PackageFacts,
  type Written,
} from "@/domain/datasets/data-package";
import { dataDictionary } from "@/domain/datasets/dictionary";
import { civilDateAt, isoInstant } from "@/domain/dates";
import { everythingBy, type Filter } from "@/domain/filter";
import type { ReadDb } from "./open";
import { EXPORT_NAMES, exportBytes } from "./queries/export-bytes";
import { listMethodVersions } from "./queries/methodology";
import { findRecord } from "./queries/record";

export interface PackageOptions {
  filter?: Filter;
  /** A release's version; without it the record's revision is named. */
  version?: string;
  /** Where what is packed can be had; empty where no public address is configured. */
  address: string;
}

/** What a package says of itself. */
export function packageFacts(db: ReadDb, { filter: asked, version, address }: PackageOptions): PackageFacts {
  const { title, description, licence, revision, changedAt, timeZone, defaultPolicy } = findRecord(db);
  const filter = asked ?? everythingBy(defaultPolicy);
  return {
    title,
    description,
    licence,
    version: version ?? `revision ${revision}`,
    date: civilDateAt(changedAt ?? 0, timeZone),
    address,
    filter,
    changedAt: changedAt === null ? null : isoInstant(changedAt),
    timeZone,
    methodology: listMethodVersions(db)[0]!.version,
  };
}

/** The zip of a snapshot. The same state gives the same files; `db` must stay open until the stream has ended or failed. */
export function packageStream(db: ReadDb, options: PackageOptions): Readable {
  const facts = packageFacts(db, options);
  const zip = new ZipFile();
  const out = zip.outputStream as Readable;
  const written = new Map<string, Written>();
  // Nothing in the archive tells when it was asked for.
  const mtime = new Date(facts.changedAt ?? 0);
  const add = (path: string, pieces: () => Iterable<Uint8Array>) =>
    zip.addReadStreamLazy(path, { mtime }, (begin) => {
      const source = Readable.from(pieces(), { objectMode: false });
      const measured = source.pipe(measure((found) => written.set(path, found)));
      source.once("error", (error) => out.destroy(error));
      begin(null, measured);
    });
  zip.once("error", (error) => out.destroy(error as Error));
  for (const name of EXPORT_NAMES)
    add(pathOf(name), () => exportBytes(db, { name, filter: facts.filter, hxl: false, bom: false }));
  const texts: Record<string, () => string> = {
    "codebook.md": dataDictionary,
    "methodology.md": methodology,
    "LICENCE.txt": () => licenceText(facts.licence),
    "CITATION.cff": () => citationCff(facts),
    "README.md": () => packageReadme(facts),
    // These two tell of the files before them.
    "datapackage.json": () => `${JSON.stringify(packageDescriptor(facts, written), null, 2)}\n`,
    SHA256SUMS: () => [...written].map(([path, { sha256 }]) => `${sha256}  ${path}\n`).join(""),
  };
  for (const [path, text] of Object.entries(texts)) add(path, () => [new TextEncoder().encode(text())]);
  zip.end();
  return out;
}

/** Passes bytes on, and tells at their end how many there were and their hash. */
function measure(done: (found: Written) => void): Transform {
  const hash = createHash("sha256");
  let bytes = 0;
  return new Transform({
    transform(piece: Uint8Array, _encoding, pass) {
      hash.update(piece);
      bytes += piece.length;
      pass(null, piece);
    },
    flush(pass) {
      done({ bytes, sha256: hash.digest("hex") });
      pass();
    },
  });
}

/** docs/methodology.md, which lies beside the sources. */
function methodology(): string {
  return readFileSync(join(/*turbopackIgnore: true*/ process.env.ATTEST_HOME ?? process.cwd(), "docs", "methodology.md"), "utf8");
}
