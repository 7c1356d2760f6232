"use client";
/** One password, typed once; a button shows it where there is JavaScript. It is never sent back. */
import { useState, useSyncExternalStore } from "react";
import { useField } from "./action-form";
import { describe, Frame } from "./field";
import styles from "./forms.module.css";

interface Props {
  name: string;
  label: string;
  hint?: string;
  autoComplete: "current-password" | "new-password";
  show: string;
  hide: string;
}

/** Whether there is JavaScript does not change once it is there. */
const neverChanges = () => () => {};

export function PasswordField({ name, label, hint, autoComplete, show, hide }: Props) {
  const field = useField(name);
  const isAlive = useSyncExternalStore(
    neverChanges,
    () => true,
    () => false,
  );
  const [isShown, setShown] = useState(false);
  return (
    <Frame field={field} label={label} hint={hint}>
      <div className={styles.password}>
        <input
          {...describe(field, hint)}
          className={styles.medium}
          type={isShown ? "text" : "password"}
          name={name}
          autoComplete={autoComplete}
          spellCheck={false}
          autoCapitalize="none"
        />
        {isAlive && (
          <button type="button" className="quiet" aria-controls={field.id} onClick={() => setShown(!isShown)}>
            {isShown ? hide : show}
          </button>
        )}
      </div>
    </Frame>
  );
}
