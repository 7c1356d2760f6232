/** What an action gives back to its form: what was typed, what is wrong with it, and what somebody else saved meanwhile. */

export interface FormError {
  /** The field's name, or null where it is the whole form. */
  field: string | null;
  /** A sentence in the reader's language. */
  message: string;
}

export interface FormState {
  /** What was typed, by field; null: nothing has been sent yet. */
  values: Record<string, string> | null;
  /** What is saved now, by field, where somebody else's save came first. */
  saved: Record<string, string> | null;
  errors: readonly FormError[];
  /** What was made and is shown this once: a one-time link. */
  made: string | null;
  /** What is there already and may be meant. */
  offered: readonly { href: string; label: string }[];
  /** Where to sign in, if the session was over when the form was sent. */
  signInAt: string | null;
}

export const UNSENT: FormState = { values: null, saved: null, errors: [], made: null, offered: [], signInAt: null };

/** An action as a form takes it. */
export type FormAction = (before: FormState, form: FormData) => Promise<FormState>;

/** The words that every form needs, ready in the reader's language. */
export interface FormWords {
  locale: string;
  problem: string;
  optional: string;
  /** With {value} where the saved text goes. */
  savedMeanwhile: string;
  savedEmpty: string;
  made: string;
  signedOut: string;
  signInTab: string;
}

/** How a form is kept while it is being filled in. */
export interface KeptForm {
  /** The form's address without its language, and its id: "/admin/incidents/UA-0003#claim". */
  name: string;
  /** Where it is sent to be kept. */
  to: string;
  /** What was kept of it when the page was made, and when, in words. */
  draft: { values: Record<string, string>; when: string } | null;
  words: {
    /** With {when}. */
    restored: string;
    /** With {when}. */
    found: string;
    putBack: string;
    startAfresh: string;
    kept: string;
    keptHere: string;
    notKept: string;
  };
}
