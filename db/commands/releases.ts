/** Releases: giving one that was made its name and its place in the record. */
import { existsSync, renameSync, rmSync } from "node:fs";
import { syncFolderOf } from "../files";
import type { Db } from "../open";
import { Refused } from "../refused";
import { findRecord } from "../queries/record";
import { findRelease, nextRelease } from "../queries/releases";
import { makeReleaseFiles, releaseFolder, versionsInFolder, type MadeRelease } from "../releases/make";
import { release } from "../schema";
import { mayAct, type Actor } from "./actor";
import { write } from "./write";

/** Longer notes belong in the methodology or on a page of their own. */
const LONGEST_NOTE = 2_000;

/** What a release made now is to be called, for `makeReleaseFiles`; throws Refused where this actor may make none. */
export function orderRelease(db: Db, actor: Actor, { note, origin }: { note: string | null; origin: string }) {
  if (!mayAct(actor, "editor")) throw new Refused("role.not_allowed");
  if (findRecord(db).releaseVersion !== null) throw new Refused("release.of_release");
  const text = note?.trim() ?? "";
  if (text.length > LONGEST_NOTE) throw new Refused("text.too_long", "note", { most: LONGEST_NOTE });
  return {
    file: db.file,
    ...nextRelease(db, versionsInFolder(db.file)),
    madeAt: db.now(),
    note: text === "" ? null : text,
    origin,
  };
}

/** Keeps a release whose files are written: its folder takes its version, and the record and its audit log name it for ever. */
export function recordRelease(db: Db, actor: Actor, made: MadeRelease): string {
  return write(db, actor, "editor", (tx) => {
    const { folder, version, contents, changes, files, ...facts } = made;
    const place = releaseFolder(db.file, version);
    // What was given out once under a version stays under it, even where a restored record does not know it.
    if (findRelease(tx, version) || existsSync(place)) throw new Refused("release.there", null, { version });
    renameSync(folder, place);
    syncFolderOf(place);
    tx.insert(release)
      .values({
        version,
        ...facts,
        madeBy: actor.accountId,
        contents: JSON.stringify(contents),
        changes: changes && JSON.stringify(changes),
        files: JSON.stringify(files),
      })
      .run();
    return {
      result: version,
      audit: {
        action: "release.make",
        subject: `release ${version}`,
        after: { revision: facts.revision, auditHead: facts.auditHead, files },
      },
      visible: true,
    };
  });
}

/** Makes a release whole, where nobody waits for this thread. Gives back its version. */
export async function makeRelease(
  db: Db,
  actor: Actor,
  { note, origin }: { note: string | null; origin: string },
): Promise<string> {
  const made = await makeReleaseFiles(orderRelease(db, actor, { note, origin }));
  try {
    return recordRelease(db, actor, made);
  } catch (error) {
    rmSync(made.folder, { recursive: true, force: true });
    throw error;
  }
}
