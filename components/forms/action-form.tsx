"use client";
/**
 * A form that a server action answers. Without JavaScript the browser posts it and the page comes back with what was
 * typed; `permalink` is the address it posts to, and what tells the page's form that the answer is its own.
 */
import { createContext, Fragment, use, useActionState, useState, type ReactNode } from "react";
import { ErrorSummary } from "./error-summary";
import { UNSENT, type FormAction, type FormState, type FormWords, type KeptForm } from "./form-state";
import { Keeping } from "./keeping";
import styles from "./forms.module.css";

interface Shared {
  id: string;
  state: FormState;
  initial: Readonly<Record<string, string>>;
  words: FormWords;
}

const FormContext = createContext<Shared | null>(null);

interface Props {
  id: string;
  action: FormAction;
  permalink: string;
  /** What the fields hold before anything is typed. */
  initial?: Readonly<Record<string, string>>;
  /** Sent along unseen: codes, versions, the key against double submits. What an answer brings back goes before. */
  hidden?: Readonly<Record<string, string>>;
  words: FormWords;
  /** How it is kept while it is being filled in; without it, it is not. */
  kept?: KeptForm | undefined;
  children: ReactNode;
}

const NOTHING: Readonly<Record<string, string>> = {};

export function ActionForm({ id, action, permalink, initial = NOTHING, hidden = NOTHING, words, kept, children }: Props) {
  const [state, send] = useActionState(action, UNSENT, permalink);
  // What was kept is back in the fields at once; its version comes with it, so that a newer save is a shown conflict.
  const [begun, setBegun] = useState<{ values: Readonly<Record<string, string>> | null; turn: number }>({
    values: kept?.draft?.values ?? null,
    turn: 0,
  });
  const begin = (values: Readonly<Record<string, string>> | null) => setBegun(({ turn }) => ({ values, turn: turn + 1 }));
  const first = begun.values ? { ...initial, ...begun.values } : initial;
  return (
    <FormContext value={{ id, state, initial: first, words }}>
      <form id={id} action={send} className={styles.form} noValidate>
        <ErrorSummary formId={id} state={state} words={words} />
        {state.made !== null && <Made formId={id} made={state.made} words={words} />}
        <input type="hidden" name="locale" value={words.locale} />
        <input type="hidden" name="form" value={id} />
        {kept && <input type="hidden" name="draft" value={kept.name} />}
        {Object.entries(hidden).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={state.values?.[name] ?? begun.values?.[name] ?? value} />
        ))}
        {kept && (
          <Keeping
            formId={id}
            kept={kept}
            locale={words.locale}
            isRestored={begun.turn === 0 && begun.values !== null && state.values === null}
            isUnsaved={state.values !== null}
            onRestore={begin}
            onAfresh={() => begin(null)}
          />
        )}
        <Fragment key={begun.turn}>{children}</Fragment>
      </form>
    </FormContext>
  );
}

/** Something made just now that no page shows again: it stands in a field, to be copied whole. */
function Made({ formId, made, words }: { formId: string; made: string; words: FormWords }) {
  return (
    <div className={styles.notice} role="status">
      <label htmlFor={`${formId}-made`}>{words.made}</label>
      {made.includes(" ") ? (
        <textarea id={`${formId}-made`} className={styles.wide} readOnly value={made} rows={4} spellCheck={false} />
      ) : (
        <input id={`${formId}-made`} className={styles.wide} readOnly value={made} spellCheck={false} />
      )}
    </div>
  );
}

/** What may be meant, as an answer offered it. */
export function useOffered(): FormState["offered"] {
  return use(FormContext)?.state.offered ?? [];
}

/** What the form was answered; null before any answer. */
export function useAnswer(): FormState | null {
  const state = use(FormContext)?.state;
  return state?.values ? state : null;
}

/** What one field needs of its form. Throws where it stands outside of one. */
export function useField(name: string) {
  const shared = use(FormContext);
  if (!shared) throw new Error(`The field ${name} stands outside a form.`);
  const { id, state, initial, words } = shared;
  const value = state.values ? (state.values[name] ?? "") : (initial[name] ?? "");
  const saved = state.saved?.[name];
  return {
    id: fieldId(id, name),
    value,
    error: state.errors.find((error) => error.field === name)?.message ?? null,
    savedMeanwhile:
      saved !== undefined && saved !== value ? words.savedMeanwhile.replace("{value}", saved || words.savedEmpty) : null,
    words,
  };
}

/** Whether one of these fields has an error or somebody else's text to show: a fold that hides it must stand open. */
export function useAnyToShow(names: readonly string[]): boolean {
  const shared = use(FormContext);
  if (!shared) return false;
  const { state, initial } = shared;
  return names.some(
    (name) =>
      state.errors.some((error) => error.field === name) ||
      Boolean((state.values ?? initial)[name]) ||
      Boolean(state.saved?.[name]),
  );
}

/** The id of a field's control, which the error summary links to. */
export function fieldId(formId: string, name: string): string {
  return `${formId}-${name.replaceAll(".", "-")}`;
}
