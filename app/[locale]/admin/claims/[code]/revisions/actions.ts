"use server";
/** Bringing an earlier state of a claim back. */
import { action } from "@/app/_server/action";
import { writeDb } from "@/app/_server/database";
import { seenIn, textOf } from "@/app/_server/form";
import { restoreClaim } from "@/db/commands/revisions";

export const restore = action<number>({
  may: "recorder",
  read: (form) => ({ ok: true, input: Number(textOf(form, "restores") ?? Number.NaN) }),
  run: (actor, version, form) => {
    restoreClaim(writeDb(), actor, seenIn(form), version);
    return `/admin/incidents/${textOf(form, "incident") ?? ""}?saved=restored`;
  },
});
