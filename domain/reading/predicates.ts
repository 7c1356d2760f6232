/** Words of harm → mentions: who was killed or wounded, by active, passive, elliptic and nominal patterns. */
import { F, type Harm } from "./lexicon";
import { objectsAt, subjectsBefore, sumOf, type People } from "./lists";
import type { Mention, Pattern } from "./mention";
import { has, isComma, type Node } from "./nodes";
import {
  harmAt,
  isElliptic,
  isFatally,
  isUnreal,
  phraseOf,
  relativeSubject,
  sharedAuxiliary,
  skipBack,
  subjectOf,
  type Scene,
} from "./voice";
import type { Metric } from "../vocabulary";

type HarmNode = Extract<Node, { type: "harm" }>;
/** Mentions of every verb and participle of harm in a sentence. */
export function mentionsOfVerbs(scene: Scene): Mention[] {
  const { nodes } = scene;
  const mentions: Mention[] = [];
  for (let at = 0; at < nodes.length; at++) {
    const node = nodes[at]!;
    if (node.type === "word" && scene.lexicon.selfKill.has(node.lower)) mentions.push(...selfKilled(scene, at));
    if (node.type === "word" && has(node, F.leave)) mentions.push(...leftWith(scene, at));
    if (node.type !== "harm") continue;
    const { harm } = node;
    if (harm.kind === "transitive") {
      const pair = pairAt(scene, at);
      mentions.push(...transitive(scene, at, pair));
      if (pair) at = pair.last;
    } else if (harm.kind === "die") mentions.push(...intransitive(scene, at, "killed", "died"));
    else if (harm.kind === "dead") mentions.push(...deadAt(scene, at));
    else if (harm.kind === "suffer") mentions.push(...suffered(scene, at));
    else if (harm.kind === "lose") mentions.push(...lostLives(scene, at));
    else if (harm.kind === "take") mentions.push(...tookLives(scene, at));
    else if (harm.kind === "attack" && has(nodes[at - 1], F.adverb) && isFatally(scene, at - 1))
      mentions.push(...transitive(scene, at, null, "killed"));
  }
  return mentions.map((mention, index) => withOthers(scene, index === 0 ? withBesides(scene, mention) : mention));
}

/** "left 33 others with injuries". */
function leftWith(scene: Scene, at: number): Mention[] {
  const { nodes, tokens, lexicon } = scene;
  const people = objectsAt(nodes, at + 1);
  const next = people === null ? undefined : nodes[people.edge + 1];
  if (!people?.phrases[0]?.amount || !has(next, F.preposition) || isUnreal(scene, at)) return [];
  const words = nodes.slice(people.edge + 2, people.edge + 4).flatMap(({ from, to }) => tokens.slice(from, to));
  return words.some(({ lower }) => lexicon.language.nouns.harm.includes(lower))
    ? made(scene, at, at, people, "wounded", null, "suffered")
    : [];
}

/** "blew himself up": one more dead, the attacker. */
function selfKilled(scene: Scene, at: number): Mention[] {
  const next = phraseOf(scene.nodes[at + 1]);
  if (!next?.attacker || next.how !== "pronoun" || isUnreal(scene, at)) return [];
  return made(scene, at, at + 1, { phrases: [next], parts: [], edge: at + 1 }, "killed", null, "died");
}

/** "Six rebels were killed, as well as two soldiers": eight. */
function withOthers({ nodes, tokens, lexicon }: Scene, mention: Mention): Mention {
  if (mention.amount === null || mention.amount.qualifier === "none") return mention;
  let at = mention.to;
  if (tokens[at]?.text === ",") at++;
  const last = nodes.at(-1)!.to;
  const found = lexicon.language.contexts.besides
    .map((phrase) => phrase.split(" "))
    .find((words) => at + words.length < last && words.every((word, index) => tokens[at + index]!.lower === word));
  if (!found) return mention;
  const start = nodes.findIndex(({ from }) => from === at + found.length);
  const others = start < 0 ? null : objectsAt(nodes, start);
  if (!others?.phrases.every(({ amount, kind }) => amount !== null && kind === "person")) return mention;
  if (others.phrases.some((phrase) => mention.phrases.some(({ from }) => from === phrase.from))) return mention;
  const phrases = [...mention.phrases, ...others.phrases];
  return { ...mention, phrases, amount: sumOf(phrases), why: [...mention.why, "list_summed"] };
}

/** "In addition to the bomber, seven soldiers were killed": eight. */
function withBesides({ nodes, tokens, lexicon }: Scene, mention: Mention): Mention {
  const first = nodes.findIndex((node) => node.type === "phrase");
  const node = nodes[first];
  if (mention.metric !== "killed" || mention.amount === null || node?.type !== "phrase" || !node.phrase.attacker || first > 4)
    return mention;
  const before = tokens
    .slice(Math.max(0, node.from - 4), node.from)
    .map(({ lower }) => lower)
    .join(" ");
  const isBesides = lexicon.language.contexts.besides.some((phrase) => before.endsWith(phrase));
  if (!isBesides || node.phrase.amount === null || mention.phrases.some(({ from }) => from === node.from)) return mention;
  const phrases = [node.phrase, ...mention.phrases];
  return { ...mention, phrases, amount: sumOf(phrases), why: [...mention.why, "list_summed"] };
}

/** "killed and wounded", "killed or injured", standing together. */
function pairAt({ nodes }: Scene, at: number): { last: number; or: boolean } | null {
  const first = harmAt(nodes, at);
  let here = at + 1;
  const joint = nodes[here];
  if (!has(joint, F.and | F.or) && !(joint?.type === "word" && joint.lower === "/")) return null;
  here++;
  while (has(nodes[here], F.adverb | F.auxiliary)) here++;
  const second = harmAt(nodes, here);
  if (
    first?.kind !== "transitive" ||
    second?.kind !== "transitive" ||
    first.metric === second.metric ||
    first.form !== second.form
  )
    return null;
  return { last: here, or: has(joint, F.or) };
}

function transitive(scene: Scene, at: number, pair: { last: number; or: boolean } | null, as?: "killed" | "wounded"): Mention[] {
  const { nodes } = scene;
  const node = nodes[at] as HarmNode;
  const harm = node.harm as Extract<Harm, { kind: "transitive" }>;
  const form = harm.kind === "transitive" ? harm.form : "past";
  let metric: Metric = as ?? harm.metric;
  if (metric === "wounded" && isFatally(scene, at - 1)) metric = "killed";
  const last = pair?.last ?? at;
  let next = last + 1;
  while (has(nodes[next], F.adverb)) next++;
  const object = phraseOf(nodes[next]);
  const isObject = object !== null && (object.kind !== "thing" || object.how === "nobody");
  const back = skipBack(nodes, at);
  const previous = nodes[back];
  if (isUnreal(scene, at)) return [];
  if (form === "ing") {
    if (!isObject || (has(previous, F.auxiliary) && object.kind === "thing")) return [];
    return made(scene, at, last, objectsAt(nodes, next), metric, pair, "participle");
  }
  if (form === "base") {
    if (!isObject || (previous?.type === "word" && previous.lower === "to")) return [];
    return made(scene, at, last, objectsAt(nodes, next), metric, pair, "active");
  }
  if (has(previous, F.auxiliary))
    return made(scene, at, last, attackerBefore(nodes, back) ?? subjectOf(scene, back), metric, pair, "passive");
  if (has(previous, F.relative)) return isObject ? made(scene, at, last, objectsAt(nodes, next), metric, pair, "active") : [];
  const left = phraseOf(previous);
  const isLeftCount = left !== null && left.kind !== "thing" && left.amount !== null && !left.possessive;
  if (isObject && !(isLeftCount && isElliptic(nodes, next))) {
    // "two injured civilians were taken": the participle stands inside the phrase; "wounded five" is active.
    return made(scene, at, last, objectsAt(nodes, next), metric, pair, "active");
  }
  if (isLeftCount && left.how !== "pronoun" && (left.how !== "name" || has(previous, F.and))) {
    // "mourning for the 23 people killed": the phrase beside it, not what that hangs on.
    const isGoverned = has(nodes[back - 1], F.preposition | F.of | F.by);
    const people = isGoverned ? { phrases: [left], parts: [], edge: back } : subjectsBefore(nodes, back + 1);
    return made(scene, at, last, people, metric, pair, "elliptic");
  }
  if (has(previous, F.and | F.adverb) || isComma(previous)) {
    const shared = sharedAuxiliary(nodes, back);
    if (shared >= 0) return made(scene, at, last, subjectOf(scene, shared), metric, pair, "passive");
  }
  if (
    metric === "killed" &&
    previous !== undefined &&
    has(previous, F.preposition) === false &&
    left === null &&
    has(previous, F.leave)
  )
    return made(scene, at, last, subjectsBefore(nodes, back), metric, pair, "passive");
  return [];
}

/** "An assailant opened fire, killing five, before being killed": who is meant is the sentence's attacker. */
function attackerBefore(nodes: readonly Node[], at: number): People | null {
  if (nodes[at]?.type !== "word" || !has(nodes[at - 1], F.subordinate)) return null;
  const first = nodes.findIndex((node, index) => index < at && node.type === "phrase" && node.phrase.attacker);
  const phrase = first < 0 ? null : phraseOf(nodes[first]);
  return phrase?.amount ? { phrases: [{ ...phrase, definite: true }], parts: [], edge: first } : null;
}

function intransitive(scene: Scene, at: number, metric: Metric, why: Pattern): Mention[] {
  const { nodes } = scene;
  if (isUnreal(scene, at)) return [];
  let here = at - 1;
  while (
    has(nodes[here], F.adverb | F.have | F.auxiliary) ||
    (nodes[here]?.type === "word" && /^(?:to|it|is)$/.test((nodes[here] as { lower: string }).lower) && has(nodes[here], F.have))
  )
    here--;
  if (has(nodes[here], F.relative)) return made(scene, at, at, relativeSubject(nodes, here), metric, null, "relative");
  if (has(nodes[here], F.and)) {
    const shared = sharedAuxiliary(nodes, here);
    return made(scene, at, at, shared >= 0 ? subjectOf(scene, shared) : subjectsBefore(nodes, here), metric, null, why);
  }
  return made(scene, at, at, subjectsBefore(nodes, here + 1), metric, null, why);
}

function deadAt(scene: Scene, at: number): Mention[] {
  const { nodes, lexicon } = scene;
  if (isUnreal(scene, at)) return [];
  // "shot dead five people" and "were shot dead".
  const verb = harmAt(nodes, at - 1);
  const next = phraseOf(nodes[at + 1]);
  if (verb?.kind === "attack" && next && next.kind !== "thing" && !has(nodes[skipBack(nodes, at - 1)], F.auxiliary))
    return made(scene, at - 1, at, objectsAt(nodes, at + 1), "killed", null, "active");
  if (verb?.kind === "attack") {
    const back = skipBack(nodes, at - 1);
    if (has(nodes[back], F.auxiliary)) return made(scene, at - 1, at, subjectOf(scene, back), "killed", null, "passive");
    const left = phraseOf(nodes[back]);
    if (left?.amount) return made(scene, at - 1, at, subjectsBefore(nodes, back + 1), "killed", null, "elliptic");
    const shared = sharedAuxiliary(nodes, back);
    return shared >= 0 ? made(scene, at - 1, at, subjectOf(scene, shared), "killed", null, "passive") : [];
  }
  // "were hacked to death", whatever the verb.
  const participle = nodes[at - 1];
  if (
    participle?.type === "word" &&
    participle.lower.endsWith("ed") &&
    !lexicon.language.contexts.legal.includes(`${participle.lower} to`) &&
    nodes[at]!.to - nodes[at]!.from > 1
  ) {
    const before = skipBack(nodes, at - 1);
    const shared = has(nodes[before], F.auxiliary) ? before : sharedAuxiliary(nodes, before);
    if (shared >= 0) return made(scene, at - 1, at, subjectOf(scene, shared), "killed", null, "passive");
  }
  let back = at - 1;
  const { find } = lexicon.language.verbs;
  while (
    has(nodes[back], F.adverb | F.leave) ||
    (nodes[back]?.type === "word" && find.includes((nodes[back] as { lower: string }).lower))
  )
    back--;
  if (has(nodes[back], F.definite | F.one)) return [];
  if (has(nodes[back], F.auxiliary)) return made(scene, at, at, subjectOf(scene, back), "killed", null, "dead");
  const left = phraseOf(nodes[back]);
  if (left && left.kind !== "thing" && left.amount)
    return made(
      scene,
      at,
      at,
      subjectsBefore(nodes, back + 1) ?? { phrases: [left], parts: [], edge: back },
      "killed",
      null,
      "dead",
    );
  if (next?.amount && has(nodes[at - 1], F.leave)) return made(scene, at, at, objectsAt(nodes, at + 1), "killed", null, "dead");
  return [];
}

function suffered(scene: Scene, at: number): Mention[] {
  const { nodes, lexicon } = scene;
  if (isUnreal(scene, at)) return [];
  let isHarm = false;
  let isFatal = false;
  for (let here = at + 1; here < Math.min(nodes.length, at + 4) && !isHarm; here++) {
    const words = scene.tokens.slice(nodes[here]!.from, nodes[here]!.to).map(({ lower }) => lower);
    isHarm = words.some((word) => lexicon.language.nouns.harm.includes(word));
    isFatal ||= words.some((word) => /^fatal|mortal/.test(word));
    if (phraseOf(nodes[here])?.how === "nobody") return [];
  }
  if (isHarm) return intransitive(scene, at, isFatal ? "killed" : "wounded", "suffered");
  // "Поранень зазнали 35 осіб": the harm before, the people behind.
  const before = nodes[at - 1];
  const isBefore = before !== undefined && lexicon.language.nouns.harm.includes(scene.tokens[before.to - 1]!.lower);
  return isBefore ? made(scene, at, at, objectsAt(nodes, at + 1), "wounded", null, "suffered") : [];
}

function lostLives(scene: Scene, at: number): Mention[] {
  const { nodes, tokens, lexicon } = scene;
  const end = Math.min(tokens.length, nodes[at]!.to + 2);
  const isLives = tokens.slice(nodes[at]!.to, end).some(({ lower }) => lexicon.language.verbs.lives.includes(lower));
  return isLives ? intransitive(scene, at, "killed", "lost_lives") : [];
}

function tookLives(scene: Scene, at: number): Mention[] {
  const { nodes, lexicon } = scene;
  const { lives } = lexicon.language.verbs;
  const phrase = phraseOf(nodes[at + 1]);
  const word = nodes[at + 1];
  // "забрала життя шести людей": without a word for "of" whose lives they were stands right behind.
  if (lexicon.language.words.of.length === 0 && word?.type === "word" && lives.includes(word.lower) && !isUnreal(scene, at))
    return made(scene, at, at + 1, objectsAt(nodes, at + 2), "killed", null, "took_lives");
  if (!phrase || !lives.includes(phrase.head) || isUnreal(scene, at)) return [];
  if (has(nodes[at + 2], F.of)) return made(scene, at, at + 1, objectsAt(nodes, at + 3), "killed", null, "took_lives");
  return phrase.amount ? made(scene, at, at, { phrases: [phrase], parts: [], edge: at + 1 }, "killed", null, "took_lives") : [];
}

/** Mentions of a metric said of a list; "killed and wounded" is one combined figure, of nobody it is none for both. */
export function made(
  { nodes, tokens, lexicon }: Scene,
  at: number,
  last: number,
  people: People | null,
  metric: Metric,
  pair: { or: boolean } | null,
  why: Pattern,
): Mention[] {
  if (!people) return [];
  const phrases = people.phrases.filter((phrase) => phrase.kind !== "thing" || phrase.how === "nobody");
  const amount = sumOf(phrases);
  const from = nodes[at]!.from;
  const to = nodes[last]!.to;
  const reasons: Pattern[] = [why];
  if (phrases.length > 1) reasons.push("list_summed");
  if (amount?.qualifier === "none") reasons.push("nobody");
  const plain = {
    amount,
    phrases,
    parts: people.parts,
    from,
    to,
    doubts: [],
    scope: "incident" as const,
    total: phrases.some(({ total }) => total),
    plainTotal: false,
  };
  if (phrases.length === 0 && people.parts.length === 0) return [];
  const isFigurative = lexicon.language.verbs.figurative.includes(tokens[from]!.lower);
  if (isFigurative && phrases.every((phrase) => phrase.how === "name" && phrase.to === phrase.from + 1)) return [];
  if (!pair) return [{ ...plain, metric, why: reasons }];
  if (amount?.qualifier === "none")
    return (["killed", "wounded"] as const).map((each) => ({ ...plain, metric: each, why: reasons }));
  return [{ ...plain, metric: "casualties", why: [...reasons, "killed_and_wounded"] }];
}
