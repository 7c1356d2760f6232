/** Phrases that name people: "at least 10 people", "a soldier", "his wife", "the victims", "John Smith", "one of them". */
import type { Amount } from "../figure";
import type { Group } from "../vocabulary";
import { F, type Lexicon } from "./lexicon";
import { CAPITAL, headFrom, isHeadNext, STOP } from "./noun";
import { quantityAt } from "./quantity";
import type { Token } from "./tokens";

export interface Phrase {
  /** Tokens [from, to). */
  from: number;
  to: number;
  /** How many, or null where the words do not say ("the victims", "civilians"). */
  amount: Amount | null;
  /** How the number was come by. */
  how: "number" | "singular" | "name" | "pronoun" | "nobody" | "bare" | "both";
  /** Somebody spoken of before: "the victim", "he". */
  definite: boolean;
  plural: boolean;
  /** "another", "two others", "five more". */
  additional: boolean;
  total: boolean;
  /** "three of them": a share of people counted already. */
  ofThem: boolean;
  /** The word that says who, lower case; "" for a bare number. */
  head: string;
  group: Group;
  attacker: boolean;
  /** What the head is: surely a person, surely a thing, or a word we do not know. */
  kind: "person" | "thing" | "unknown";
  /** Ends with "'s": an owner, not the one counted. */
  possessive: boolean;
}

const ONE: Amount = { qualifier: "exact", value: 1 };

/** The phrase that begins at token `at`, or null. */
export function personsAt(tokens: readonly Token[], at: number, end: number, lexicon: Lexicon): Phrase | null {
  const flagsAt = (index: number): number => (index < end ? (lexicon.flags.get(tokens[index]!.lower) ?? 0) : 0);
  const token = tokens[at]!;
  if (token.kind === "mark" || token.kind === "break") return null;
  const flags = flagsAt(at);
  if (flags & F.nobody || (flags & F.none && tokens[at + 1]?.lower === "one")) {
    return build({
      from: at,
      to: flags & F.nobody ? at + 1 : at + 2,
      amount: { qualifier: "none" },
      how: "nobody",
      kind: "person",
    });
  }
  if (flags & (F.pronoun | F.reflexive) && token.kind === "word") {
    const plural = Boolean(flags & F.them) || /^(?:they|themselves)$/.test(token.lower);
    if (token.lower === "it") return null;
    if (token.lower !== "her" || !isHeadNext(tokens, at + 1, end, lexicon)) {
      const amount = plural ? null : ONE;
      return build({
        from: at,
        to: at + 1,
        amount,
        how: "pronoun",
        definite: true,
        plural,
        kind: "person",
        attacker: Boolean(flags & F.reflexive),
        head: token.lower,
      });
    }
  }
  let here = at;
  let definite = false;
  let amount: Amount | null = null;
  let how: Phrase["how"] = "bare";
  let additional = false;
  let total = false;
  if (flags & F.both) {
    [amount, how, definite, here] = [{ qualifier: "exact", value: 2 }, "both", true, at + 1];
  } else {
    if (flags & (F.definite | F.possessive)) {
      // "said that one …": a conjunction, not a pointer.
      if (
        token.lower === "that" &&
        (flagsAt(at + 1) & (F.one | F.definite | F.other | F.none) || quantityAt(tokens, at + 1, end, lexicon))
      )
        return null;
      definite = true;
      here++;
    } else if (token.possessive && CAPITAL.test(token.text)) definite = true;
    const quantity = here < end ? quantityAt(tokens, here, end, lexicon) : null;
    if (quantity) {
      ({ amount } = quantity);
      how = "number";
      ({ additional, total } = quantity);
      here = quantity.to;
    } else if (flags & F.none && here === at) {
      [amount, how, here] = [{ qualifier: "none" }, "nobody", at + 1];
    } else if (flags & F.one) {
      [amount, how, here] = [ONE, "singular", at + 1];
    } else if (flags & F.other && here === at && token.lower === "another") {
      [amount, how, here, additional] = [ONE, "singular", at + 1, true];
    } else if (flags & F.other && token.lower === "others") {
      return build({
        from: at,
        to: at + 1,
        amount: null,
        how: "bare",
        plural: true,
        additional: true,
        kind: "person",
        head: "others",
      });
    }
  }
  if (how === "bare" && !definite && (flags & STOP || (flags & F.verb && !(flags & (F.singular | F.plural))))) return null;
  const noun = headFrom(tokens, here, end, lexicon, how !== "bare" || definite);
  if (how === "bare" && !definite && noun.kind === "unknown" && !noun.named) return null;
  if (how === "bare" && noun.to === at) return null;
  // "A family of five" is five.
  const members = how === "singular" && flagsAt(noun.to) & F.of ? lexicon.language.people.families.includes(noun.head) : false;
  const size = members ? quantityAt(tokens, noun.to + 1, end, lexicon) : null;
  if (size) [amount, how, noun.to] = [size.amount, "number", size.to];
  if (how === "singular" && lexicon.language.people.pairs.includes(noun.head))
    [amount, how] = [{ qualifier: "exact", value: 2 }, "number"];
  const ofThem = how === "number" || how === "singular" || how === "nobody" ? isOfThem(tokens, noun.to, end, lexicon) : false;
  if (noun.flags & F.other) additional = true;
  if (noun.harmed && definite && !noun.plural) [additional, definite, amount, how] = [true, false, amount ?? ONE, "singular"];
  if (how === "bare" && lexicon.tolls.has(noun.head))
    return build({ from: at, to: noun.to, plural: true, head: noun.head, kind: "thing", definite });
  if (how === "bare" && (noun.named || (noun.kind === "person" && !noun.plural))) {
    amount = noun.named && noun.plural && !noun.titled ? null : ONE;
    how = noun.named && (!noun.hasPerson || noun.titled) ? "name" : "singular";
    // "Commander John Smith" and "the commander" are one; a bare singular without article is a title with a name.
    if (how === "singular" && !definite && !noun.capital)
      return build({
        ...base(),
        kind: noun.kind,
        head: noun.head,
        group: lexicon.groups.get(noun.head) ?? "all",
        from: at,
        to: noun.to,
        amount: lexicon.language.grammar.articles ? null : ONE,
        how: lexicon.language.grammar.articles ? "bare" : "singular",
      });
  }
  return build({
    from: at,
    to: Math.max(noun.to, here),
    amount,
    how,
    definite,
    plural: noun.plural,
    additional,
    total,
    ofThem,
    head: noun.head,
    group: lexicon.groups.get(noun.head) ?? "all",
    attacker: Boolean(noun.flags & F.attacker),
    kind: noun.to === here && how === "number" ? "unknown" : noun.kind,
    possessive: noun.possessive,
  });
}

function base(): Phrase {
  return {
    from: 0,
    to: 0,
    amount: null,
    how: "bare",
    definite: false,
    plural: false,
    additional: false,
    total: false,
    ofThem: false,
    head: "",
    group: "all",
    attacker: false,
    kind: "unknown",
    possessive: false,
  };
}

function build(parts: Partial<Phrase>): Phrase {
  return { ...base(), ...parts };
}

function isOfThem(tokens: readonly Token[], at: number, end: number, lexicon: Lexicon): boolean {
  if (at + 1 >= end || !((lexicon.flags.get(tokens[at]!.lower) ?? 0) & F.of)) return false;
  return Boolean((lexicon.flags.get(tokens[at + 1]!.lower) ?? 0) & (F.them | F.definite | F.possessive));
}
