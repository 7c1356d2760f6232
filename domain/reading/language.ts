/**
 * A language of the reading assistant is data: word lists, no code. `lexiconOf` turns the lists into look-ups. What is
 * grammar in general (numbers stand before who they count; a list joined by "and" is summed) is in the other files.
 */
import type { AttackType, ClaimantKind, Group, Metric } from "../vocabulary";

export type Opening = "at_least" | "more_than" | "up_to" | "about" | "between" | "total" | "unknown" | "vague";
/** The part that a person has in the event: coders count an attacker's death, a later "the victim" is one counted before. */
export type Part = "attacker" | "victim";

export interface Language {
  code: string;
  /** A regular expression of one letter of its script: by it a text's language is told. */
  letters: string;
  /** What grammar differs by, as far as the rules ask. */
  grammar: {
    /** "a", "the": without articles a bare "woman" is one woman. */
    articles: boolean;
    /** Months and weekdays are written with a capital. */
    capitalDates: boolean;
    /** Case endings of place names and what each may stand for: "Харкові" is "Харків". Longest first. */
    placeEndings: readonly (readonly [ending: string, base: string])[];
  };
  abbreviations: readonly string[];
  /** Function words, by what they do. */
  words: {
    one: readonly string[];
    definite: readonly string[];
    possessive: readonly string[];
    none: readonly string[];
    nobody: readonly string[];
    other: readonly string[];
    more: readonly string[];
    both: readonly string[];
    preposition: readonly string[];
    by: readonly string[];
    of: readonly string[];
    including: readonly string[];
    and: readonly string[];
    or: readonly string[];
    auxiliary: readonly string[];
    have: readonly string[];
    unreal: readonly string[];
    relative: readonly string[];
    adverb: readonly string[];
    negation: readonly string[];
    pronoun: readonly string[];
    reflexive: readonly string[];
    them: readonly string[];
    subordinate: readonly string[];
    leave: readonly string[];
  };
  numbers: {
    /** By value from zero, from twenty in tens; several forms of one with spaces between them. */
    units: readonly string[];
    tens: readonly string[];
    /** Words for whole hundreds: "двісті". */
    hundreds: Readonly<Record<string, number>>;
    multipliers: Readonly<Record<string, number>>;
    halfDozen: string;
    openings: Readonly<Record<Opening, readonly string[]>>;
    orMore: readonly string[];
    to: readonly string[];
  };
  /** Verbs of harm in all their forms. */
  verbs: {
    kill: { past: readonly string[]; ing: readonly string[]; base: readonly string[] };
    wound: { past: readonly string[]; ing: readonly string[]; base: readonly string[] };
    die: readonly string[];
    /** Verbs of harm that are said of trade and feelings too: a single capitalised word is no person there. */
    figurative: readonly string[];
    /** "shot … dead", "beaten … to death": harm that kills with the completing words. */
    attack: readonly string[];
    completeKill: readonly string[];
    fatally: readonly string[];
    suffer: readonly string[];
    loseLife: readonly string[];
    lives: readonly string[];
    takeLives: readonly string[];
    /** "were reported killed": words between an auxiliary and the participle that tell how it is known. */
    reported: readonly string[];
    /** "blew himself up": verbs that kill whom a reflexive names. */
    selfKill: readonly string[];
    find: readonly string[];
    other: readonly string[];
  };
  nouns: {
    toll: Readonly<Record<string, Metric>>;
    dead: readonly string[];
    woundedOnes: readonly string[];
    harm: readonly string[];
    bodies: readonly string[];
    tollWords: readonly string[];
    rise: readonly string[];
    /** "the number of dead". */
    numberWords: readonly string[];
    noNews: readonly string[];
    unknown: readonly string[];
  };
  /** What becomes of people who are neither counted as dead nor all of the wounded. */
  aftermath: {
    hospitalised: readonly string[];
    /** "taken to hospital": verbs that need a hospital behind them. */
    hospitalVerbs: readonly string[];
    hospitals: readonly string[];
    missing: readonly string[];
    /** "went missing". */
    become: readonly string[];
  };
  people: {
    singular: readonly string[];
    plural: readonly string[];
    either: readonly string[];
    /** Groups that are told by their size: "a family of five". */
    families: readonly string[];
    /** Two people in one word: "a married couple". */
    pairs: readonly string[];
    attackers: readonly string[];
    victims: readonly string[];
    groups: Readonly<Partial<Record<Group, readonly string[]>>>;
  };
  things: readonly string[];
  contexts: {
    wider: readonly string[];
    legal: readonly string[];
    elsewhere: readonly string[];
    also: readonly string[];
    /** "in addition to the bomber, seven were killed": who stands behind it is counted too. */
    besides: readonly string[];
    /** What a sentence sums up: its figures are totals, and what follows them are their parts. */
    overall: readonly string[];
  };
  time: {
    months: readonly string[];
    weekdays: readonly string[];
    relative: Readonly<Record<string, number>>;
    weekdayBefore: readonly string[];
    /** Words behind a year: "1970 року". */
    yearWords: readonly string[];
  };
  speech: {
    verbs: readonly string[];
    accordingTo: readonly string[];
    pronouns: readonly string[];
    roles: Readonly<Partial<Record<ClaimantKind, readonly string[]>>>;
    notClaimants: readonly string[];
  };
  attacks: Readonly<Partial<Record<AttackType, readonly string[]>>>;
  /** What divisions of a country are called, folded: "oblast", "region". */
  divisions: readonly string[];
  placeBefore: readonly string[];
  notPlaces: readonly string[];
}
