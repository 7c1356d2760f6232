/** How fields stand together: a titled set, and a row that breaks on a phone. */
import type { ReactNode } from "react";
import styles from "./forms.module.css";

export function FieldSet({ title, help, children }: { title: string; help?: string; children: ReactNode }) {
  return (
    <fieldset className={styles.set}>
      <legend>{title}</legend>
      {help && <p className={styles.help}>{help}</p>}
      {children}
    </fieldset>
  );
}

export function Row({ children }: { children: ReactNode }) {
  return <div className={styles.row}>{children}</div>;
}

/** Said when something was saved, or when a page has something to say before anything else. */
export function Notice({ children }: { children: ReactNode }) {
  return (
    <p className={styles.notice} role="status">
      {children}
    </p>
  );
}
