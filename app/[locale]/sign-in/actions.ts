"use server";
/** Signing in. */
import { openAction } from "@/app/_server/action";
import { checked, textOf } from "@/app/_server/form";
import { giveCode, signIn } from "@/app/_server/session";
import { SignInInput } from "@/domain/account";

export const enter = openAction<{ email: string; password: string }>({
  read: (form) => {
    const password = form.get("password");
    const read = checked(SignInInput, {
      email: textOf(form, "email") ?? "",
      password: typeof password === "string" ? password : "",
    });
    return read.ok ? { ok: true, input: SignInInput.parse(read.input) } : read;
  },
  run: async (input, form) => {
    const next = deskAddress(textOf(form, "next"));
    return (await signIn(input)) === "code" ? `/sign-in?next=${encodeURIComponent(next)}` : next;
  },
});

/** The second step: a code of the app, or one of the recovery codes. */
export const enterCode = openAction<string>({
  read: (form) => ({ ok: true, input: (textOf(form, "code") ?? "").slice(0, 60) }),
  run: async (code, form) => {
    await giveCode(code);
    return deskAddress(textOf(form, "next"));
  },
});

/** Only the desk's own addresses are led back to; anything else would let a link send people elsewhere. */
function deskAddress(next: string | null): string {
  return next !== null && /^\/admin(?:\/[\w./-]*)?$/.test(next) && !next.includes("//") ? next : "/admin";
}
