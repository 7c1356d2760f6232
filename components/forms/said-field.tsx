"use client";
/**
 * A claim's figures in one field, as a person would say them. While it is typed, what is understood is said beside it and
 * written into the separate fields, as long as nobody typed something else there; without JavaScript the server reads it.
 */
import { useRef, useState } from "react";
import { writeAmount } from "@/domain/amount-words";
import { readSaid, type SaidFigure } from "@/domain/said";
import { TextField } from "./field";
import styles from "./forms.module.css";

interface Props {
  name: string;
  label: string;
  hint: string;
  /** What comes before what was understood. */
  understood: string;
  /** A figure's words by "killed all", and the field it is written into. */
  figures: Readonly<Record<string, { label: string; field: string }>>;
}

export function SaidField({ name, label, hint, understood, figures }: Props) {
  const [said, setSaid] = useState<readonly SaidFigure[]>([]);
  /** What this field wrote into others, by their names. */
  const written = useRef(new Map<string, string>());
  const box = useRef<HTMLDivElement>(null);

  function read(text: string) {
    const heard = readSaid(text);
    setSaid(heard.ok ? heard.figures : []);
    const form = box.current?.closest("form");
    if (!form || !heard.ok) return;
    const wanted = new Map<string, string>();
    for (const { metric, group, amount } of heard.figures) {
      const field = figures[`${metric} ${group}`]?.field;
      if (field) wanted.set(field, writeAmount(amount));
    }
    for (const field of new Set([...written.current.keys(), ...wanted.keys()])) {
      const control = form.elements.namedItem(field);
      const value = wanted.get(field) ?? "";
      // Somebody's own number is left alone; the server says so where the two differ.
      if (!(control instanceof HTMLInputElement) || control.value !== (written.current.get(field) ?? "")) continue;
      control.value = value;
      if (value === "") written.current.delete(field);
      else written.current.set(field, value);
    }
  }

  return (
    <div ref={box}>
      <TextField name={name} label={label} hint={hint} width="wide" maxLength={300} autoComplete="off" plain onType={read} />
      <p className={styles.understood} role="status">
        {said.length > 0 && (
          <>
            {understood}{" "}
            {said
              .map(
                ({ metric, group, amount }) =>
                  `${figures[`${metric} ${group}`]?.label ?? `${metric}, ${group}`}: ${writeAmount(amount)}`,
              )
              .join(" · ")}
          </>
        )}
      </p>
    </div>
  );
}
