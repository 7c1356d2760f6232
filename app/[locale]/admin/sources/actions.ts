"use server";
/** Amending a source. */
import { action } from "@/app/_server/action";
import { readDb, writeDb } from "@/app/_server/database";
import { textOf } from "@/app/_server/form";
import { expectState, readSource, sourceValues } from "@/app/_server/settings-form";
import { amendSource } from "@/db/commands/sources";
import { findSourceForEdit, sourceSlugOf } from "@/db/queries/desk";
import type { SourceInput } from "@/domain/source";

export const saveSource = action<SourceInput>({
  may: "editor",
  read: (form, actor) => readSource(form, (name) => sourceSlugOf(readDb(), actor, name)),
  run: (actor, input, form) => {
    const db = writeDb();
    const slug = textOf(form, "slug") ?? "";
    db.transaction(() => {
      const before = findSourceForEdit(db, actor, slug);
      if (before) expectState(form, sourceValues(before));
      amendSource(db, actor, slug, input);
    });
    return `/admin/sources/${slug}?saved=source`;
  },
  saved: (actor, form) => {
    const source = findSourceForEdit(readDb(), actor, textOf(form, "slug") ?? "");
    return source && sourceValues(source);
  },
});
