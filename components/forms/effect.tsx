"use client";
/** What the form's claim would change in the estimate, side by side, asked of the server while the form is filled in. */
import { useEffect, useRef, useState } from "react";
import styles from "./forms.module.css";

/** A row of the answer, in the reader's words. */
export interface EffectRow {
  label: string;
  before: string;
  after: string;
  isSame: boolean;
}

interface Props {
  /** Where it is asked: the form's fields are posted, `{"rows": [{label, before, after, isSame}]}` comes back. */
  from: string;
  title: string;
  before: string;
  after: string;
  same: string;
  nothing: string;
}

const PAUSE_MS = 350;

export function Effect({ from, title, before, after, same, nothing }: Props) {
  const [rows, setRows] = useState<readonly EffectRow[] | null>(null);
  const box = useRef<HTMLElement>(null);

  useEffect(() => {
    const form = box.current?.closest("form");
    if (!form) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let request = new AbortController();
    const ask = () => {
      request.abort();
      request = new AbortController();
      // The framework's own fields stay here: this is no action.
      const fields = new FormData();
      for (const [name, value] of new FormData(form)) if (!name.startsWith("$")) fields.append(name, value);
      fetch(from, { method: "POST", body: fields, signal: request.signal })
        .then((answer) => (answer.ok ? (answer.json() as Promise<{ rows: EffectRow[] | null }>) : { rows: null }))
        .then((answer) => setRows(answer.rows))
        // It is shown once more before anything is published.
        .catch(() => {});
    };
    const typed = () => {
      clearTimeout(timer);
      timer = setTimeout(ask, PAUSE_MS);
    };
    typed();
    form.addEventListener("input", typed);
    return () => {
      clearTimeout(timer);
      request.abort();
      form.removeEventListener("input", typed);
    };
  }, [from]);

  return (
    <section ref={box} className={styles.effect} aria-live="polite" aria-label={title}>
      {rows !== null && (
        <>
          <h3>{title}</h3>
          {rows.length === 0 ? (
            <p>{nothing}</p>
          ) : (
            <table>
              <thead>
                <tr>
                  <td />
                  <th scope="col">{before}</th>
                  <th scope="col">{after}</th>
                </tr>
              </thead>
              <tbody>
                {rows.map((row) => (
                  <tr key={row.label}>
                    <th scope="row">{row.label}</th>
                    <td>{row.before}</td>
                    <td>{row.isSame ? same : row.after}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </>
      )}
    </section>
  );
}
