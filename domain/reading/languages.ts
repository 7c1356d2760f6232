/** The languages that texts are read in; each is data. */
import { ENGLISH } from "./english/index";
import type { Language } from "./language";
import { UKRAINIAN } from "./ukrainian/index";

export const READING_LANGUAGES: readonly Language[] = [ENGLISH, UKRAINIAN];

/** The language whose script most of a text's letters are in; the first where none is. */
export function languageOfText(text: string): Language {
  const sample = text.slice(0, 20_000);
  const counts = READING_LANGUAGES.map(({ letters }) => sample.match(new RegExp(letters, "gu"))?.length ?? 0);
  return READING_LANGUAGES[counts.indexOf(Math.max(...counts))]!;
}
