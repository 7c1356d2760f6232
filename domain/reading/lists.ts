/** Lists of people: "two policemen and one medic" summed, appositions and "including" not. */
import { numberOf, type Amount } from "../figure";
import { F } from "./lexicon";
import { has, isBreak, isComma, type Node } from "./nodes";
import type { Phrase } from "./phrase";

/** The people that a predicate is said of, and the shares of them that are told apart. */
export interface People {
  phrases: Phrase[];
  parts: Phrase[];
  /** Node after (or before) which the list ends. */
  edge: number;
}

const phraseOf = (node: Node | undefined): Phrase | null => (node?.type === "phrase" ? node.phrase : null);
const counts = (phrase: Phrase): boolean =>
  phrase.kind !== "thing" && (phrase.amount !== null || phrase.definite || (phrase.kind === "person" && phrase.plural));

/** The object list that begins at node `at`: "a driver and his co-driver", "four militants and at least 2 civilians". */
export function objectsAt(nodes: readonly Node[], at: number): People | null {
  const first = phraseOf(nodes[at]);
  if (!first || first.kind === "thing") return null;
  const people: People = { phrases: [first], parts: [], edge: at };
  let here = at + 1;
  for (let guard = 0; guard < 30; guard++) {
    const next = skipAttachments(nodes, here);
    const joint = nodes[next];
    let item = next + 1;
    if (isComma(joint) && has(nodes[item], F.and)) item++;
    // "killed three people and then himself".
    while (has(joint, F.and) && has(nodes[item], F.adverb)) item++;
    if (has(joint, F.including) || (isComma(joint) && has(nodes[next + 1], F.including))) {
      const first = has(joint, F.including) ? next + 1 : next + 2;
      // "among them a girl".
      const start = phraseOf(nodes[first])?.how === "pronoun" ? first + 1 : first;
      const parts = objectsAt(nodes, start);
      if (!parts) break;
      people.parts.push(...parts.phrases);
      here = parts.edge + 1;
      people.edge = parts.edge;
      if (isComma(nodes[here])) here++;
      continue;
    }
    if (!(has(joint, F.and) || isComma(joint))) break;
    const phrase = phraseOf(nodes[item]);
    if (!phrase || phrase.kind === "thing" || phrase.how === "nobody") break;
    const after = nodes[skipAttachments(nodes, item + 1)];
    const direct = nodes[item + 1];
    if (isClauseVerb(direct) || isClauseVerb(after)) break;
    if (has(joint, F.and) || has(nodes[next + 1], F.and)) {
      if (!isListed(phrase, first)) break;
      people.phrases.push(phrase);
    } else if (phrase.ofThem) {
      people.parts.push(phrase);
    } else if (isApposition(people.phrases, phrase)) {
      // "a civilian, John Smith": the same person.
    } else if (continuesList(nodes, item)) people.phrases.push(phrase);
    else break;
    people.edge = item;
    here = item + 1;
  }
  return people;
}

function isListed(phrase: Phrase, first: Phrase): boolean {
  if (phrase.amount !== null) return phrase.how !== "name" || first.how === "name" || first.plural || first.how === "singular";
  return phrase.definite && !phrase.plural;
}

function isApposition(before: readonly Phrase[], phrase: Phrase): boolean {
  const last = before.at(-1)!;
  return (
    (before.length === 1 && (phrase.how === "name") !== (last.how === "name")) ||
    (last.how === "name" && phrase.how === "singular")
  );
}

function continuesList(nodes: readonly Node[], item: number): boolean {
  for (let here = item + 1, seen = 0; here < nodes.length && seen < 8; here++, seen++) {
    const node = nodes[here];
    if (isBreak(node) || isClauseVerb(node)) return false;
    // "killing two soldiers, two civilians and wounding 17".
    if (has(node, F.and)) return phraseOf(nodes[here + 1]) !== null || isHarming(nodes[here + 1]);
  }
  return false;
}

const isHarming = (node: Node | undefined): boolean =>
  node?.type === "harm" && node.harm.kind === "transitive" && node.harm.form === "ing";

function isClauseVerb(node: Node | undefined): boolean {
  if (!node) return false;
  if (node.type === "harm")
    return node.harm.kind !== "tollWord" && !(node.harm.kind === "transitive" && node.harm.form === "ing");
  return (
    has(node, F.auxiliary | F.unreal) ||
    (has(node, F.verb) && node.type === "word" && !node.lower.endsWith("ing")) ||
    (has(node, F.have) && node.type === "word" && node.lower !== "to")
  );
}

/** Over "of the Russian battalion", "in Kyiv", "(aged 12)": what hangs on a phrase, if a list goes on behind it. */
export function skipAttachments(nodes: readonly Node[], at: number): number {
  let here = at;
  for (let guard = 0; guard < 12; guard++) {
    const node = nodes[here];
    if (node?.type === "word" && node.lower === "(") {
      let close = here + 1;
      while (
        close < nodes.length &&
        close < here + 30 &&
        !(nodes[close]!.type === "word" && (nodes[close] as { lower: string }).lower === ")")
      )
        close++;
      here = close + 1;
    } else if (
      has(node, F.preposition | F.by | F.of) &&
      !has(node, F.including | F.subordinate) &&
      nodes[here + 1]?.type === "phrase"
    )
      here += 2;
    else if (
      has(node, F.preposition | F.of | F.by) &&
      !has(node, F.including | F.subordinate) &&
      nodes[here + 1]?.type === "word" &&
      !isBreak(nodes[here + 1])
    )
      here += 2;
    else if (node?.type === "word" && node.flags === 0 && /^\p{L}/u.test(node.lower)) here++;
    else break;
  }
  return here;
}

/** The subject list that ends before node `before`: walks left over what hangs on it. */
export function subjectsBefore(nodes: readonly Node[], before: number): People | null {
  const parts: Phrase[] = [];
  let here = before - 1;
  let list: Phrase[] = [];
  for (let guard = 0; guard < 60 && here >= 0; guard++) {
    const node = nodes[here]!;
    if (isBreak(node)) break;
    const phrase = phraseOf(node);
    if (!phrase) {
      if (node.type === "word" && node.lower === ")") {
        while (here > 0 && !(nodes[here]!.type === "word" && (nodes[here] as { lower: string }).lower === "(")) here--;
        here--;
        continue;
      }
      if (list.length > 0) {
        if (isComma(node) || has(node, F.and)) {
          const isAnd = has(node, F.and);
          const left = leftItem(nodes, here - 1);
          if (left && isSubjectItem(left.phrase, list) && !(isAnd && isObject(nodes, left.at))) {
            if (isAnd || listHasAnd(nodes, left.at, before)) list.unshift(left.phrase);
            else if (left.phrase.amount && isAppositionOf(left.phrase, list)) list = left.phrase.ofThem ? list : [left.phrase];
            else break;
            here = left.at - 1;
            continue;
          }
          if (isAnd && isComma(nodes[here - 1])) {
            here--;
            continue;
          }
        }
        if (has(node, F.including)) {
          parts.push(...list);
          list = [];
          here--;
          if (isComma(nodes[here])) here--;
          continue;
        }
        break;
      }
      here--;
      continue;
    }
    if (list.length > 0) break;
    const governor = nodes[here - 1];
    // "eight people, among them two children, were …"; "fifteen people, two of them children, were …".
    if (phraseOf(governor)?.how === "pronoun" && has(nodes[here - 2], F.including | F.of)) {
      const share = phraseOf(nodes[here - 3]);
      const isShare = has(nodes[here - 2], F.of) && share?.ofThem;
      parts.push(isShare ? { ...share, group: phrase.group } : phrase);
      here -= isShare ? 4 : 3;
      if (isComma(nodes[here])) here--;
      continue;
    }
    if (has(governor, F.including) && counts(phrase)) {
      parts.push(phrase);
      here -= 2;
      if (isComma(nodes[here])) here--;
      continue;
    }
    // "All of them died".
    if (phrase.how === "pronoun" && has(governor, F.of) && has(nodes[here - 2], F.adverb)) {
      list = [phrase];
      here -= 3;
      continue;
    }
    if (has(governor, F.preposition | F.of | F.by) && !(phrase.kind === "person" && has(governor, F.subordinate))) {
      here -= 2;
      continue;
    }
    if (governor?.type === "harm" && governor.harm.kind === "transitive" && before - here > 1 && !has(nodes[before], F.relative))
      return null;
    if (!counts(phrase)) {
      here--;
      if (phrase.kind === "thing" && (phrase.definite || phrase.how !== "bare") && before - here < 3 && !has(nodes[here], F.verb))
        return null;
      continue;
    }
    list = [phrase];
    here--;
  }
  if (list.length === 0) return null;
  return { phrases: list, parts, edge: here };
}

function leftItem(nodes: readonly Node[], at: number): { phrase: Phrase; at: number } | null {
  let here = at;
  for (let guard = 0; guard < 8 && here >= 0; guard++) {
    const phrase = phraseOf(nodes[here]);
    if (isBreak(nodes[here]) || has(nodes[here], F.auxiliary | F.subordinate) || nodes[here]?.type === "harm") return null;
    if (phrase && phraseOf(nodes[here - 1])?.how === "pronoun") return null;
    // "six surrendered and four were killed": a verb that we do not know ends the list all the same.
    const word = nodes[here];
    if (word?.type === "word" && word.flags === 0 && word.lower.endsWith("ed")) return null;
    if (phrase && !has(nodes[here - 1], F.preposition | F.of | F.by)) return counts(phrase) ? { phrase, at: here } : null;
    if (phrase && has(nodes[here - 1], F.including)) return { phrase, at: here };
    here -= phrase ? 2 : 1;
    if (!phrase && isComma(nodes[here + 1])) return null;
  }
  return null;
}

function isSubjectItem(phrase: Phrase, list: readonly Phrase[]): boolean {
  return (
    phrase.kind !== "thing" && phrase.how !== "nobody" && (phrase.amount !== null || list[0]!.amount === null || phrase.definite)
  );
}

function isObject(nodes: readonly Node[], at: number): boolean {
  const before = nodes[at - 1];
  return before?.type === "harm" && before.harm.kind === "transitive";
}

function isAppositionOf(phrase: Phrase, list: readonly Phrase[]): boolean {
  return list.length === 1 && (phrase.how === "name" || list[0]!.how === "singular" || list[0]!.how === "name");
}

function listHasAnd(nodes: readonly Node[], from: number, to: number): boolean {
  for (let here = from; here < to; here++) if (has(nodes[here], F.and)) return true;
  return false;
}

/** The sum of a list, as an amount; null where nobody's number is stated. */
export function sumOf(phrases: readonly Phrase[]): Amount | null {
  const amounts = phrases.flatMap(({ amount }) => (amount ? [amount] : []));
  if (amounts.length === 0) return null;
  // "A total of 12 soldiers and militiamen": the total is of all that follows.
  if ((amounts.length === 1 && phrases.length === 1) || (phrases[0]!.total && phrases[0]!.amount)) return amounts[0]!;
  return addAmounts(amounts);
}

/** Several amounts of different people together: the weakest qualifier holds for the sum. */
export function addAmounts(amounts: readonly Amount[]): Amount {
  if (amounts.length === 1) return amounts[0]!;
  const numbers = amounts.map((amount) => numberOf(amount));
  const value = numbers.reduce<number>((sum, number) => sum + (number ?? 0), 0);
  const qualifiers = new Set(amounts.map(({ qualifier }) => qualifier));
  if (value === 0) return qualifiers.has("unknown") ? { qualifier: "unknown" } : { qualifier: "none" };
  if (["at_least", "more_than", "vague", "unknown"].some((open) => qualifiers.has(open as Amount["qualifier"])))
    return { qualifier: "at_least", low: value };
  if (qualifiers.has("between") || qualifiers.has("up_to")) {
    const high = amounts.reduce((sum, amount) => sum + ("high" in amount ? amount.high : (numberOf(amount) ?? 0)), 0);
    const low = amounts.reduce((sum, amount) => sum + (amount.qualifier === "up_to" ? 0 : (numberOf(amount) ?? 0)), 0);
    return { qualifier: "between", low, high };
  }
  return { qualifier: qualifiers.has("about") ? "about" : "exact", value };
}
