/** Sources: the claimants who state figures. */
import { z } from "zod";
import { CivilDateInput } from "./dates";
import { typedText } from "./text";
import { CLAIMANT_KINDS, RELIABILITIES } from "./vocabulary";

/** zod schema of a claimant named in a claim: found by name, or made. `voice` is the name of whose voice it is. */
export const ClaimantInput = z.object({
  name: typedText().min(1, { error: "claimant.missing" }).max(200, { error: "text.too_long" }),
  kind: z.enum(CLAIMANT_KINDS, { error: "choice.missing" }).default("other"),
  role: typedText().max(200, { error: "text.too_long" }).nullable().default(null),
  voice: typedText().min(1).max(200, { error: "text.too_long" }).nullable().default(null),
});
export type ClaimantInput = z.input<typeof ClaimantInput>;

/** zod schema of a source as an editor amends it; `voice` is the slug of the source whose branch it is, or null. */
export const SourceInput = z.object({
  name: typedText().min(1, { error: "claimant.missing" }).max(200, { error: "text.too_long" }),
  kind: z.enum(CLAIMANT_KINDS, { error: "choice.missing" }),
  role: typedText().max(200, { error: "text.too_long" }).nullable().default(null),
  party: typedText().max(200, { error: "text.too_long" }).nullable().default(null),
  voice: typedText().min(1).max(80).nullable().default(null),
});
export type SourceInput = z.input<typeof SourceInput>;

/** zod schema of a dated note on how reliable a source is. */
export const SourceNoteInput = z.object({
  day: CivilDateInput,
  reliability: z.enum(RELIABILITIES, { error: "choice.missing" }),
  note: typedText().min(1, { error: "note.missing" }).max(1000, { error: "text.too_long" }),
});
export type SourceNoteInput = z.input<typeof SourceNoteInput>;
