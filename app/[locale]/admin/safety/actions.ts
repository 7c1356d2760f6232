"use server";
/** What admins do about the log's content: one asks that some be taken out, another confirms. */
import { action } from "@/app/_server/action";
import { writeDb } from "@/app/_server/database";
import { textOf, type Read } from "@/app/_server/form";
import { askRedaction as ask, confirmRedaction as confirm, declineRedaction as decline } from "@/db/commands/redactions";

export const askRedaction = action<{ entries: number[]; reason: string }>({
  may: "admin",
  read: readRequest,
  run: (actor, input) => {
    ask(writeDb(), actor, input);
    return "/admin/safety?saved=redaction_asked#redactions";
  },
});

export const confirmRedaction = action<number>({
  may: "admin",
  read: readNumber,
  run: (actor, no) => {
    confirm(writeDb(), actor, no);
    return "/admin/safety?saved=redacted#redactions";
  },
});

export const declineRedaction = action<number>({
  may: "admin",
  read: readNumber,
  run: (actor, no) => {
    decline(writeDb(), actor, no);
    return "/admin/safety?saved=redaction_declined#redactions";
  },
});

/** "17, 18 25": numbers as people write them. */
function readRequest(form: FormData): Read<{ entries: number[]; reason: string }> {
  const words = (textOf(form, "entries") ?? "").split(/[\s,;]+/).filter((word) => word !== "");
  if (words.length === 0 || words.some((word) => !/^\d{1,15}$/.test(word)))
    return { ok: false, problems: [{ field: "entries", code: "redaction.no_entry" }] };
  return { ok: true, input: { entries: words.map(Number), reason: textOf(form, "reason") ?? "" } };
}

function readNumber(form: FormData): Read<number> {
  return { ok: true, input: Number(textOf(form, "no") ?? Number.NaN) };
}
