/** Names in the reader's language where the record has one. */
import type { Words } from "@/messages";

/** A place's name: its own language's on the pages in that language, else the record's. */
export function cityText(words: Words, city: { name: string; nameLocal: string | null }): string {
  return words.locale === "uk" && city.nameLocal ? city.nameLocal : city.name;
}

/** A claimant's name; of one whose name is withheld, so much in the reader's language. The record holds "Name withheld 12". */
export function claimantText({ t }: Words, name: string): string {
  const number = /^Name withheld (\d{1,9})$/.exec(name)?.[1];
  return number === undefined ? name : t("words.nameWithheld", { number });
}

/** The language a title is most likely in, from its script, so that screen readers pronounce it. */
export function languageOf(title: string): string {
  return /\p{Script=Cyrillic}/u.test(title) ? "uk" : "en";
}
