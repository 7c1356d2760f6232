/** Reports: the publications in which claims were read. */
import { z } from "zod";
import { StatedTimeInput } from "./dates";
import { typedText } from "./text";

/** zod: an address on the web, or null. */
export const WebAddress = typedText()
  .max(2000, { error: "text.too_long" })
  .refine((text) => /^https?:\/\/[^\s]+$/i.test(text) && URL.canParse(text), { error: "url.invalid" });

/** zod schema of a report; times as printed on the page. Two reports equal in all of this are one. */
export const ReportInput = z.object({
  publisher: typedText().min(1, { error: "publisher.missing" }).max(200, { error: "text.too_long" }),
  url: WebAddress.nullable().default(null),
  archiveUrl: WebAddress.nullable().default(null),
  title: typedText().max(500, { error: "text.too_long" }).nullable().default(null),
  language: typedText()
    .regex(/^[a-z]{2,3}$/)
    .nullable()
    .default(null),
  publishedAt: StatedTimeInput.nullable().default(null),
  /** Absent: the day on which it is recorded. */
  retrievedAt: StatedTimeInput.nullable().default(null),
});
export type ReportInput = z.input<typeof ReportInput>;
