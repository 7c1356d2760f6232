"use server";
/** Changing the record's settings, and what its vague words count as. */
import { action } from "@/app/_server/action";
import { readDb, writeDb } from "@/app/_server/database";
import { addTowns } from "@/app/_server/gazetteer";
import {
  expectState,
  floorsValues,
  readFloorsForm,
  readSettings,
  settingsValues,
  type FloorsForm,
} from "@/app/_server/settings-form";
import { amendFloors, amendRecord } from "@/db/commands/settings";
import { readFloors } from "@/db/queries/methodology";
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

export const saveFloors = action<FloorsForm>({
  may: "admin",
  read: (form) => readFloorsForm(form),
  run: (actor, input) => {
    amendFloors(writeDb(), actor, input);
    return "/admin/settings?saved=floors";
  },
  saved: () => floorsValues(readFloors(readDb())),
});
