/** What forms need of a language: their common words, and vocabularies as options. */
import { randomUUID } from "node:crypto";
import type { FormWords } from "@/components/forms/form-state";
import type { Option } from "@/components/forms/field";
import type { Words } from "@/messages";

/** The words that every form shows, in the reader's language. */
export function formWords({ t, locale }: Words): FormWords {
  return {
    locale,
    problem: t("forms.problem"),
    optional: t("forms.optional"),
    savedMeanwhile: t("forms.savedMeanwhile", { value: "{value}" }),
    savedEmpty: t("forms.savedEmpty"),
    made: t("forms.made"),
    signedOut: t("forms.signedOut"),
    signInTab: t("forms.signInTab"),
  };
}

/** A vocabulary as a select's options, with a capital first letter as at the start of a line. */
export function optionsOf<Word extends string>(words: readonly Word[], label: (word: Word) => string): Option[] {
  return words.map((value) => ({ value, label: capital(label(value)) }));
}

function capital(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}

/** The random key that makes a form's second submission the same as its first. */
export function newFormKey(): string {
  return randomUUID();
}
