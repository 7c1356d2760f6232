"use client";
/** A choice of a few, each as a radio button with its label. */
import { useField } from "@/components/forms/action-form";
import type { Option } from "@/components/forms/field";
import styles from "./reading-desk.module.css";

interface Props {
  name: string;
  legend: string;
  options: readonly (Option & { note?: string })[];
  /** In one line, its legend for screen readers alone. */
  inline?: boolean;
}

export function ChoiceField({ name, legend, options, inline = false }: Props) {
  const field = useField(name);
  return (
    <fieldset className={inline ? styles.inlineChoice : styles.choice} data-error={field.error !== null || undefined}>
      <legend className={inline ? "visually-hidden" : undefined}>{legend}</legend>
      {field.error && (
        <p className={styles.error} id={`${field.id}-error`}>
          {field.error}
        </p>
      )}
      {options.map(({ value, label, note }, index) => (
        // A form that comes back is reset to what was chosen first: a new key makes the chosen one the first.
        <span key={`${value} ${field.value}`} className={styles.option}>
          <input
            type="radio"
            id={index === 0 ? field.id : `${field.id}-${index}`}
            name={name}
            value={value}
            defaultChecked={field.value === value}
          />
          <label htmlFor={index === 0 ? field.id : `${field.id}-${index}`}>
            {label}
            {note && <span className="muted"> {note}</span>}
          </label>
        </span>
      ))}
    </fieldset>
  );
}
