/** Where the built site keeps the serif of headings, so that a page can ask for it before its style sheet is read (app/serif.css). */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { preload } from "react-dom";
import type { Locale } from "@/messages";

const PARTS: Record<Locale, readonly string[]> = { en: ["latin"], uk: ["cyrillic", "latin"] };
let files: readonly string[] | null = null;

/** Asks for the parts of the serif that a language's headings need; nothing where the site is not built, as under development. */
export function preloadSerif(locale: Locale): void {
  files ??= mediaFiles();
  for (const part of PARTS[locale]) {
    const file = files.find((name) => name.startsWith(`source-serif-4-${part}-wght-normal.`));
    if (file) preload(`/_next/static/media/${file}`, { as: "font", type: "font/woff2", crossOrigin: "anonymous" });
  }
}

function mediaFiles(): string[] {
  const home = /*turbopackIgnore: true*/ process.env.ATTEST_HOME ?? process.cwd();
  try {
    return readdirSync(join(/*turbopackIgnore: true*/ home, ".next", "static", "media"));
  } catch {
    return [];
  }
}
