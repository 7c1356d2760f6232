"use server";
/** One's own password and sessions. */
import { action } from "@/app/_server/action";
import { writeDb } from "@/app/_server/database";
import { textOf } from "@/app/_server/form";
import { beginSecondFactor, changeOwnPassword, confirmSecondFactor, endSecondFactor } from "@/app/_server/session";
import { revokeSession } from "@/db/commands/accounts";
import { LONGEST_PASSWORD } from "@/domain/account";

export const changePassword = action<{ current: string; next: string }>({
  may: "recorder",
  read: (form) => {
    const [current, next] = [form.get("passwordNow"), form.get("password")];
    if (typeof current !== "string" || current === "" || current.length > LONGEST_PASSWORD)
      return { ok: false, problems: [{ field: "passwordNow", code: "password.wrong" }] };
    return { ok: true, input: { current, next: typeof next === "string" ? next : "" } };
  },
  run: async (actor, input) => {
    await changeOwnPassword(actor, input);
    return "/admin/account?saved=password";
  },
});

export const endOwnSession = action<string>({
  may: "recorder",
  read: (form) => ({ ok: true, input: textOf(form, "key") ?? "" }),
  run: (actor, key) => {
    revokeSession(writeDb(), actor, key);
    return "/admin/account?saved=session";
  },
});

export const beginCodes = action<null>({
  may: "recorder",
  read: () => ({ ok: true, input: null }),
  run: (actor) => {
    beginSecondFactor(actor);
    return "/admin/account?saved=begun#second-step";
  },
});

export const confirmCodes = action<string>({
  may: "recorder",
  read: (form) => ({ ok: true, input: (textOf(form, "code") ?? "").slice(0, 20) }),
  run: async (actor, code) => ({ made: (await confirmSecondFactor(actor, code)).join(" ") }),
});

export const endCodes = action<string>({
  may: "recorder",
  read: (form) => {
    const password = form.get("passwordNow");
    if (typeof password !== "string" || password === "" || password.length > LONGEST_PASSWORD)
      return { ok: false, problems: [{ field: "passwordNow", code: "password.wrong" }] };
    return { ok: true, input: password };
  },
  run: async (actor, password) => {
    await endSecondFactor(actor, password);
    return "/admin/account?saved=codesOff";
  },
});
