"use server";
/** What an admin does with accounts and invitations. */
import { action } from "@/app/_server/action";
import { writeDb } from "@/app/_server/database";
import { localeOf } from "@/app/_server/action";
import { checked, textOf, type Read } from "@/app/_server/form";
import { wholeAddress } from "@/app/_server/session";
import {
  changeRole as setRole,
  disableAccount,
  enableAccount,
  inviteSomebody,
  makeResetLink,
  withdrawInvitation,
} from "@/db/commands/accounts";
import { endTwoFactor } from "@/db/commands/two-factor";
import { RoleInput } from "@/domain/account";
import type { Role } from "@/domain/vocabulary";
import { pathIn } from "@/messages";

export const invite = action<Role>({
  may: "admin",
  read: readRole,
  run: async (actor, role, form) => {
    const token = inviteSomebody(writeDb(), actor, role);
    return { made: await wholeAddress(pathIn(localeOf(form), `/invitation/${token}`)) };
  },
});

export const withdraw = action<string>({
  may: "admin",
  read: (form) => ({ ok: true, input: textOf(form, "key") ?? "" }),
  run: (actor, key) => {
    withdrawInvitation(writeDb(), actor, key);
    return "/admin/people?saved=withdrawn";
  },
});

export const changeRole = action<Role>({
  may: "admin",
  read: readRole,
  run: (actor, role, form) => {
    setRole(writeDb(), actor, idOf(form), role);
    return "/admin/people?saved=role";
  },
});

export const disable = action<number>({
  may: "admin",
  read: readId,
  run: (actor, id) => {
    disableAccount(writeDb(), actor, id);
    return "/admin/people?saved=disabled";
  },
});

export const enable = action<number>({
  may: "admin",
  read: readId,
  run: (actor, id) => {
    enableAccount(writeDb(), actor, id);
    return "/admin/people?saved=enabled";
  },
});

/** For somebody who lost their device and their recovery codes. */
export const endCodesOf = action<number>({
  may: "admin",
  read: readId,
  run: (actor, id) => {
    endTwoFactor(writeDb(), actor, id);
    return "/admin/people?saved=codesOff";
  },
});

export const makePasswordLink = action<number>({
  may: "admin",
  read: readId,
  run: async (actor, id, form) => {
    const link = makeResetLink(writeDb(), actor, id);
    return { made: await wholeAddress(pathIn(localeOf(form), `/invitation/${link}`)) };
  },
});

function readRole(form: FormData): Read<Role> {
  const read = checked(RoleInput, textOf(form, "role"));
  return read.ok ? read : { ok: false, problems: [{ field: "role", code: "choice.missing" }] };
}

function readId(form: FormData): Read<number> {
  return { ok: true, input: idOf(form) };
}

function idOf(form: FormData): number {
  return Number(textOf(form, "account") ?? Number.NaN);
}
