/**
 * Making a release: its files are written into a folder of their own beside the database by whoever has time (a process of
 * its own, the command line), from one state of the record that is only read; then `recordRelease` gives it its name.
 */
import {
  closeSync,
  chmodSync,
  createWriteStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import Sqlite from "../driver";
import { sql } from "drizzle-orm";
import { bibtex, citationCff } from "@/domain/citation";
import { headerLine, rowLine, type Dataset } from "@/domain/datasets/column";
import { releaseChangesDataset } from "@/domain/datasets/release-changes";
import { civilDateAt, isoInstant } from "@/domain/dates";
import { everythingBy } from "@/domain/filter";
import { baseNameOf, RELEASE_VERSION, type ReleaseChanges, type ReleaseContents, type ReleaseFile } from "@/domain/release";
import { METRICS } from "@/domain/vocabulary";
import { packageFacts, packageStream } from "../data-package";
import { sha256OfFile, syncFile, syncFolderOf } from "../files";
import { openForReading, type ReadDb } from "../open";
import { listMethodVersions } from "../queries/methodology";
import { findRecord } from "../queries/record";
import { sealAnew } from "../seals";
import { spanOfIncidents, totalOfIncidents } from "../queries/series";
import { compareReleases } from "./compare";
import { releaseFolder, releasesFolder } from "./folders";
import { freezeRecord } from "./freeze";

export { releaseFolder, releasesFolder };

/** Versions whose folders are there, whether or not the record names them: after a restore it may have forgotten some. */
export function versionsInFolder(file: string): string[] {
  const folder = releasesFolder(file);
  return existsSync(folder) ? readdirSync(folder).filter((name) => RELEASE_VERSION.test(name)) : [];
}

export interface ReleaseOrder {
  /** The record's database. */
  file: string;
  version: string;
  /** Instant, milliseconds UTC. */
  madeAt: number;
  note: string | null;
  /** The release before, to tell what changed. */
  previous: string | null;
  /** The site's public address; empty where none is configured. */
  origin: string;
}

/** A release whose files are written and whose row is not. */
export interface MadeRelease {
  /** The folder, still under a name of its own. */
  folder: string;
  version: string;
  madeAt: number;
  note: string | null;
  revision: number;
  methodology: string;
  auditEntries: number;
  auditHead: string;
  contents: ReleaseContents;
  changes: ReleaseChanges | null;
  files: ReleaseFile[];
}

function methodologyOf(database: string): string {
  const frozen = openForReading(database);
  try {
    return listMethodVersions(frozen)[0]!.version;
  } finally {
    frozen.close();
  }
}

/** Writes a release's files. Takes seconds for a large record, and holds up nobody who reads or writes it. Leaves nothing where it fails. */
export async function makeReleaseFiles(order: ReleaseOrder): Promise<MadeRelease> {
  const { file, version, madeAt, note, previous, origin } = order;
  mkdirSync(releasesFolder(file), { recursive: true });
  const folder = mkdtempSync(join(releasesFolder(file), ".making-"));
  try {
    const base = baseNameOf(version);
    const database = join(folder, `${base}.sqlite`);
    const state = freezeRecord(file, database, { version });
    const previousFile = previous === null ? null : join(releaseFolder(file, previous), `${baseNameOf(previous)}.sqlite`);
    const changes =
      previous !== null && previousFile !== null && isThere(previousFile)
        ? writeChanges(join(folder, "changes.csv"), { version: previous, file: previousFile }, { version, file: database })
        : null;
    const methodology = methodologyOf(database);
    const contents = addOwnRow(database, { ...order, ...state, methodology, changes });
    const frozen = openForReading(database);
    try {
      const address = origin === "" ? "" : `${origin}/data/releases/${version}`;
      await pipeline(packageStream(frozen, { version, address }), createWriteStream(join(folder, `${base}.zip`)));
      const facts = { ...packageFacts(frozen, { version, address }), date: civilDateAt(madeAt, findRecord(frozen).timeZone) };
      writeFileSync(join(folder, "CITATION.cff"), citationCff(facts));
      writeFileSync(join(folder, "citation.bib"), bibtex(facts));
    } finally {
      frozen.close();
    }
    const told = { version, made_at: isoInstant(madeAt), note, methodology };
    const log = { audit_entries: state.auditEntries, audit_head: state.auditHead };
    writeFileSync(
      join(folder, "release.json"),
      `${JSON.stringify({ ...told, revision: state.revision, ...log, contents, changes: changes && { ...changes, changed: undefined } }, null, 2)}\n`,
    );
    const files = readdirSync(folder)
      .sort()
      .map((name) => fileOf(folder, name));
    writeFileSync(join(folder, "SHA256SUMS"), files.map(({ name, sha256 }) => `${sha256}  ${name}\n`).join(""));
    files.push(fileOf(folder, "SHA256SUMS"));
    for (const { name } of files) {
      syncFile(join(folder, name));
      chmodSync(join(folder, name), 0o444);
    }
    syncFolderOf(join(folder, "SHA256SUMS"));
    return { folder, version, madeAt, note, ...state, methodology, contents, changes, files };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

function isThere(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;
}

function fileOf(folder: string, name: string): ReleaseFile {
  const path = join(folder, name);
  return { name, bytes: statSync(path).size, sha256: sha256OfFile(path) };
}

/** changes.csv, whole; its numbers and its beginning are given back. */
function writeChanges(
  path: string,
  older: { version: string; file: string },
  newer: { version: string; file: string },
): ReleaseChanges {
  const handle = openSync(path, "wx");
  try {
    let lines = headerLine(releaseChangesDataset as Dataset<never>);
    const changes = compareReleases({ older, newer }, (changed) => {
      lines += rowLine(releaseChangesDataset, changed);
      if (lines.length < 1 << 16) return;
      writeSync(handle, lines);
      lines = "";
    });
    writeSync(handle, lines);
    return changes;
  } finally {
    closeSync(handle);
  }
}

/** The release's row in its own database, which cannot name its own files; and what it holds. */
function addOwnRow(
  database: string,
  {
    version,
    madeAt,
    note,
    revision,
    methodology,
    auditEntries,
    auditHead,
    changes,
  }: ReleaseOrder & Omit<MadeRelease, "folder" | "contents" | "files">,
): ReleaseContents {
  const db = openForReading(database);
  let contents: ReleaseContents;
  try {
    contents = contentsOf(db);
  } finally {
    db.close();
  }
  // Not as a record is opened: that would leave the file with a log beside it.
  const sqlite = new Sqlite(database);
  try {
    sqlite
      .prepare(
        `insert into release (version, made_at, note, revision, methodology, audit_entries, audit_head, contents, changes, files)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, '[]')`,
      )
      .run(
        version,
        madeAt,
        note,
        revision,
        methodology,
        auditEntries,
        auditHead,
        JSON.stringify(contents),
        changes && JSON.stringify(changes),
      );
    // There is no log in it that tells its seals: they are of the rows as they were written.
    sealAnew(sqlite);
  } finally {
    sqlite.close();
  }
  return contents;
}

/** How much a record holds of what readers see. */
function contentsOf(db: ReadDb): ReleaseContents {
  const count = (of: string) => db.first<{ n: number }>(sql.raw(`select count(*) as n from ${of}`))!.n;
  const everything = everythingBy(findRecord(db).defaultPolicy);
  const span = spanOfIncidents(db, everything);
  return {
    incidents: count("incident where publication = 'published'"),
    claims: count("claim where publication = 'published'"),
    sources: count("(select distinct source_id from claim where publication = 'published')"),
    cities: span?.places ?? 0,
    rulings: count("ruling"),
    from: span?.from ?? null,
    to: span?.to ?? null,
    totals: Object.fromEntries(
      METRICS.map((metric) => [metric, totalOfIncidents(db, everything, metric)]),
    ) as ReleaseContents["totals"],
  };
}
