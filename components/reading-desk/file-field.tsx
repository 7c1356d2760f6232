"use client";
/** A file to choose. Browsers keep no file through an answer, so nothing but the choice can be asked for again. */
import { useField } from "@/components/forms/action-form";
import { describe, Frame } from "@/components/forms/field";

interface Props {
  name: string;
  label: string;
  hint: string;
  accept: string;
}

export function FileField({ name, label, hint, accept }: Props) {
  const field = useField(name);
  return (
    <Frame field={field} label={label} hint={hint} optional>
      <input {...describe(field, hint)} type="file" name={name} accept={accept} />
    </Frame>
  );
}
