/** The form of a ruling. */
import { RulingInput } from "@/domain/ruling";
import { checked, textOf, type Read } from "./form";

/** Reads what is ruled on ("killed" or "killed children"), the number and the reason. */
export function readRuling(form: FormData): Read<RulingInput> {
  const [metric, group] = (textOf(form, "metric") ?? "").split(" ");
  const best = textOf(form, "best") ?? "";
  const raw = {
    metric,
    group: group ?? "all",
    best: /^\d{1,9}$/.test(best) ? Number(best) : undefined,
    reason: textOf(form, "reason") ?? "",
  };
  return checked(RulingInput, raw, { nameOf: ([field]) => (field === "group" ? "metric" : String(field)) });
}
