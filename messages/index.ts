/** The site's languages and their words. Every word a person reads is in en.json and uk.json; a test holds them equal. */
import { createFormatter, createTranslator } from "use-intl/core";
import en from "./en.json";
import uk from "./uk.json";

export const LOCALES = ["en", "uk"] as const;
export type Locale = (typeof LOCALES)[number];
export type Messages = typeof en;

/** Day before month and 24 hours in both languages, as the record's reports have them. */
export const FORMATS: Record<Locale, string> = { en: "en-GB", uk: "uk-UA" };

const MESSAGES: Record<Locale, Messages> = { en, uk };

/** The words of a language (`t`), its numbers and dates (`format`), and the language itself. */
export type Words = ReturnType<typeof makeWords>;

function makeWords(locale: Locale) {
  // Numbers and dates in messages are formatted before they are filled in; the zone only silences the library.
  const t = createTranslator<Messages>({ locale, messages: MESSAGES[locale], timeZone: "UTC" });
  return { locale, t, format: createFormatter({ locale: FORMATS[locale], timeZone: "UTC" }) };
}

const made = new Map<Locale, Words>();

/** Words, numbers and dates in a language. */
export function wordsIn(locale: Locale): Words {
  let words = made.get(locale);
  if (!words) made.set(locale, (words = makeWords(locale)));
  return words;
}

/** Whether a path segment names a language of the site. */
export function isLocale(text: string): text is Locale {
  return (LOCALES as readonly string[]).includes(text);
}

/** An address in a language: English at the root, Ukrainian under /uk. */
export function pathIn(locale: Locale, path: string): string {
  if (locale === "en") return path;
  return path === "/" ? "/uk" : `/uk${path}`;
}
