"use client";
/** Everything that was typed into a form, sent along unseen where the page cannot show its fields. */
import { useAnswer } from "@/components/forms/action-form";

export function TypedAgain({ besides }: { besides: readonly string[] }) {
  const typed = Object.entries(useAnswer()?.values ?? {}).filter(([name]) => !besides.includes(name));
  return typed.map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />);
}
