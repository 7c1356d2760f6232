/** The releases of the record: which there are, and what each says of itself. */
import { sql } from "drizzle-orm";
import { civilDateAt } from "@/domain/dates";
import { nextVersion, type Release, type ReleaseChanges, type ReleaseContents, type ReleaseFile } from "@/domain/release";
import type { ReadDb } from "../open";
import { findRecord } from "./record";

type Row = Omit<Release, "contents" | "changes" | "files"> & { contents: string; changes: string | null; files: string };

const COLUMNS = sql.raw(`id, version, made_at as madeAt, note, revision, methodology, audit_entries as auditEntries,
  audit_head as auditHead, contents, changes, files`);

function releaseOf({ contents, changes, files, ...row }: Row): Release {
  return {
    ...row,
    contents: JSON.parse(contents) as ReleaseContents,
    changes: changes === null ? null : (JSON.parse(changes) as ReleaseChanges),
    files: JSON.parse(files) as ReleaseFile[],
  };
}

/** Every release, the newest first. */
export function listReleases(db: ReadDb): Release[] {
  return db.rows<Row>(sql`select ${COLUMNS} from release order by id desc`).map(releaseOf);
}

/** A release by its version, or null. */
export function findRelease(db: ReadDb, version: string): Release | null {
  const row = db.first<Row>(sql`select ${COLUMNS} from release where version = ${version}`);
  return row ? releaseOf(row) : null;
}

/** The version that a release made now takes, beside those of `taken`; and the release that it is compared with. */
export function nextRelease(db: ReadDb, taken: readonly string[] = []): { version: string; previous: string | null } {
  const versions = db.rows<{ version: string }>(sql`select version from release order by id desc`).map(({ version }) => version);
  return {
    version: nextVersion(civilDateAt(db.now(), findRecord(db).timeZone), [...versions, ...taken]),
    previous: versions[0] ?? null,
  };
}
