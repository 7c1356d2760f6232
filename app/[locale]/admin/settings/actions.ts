"use server";
/** Changing the record's settings. */
import { action } from "@/app/_server/action";
import { readDb, writeDb } from "@/app/_server/database";
import { addTowns } from "@/app/_server/gazetteer";
import { expectState, readSettings, settingsValues } from "@/app/_server/settings-form";
import { amendRecord } from "@/db/commands/settings";
import { findRecord } from "@/db/queries/record";
import type { RecordInput } from "@/domain/record";

export const saveSettings = action<RecordInput>({
  may: "admin",
  read: (form) => readSettings(form),
  run: (actor, input, form) => {
    const db = writeDb();
    db.transaction(() => {
      const before = findRecord(db);
      expectState(form, settingsValues(before));
      amendRecord(db, actor, input);
      addTowns(db, actor, { before: before.countries, now: input.countries });
    });
    return "/admin/settings?saved=settings";
  },
  saved: () => settingsValues(findRecord(readDb())),
});
