/** An estimate in a few words. */
import type { Estimate } from "@/domain/estimate";
import type { Policy } from "@/domain/vocabulary";
import type { Words } from "@/messages";
import { personsText, tollText } from "./numbers";

/** "7–10 or more, best 7"; one number alone; or the word for what is missing. */
export function estimateText(words: Words, estimate: Estimate | null, policy: Policy): string {
  if (!estimate) return words.t("words.state.not_stated");
  const { low, high, open } = estimate;
  const best = estimate.best[policy];
  const range = tollText(words, { ...estimate, best });
  if (estimate.state !== "figure" || best === null || (low === high && !open)) return range;
  return words.t("admin.publish.estimate", { range, best: personsText(words, best) });
}
