"use client";
/** Sends the form, and says so while it is on its way. */
import { useFormStatus } from "react-dom";

export function SubmitButton({ label, pending, quiet = false }: { label: string; pending: string; quiet?: boolean }) {
  const { pending: isPending } = useFormStatus();
  return (
    <button type="submit" className={quiet ? "quiet" : undefined} disabled={isPending}>
      {isPending ? pending : label}
    </button>
  );
}
