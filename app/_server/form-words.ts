/** What forms need of a language: their common words, and vocabularies as options. */
import { randomUUID } from "node:crypto";
import type { FormWords, KeptForm } from "@/components/forms/form-state";
import type { Option } from "@/components/forms/field";
import { instantText } from "@/components/reading/times";
import { findDraft } from "@/db/queries/drafts";
import { findRecord } from "@/db/queries/record";
import { pathIn, type Words } from "@/messages";
import { readDb } from "./database";
import type { SignedIn } from "./session";

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

/** How a form of the desk is kept while it is being filled in, with what was kept of it. `path` is its page's, without language. */
export function keptForm(words: Words, actor: SignedIn | null, path: string, id: string): KeptForm | undefined {
  if (!actor) return undefined;
  const { t, locale } = words;
  const db = readDb();
  const name = `${path}#${id}`;
  const draft = findDraft(db, actor, name);
  return {
    name,
    to: pathIn(locale, "/admin/drafts"),
    draft: draft && { values: draft.values, when: instantText(words, draft.savedAt, findRecord(db).timeZone) },
    words: {
      restored: t("forms.kept.restored", { when: "{when}" }),
      found: t("forms.kept.found", { when: "{when}" }),
      putBack: t("forms.kept.putBack"),
      startAfresh: t("forms.kept.startAfresh"),
      kept: t("forms.kept.kept"),
      keptHere: t("forms.kept.keptHere"),
      notKept: t("forms.kept.notKept"),
    },
  };
}
