/** The noun of a phrase: its words up to the head, and whether that is a person, a thing or a word that we do not know. */
import { F, type Lexicon } from "./lexicon";
import type { Token } from "./tokens";

export const CAPITAL = /^\p{Lu}/u;

/** Words that end a noun phrase. */
export const STOP =
  F.preposition |
  F.by |
  F.of |
  F.including |
  F.and |
  F.or |
  F.auxiliary |
  F.have |
  F.unreal |
  F.relative |
  F.negation |
  F.pronoun |
  F.subordinate |
  F.definite |
  F.possessive |
  F.one |
  F.leave;

/** What the words after a determiner or number come to. */
export interface Noun {
  to: number;
  head: string;
  kind: "person" | "thing" | "unknown";
  plural: boolean;
  flags: number;
  named: boolean;
  hasPerson: boolean;
  capital: boolean;
  possessive: boolean;
  harmed: boolean;
  /** "Officers John Smith": a title and a name. */
  titled: boolean;
}

/** Longest run of words that one phrase may have. */
const LONGEST = 14;

/** Words of a noun phrase up to its head; the last person or thing noun decides what it is. */
export function headFrom(tokens: readonly Token[], at: number, end: number, lexicon: Lexicon, determined: boolean): Noun {
  const noun: Noun = {
    to: at,
    head: "",
    kind: "unknown",
    plural: false,
    flags: 0,
    named: false,
    hasPerson: false,
    capital: false,
    possessive: false,
    harmed: false,
    titled: false,
  };
  let lastText = "";
  let capitals = 0;
  let lowers = 0;
  for (let here = at; here < Math.min(end, at + LONGEST); here++) {
    const token = tokens[here]!;
    const flags = lexicon.flags.get(token.lower) ?? 0;
    const isCapital = CAPITAL.test(token.text);
    if (token.kind === "number") {
      // A label: "battalion 101". A number after a determiner's noun belongs to the name.
      if (
        here > at &&
        determined &&
        noun.kind !== "person" &&
        ((lexicon.flags.get(tokens[here + 1]?.lower ?? "") ?? 0) & (F.plural | F.singular)) === 0
      ) {
        noun.to = here + 1;
        continue;
      }
      break;
    }
    if (token.kind === "mark") {
      if (/^[’']$/.test(token.text) && here > at && token.start === tokens[here - 1]!.end) {
        noun.possessive = true;
        noun.to = here + 1;
        continue;
      }
      if (/^["“”]$/.test(token.text) && here === at) continue;
      break;
    }
    if (token.kind === "break") break;
    if (here > at && (lexicon.units.has(token.lower) || lexicon.tens.has(token.lower)) && (token.lower !== "one" || !determined))
      break;
    const isPerson = Boolean(flags & (F.singular | F.plural));
    const isVerb = Boolean(flags & F.verb);
    if (flags & STOP && !(isCapital && here > at && flags & F.unreal)) break;
    const isInside =
      determined && here < at + 3 && noun.head === "" && token.lower.endsWith("ed") && isHeadNext(tokens, here + 1, end, lexicon);
    if (isInside) {
      // "the severely injured youth", "no reported casualties": a participle before the noun that it describes.
      noun.harmed ||= lexicon.harm.has(token.lower);
      noun.to = here + 1;
      continue;
    }
    if (
      isCapital &&
      here === at &&
      !determined &&
      (flags & F.adverb || (/ing$|^how$|^why$/.test(token.lower) && !isPersonWord(flags)))
    )
      break;
    if (flags & F.adverb && noun.head === "" && determined) {
      noun.to = here + 1;
      continue;
    }
    if (
      isVerb &&
      !isPerson &&
      !(flags & F.thing && !lexicon.harm.has(token.lower) && token.lower !== "fire" && token.lower !== "shelling") &&
      !(isCapital && here > at && capitals > 0)
    )
      break;
    if (flags & F.adverb && noun.to > at && noun.kind === "person") break;
    if (noun.kind === "person" && !noun.possessive && !isCapital && !isPerson) {
      if (/(?:ed|ing)$/.test(token.lower)) break;
      if (!(flags & F.thing) && token.kind === "word" && !isHeadNext(tokens, here + 1, end, lexicon)) break;
    }
    if (!isPerson && !isCapital && capitals > 0 && lowers === 0 && !determined && /(?:ed|ing|ly)$/.test(token.lower)) break;
    if (
      noun.kind !== "person" &&
      noun.to > at &&
      noun.head !== "" &&
      /(?:ed|ing)$/.test(token.lower) &&
      !isHeadNext(tokens, here + 1, end, lexicon)
    )
      break;
    noun.to = here + 1;
    noun.head = token.lower;
    lastText = token.text;
    noun.flags |= flags;
    if (token.possessive) noun.possessive = true;
    else noun.possessive = false;
    if (isCapital) capitals++;
    else if (token.kind === "word") lowers++;
    if (isPerson) {
      noun.kind = "person";
      noun.hasPerson = true;
      noun.plural = Boolean(flags & F.plural) && !(flags & F.singular);
    } else if (flags & F.thing && !isCapital) noun.kind = "thing";
    else if (noun.kind === "thing" || noun.possessive) noun.kind = "unknown";
  }
  noun.capital = capitals > 0;
  noun.titled = noun.hasPerson && CAPITAL.test(lastText) && !((lexicon.flags.get(noun.head) ?? 0) & (F.singular | F.plural));
  noun.named = capitals > 0 && !determined && (lowers === 0 || noun.hasPerson) && noun.kind !== "thing";
  return noun;
}

const isPersonWord = (flags: number): boolean => (flags & (F.singular | F.plural)) !== 0;

/** Whether a word for a person follows within two words ("camel herders", "police officers"). */
export function isHeadNext(tokens: readonly Token[], at: number, end: number, lexicon: Lexicon): boolean {
  for (let here = at; here < Math.min(end, at + 2); here++) {
    const token = tokens[here]!;
    if (token.kind === "mixed" || token.kind === "number" || lexicon.units.has(token.lower)) continue;
    if (token.kind !== "word") return false;
    const flags = lexicon.flags.get(token.lower) ?? 0;
    if (flags & (F.singular | F.plural) || (lexicon.tolls.has(token.lower) && !lexicon.harm.has(token.lower))) return true;
    if (flags & STOP || (flags & F.verb && !(flags & F.thing))) return false;
  }
  return false;
}
