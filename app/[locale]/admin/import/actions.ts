"use server";
/** What the desk does with an uploaded table: say how it is read, bring it in, stop, put it away, take it back. */
import { action } from "@/app/_server/action";
import { writeDb } from "@/app/_server/database";
import { textOf, type Read } from "@/app/_server/form";
import { readChoice } from "@/app/_server/import-form";
import { startWork } from "@/app/_server/imports";
import { may } from "@/app/_server/session";
import { beginUndo } from "@/db/commands/import-clean";
import { bringImport, chooseImport, dropImport, stopImport, type ImportChoice } from "@/db/commands/import-jobs";

const jobOf = (form: FormData): Read<number> => {
  const number = textOf(form, "job") ?? "";
  return /^\d{1,9}$/.test(number)
    ? { ok: true, input: Number(number) }
    : { ok: false, problems: [{ field: null, code: "import.unknown" }] };
};

export const choose = action<{ id: number; choice: ImportChoice }>({
  may: "editor",
  read: (form, actor) => {
    const id = jobOf(form);
    if (!id.ok) return id;
    const choice = readChoice(form, may(actor, "admin"));
    return choice.ok ? { ok: true, input: { id: id.input, choice: choice.input } } : choice;
  },
  run: (actor, { id, choice }) => {
    chooseImport(writeDb(), actor, id, choice);
    startWork("check", id);
    return `/admin/import/${id}`;
  },
});

export const bring = action<number>({
  may: "editor",
  read: jobOf,
  run: (actor, id) => {
    bringImport(writeDb(), actor, id);
    startWork("bring", id);
    return `/admin/import/${id}`;
  },
});

export const stop = action<number>({
  may: "editor",
  read: jobOf,
  run: (actor, id) => {
    stopImport(writeDb(), actor, id);
    return `/admin/import/${id}`;
  },
});

export const drop = action<number>({
  may: "editor",
  read: jobOf,
  run: (actor, id) => {
    dropImport(writeDb(), actor, id);
    return "/admin/import";
  },
});

export const undo = action<number>({
  may: "editor",
  read: jobOf,
  run: (actor, id) => {
    beginUndo(writeDb(), actor, id);
    startWork("undo", id);
    return `/admin/import/${id}`;
  },
});
