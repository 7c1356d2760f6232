/** Reading forms: what was typed, into a command's input; and problems, into sentences beside their fields. */
import type { z } from "zod";
import { ZodError } from "zod";
import { Refused } from "@/db/refused";
import { Unwritable } from "@/db/trouble";
import { cleanText } from "@/domain/text";
import type { Words } from "@/messages";
import type { FormError } from "@/components/forms/form-state";

/** Something wrong with a form: a message key under "errors", the field, and what the message names. */
export interface Problem {
  field: string | null;
  code: string;
  values?: Record<string, string | number>;
}

export type Read<Input> = { ok: true; input: Input } | { ok: false; problems: Problem[] };

/** A field's text without the space around it, or null where it is empty or absent. */
export function textOf(form: FormData, name: string): string | null {
  const value = form.get(name);
  // Browsers send line breaks as CR LF; the record keeps LF.
  const text = typeof value === "string" ? cleanText(value.replaceAll("\r\n", "\n")) : "";
  return text === "" ? null : text;
}

/** The thing that a form is about and the version of it that its person saw. */
export function seenIn(form: FormData): { code: string; version: number } {
  return { code: textOf(form, "code") ?? "", version: Number(textOf(form, "version") ?? Number.NaN) };
}

/** The random key that makes a second submission the same as the first; null where it is none. */
export function keyIn(form: FormData): string | null {
  const key = textOf(form, "formKey");
  return key !== null && /^[\w-]{16,64}$/.test(key) ? key : null;
}

/** A field's number, with a point or a comma; null where it is empty, NaN where it is no number. */
export function numberOf(form: FormData, name: string): number | null {
  const text = textOf(form, name);
  if (text === null) return null;
  return /^[-−]?\d{1,3}(?:[.,]\d{1,15})?$/.test(text) ? Number(text.replace("−", "-").replace(",", ".")) : Number.NaN;
}

/** Everything that was typed, to show again. Passwords and the framework's own fields are left out. */
export function typedIn(form: FormData): Record<string, string> {
  const typed: Record<string, string> = {};
  for (const [name, value] of form) {
    if (typeof value === "string" && !name.startsWith("$") && !name.toLowerCase().includes("password")) typed[name] = value;
  }
  return typed;
}

/** Checks a raw input by its schema; `nameOf` says which field an issue's path belongs to. */
export function checked<Schema extends z.ZodType>(
  schema: Schema,
  raw: unknown,
  { problems = [], nameOf = joined }: { problems?: Problem[]; nameOf?: (path: readonly PropertyKey[]) => string } = {},
): Read<z.input<Schema>> {
  const parsed = schema.safeParse(raw);
  const all = [...problems, ...(parsed.success ? [] : problemsOf(parsed.error, nameOf))];
  // A field that could not be read is not told a second time that it is missing.
  const first = all.filter(({ field }, index) => all.findIndex((other) => other.field === field) === index);
  return first.length > 0 ? { ok: false, problems: first } : { ok: true, input: raw as z.input<Schema> };
}

const joined = (path: readonly PropertyKey[]) => path.map(String).join(".");

function problemsOf(error: ZodError, nameOf: (path: readonly PropertyKey[]) => string = joined): Problem[] {
  return error.issues.map(({ path, message }) => ({ field: path.length > 0 ? nameOf(path) : null, code: message }));
}

/** What a command's refusal means for its form, or null where the error is no refusal but a failure. */
export function problemsOfError(error: unknown): Problem[] | null {
  if (error instanceof Refused) return [{ field: error.field, code: error.code, values: error.values }];
  if (error instanceof Unwritable) return [{ field: null, code: `unwritable.${error.kind}` }];
  return error instanceof ZodError ? problemsOf(error) : null;
}

/** Runs a command whose fields carry a prefix in this form, so that its refusal finds them. */
export function inFields<Result>(prefix: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof Refused && error.field !== null) throw new Refused(error.code, `${prefix}${error.field}`, error.values);
    throw error;
  }
}

/** Problems as sentences. A field that the form does not have is told above the form. */
export function sentencesOf({ t }: Words, problems: readonly Problem[], form: FormData): FormError[] {
  return problems.map(({ field, code, values }) => ({
    field: field !== null && (form.has(field) || isUncheckable(field)) ? field : null,
    message: problemSentence(t, code, values),
  }));
}

/** A checkbox that is not ticked is not in the form that is sent. */
function isUncheckable(field: string): boolean {
  return field === "counted" || field === "distinct" || field.endsWith("preliminary") || field.endsWith("withheld");
}

/** A problem as a sentence in the reader's language. */
export function problemSentence(t: Words["t"], code: string, values?: Problem["values"]): string {
  // Codes are data: the catalogue is asked whether it knows one, and a test holds that it knows all.
  const key = `errors.${code}` as "errors.form.invalid";
  return /^[a-z_]+\.[a-z_]+$/.test(code) && t.has(key) ? t(key, values as never) : t("errors.form.invalid");
}
