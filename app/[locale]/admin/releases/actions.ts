"use server";
/** Making a release. */
import { action } from "@/app/_server/action";
import { textOf } from "@/app/_server/form";
import { startRelease } from "@/app/_server/release-job";

export const makeRelease = action<{ version: string; note: string | null }>({
  may: "editor",
  read: (form) => ({ ok: true, input: { version: textOf(form, "version") ?? "", note: textOf(form, "note") ?? null } }),
  run: (actor, input) => {
    startRelease(actor, input);
    return "/admin/releases";
  },
});
