/** The type of attack that a sentence speaks of, by its words. */
import type { AttackType } from "../vocabulary";
import type { Language } from "./language";
import { phraseAt, phrasesOf, type Lexicon, type Phrases } from "./lexicon";
import type { Sentence, Token } from "./tokens";

const tables = new WeakMap<Language, Phrases<AttackType>>();

/** The first word of attack in a sentence, with its offsets, or null. */
export function attackOf(
  tokens: readonly Token[],
  sentence: Sentence,
  lexicon: Lexicon,
): { type: AttackType; start: number; end: number } | null {
  let table = tables.get(lexicon.language);
  if (!table) {
    const pairs = Object.entries(lexicon.language.attacks) as [AttackType, readonly string[]][];
    tables.set(
      lexicon.language,
      (table = phrasesOf(pairs.flatMap(([type, phrases]) => phrases.map((phrase) => [phrase, type] as const)))),
    );
  }
  for (let at = sentence.from; at < sentence.to; at++) {
    const found = phraseAt(table, tokens, at, sentence.to);
    if (found) return { type: found.value, start: tokens[at]!.start, end: tokens[found.next - 1]!.end };
  }
  return null;
}
