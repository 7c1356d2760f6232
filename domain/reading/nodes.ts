/** A sentence as a row of nodes: phrases that name people, words of harm, and the words between them. */
import { F, type Harm, type Lexicon } from "./lexicon";
import { personsAt, type Phrase } from "./phrase";
import type { Sentence, Token } from "./tokens";

export type Node =
  | { type: "phrase"; from: number; to: number; phrase: Phrase; flags: number }
  | { type: "harm"; from: number; to: number; harm: Harm; flags: number }
  | { type: "word"; from: number; to: number; flags: number; lower: string };

/** The nodes of a sentence; tokens that belong to a date are passed over. */
export function nodesOf(tokens: readonly Token[], sentence: Sentence, dated: ReadonlySet<number>, lexicon: Lexicon): Node[] {
  const nodes: Node[] = [];
  const end = sentence.to;
  for (let at = sentence.from; at < end;) {
    if (dated.has(at)) {
      at++;
      continue;
    }
    const token = tokens[at]!;
    if (isAge(tokens, at, nodes)) {
      nodes.pop();
      at += 2;
      continue;
    }
    // The point of an abbreviation ends no clause.
    if (token.text === "." && at < end - 1) {
      at++;
      continue;
    }
    if (lexicon.reported.has(token.lower) && has(nodes.at(-1), F.auxiliary)) {
      nodes.push({ type: "word", from: at, to: at + 1, flags: F.adverb, lower: token.lower });
      at++;
      continue;
    }
    const complete = completionAt(tokens, at, end, lexicon);
    if (complete > at) {
      nodes.push({ type: "harm", from: at, to: complete, harm: { kind: "dead" }, flags: F.verb });
      at = complete;
      continue;
    }
    const harm = token.kind === "word" ? lexicon.harm.get(token.lower) : undefined;
    const flags = token.kind === "word" ? (lexicon.flags.get(token.lower) ?? 0) : 0;
    if (harm && !(harm.kind === "bodies")) {
      nodes.push({ type: "harm", from: at, to: at + 1, harm, flags });
      at++;
      continue;
    }
    const phrase = flags & F.leave && !(flags & F.definite) ? null : personsAt(tokens, at, dateEnd(at, end, dated), lexicon);
    if (phrase && phrase.to > at) {
      nodes.push({ type: "phrase", from: at, to: phrase.to, phrase, flags: 0 });
      at = phrase.to;
      continue;
    }
    nodes.push({ type: "word", from: at, to: at + 1, flags, lower: token.lower });
    at++;
  }
  return nodes;
}

/** "A woman, 67, was killed": a number between commas behind one person. */
function isAge(tokens: readonly Token[], at: number, nodes: readonly Node[]): boolean {
  if (tokens[at]!.kind !== "number" || tokens[at - 1]?.text !== "," || tokens[at + 1]?.text !== ",") return false;
  if (!/^\d{1,3}$/.test(tokens[at]!.text) || Number(tokens[at]!.text) > 110) return false;
  const before = nodes.at(-2);
  return before?.type === "phrase" && !before.phrase.plural && before.phrase.kind !== "thing" && before.phrase.how !== "number";
}

function dateEnd(at: number, end: number, dated: ReadonlySet<number>): number {
  if (dated.size === 0) return end;
  for (let here = at; here < Math.min(end, at + 24); here++) if (dated.has(here)) return here;
  return end;
}

/** "to death" and the like, which complete a verb of attack. */
function completionAt(tokens: readonly Token[], at: number, end: number, lexicon: Lexicon): number {
  for (const words of lexicon.completions) {
    if (
      words[0] === tokens[at]!.lower &&
      at + words.length <= end &&
      words.every((word, index) => tokens[at + index]!.lower === word)
    ) {
      return at + words.length;
    }
  }
  return at;
}

/** Whether the node ends a clause: ; : or a full stop. */
export function isBreak(node: Node | undefined): boolean {
  return node === undefined || (node.type === "word" && /^[;:.!?]$/.test(node.lower));
}

export const has = (node: Node | undefined, flags: number): boolean =>
  node !== undefined && node.type !== "phrase" && (node.flags & flags) !== 0;
export const isComma = (node: Node | undefined): boolean =>
  node?.type === "word" && (node.lower === "," || node.lower === "–" || node.lower === "—" || node.lower === "-");
