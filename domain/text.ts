/** Text as people type it and files hold it. */
import { z } from "zod";

/** A text without the space around it, and without NUL: SQLite's own functions take a text to end there. */
export function cleanText(text: string): string {
  return text.replaceAll("\u0000", "").trim();
}

/** A schema of cleaned text; what is asked of it (`min`, `max`) is asked of the cleaned one. */
export function typedText(): z.ZodString {
  return z.string().overwrite(cleanText);
}
