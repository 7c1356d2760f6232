"use client";
/** The controls of a form: each with its label, its hint, what is wrong with it, and what was typed. */
import type { HTMLInputTypeAttribute, ReactNode } from "react";
import { useField } from "./action-form";
import styles from "./forms.module.css";

interface Named {
  name: string;
  label: string;
  hint?: string;
  /** Says so beside the label. */
  optional?: boolean;
}

type Width = "short" | "medium" | "wide";

interface TextProps extends Named {
  type?: HTMLInputTypeAttribute;
  width?: Width;
  inputMode?: "text" | "email" | "url" | "decimal" | "numeric";
  autoComplete?: string;
  maxLength?: number;
  /** The id of a datalist. */
  list?: string;
  /** In the form's language of names, codes and links: no spelling marks. */
  plain?: boolean;
  onType?: (text: string) => void;
}

export function TextField({ name, label, hint, optional, type = "text", width = "medium", plain, onType, ...rest }: TextProps) {
  const field = useField(name);
  return (
    <Frame field={field} label={label} hint={hint} optional={optional}>
      <input
        {...rest}
        {...describe(field, hint)}
        className={styles[width]}
        name={name}
        type={type}
        defaultValue={field.value}
        spellCheck={plain ? false : undefined}
        autoCapitalize={plain ? "none" : undefined}
        onInput={onType && ((event) => onType(event.currentTarget.value))}
      />
    </Frame>
  );
}

export function TextArea({ name, label, hint, optional, rows = 3 }: Named & { rows?: number }) {
  const field = useField(name);
  return (
    <Frame field={field} label={label} hint={hint} optional={optional}>
      <textarea {...describe(field, hint)} className={styles.wide} name={name} rows={rows} defaultValue={field.value} />
    </Frame>
  );
}

export interface Option {
  value: string;
  label: string;
}

export function SelectField({ name, label, hint, optional, options }: Named & { options: readonly Option[] }) {
  const field = useField(name);
  // What was chosen stays choosable, also on a page that no longer knows the list it came from.
  const all = options.some(({ value }) => value === field.value)
    ? options
    : [...options, { value: field.value, label: field.value }];
  return (
    <Frame field={field} label={label} hint={hint} optional={optional}>
      {/* React resets a form to the option that was selected first: a new key makes the chosen one the first. */}
      <select key={field.value} {...describe(field, hint)} className={styles.select} name={name} defaultValue={field.value}>
        {all.map(({ value, label: text }) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </Frame>
  );
}

export function CheckboxField({ name, label, hint }: Named) {
  const field = useField(name);
  return (
    <div className={styles.field} data-error={field.error !== null || undefined}>
      <div className={styles.checkbox}>
        <input {...describe(field, hint)} type="checkbox" name={name} value="yes" defaultChecked={field.value === "yes"} />
        <label htmlFor={field.id}>{label}</label>
      </div>
      <Notes field={field} hint={hint} />
    </div>
  );
}

type Field = ReturnType<typeof useField>;

/** Label, hint and error around a control, in the order in which they are read. */
export function Frame({
  field,
  label,
  hint,
  optional,
  children,
}: {
  field: Field;
  label: string;
  hint?: string | undefined;
  optional?: boolean | undefined;
  children: ReactNode;
}) {
  return (
    <div className={styles.field} data-error={field.error !== null || undefined}>
      <label htmlFor={field.id}>
        {label}
        {optional && <span className={styles.optional}> ({field.words.optional})</span>}
      </label>
      <Notes field={field} hint={hint} />
      {children}
    </div>
  );
}

function Notes({ field, hint }: { field: Field; hint?: string | undefined }) {
  return (
    <>
      {hint && (
        <p id={`${field.id}-hint`} className={styles.hint}>
          {hint}
        </p>
      )}
      {field.error && (
        <p id={`${field.id}-error`} className={styles.error}>
          {field.error}
        </p>
      )}
      {field.savedMeanwhile && (
        <p id={`${field.id}-saved`} className={styles.saved}>
          {field.savedMeanwhile}
        </p>
      )}
    </>
  );
}

/** Ties a control to its hint, its error and somebody else's text for those who do not see them beside it. */
export function describe(field: Field, hint: string | undefined) {
  const notes = [hint && "hint", field.error && "error", field.savedMeanwhile && "saved"]
    .filter(Boolean)
    .map((note) => `${field.id}-${note}`);
  return {
    id: field.id,
    "aria-describedby": notes.length > 0 ? notes.join(" ") : undefined,
    "aria-invalid": field.error ? (true as const) : undefined,
  };
}
