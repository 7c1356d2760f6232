/** Text in, candidate claims out: offline, deterministic, in time linear in the text. */
import { recall, remember, type Memory } from "./antecedents";
import { mentionsOfAftermath } from "./aftermath";
import type { Candidate } from "./candidate";
import { Context, type ReadingOptions } from "./context";
import type { Language } from "./language";
import { languageOfText } from "./languages";
import { F, lexiconOf, type Lexicon } from "./lexicon";
import { nodesOf } from "./nodes";
import { mentionsOfVerbs } from "./predicates";
import { mentionsOfNouns } from "./toll-nouns";
import { sentencesOf, tokensOf, type Sentence, type Token } from "./tokens";
import { datesOf } from "./when";

export type { ReadingOptions } from "./context";

const lexicons = new WeakMap<Language, Lexicon>();

/** Every casualty figure that a text claims, in the order of the text. Never throws. */
export function readText(text: string, options: ReadingOptions = {}): Candidate[] {
  const language = options.language ?? languageOfText(text);
  let lexicon = lexicons.get(language);
  if (!lexicon) lexicons.set(language, (lexicon = lexiconOf(language)));
  const tokens = tokensOf(text);
  const sentences = sentencesOf(tokens, lexicon.abbreviations);
  const { dates, dated } = datesOf(tokens, lexicon, options.date ?? null);
  const context = new Context(text, tokens, lexicon, options, dates);
  const memory: Memory = [];
  const candidates: Candidate[] = [];
  sentences.forEach((sentence, index) => {
    context.enter(sentence);
    const isTriggered = hasTrigger(tokens, sentence, lexicon);
    if (!isTriggered && !hasPeople(tokens, sentence, lexicon)) return;
    const nodes = nodesOf(tokens, sentence, dated, lexicon);
    if (isTriggered) {
      const scene = { tokens, nodes, lexicon };
      const mentions = [...mentionsOfVerbs(scene), ...mentionsOfNouns(scene), ...mentionsOfAftermath(scene)].sort(
        (a, b) => a.from - b.from,
      );
      for (const mention of mentions) candidates.push(...context.candidates(recall(mention, memory, nodes), index, scene));
    }
    remember(memory, nodes);
  });
  return candidates;
}

function hasTrigger(tokens: readonly Token[], { from, to }: Sentence, { triggers }: Lexicon): boolean {
  for (let at = from; at < to; at++) if (triggers.has(tokens[at]!.lower)) return true;
  return false;
}

function hasPeople(tokens: readonly Token[], { from, to }: Sentence, { flags }: Lexicon): boolean {
  for (let at = from; at < to; at++) if ((flags.get(tokens[at]!.lower) ?? 0) & (F.singular | F.plural)) return true;
  return false;
}
