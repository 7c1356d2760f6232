/** The record's own settings: what it is called, what it covers, and how its dates and codes are read. */
import { z } from "zod";
import { CivilDateInput } from "./dates";
import { typedText } from "./text";
import { DEFAULT_POLICY, POLICIES } from "./vocabulary";

/** Whether the runtime knows a time zone by this name (IANA: "Europe/Kyiv"). */
export function isTimeZone(name: string): boolean {
  // Offsets such as "+02:00" are accepted by Intl too, but know no summer time.
  if (/^[+-]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** zod schema of the settings as commands take them; the description and its translation are plain text. */
export const RecordInput = z.object({
  title: typedText().min(1, { error: "title.missing" }).max(200, { error: "text.too_long" }),
  titleUk: typedText().max(200, { error: "text.too_long" }).nullable().default(null),
  description: typedText().max(5000, { error: "text.too_long" }).default(""),
  descriptionUk: typedText().max(5000, { error: "text.too_long" }).nullable().default(null),
  /** ISO 3166-1 alpha-2, at least one. */
  countries: z
    .array(typedText().regex(/^[A-Z]{2}$/, { error: "place.country" }))
    .min(1, { error: "choice.missing" })
    .max(50),
  firstDay: CivilDateInput.nullable().default(null),
  timeZone: typedText().refine(isTimeZone, { error: "time_zone.unknown" }),
  licence: typedText().max(500, { error: "text.too_long" }).default(""),
  contact: typedText().max(500, { error: "text.too_long" }).default(""),
  /** What the codes of new incidents begin with: "UA" gives UA-0001. */
  codePrefix: typedText().regex(/^[A-Z][A-Z0-9]{0,9}$/, { error: "code_prefix.invalid" }),
  defaultPolicy: z.enum(POLICIES, { error: "choice.missing" }).default(DEFAULT_POLICY),
});
export type RecordInput = z.input<typeof RecordInput>;
