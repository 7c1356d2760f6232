"use client";
/**
 * What may be the same as the thing being entered, and the box that says it is not. With JavaScript the list follows the
 * fields as they are typed; without it, it comes with the answer to the form.
 */
import { useEffect, useRef, useState } from "react";
import { useField, useOffered } from "./action-form";
import { CheckboxField } from "./field";
import styles from "./forms.module.css";

interface Props {
  name: string;
  title: string;
  label: string;
  hint: string;
  /** Where the list comes from: `{"near": [{href, label}]}` for the watched fields as parameters. */
  from: string;
  /** Parameter by field: {"place": "place", "dateStart": "date"}. */
  watched: Readonly<Record<string, string>>;
}

const PAUSE_MS = 300;

export function DistinctField({ name, title, label, hint, from, watched }: Props) {
  const offered = useOffered();
  const field = useField(name);
  const [near, setNear] = useState<readonly { href: string; label: string }[] | null>(null);
  const box = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const form = box.current?.closest("form");
    if (!form) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let request = new AbortController();
    const look = () => {
      request.abort();
      request = new AbortController();
      const query = new URLSearchParams();
      for (const [one, parameter] of Object.entries(watched)) {
        const control = form.elements.namedItem(one);
        query.set(parameter, control instanceof HTMLInputElement ? control.value : "");
      }
      if ([...query.values()].includes("")) return setNear([]);
      fetch(`${from}?${query}`, { signal: request.signal })
        .then((answer) => (answer.ok ? (answer.json() as Promise<{ near: { href: string; label: string }[] }>) : { near: [] }))
        .then((answer) => setNear(answer.near))
        // The list is a help: the form is asked again when it is sent.
        .catch(() => {});
    };
    const typed = (event: Event) => {
      if (!(event.target instanceof HTMLInputElement) || !(event.target.name in watched)) return;
      clearTimeout(timer);
      timer = setTimeout(look, PAUSE_MS);
    };
    form.addEventListener("input", typed);
    return () => {
      clearTimeout(timer);
      request.abort();
      form.removeEventListener("input", typed);
    };
  }, [from, watched]);

  const list = near ?? offered;
  const isAsked = list.length > 0 || field.error !== null || field.value === "yes";
  return (
    <div ref={box} aria-live="polite">
      {isAsked && (
        <div className={styles.near}>
          {list.length > 0 && (
            <>
              <p>{title}</p>
              <ul>
                {list.map(({ href, label: text }) => (
                  <li key={href}>
                    <a href={href} target="_blank" rel="noopener">
                      {text}
                    </a>
                  </li>
                ))}
              </ul>
            </>
          )}
          <CheckboxField name={name} label={label} hint={hint} />
        </div>
      )}
    </div>
  );
}
