"use server";
/** Signing in. */
import { openAction } from "@/app/_server/action";
import { checked, textOf } from "@/app/_server/form";
import { signIn } from "@/app/_server/session";
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
    await signIn(input);
    return deskAddress(textOf(form, "next"));
  },
});

/** Only the desk's own addresses are led back to; anything else would let a link send people elsewhere. */
function deskAddress(next: string | null): string {
  return next !== null && /^\/admin(?:\/[\w./-]*)?$/.test(next) && !next.includes("//") ? next : "/admin";
}
