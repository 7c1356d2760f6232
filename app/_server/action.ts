/**
 * The one wrapper of every action of the desk: who may → read the form → command → see it anew → form state. What was
 * typed comes back with whatever was wrong; a failure is logged, and said.
 */
import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { mayAct } from "@/db/commands/actor";
import { dropDraft } from "@/db/commands/drafts";
import { Refused } from "@/db/refused";
import { Unwritable } from "@/db/trouble";
import type { Role } from "@/domain/vocabulary";
import { UNSENT, type FormAction, type FormState } from "@/components/forms/form-state";
import { isLocale, pathIn, wordsIn, type Locale } from "@/messages";
import { answerWith, beginAction } from "./answer";
import { writeDb } from "./database";
import { problemsOfError, sentencesOf, textOf, typedIn, type Problem, type Read } from "./form";
import { currentActor, rememberLostForm, signInAddress, type SignedIn } from "./session";

/** What one action does. */
export interface Step<Input> {
  may: Role;
  /** The command's input, or what is wrong with the form. */
  read: (form: FormData, actor: SignedIn) => Read<Input> | Promise<Read<Input>>;
  /** Runs the command; gives back where to go next, without its language, or what it made, to be shown this once. */
  run: (actor: SignedIn, input: Input, form: FormData) => string | Made | Promise<string | Made>;
  /** The fields as they are saved now, to show beside what was typed when somebody else's save came first. */
  saved?: (actor: SignedIn, form: FormData) => Record<string, string> | null;
  /** What is there already and may be meant, where the command asks whether it is. */
  offer?: (actor: SignedIn, form: FormData) => FormState["offered"];
}

/** Something made that stays on the page: a one-time link. */
export interface Made {
  made: string;
}

export type Outcome = { go: string } | { state: FormState };

/** Makes the action of a step, for `useActionState`. */
export function action<Input>(step: Step<Input>): FormAction {
  return async (_before, form) => {
    beginAction();
    if (!isForm(form)) return broken();
    const locale = localeOf(form);
    const actor = await currentActor();
    if (!actor) await rememberLostForm(textOf(form, "form") ?? "");
    const outcome = await attempt(step, actor, form);
    if ("go" in outcome || outcome.state.made !== null) revalidatePath("/", "layout");
    if ("state" in outcome) return outcome.state;
    redirect(pathIn(locale, pathOf(outcome.go)));
  };
}

/** A place on this site as a header can carry it: what of it came from a form may be any text, and leads nowhere else. */
export function pathOf(go: string): string {
  const { pathname, search, hash } = new URL(go, "http://here");
  return `${pathname}${search}${hash}`;
}

/** Does what an action does, short of the web: nothing without an Actor whose role reaches. */
export async function attempt<Input>(step: Step<Input>, actor: SignedIn | null, form: FormData): Promise<Outcome> {
  const locale = localeOf(form);
  const state = (problems: readonly Problem[], more: Partial<FormState> = {}): Outcome => ({
    state: { ...UNSENT, values: typedIn(form), errors: sentencesOf(wordsIn(locale), problems, form), ...more },
  });
  if (!actor) return state([], { signInAt: signInAddress(locale, "/admin") });
  if (!mayAct(actor, step.may)) return state([{ field: null, code: "role.not_allowed" }]);
  try {
    const read = await step.read(form, actor);
    if (!read.ok) return state(read.problems);
    const done = await step.run(actor, read.input, form);
    forgetKept(actor, form);
    return typeof done === "string" ? { go: done } : { state: { ...UNSENT, made: done.made } };
  } catch (error) {
    const problems = problemsOfError(error) ?? failed(error);
    tellStatus(error);
    if (!(error instanceof Refused)) return state(problems);
    const conflict = error.code === "version.stale" ? conflictOf(step, actor, form, error) : {};
    return state(problems, { ...conflict, offered: step.offer?.(actor, form) ?? [] });
  }
}

/** What was kept of a form while it was filled in is saved now. */
function forgetKept(actor: SignedIn, form: FormData): void {
  const name = textOf(form, "draft");
  if (name !== null) dropDraft(writeDb(), actor, name);
}

/** Somebody else saved first: both texts are shown, and sending the form again is a decision for one's own. */
function conflictOf<Input>(step: Step<Input>, actor: SignedIn, form: FormData, { values }: Refused): Partial<FormState> {
  return { values: { ...typedIn(form), version: String(values.now) }, saved: step.saved?.(actor, form) ?? null };
}

/** An action open to anybody (signing in, an invitation); `run` gives back where to go. */
export function openAction<Input>(step: {
  read: (form: FormData) => Read<Input>;
  run: (input: Input, form: FormData) => Promise<string>;
}): FormAction {
  return async (_before, form) => {
    beginAction();
    if (!isForm(form)) return broken();
    const locale = localeOf(form);
    const state = (problems: readonly Problem[]): FormState => ({
      ...UNSENT,
      values: typedIn(form),
      errors: sentencesOf(wordsIn(locale), problems, form),
    });
    const read = step.read(form);
    if (!read.ok) return state(read.problems);
    let go: string;
    try {
      go = await step.run(read.input, form);
    } catch (error) {
      tellStatus(error);
      return state(problemsOfError(error) ?? failed(error));
    }
    redirect(pathIn(locale, pathOf(go)));
  };
}

/** Minutes and a full disk are told to programs too. */
function tellStatus(error: unknown): void {
  if (error instanceof Unwritable) answerWith(503, 60);
  if (error instanceof Refused && error.code === "sign_in.too_often") answerWith(429, Number(error.values.minutes) * 60);
}

/** Actions are called from the web, with anything. */
function isForm(form: unknown): form is FormData {
  return form instanceof FormData;
}

function broken(): FormState {
  return { ...UNSENT, values: {}, errors: [{ field: null, message: wordsIn("en").t("errors.form.broken") }] };
}

export function localeOf(form: FormData): Locale {
  const locale = textOf(form, "locale") ?? "";
  return isLocale(locale) ? locale : "en";
}

function failed(error: unknown): Problem[] {
  // The log names the failure, never what was typed.
  process.stderr.write(
    `${JSON.stringify({ at: new Date().toISOString(), failure: error instanceof Error ? (error.stack ?? error.message) : String(error) })}\n`,
  );
  return [{ field: null, code: "form.not_saved" }];
}
