/** Rulings: an editor's decision that overrides best, with a reason that readers see (methodology, rule 6). */
import { z } from "zod";
import { MOST_PERSONS } from "./figure";
import { typedText } from "./text";
import { GROUPS, METRICS } from "./vocabulary";

/** zod schema of a ruling; `best` in persons. */
export const RulingInput = z.object({
  metric: z.enum(METRICS, { error: "choice.missing" }),
  group: z.enum(GROUPS).default("all"),
  best: z.number({ error: "ruling.best_missing" }).int().min(0).max(MOST_PERSONS),
  reason: typedText().min(1, { error: "reason.missing" }).max(1000, { error: "text.too_long" }),
});
export type RulingInput = z.input<typeof RulingInput>;
