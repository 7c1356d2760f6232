"use server";
/** Making the account that an invitation is for; setting a password by its link. */
import { openAction } from "@/app/_server/action";
import { checked, textOf } from "@/app/_server/form";
import { joinByInvitation, setPasswordByLink } from "@/app/_server/session";
import { AccountInput } from "@/domain/account";

export const join = openAction<AccountInput>({
  read: (form) => {
    const password = form.get("password");
    const raw = {
      name: textOf(form, "name") ?? "",
      email: textOf(form, "email") ?? "",
      password: typeof password === "string" ? password : "",
    };
    const read = checked(AccountInput, raw);
    return read.ok ? { ok: true, input: AccountInput.parse(read.input) } : read;
  },
  run: async (input, form) => {
    await joinByInvitation(textOf(form, "token") ?? "", input);
    return "/admin";
  },
});

export const choosePassword = openAction<string>({
  read: (form) => {
    const password = form.get("password");
    return { ok: true, input: typeof password === "string" ? password : "" };
  },
  run: async (password, form) => {
    const next = await setPasswordByLink(textOf(form, "token") ?? "", password);
    return next === "code" ? "/sign-in" : "/admin";
  },
});
