/** Nouns of harm → mentions: "5 fatalities", "no casualties", "the deaths of two men", "the toll rose to 24", "casualties unknown". */
import { F, phraseAt } from "./lexicon";
import { objectsAt } from "./lists";
import type { Mention } from "./mention";
import { has, isBreak, type Node } from "./nodes";
import type { Phrase } from "./phrase";
import { made } from "./predicates";
import { isUnreal, type Scene } from "./voice";
import type { Metric } from "../vocabulary";
import type { Amount } from "../figure";

/** Mentions of every toll noun of a sentence. */
export function mentionsOfNouns(scene: Scene): Mention[] {
  const { nodes, lexicon } = scene;
  const mentions: Mention[] = [];
  const isUnknown = sentenceSaysUnknown(scene);
  for (let at = 0; at < nodes.length; at++) {
    const node = nodes[at]!;
    if (node.type === "harm" && node.harm.kind === "tollWord") mentions.push(...tollAt(scene, at));
    if (node.type === "harm" && node.harm.kind === "dead") mentions.push(...deadPutAt(scene, at));
    mentions.push(...labelAt(scene, at));
    if (node.type === "phrase" && TOTALS.has(node.phrase.head)) mentions.push(...totalAt(scene, at));
    if (
      lexicon.language.nouns.numberWords.includes(
        node.type === "phrase" ? node.phrase.head : node.type === "word" ? node.lower : "",
      )
    )
      mentions.push(...numberOfAt(scene, at));
    if (node.type !== "phrase") {
      const metric = node.type === "word" ? lexicon.tolls.get(node.lower) : undefined;
      if (metric && metric !== "missing") mentions.push(...bareNoun(scene, at, metric, isUnknown, mentions));
      continue;
    }
    const { phrase } = node;
    if (/^(?:bodies|corpses|body|corpse)$/.test(phrase.head)) mentions.push(...bodies(scene, at));
    const metric = lexicon.tolls.get(phrase.head);
    if (!metric || metric === "missing" || isUnreal(scene, at)) continue;
    if (has(nodes[at + 1], F.of) || (metric === "wounded" && has(nodes[at + 1], F.preposition) && isTo(nodes[at + 1]))) {
      const objects = objectsAt(nodes, at + 2);
      const first = objects?.phrases[0];
      if (
        objects &&
        first &&
        (first.amount || phrase.amount === null) &&
        first.kind !== "thing" &&
        (phrase.amount === null || phrase.amount.qualifier !== "none")
      ) {
        mentions.push(...made(scene, at, at, objects, metric, null, "death_of"));
        continue;
      }
    }
    if (phrase.amount === null) {
      mentions.push(...bareNoun(scene, at, metric, isUnknown, mentions));
      continue;
    }
    mentions.push(
      ...ofNoun(
        scene,
        at,
        metric,
        isUnknown && phrase.amount.qualifier === "none" ? { qualifier: "unknown" } : phrase.amount,
        phrase,
      ),
    );
  }
  return mentions;
}

const isTo = (node: Node | undefined): boolean => node?.type === "word" && (node.lower === "to" || node.lower === "among");

function ofNoun(scene: Scene, at: number, metric: Metric, amount: Amount, phrase: Phrase): Mention[] {
  const { nodes } = scene;
  const node = nodes[at]!;
  const isAlone = metric === "killed" && isStandAlone(nodes, at) && !phrase.additional && amount.qualifier !== "none";
  const metrics: Metric[] = metric === "casualties" && amount.qualifier === "none" ? ["killed", "wounded"] : [metric];
  return metrics.map((each) => ({
    metric: each,
    amount,
    phrases: [phrase],
    parts: [],
    from: node.from,
    to: node.to,
    why: [amount.qualifier === "unknown" ? "unknown" : amount.qualifier === "none" ? "nobody" : "toll_noun"],
    doubts: [],
    scope: "incident",
    total: phrase.total || isAlone,
    plainTotal: isAlone,
  }));
}

/** "3 fatalities.", "There were 3 fatalities.": nothing else is said in the sentence. */
function isStandAlone(nodes: readonly Node[], at: number): boolean {
  const isEnd =
    isBreak(nodes[at + 1]) || (nodes[at + 1]?.type === "word" && /^[([]$/.test((nodes[at + 1] as { lower: string }).lower));
  const before = nodes.slice(0, at);
  return isEnd && before.every((node) => node.type !== "harm" && node.type !== "phrase") && before.length <= 3;
}

/** A noun without a number: "no injuries or fatalities" shares the no; "casualties are unknown" is unknown. */
function bareNoun(scene: Scene, at: number, metric: Metric, isUnknown: boolean, before: readonly Mention[]): Mention[] {
  const { nodes } = scene;
  const node = nodes[at]!;
  const phrase: Phrase =
    node.type === "phrase"
      ? node.phrase
      : {
          from: node.from,
          to: node.to,
          amount: null,
          how: "nobody",
          definite: false,
          plural: true,
          additional: false,
          total: false,
          ofThem: false,
          head: "",
          group: "all",
          attacker: false,
          kind: "thing",
          possessive: false,
        };
  if (has(nodes[at - 1], F.or | F.and) && before.length > 0) {
    const last = before.at(-1)!;
    const isNear = last.to >= nodes[Math.max(0, at - 3)]!.from;
    if (last.amount?.qualifier === "none" && isNear) return ofNoun(scene, at, metric, { qualifier: "none" }, phrase);
    // "several deaths and injuries": the vague word goes for both.
    if (last.amount?.qualifier === "vague" && isNear && last.why.includes("toll_noun"))
      return ofNoun(scene, at, metric, last.amount, phrase);
  }
  if (!isUnknown && isWithout(nodes, at)) return ofNoun(scene, at, metric, { qualifier: "none" }, phrase);
  return isUnknown ? ofNoun(scene, at, metric, { qualifier: "unknown" }, phrase) : [];
}

/** "without casualties", "did not cause any casualties". */
function isWithout(nodes: readonly Node[], at: number): boolean {
  // "постраждалих немає".
  const next = nodes[at + 1];
  if (next?.type === "phrase" && next.phrase.how === "nobody" && next.phrase.head === "") return true;
  for (let here = at - 1; here >= Math.max(0, at - 4); here--) {
    if (isBreak(nodes[here])) return false;
    if (has(nodes[here], F.negation)) return true;
  }
  return false;
}

function sentenceSaysUnknown({ nodes, tokens, lexicon }: Scene): boolean {
  if (nodes.length === 0) return false;
  const [from, to] = [nodes[0]!.from, nodes.at(-1)!.to];
  let isUnknown = false;
  let isToll = false;
  for (let at = from; at < to; at++) {
    const { lower } = tokens[at]!;
    if (phraseAt(lexicon.noNews, tokens, at, to)) return true;
    isUnknown ||= lexicon.unknownWords.has(lower);
    isToll ||= lexicon.tolls.has(lower);
  }
  return isUnknown && isToll;
}

/** "the death toll rose to 24", "raising the toll to at least 12", "a toll of 9". */
function tollAt(scene: Scene, at: number): Mention[] {
  const { nodes, lexicon, tokens } = scene;
  const before = tokens[nodes[at]!.from - 1]?.lower ?? "";
  const metric: Metric = lexicon.tolls.get(before) ?? (/injur|wound/.test(before) ? "wounded" : "killed");
  for (let here = at + 1; here < Math.min(nodes.length, at + 10); here++) {
    const node = nodes[here]!;
    if (isBreak(node)) return [];
    if (node.type !== "phrase" || !node.phrase.amount || node.phrase.how !== "number") continue;
    const stated = node.phrase.amount;
    const amount: Amount =
      stated.qualifier === "between" && stated.high > stated.low && tokens[node.from]!.lower === "from"
        ? { qualifier: "exact", value: stated.high }
        : stated;
    const next = nodes[here + 1];
    if (next?.type === "harm" && next.harm.kind === "transitive") return [];
    return [
      {
        metric,
        amount,
        phrases: [node.phrase],
        parts: [],
        from: nodes[at]!.from,
        to: nodes[at]!.to,
        why: ["toll_raised"],
        doubts: ["reading.toll_revised"],
        scope: "incident",
        total: true,
        plainTotal: false,
      },
    ];
  }
  return [];
}

/** What a word of harm or a toll noun counts, or null. */
function metricOf(node: Node | undefined, { lexicon }: Scene): Metric | null {
  if (node?.type === "harm")
    return node.harm.kind === "transitive" ? node.harm.metric : node.harm.kind === "dead" ? "killed" : null;
  if (node?.type === "word") return lexicon.tolls.get(node.lower) ?? null;
  return node?.type === "phrase"
    ? (lexicon.tolls.get(node.phrase.head) ?? (node.phrase.head === "victims" ? "killed" : null))
    : null;
}

/** "Killed: 5, wounded: 12": a label and its number. */
function labelAt(scene: Scene, at: number): Mention[] {
  const { nodes } = scene;
  const next = nodes[at + 2];
  if (nodes[at + 1]?.type !== "word" || (nodes[at + 1] as { lower: string }).lower !== ":" || next?.type !== "phrase") return [];
  const metric = metricOf(nodes[at], scene);
  if (!metric || !next.phrase.amount || next.phrase.how !== "number") return [];
  return made(scene, at, at, { phrases: [next.phrase], parts: [], edge: at + 2 }, metric, null, "toll_noun");
}

const TOTALS = new Set(["total", "tally", "count"]);

/** "raising the total to five dead", "bringing the count to 12 killed". */
function totalAt(scene: Scene, at: number): Mention[] {
  const { nodes } = scene;
  const [to, count, state] = nodes.slice(at + 1, at + 4);
  if (to?.type !== "word" || to.lower !== "to" || count?.type !== "phrase" || count.phrase.how !== "number") return [];
  const metric = metricOf(state, scene) ?? metricOf(count, scene);
  if (!metric) return [];
  return made(scene, at, at, { phrases: [count.phrase], parts: [], edge: at + 2 }, metric, null, "toll_raised").map(
    (mention) => ({
      ...mention,
      total: true,
      doubts: ["reading.toll_revised"],
    }),
  );
}

/** "sources put the dead at around 30". */
function deadPutAt(scene: Scene, at: number): Mention[] {
  const { nodes } = scene;
  const [joint, count] = nodes.slice(at + 1, at + 3);
  const before = nodes[at - 1];
  const isThe = has(before, F.definite) || (before?.type === "phrase" && before.phrase.definite && before.phrase.head === "");
  if (!isThe || joint?.type !== "word" || joint.lower !== "at") return [];
  if (count?.type !== "phrase" || count.phrase.how !== "number") return [];
  return made(scene, at, at, { phrases: [count.phrase], parts: [], edge: at + 2 }, "killed", null, "toll_raised");
}

/** "the number of injured rose to 47", "the number of people killed stands at 9". */
function numberOfAt(scene: Scene, at: number): Mention[] {
  const { nodes } = scene;
  // Without a word for "of" the dead stand right behind: "кількість загиблих".
  const { of } = scene.lexicon.language.words;
  if (of.length > 0 && !has(nodes[at + 1], F.of)) return [];
  let metric: Metric | null = null;
  for (let here = at + (of.length > 0 ? 2 : 1); here < Math.min(nodes.length, at + 10); here++) {
    const node = nodes[here]!;
    if (isBreak(node)) return [];
    if (metric === null) metric = metricOf(node, scene);
    else if (node.type === "phrase" && node.phrase.amount && node.phrase.how === "number") {
      // "rose to 24": the word that is "up to" elsewhere.
      const { amount } = node.phrase;
      const phrase: Phrase =
        amount.qualifier === "up_to" ? { ...node.phrase, amount: { qualifier: "exact", value: amount.high } } : node.phrase;
      return made(scene, at, at, { phrases: [phrase], parts: [], edge: here }, metric, null, "toll_raised").map((mention) => ({
        ...mention,
        total: true,
        doubts: ["reading.toll_revised"],
      }));
    }
  }
  return [];
}

/** "four bodies were found", "the bodies of three men were recovered". */
function bodies(scene: Scene, at: number): Mention[] {
  const { nodes, lexicon, tokens } = scene;
  const { phrase } = nodes[at] as Extract<Node, { type: "phrase" }>;
  const isFound = nodes.some(
    (node) => (node.type === "word" || node.type === "harm") && lexicon.language.verbs.find.includes(tokens[node.from]!.lower),
  );
  if (!isFound || phrase.head === "") return [];
  if (has(nodes[at + 1], F.of)) {
    const objects = objectsAt(nodes, at + 2);
    if (!objects?.phrases[0]?.amount || objects.phrases[0].definite) return [];
    return made(scene, at, at, objects, "killed", null, "bodies_found").map((mention) => ({
      ...mention,
      doubts: ["reading.bodies"],
    }));
  }
  if (phrase.definite || !phrase.amount || nodes[at + 1]?.type === "harm") return [];
  return made(scene, at, at, { phrases: [phrase], parts: [], edge: at }, "killed", null, "bodies_found").map((mention) => ({
    ...mention,
    doubts: ["reading.bodies"],
  }));
}
