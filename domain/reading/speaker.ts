/** Who says it: "X said", "said X", "according to X", "he said" of the one before; the name and the words that give the role. */
import { F, phraseAt, phrasesOf, type Lexicon, type Phrases } from "./lexicon";
import type { Language } from "./language";
import type { Sentence, Token } from "./tokens";

export interface Claimant {
  /** The name as in the text. */
  name: string;
  /** The words of the role before it ("Interior Ministry adviser"), or null. */
  role: string | null;
  /** Offsets of both in the text. */
  start: number;
  end: number;
}

export type Attribution = { kind: "named"; claimant: Claimant } | { kind: "continued" } | { kind: "none" };

const accordingTables = new WeakMap<Language, Phrases<true>>();
const CAPITAL = /^\p{Lu}/u;

/** Who says a sentence. "continued" means a pronoun that goes back to the claimant named last. */
export function speakerOf(
  text: string,
  tokens: readonly Token[],
  sentence: Sentence,
  lexicon: Lexicon,
  verbs: ReadonlySet<string>,
): Attribution {
  const { speech } = lexicon.language;
  let table = accordingTables.get(lexicon.language);
  if (!table)
    accordingTables.set(lexicon.language, (table = phrasesOf(speech.accordingTo.map((phrase) => [phrase, true as const]))));
  for (let at = sentence.from; at < sentence.to; at++) {
    const token = tokens[at]!;
    if (token.kind !== "word") continue;
    const according = phraseAt(table, tokens, at, sentence.to);
    if (according) {
      const end = runForward(tokens, according.next, sentence.to, lexicon);
      const claimant = claimantOf(text, tokens, according.next, end, lexicon);
      if (claimant) return { kind: "named", claimant };
    }
    if (!verbs.has(token.lower) || CAPITAL.test(token.text)) continue;
    if (
      /^(?:responsibility|credit|the|lives|casualties)$/.test(tokens[at + 1]?.lower ?? "") &&
      /^(?:claim|report)/.test(token.lower) &&
      /^(?:responsibility|credit|lives|casualties)$/.test(tokens[at + 1]!.lower)
    )
      continue;
    const before = tokens[at - 1];
    if (at > sentence.from && before && (lexicon.flags.get(before.lower) ?? 0) & (F.auxiliary | F.none) && before.kind === "word")
      continue;
    if (before && speech.pronouns.includes(before.lower)) return { kind: "continued" };
    const start = runBack(tokens, at, sentence.from, lexicon);
    const claimant = start < at ? claimantOf(text, tokens, start, at, lexicon) : null;
    if (claimant) return { kind: "named", claimant };
    const isAfterQuote = before === undefined || before.kind === "mark";
    if (isAfterQuote && speech.pronouns.includes(tokens[at + 1]?.lower ?? "")) return { kind: "continued" };
    if (isAfterQuote) {
      const after = claimantOf(text, tokens, at + 1, runForward(tokens, at + 1, sentence.to, lexicon), lexicon);
      if (after) return { kind: "named", claimant: after };
    }
  }
  return { kind: "none" };
}

function runBack(tokens: readonly Token[], at: number, from: number, lexicon: Lexicon): number {
  let start = at;
  for (let here = at - 1; here >= Math.max(from, at - 14); here--) {
    const token = tokens[here]!;
    const flags = lexicon.flags.get(token.lower) ?? 0;
    if (token.kind === "mark" && token.text !== "(" && token.text !== ")" && token.text !== "&") break;
    if (flags & (F.relative | F.auxiliary | F.subordinate | F.unreal) && !CAPITAL.test(token.text)) break;
    if (flags & F.verb && !CAPITAL.test(token.text) && !(flags & (F.singular | F.plural))) break;
    start = here;
  }
  // Not from inside "on the tower, …": begin at a word that can begin a name.
  while (
    start < at &&
    (lexicon.flags.get(tokens[start]!.lower) ?? 0) & (F.preposition | F.and | F.or | F.adverb) &&
    !CAPITAL.test(tokens[start]!.text)
  )
    start++;
  return start;
}

function runForward(tokens: readonly Token[], from: number, end: number, lexicon: Lexicon): number {
  let here = from;
  for (; here < Math.min(end, from + 12); here++) {
    const token = tokens[here]!;
    const flags = lexicon.flags.get(token.lower) ?? 0;
    if (token.kind === "mark" || token.kind === "number") break;
    if (
      !CAPITAL.test(token.text) &&
      flags & (F.auxiliary | F.relative | F.verb | F.subordinate | F.unreal) &&
      !(flags & (F.singular | F.plural))
    )
      break;
    if (!CAPITAL.test(token.text) && here > from && flags & F.preposition && token.lower !== "of" && token.lower !== "for") break;
  }
  return here;
}

function claimantOf(text: string, tokens: readonly Token[], from: number, to: number, lexicon: Lexicon): Claimant | null {
  let start = from;
  while (start < to && (lexicon.flags.get(tokens[start]!.lower) ?? 0) & (F.definite | F.one)) start++;
  while (to > start && (lexicon.flags.get(tokens[to - 1]!.lower) ?? 0) & F.adverb) to--;
  if (start >= to) return null;
  const { roleWords } = lexicon;
  const { notClaimants } = lexicon.language.speech;
  const hasName = tokens
    .slice(start, to)
    .some((token, index) => CAPITAL.test(token.text) && start + index > 0 && !notClaimants.includes(token.lower));
  const hasRole = tokens.slice(start, to).some(({ lower, possessive }) => roleWords.has(lower) && !possessive);
  if (!hasName && !hasRole) return null;
  if (
    to - start === 1 &&
    ((lexicon.flags.get(tokens[start]!.lower) ?? 0) & (F.adverb | F.preposition | F.pronoun) ||
      notClaimants.includes(tokens[start]!.lower))
  )
    return null;
  let nameFrom = start;
  for (let here = to - 1; here > start; here--) {
    const token = tokens[here]!;
    if (!CAPITAL.test(token.text)) {
      nameFrom = here + 1;
      break;
    }
    const before = tokens[here - 1]!;
    if (
      /^(?:mayor|governor|president|minister|spokesman|spokeswoman|spokesperson|chief|adviser|advisor|commander|colonel|prosecutor|head)$/.test(
        before.lower,
      )
    ) {
      nameFrom = here;
      break;
    }
  }
  // "State Service for Emergency Situations": small words inside a name are part of it.
  const isTitleBefore =
    nameFrom > start &&
    nameFrom < to &&
    !((lexicon.flags.get(tokens[nameFrom - 1]!.lower) ?? 0) & (F.preposition | F.of | F.and | F.definite));
  if (!isTitleBefore) nameFrom = start;
  return {
    name: text.slice(tokens[nameFrom]!.start, tokens[to - 1]!.end),
    role: nameFrom > start ? text.slice(tokens[start]!.start, tokens[nameFrom - 1]!.end) : null,
    start: tokens[start]!.start,
    end: tokens[to - 1]!.end,
  };
}
