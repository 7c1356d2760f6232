/** A text to be read, as the desk takes it. */
import { z } from "zod";
import { StatedTimeInput } from "../dates";
import { WebAddress } from "../report";
import { cleanText, typedText } from "../text";

/** The longest text that is read at once, in characters. */
export const LONGEST_TEXT = 100_000;

/** zod schema of a captured text and what is said about it. Line breaks are kept as LF, so that its hash is one everywhere. */
export const ReadingInput = z.object({
  text: z
    .string()
    .transform((text) => cleanText(text.replace(/\r\n?/g, "\n")))
    .pipe(z.string().min(1, { error: "reading.text_missing" }).max(LONGEST_TEXT, { error: "reading.text_too_long" })),
  publisher: typedText().min(1, { error: "publisher.missing" }).max(200, { error: "text.too_long" }),
  url: WebAddress.nullable().default(null),
  archiveUrl: WebAddress.nullable().default(null),
  title: typedText().max(500, { error: "text.too_long" }).nullable().default(null),
  publishedAt: StatedTimeInput.nullable().default(null),
  /** The place to assume where the text names none; any spelling. */
  place: typedText().max(120, { error: "text.too_long" }).nullable().default(null),
});
export type ReadingInput = z.input<typeof ReadingInput>;
