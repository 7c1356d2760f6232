/** Claims: what one source says of one incident's toll at one moment, read in one report. */
import { z } from "zod";
import { StatedTimeInput } from "./dates";
import { FigureInput } from "./figure";
import { ReportInput } from "./report";
import { ClaimantInput } from "./source";
import { typedText } from "./text";
import { CLAIM_STATUSES, SCOPES, STANCES } from "./vocabulary";

/** zod schema of a claim as commands take it; a claim without a figure (a denial of responsibility) is one all the same. */
export const ClaimInput = z
  .object({
    claimant: ClaimantInput,
    report: ReportInput,
    asOf: StatedTimeInput.nullable().default(null),
    stance: z.enum(STANCES, { error: "choice.missing" }).default("asserts"),
    attributedTo: typedText().max(200, { error: "text.too_long" }).nullable().default(null),
    preliminary: z.boolean().default(false),
    scope: z.enum(SCOPES, { error: "choice.missing" }).default("incident"),
    /** The code of the claim whose statement this one carries. */
    repeats: typedText().min(1).max(40).nullable().default(null),
    figures: z.array(FigureInput).max(28).default([]),
    quote: typedText().max(400, { error: "quote.too_long" }).nullable().default(null),
    status: z.enum(CLAIM_STATUSES, { error: "choice.missing" }).default("standing"),
    statusAt: StatedTimeInput.nullable().default(null),
    statusReason: typedText().max(500, { error: "text.too_long" }).nullable().default(null),
    note: typedText().max(5000, { error: "text.too_long" }).nullable().default(null),
  })
  .superRefine((claim, ctx) => {
    const issue = (path: (string | number)[], message: string) => ctx.addIssue({ code: "custom", path, message });
    if (claim.status === "withdrawn" && !claim.statusAt) issue(["statusAt"], "status.when_missing");
    if (claim.status === "set_aside" && !claim.statusReason) issue(["statusReason"], "status.reason_missing");
    const seen = new Set<string>();
    for (const [index, figure] of claim.figures.entries()) {
      const key = `${figure.metric} ${figure.group}`;
      if (seen.has(key)) issue(["figures", index, "metric"], "figure.twice");
      seen.add(key);
    }
  });
export type ClaimInput = z.input<typeof ClaimInput>;
