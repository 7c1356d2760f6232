/** The corpus as a whole, and the short form of what a text was read to claim. */
import type { Amount } from "@/domain/figure";
import type { Candidate } from "@/domain/reading/candidate";
import { NEGATIVE } from "./negative";
import { POSITIVE, type Row } from "./positive";
import { SYSTEMATIC } from "./systematic";

export const CORPUS: readonly Row[] = [...POSITIVE, ...SYSTEMATIC, ...NEGATIVE];

const LETTERS = { killed: "k", wounded: "w", missing: "m", casualties: "c" } as const;

/** "k5 w>=10 k3:children" of a text's candidates. */
export function shortForm(candidates: readonly Candidate[]): string {
  return candidates
    .map(
      ({ metric, amount, group, scope }) =>
        `${LETTERS[metric]}${amountForm(amount)}${group === "all" ? "" : `:${group}`}${scope === "wider" ? "!" : scope === "part" ? "*" : ""}`,
    )
    .join(" ");
}

function amountForm(amount: Amount): string {
  switch (amount.qualifier) {
    case "exact":
      return String(amount.value);
    case "about":
      return `~${amount.value}`;
    case "at_least":
      return `>=${amount.low}`;
    case "more_than":
      return `>${amount.low}`;
    case "up_to":
      return `<=${amount.high}`;
    case "between":
      return `${amount.low}-${amount.high}`;
    case "vague":
      return amount.word;
    case "none":
      return "0";
    case "unknown":
      return "?";
  }
}
