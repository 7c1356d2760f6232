/** Who "the victims", "they" and "the two assailants" are: numbers remembered from earlier sentences. */
import type { Mention } from "./mention";
import { F } from "./lexicon";
import { has, type Node } from "./nodes";
import type { Phrase } from "./phrase";

/** People named with a number, the newest last; only the newest are kept, so that looking back costs the same everywhere. */
export type Memory = Phrase[];

const KEPT = 24;

/** Keeps the numbered people of a sentence. */
export function remember(memory: Memory, nodes: readonly Node[]): void {
  for (const [at, node] of nodes.entries()) {
    if (has(nodes[at - 1], F.including)) continue;
    if (node.type !== "phrase" || node.phrase.how !== "number" || node.phrase.kind !== "person") continue;
    memory.push(node.phrase);
  }
  if (memory.length > KEPT) memory.splice(0, memory.length - KEPT);
}

/** A mention whose people have no number takes that of the people it goes back to; it stays as it is where there are none. */
export function recall(mention: Mention, memory: Memory, nodes: readonly Node[]): Mention {
  if (mention.amount !== null || mention.phrases.length === 0) return mention;
  const [phrase] = mention.phrases as [Phrase];
  if (!phrase.definite || !phrase.plural) {
    if (!phrase.plural || phrase.kind !== "person") return mention;
    return { ...mention, amount: { qualifier: "unknown" }, doubts: [...mention.doubts, "reading.no_number"] };
  }
  const earlier = nodes.flatMap((node) =>
    node.type === "phrase" && node.to <= phrase.from && node.phrase.how === "number" && node.phrase.kind === "person"
      ? [node.phrase]
      : [],
  );
  const all = [...memory, ...earlier].reverse();
  const same = all.find((candidate) => candidate.head === phrase.head);
  const any = all.find((candidate) => candidate.attacker === phrase.attacker && !candidate.attacker);
  const found = same ?? (phrase.attacker ? undefined : any);
  if (!found) return { ...mention, amount: { qualifier: "unknown" }, doubts: [...mention.doubts, "reading.no_number"] };
  const resolved: Phrase = { ...phrase, amount: found.amount };
  return {
    ...mention,
    amount: found.amount,
    phrases: [resolved, ...mention.phrases.slice(1)],
    doubts: [...mention.doubts, "reading.antecedent"],
  };
}
