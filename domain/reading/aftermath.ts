/** People taken to hospital, and people missing: neither is a number of all the wounded or of the dead. */
import { F } from "./lexicon";
import { subjectsBefore, type People } from "./lists";
import type { Mention } from "./mention";
import { has, isBreak, isComma, type Node } from "./nodes";
import { made } from "./predicates";
import { isUnreal, phraseOf, sharedAuxiliary, skipBack, subjectOf, type Scene } from "./voice";

/** Mentions of hospital (a part of the wounded) and of the missing in a sentence. */
export function mentionsOfAftermath(scene: Scene): Mention[] {
  const { nodes, lexicon } = scene;
  const { hospitalised, hospitalVerbs, missing } = lexicon.language.aftermath;
  const mentions: Mention[] = [];
  for (let at = 0; at < nodes.length; at++) {
    const node = nodes[at]!;
    if (node.type === "phrase") {
      if (missing.includes(node.phrase.head) && node.phrase.how === "number")
        mentions.push(...ofPeople(scene, at, phraseAlone(node, at), "missing"));
    } else if (node.type === "word") {
      if (hospitalised.includes(node.lower) || (hospitalVerbs.includes(node.lower) && leadsToHospital(scene, at)))
        mentions.push(...ofPeople(scene, at, peopleBefore(scene, at), "hospital"));
      else if (missing.includes(node.lower)) mentions.push(...ofPeople(scene, at, peopleBefore(scene, at), "missing"));
    }
  }
  return mentions;
}

const phraseAlone = (node: Extract<Node, { type: "phrase" }>, at: number): People => ({
  phrases: [node.phrase],
  parts: [],
  edge: at,
});

/** "were taken to hospital", "five others hospitalised", "are still missing". */
function peopleBefore(scene: Scene, at: number): People | null {
  const { nodes, lexicon } = scene;
  let back = skipBack(nodes, at);
  const word = nodes[back];
  if (word?.type === "word" && lexicon.language.aftermath.become.includes(word.lower)) back--;
  if (has(nodes[back], F.auxiliary | F.have)) return subjectOf(scene, back);
  const left = phraseOf(nodes[back]);
  if (left && left.amount !== null && left.kind !== "thing") return subjectsBefore(nodes, back + 1);
  if (left !== null) return null;
  if (word !== nodes[back]) return subjectsBefore(nodes, back + 1);
  const shared = isComma(nodes[back]) || has(nodes[back], F.and) ? sharedAuxiliary(nodes, back) : -1;
  return shared >= 0 ? subjectOf(scene, shared) : null;
}

/** A hospital is named within the next words of the clause. */
function leadsToHospital({ nodes, tokens, lexicon }: Scene, at: number): boolean {
  const { hospitals } = lexicon.language.aftermath;
  for (let here = at + 1; here < Math.min(nodes.length, at + 5); here++) {
    const node = nodes[here]!;
    if (isBreak(node) || isComma(node)) return false;
    for (let token = node.from; token < node.to; token++) if (hospitals.includes(tokens[token]!.lower)) return true;
  }
  return false;
}

function ofPeople(scene: Scene, at: number, people: People | null, what: "hospital" | "missing"): Mention[] {
  if (!people || isUnreal(scene, at)) return [];
  const isCounted = people.phrases.every(
    ({ how, definite, head }) =>
      (how === "number" || how === "singular") && !definite && !/^(?:bod(?:y|ies)|corpses?)$/.test(head),
  );
  if (!isCounted) return [];
  const mentions = made(scene, at, at, people, what === "hospital" ? "wounded" : "missing", null, what);
  return what === "missing"
    ? mentions
    : mentions.map((mention) => ({
        ...mention,
        scope: "part" as const,
        doubts: [...mention.doubts, "reading.hospital" as const],
      }));
}
