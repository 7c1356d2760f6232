/** Voice: from a word of harm back to what decides whether it is active or passive, and to its subject. */
import { F, phraseAt, type Harm, type Lexicon } from "./lexicon";
import { subjectsBefore, type People } from "./lists";
import { has, isBreak, isComma, type Node } from "./nodes";
import type { Phrase } from "./phrase";
import type { Token } from "./tokens";

/** A sentence as the patterns see it. */
export interface Scene {
  tokens: readonly Token[];
  nodes: readonly Node[];
  lexicon: Lexicon;
}

export const harmAt = (nodes: readonly Node[], at: number): Harm | null => {
  const node = nodes[at];
  return node?.type === "harm" ? node.harm : null;
};
export const phraseOf = (node: Node | undefined): Phrase | null => (node?.type === "phrase" ? node.phrase : null);

/** "two killed, three wounded": the next phrase belongs to the next participle. */
export function isElliptic(nodes: readonly Node[], next: number): boolean {
  const after = harmAt(nodes, next + 1);
  return after !== null && (after.kind === "transitive" || after.kind === "dead");
}

/** From a participle back over adverbs and joined participles ("was shot and", "were left") to what decides its voice. */
export function skipBack(nodes: readonly Node[], at: number): number {
  let here = at - 1;
  for (let guard = 0; guard < 10; guard++) {
    const node = nodes[here];
    if (has(node, F.adverb) && !has(node, F.auxiliary)) here--;
    else if (node?.type === "word" && has(node, F.leave) && has(nodes[here - 1], F.auxiliary | F.adverb)) here--;
    else if (
      has(node, F.and) &&
      (nodes[here - 1]?.type === "harm" ||
        (has(nodes[here - 1], F.verb) && /ed$|en$|ot$/.test((nodes[here - 1] as { lower: string }).lower)))
    )
      here -= 2;
    else if (node?.type === "harm" && node.harm.kind === "attack") here--;
    else if (has(node, F.negation) && phraseOf(nodes[here - 1])?.how === "nobody") here--;
    else if (has(node, F.and) && has(nodes[here - 1], F.auxiliary)) here--;
    else break;
  }
  return here;
}

/** "was shot three times and killed": the auxiliary further left that the joined participle shares. */
export function sharedAuxiliary(nodes: readonly Node[], from: number): number {
  for (let here = from; here > Math.max(-1, from - 14); here--) {
    const node = nodes[here];
    if (isBreak(node) || has(node, F.subordinate | F.relative)) return -1;
    if (has(node, F.auxiliary)) {
      let next = here + 1;
      while (has(nodes[next], F.adverb)) next++;
      const verb = nodes[next];
      return verb?.type === "harm" || has(verb, F.verb) || (verb?.type === "word" && verb.lower.endsWith("ed")) ? here : -1;
    }
  }
  return -1;
}

/** The subject of an auxiliary at `at`: what stands before it, or what its relative pronoun goes back to. */
export function subjectOf({ nodes }: Scene, at: number): People | null {
  let here = at;
  while (has(nodes[here - 1], F.auxiliary | F.have | F.adverb)) here--;
  if (has(nodes[here - 1], F.relative)) return relativeSubject(nodes, here - 1);
  return subjectsBefore(nodes, here);
}

/** "a man who was killed", "one of whom died": the people before the relative pronoun. */
export function relativeSubject(nodes: readonly Node[], at: number): People | null {
  if (has(nodes[at - 1], F.of)) {
    const share = phraseOf(nodes[at - 2]);
    return share?.amount ? { phrases: [{ ...share, ofThem: true }], parts: [], edge: at - 2 } : null;
  }
  let here = at - 1;
  while (isComma(nodes[here])) here--;
  const phrase = phraseOf(nodes[here]);
  if (!phrase || phrase.kind === "thing" || !phrase.amount) return null;
  if (has(nodes[here - 1], F.including)) return { phrases: [], parts: [phrase], edge: here };
  return { phrases: [phrase], parts: [], edge: here };
}

export function isFatally({ nodes, lexicon }: Scene, at: number): boolean {
  const node = nodes[at];
  return node?.type === "word" && lexicon.language.verbs.fatally.includes(node.lower);
}

/** Whether the predicate is wished, feared, planned, denied or only alleged of an accused: no claim that it happened. */
export function isUnreal({ nodes, tokens, lexicon }: Scene, at: number): boolean {
  for (let here = at - 1; here >= Math.max(0, at - 5); here--) {
    const node = nodes[here]!;
    if (isBreak(node) || (node.type === "harm" && node.harm.kind === "transitive" && !has(nodes[here + 1], F.and | F.or))) break;
    if (isComma(node)) break;
    if (node.type === "word" && node.flags & F.unreal && !(node.flags & F.preposition)) return true;
    // "ніхто не загинув": a second no takes nothing back.
    const isDouble = phraseOf(nodes[here - 1])?.how === "nobody";
    if (node.type === "word" && node.flags & F.negation && !isDouble && !/^without$/.test(node.lower)) return true;
    if (has(node, F.subordinate | F.relative)) break;
  }
  const first = nodes[at]!.from;
  for (let here = first - 1; here >= Math.max(0, first - 6); here--) {
    const token = tokens[here]!;
    if (token.kind !== "word" || /^(?:but|when|while)$/.test(token.lower)) break;
    if (phraseAt(lexicon.contexts, tokens, here, tokens.length)?.value === "legal") return true;
  }
  return false;
}
