"use server";
/** What the desk does with a text to read: keep it, correct what is said about it, save what was taken from it, put it away. */
import { action } from "@/app/_server/action";
import { readDb, writeDb } from "@/app/_server/database";
import { textOf, type Read } from "@/app/_server/form";
import { readCorrected, readStart, readTaken } from "@/app/_server/reading-form";
import { amendReading, captureText, closeReading, recordFromText, type TakenText } from "@/db/commands/readings";
import { findReading } from "@/db/queries/readings";
import type { ReadingInput } from "@/domain/reading/input";

export const startReading = action<ReadingInput>({
  may: "recorder",
  read: readStart,
  run: (actor, input, form) => `/admin/read/${captureText(writeDb(), actor, input, { formKey: keyOf(form) })}?saved=text`,
});

export const correctReading = action<Omit<ReadingInput, "text">>({
  may: "recorder",
  read: readCorrected,
  run: (actor, input, form) => {
    amendReading(writeDb(), actor, idOf(form), input);
    return `/admin/read/${idOf(form)}?saved=about`;
  },
});

export const takeClaims = action<TakenText>({
  may: "recorder",
  read: (form, actor) => {
    const reading = findReading(readDb(), actor, idOf(form));
    return reading ? readTaken(form, reading) : unknown();
  },
  run: (actor, input, form) => {
    const codes = recordFromText(writeDb(), actor, idOf(form), input, { formKey: keyOf(form) });
    return `/admin/read/${idOf(form)}?saved=claims&count=${codes.length}`;
  },
});

export const putAway = action<boolean>({
  may: "recorder",
  read: (form) => ({ ok: true, input: textOf(form, "closed") === "yes" }),
  run: (actor, isClosed, form) => {
    closeReading(writeDb(), actor, idOf(form), isClosed);
    return isClosed ? "/admin/read?saved=closed" : `/admin/read/${idOf(form)}`;
  },
});

function unknown(): Read<never> {
  return { ok: false, problems: [{ field: null, code: "reading.unknown" }] };
}

function idOf(form: FormData): number {
  const id = Number(textOf(form, "reading") ?? Number.NaN);
  return Number.isSafeInteger(id) ? id : -1;
}

function keyOf(form: FormData): string | null {
  const key = textOf(form, "formKey");
  return key !== null && /^[\w-]{16,64}$/.test(key) ? key : null;
}
