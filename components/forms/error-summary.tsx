"use client";
/** What is wrong, above the form, each error a link to its field (GOV.UK's pattern); takes the focus when it appears. */
import { useEffect, useRef } from "react";
import { fieldId } from "./action-form";
import type { FormState, FormWords } from "./form-state";
import styles from "./forms.module.css";

export function ErrorSummary({ formId, state, words }: { formId: string; state: FormState; words: FormWords }) {
  const box = useRef<HTMLDivElement>(null);
  const { errors, signInAt } = state;
  const hasProblem = errors.length > 0 || signInAt !== null;
  useEffect(() => {
    if (hasProblem) box.current?.focus();
  }, [state, hasProblem]);
  if (!hasProblem) return null;
  return (
    <div ref={box} className={styles.summary} role="alert" tabIndex={-1} aria-labelledby={`${formId}-problem`}>
      <h2 id={`${formId}-problem`}>{words.problem}</h2>
      {signInAt !== null && (
        <p>
          {words.signedOut}{" "}
          <a href={signInAt} target="_blank" rel="noopener">
            {words.signInTab}
          </a>
        </p>
      )}
      {errors.length > 0 && (
        <ul>
          {errors.map(({ field, message }) => (
            <li key={`${field} ${message}`}>{field === null ? message : <a href={`#${fieldId(formId, field)}`}>{message}</a>}</li>
          ))}
        </ul>
      )}
    </div>
  );
}
