"use server";
/** What the desk does with sources. */
import { action } from "@/app/_server/action";
import { readDb, writeDb } from "@/app/_server/database";
import { checked, textOf } from "@/app/_server/form";
import { expectState, readSource, sourceValues } from "@/app/_server/settings-form";
import { amendSource, mergeSources, noteSource } from "@/db/commands/sources";
import { setWithheld } from "@/db/commands/withheld-names";
import { findSourceForEdit, sourceSlugOf } from "@/db/queries/desk";
import { SourceNoteInput, type SourceInput } from "@/domain/source";
import { readTypedDate } from "@/domain/typed-dates";

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

export const mergeSource = action<{ into: string; reason: string }>({
  may: "editor",
  read: (form, actor) => ({
    ok: true,
    input: { into: sourceSlugOf(readDb(), actor, textOf(form, "into") ?? ""), reason: textOf(form, "reason") ?? "" },
  }),
  run: (actor, { into, reason }, form) => {
    return `/admin/sources/${mergeSources(writeDb(), actor, textOf(form, "slug") ?? "", into, reason)}?saved=merged`;
  },
});

export const addNote = action<SourceNoteInput>({
  may: "editor",
  read: (form) =>
    checked(SourceNoteInput, {
      day: readTypedDate(textOf(form, "day") ?? ""),
      reliability: textOf(form, "reliability") ?? undefined,
      note: textOf(form, "note") ?? "",
    }),
  run: (actor, input, form) => {
    const slug = textOf(form, "slug") ?? "";
    noteSource(writeDb(), actor, slug, input);
    return `/admin/sources/${slug}?saved=note`;
  },
});

export const withholdSource = action<boolean>({
  may: "editor",
  read: (form) => ({ ok: true, input: textOf(form, "withhold") === "yes" }),
  run: (actor, isToBe, form) => {
    const slug = setWithheld(writeDb(), actor, textOf(form, "slug") ?? "", isToBe);
    return `/admin/sources/${slug}?saved=${isToBe ? "withheld" : "shown"}`;
  },
});
