"use server";
/** Bringing an earlier state of an incident back. */
import { action } from "@/app/_server/action";
import { writeDb } from "@/app/_server/database";
import { seenIn, textOf } from "@/app/_server/form";
import { restoreIncident } from "@/db/commands/revisions";

export const restore = action<number>({
  may: "recorder",
  read: (form) => ({ ok: true, input: Number(textOf(form, "restores") ?? Number.NaN) }),
  run: (actor, version, form) => {
    const seen = seenIn(form);
    restoreIncident(writeDb(), actor, seen, version);
    return `/admin/incidents/${seen.code}?saved=restored`;
  },
});
