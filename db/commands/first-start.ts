/** What a new installation begins with: the demonstration, or an empty record; and the gazetteer of its countries. */
import { loadDemo } from "../demo/load";
import { loadGazetteer } from "../gazetteer";
import type { Db } from "../open";
import { findRecord, hasRecord } from "../queries/record";
import { makeActor } from "./actor";
import { createRecord } from "./settings";

/** Neutral settings of an empty record; an admin changes them on the first day. */
const EMPTY_RECORD = { title: "A casualty record", countries: ["UA"], timeZone: "UTC", codePrefix: "INC" };

/**
 * Fills a database that has no record yet, whole or not at all; leaves any other as it is. `loadedDemo` tells whether
 * the demonstration was loaded now.
 */
export function prepareRecord(db: Db, { demo }: { demo: boolean }): { loadedDemo: boolean } {
  if (hasRecord(db)) return { loadedDemo: false };
  return db.transaction(() => {
    if (demo) loadDemo(db);
    else createRecord(db, EMPTY_RECORD);
    const installation = makeActor({ accountId: null, name: "installation", role: "admin" });
    loadGazetteer(db, installation, findRecord(db).countries);
    return { loadedDemo: demo };
  });
}
