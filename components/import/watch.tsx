"use client";
/** Asks how far an import is, shows it, and shows the page anew once it is at something else. */
import { useEffect, useState } from "react";
import styles from "./import.module.css";

interface Far {
  state: string;
  rows: number;
  total: number | null;
}

interface Props extends Far {
  /** Where the state is asked for. */
  from: string;
  /** What is being done, by state. */
  phases: Readonly<Record<string, string>>;
  /** With {done}; and with {done} and {total}. */
  rowsText: string;
  ofText: string;
  locale: string;
}

const EVERY_MS = 700;

export function Watch({ from, phases, rowsText, ofText, locale, ...first }: Props) {
  const [far, setFar] = useState<Far>(first);
  useEffect(() => {
    let isOver = false;
    const look = async () => {
      const now = await fetch(from, { cache: "no-store" })
        .then((answer) => (answer.ok ? (answer.json() as Promise<Far>) : null))
        .catch(() => null);
      if (isOver) return;
      if (now && !(now.state in phases)) return location.reload();
      if (now) setFar(now);
      timer = setTimeout(look, EVERY_MS);
    };
    let timer = setTimeout(look, EVERY_MS);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [from, phases]);
  const number = (value: number) => value.toLocaleString(locale);
  const text = (far.total === null ? rowsText : ofText)
    .replace("{done}", number(far.rows))
    .replace("{total}", number(far.total ?? 0));
  return (
    <div className={styles.watch}>
      <p role="status">
        {phases[far.state]} <span className={styles.number}>{far.rows > 0 ? text : ""}</span>
      </p>
      <progress aria-label={phases[far.state] ?? ""} {...(far.total === null ? {} : { max: far.total, value: far.rows })} />
    </div>
  );
}
