"use server";
/** Leaving the desk. */
import { redirect } from "next/navigation";
import { localeOf } from "@/app/_server/action";
import { beginAction } from "@/app/_server/answer";
import { signOut } from "@/app/_server/session";
import { pathIn } from "@/messages";

export async function leave(form: FormData): Promise<void> {
  beginAction();
  await signOut();
  redirect(`${pathIn(form instanceof FormData ? localeOf(form) : "en", "/sign-in")}?done=out`);
}
