/** A language's lists as look-ups: one map from word to a set of flags, and phrase tables keyed by their first word. */
import type { Group } from "../vocabulary";
import type { Language, Opening } from "./language";
import type { Token } from "./tokens";

/** What a word can be; a word can be several. */
export const F = {
  one: 1 << 0,
  definite: 1 << 1,
  possessive: 1 << 2,
  none: 1 << 3,
  nobody: 1 << 4,
  other: 1 << 5,
  more: 1 << 6,
  both: 1 << 7,
  preposition: 1 << 8,
  by: 1 << 9,
  of: 1 << 10,
  including: 1 << 11,
  and: 1 << 12,
  or: 1 << 13,
  auxiliary: 1 << 14,
  have: 1 << 15,
  unreal: 1 << 16,
  relative: 1 << 17,
  adverb: 1 << 18,
  negation: 1 << 19,
  pronoun: 1 << 20,
  reflexive: 1 << 21,
  them: 1 << 22,
  subordinate: 1 << 23,
  leave: 1 << 24,
  verb: 1 << 25,
  singular: 1 << 26,
  plural: 1 << 27,
  thing: 1 << 28,
  attacker: 1 << 29,
  victim: 1 << 30,
} as const;

/** What a word says of harm. */
export type Harm =
  | { kind: "transitive"; metric: "killed" | "wounded"; form: "past" | "ing" | "base" }
  | { kind: "die" | "attack" | "suffer" | "lose" | "take" | "dead" | "woundedOnes" | "bodies" | "tollWord" };

/** A table of phrases of one or more words. */
export type Phrases<T> = ReadonlyMap<string, readonly { words: readonly string[]; value: T }[]>;

export interface Lexicon {
  language: Language;
  flags: ReadonlyMap<string, number>;
  harm: ReadonlyMap<string, Harm>;
  tolls: ReadonlyMap<string, "killed" | "wounded" | "missing" | "casualties">;
  openings: Phrases<Opening>;
  units: ReadonlyMap<string, number>;
  tens: ReadonlyMap<string, number>;
  groups: ReadonlyMap<string, Group>;
  months: ReadonlyMap<string, number>;
  weekdays: ReadonlyMap<string, number>;
  abbreviations: ReadonlySet<string>;
  /** "to death", word by word. */
  completions: readonly (readonly string[])[];
  /** Phrases that put a sentence or clause into another context. */
  contexts: Phrases<"wider" | "also" | "legal" | "overall">;
  reported: ReadonlySet<string>;
  selfKill: ReadonlySet<string>;
  noNews: Phrases<true>;
  halfDozen: readonly string[];
  orMore: readonly (readonly string[])[];
  multipliers: ReadonlyMap<string, number>;
  roleWords: ReadonlySet<string>;
  unknownWords: ReadonlySet<string>;
  /** Words of which a sentence needs at least one to hold a casualty figure. */
  triggers: ReadonlySet<string>;
}

/** A phrase table from pairs of phrase and value; longer phrases are tried first. */
export function phrasesOf<T>(pairs: Iterable<readonly [string, T]>): Phrases<T> {
  const table = new Map<string, { words: readonly string[]; value: T }[]>();
  for (const [phrase, value] of pairs) {
    const words = phrase.toLowerCase().split(" ");
    const list = table.get(words[0]!) ?? [];
    list.push({ words, value });
    table.set(words[0]!, list);
  }
  for (const list of table.values()) list.sort((a, b) => b.words.length - a.words.length);
  return table;
}

/** The longest phrase of the table that stands at a token: its value and the token after it, or null. */
export function phraseAt<T>(
  table: Phrases<T>,
  tokens: readonly Token[],
  at: number,
  end: number,
): { value: T; next: number } | null {
  const list = table.get(tokens[at]!.lower);
  if (!list) return null;
  for (const { words, value } of list) {
    if (at + words.length > end) continue;
    let same = 1;
    while (same < words.length && tokens[at + same]!.lower === words[same]) same++;
    if (same === words.length) return { value, next: at + same };
  }
  return null;
}

/** Builds the look-ups of a language. Do it once, not per text. */
export function lexiconOf(language: Language): Lexicon {
  const flags = new Map<string, number>();
  const flag = (words: readonly string[], bit: number): void => {
    for (const word of words) flags.set(word, (flags.get(word) ?? 0) | bit);
  };
  for (const [name, words] of Object.entries(language.words)) flag(words, F[name as keyof typeof F]);
  const { people, verbs, nouns } = language;
  flag(people.singular, F.singular);
  flag(people.plural, F.plural);
  flag(people.either, F.singular | F.plural);
  flag(people.attackers, F.attacker);
  flag(people.victims, F.victim);
  flag(language.things, F.thing);
  const harm = harmOf(language);
  flag([...verbs.other, ...verbs.attack, ...verbs.find, ...language.speech.verbs, ...harm.keys()], F.verb);
  const openings = Object.entries(language.numbers.openings) as [Opening, readonly string[]][];
  const groups = Object.entries(people.groups) as [Group, readonly string[]][];
  const tolls = new Map(Object.entries(nouns.toll));
  return {
    language,
    flags,
    harm,
    tolls,
    openings: phrasesOf(openings.flatMap(([kind, phrases]) => phrases.map((phrase) => [phrase, kind] as const))),
    units: new Map([
      ...language.numbers.units.flatMap((forms, value) => forms.split(" ").map((word) => [word, value] as const)),
      ...Object.entries(language.numbers.hundreds),
    ]),
    tens: new Map(
      language.numbers.tens.flatMap((forms, index) => forms.split(" ").map((word) => [word, (index + 2) * 10] as const)),
    ),
    groups: new Map(groups.flatMap(([group, words]) => words.map((word) => [word, group] as const))),
    months: new Map(language.time.months.map((word, index) => [word, (index % 12) + 1])),
    weekdays: new Map(language.time.weekdays.map((word, index) => [word, (index % 7) + 1])),
    abbreviations: new Set(language.abbreviations),
    completions: verbs.completeKill.map((phrase) => phrase.split(" ")).filter((words) => words.length > 1),
    contexts: phrasesOf(
      (["wider", "also", "legal", "overall"] as const).flatMap((kind) =>
        language.contexts[kind].map((phrase) => [phrase, kind] as const),
      ),
    ),
    reported: new Set(verbs.reported),
    selfKill: new Set(verbs.selfKill),
    noNews: phrasesOf(nouns.noNews.map((phrase) => [phrase, true as const])),
    halfDozen: language.numbers.halfDozen.split(" "),
    orMore: language.numbers.orMore.map((phrase) => phrase.split(" ")),
    multipliers: new Map(Object.entries(language.numbers.multipliers)),
    roleWords: new Set(Object.values(language.speech.roles).flat()),
    unknownWords: new Set(nouns.unknown),
    triggers: new Set([
      ...verbs.selfKill,
      ...nouns.harm,
      ...language.people.victims,
      ...language.aftermath.hospitalised,
      ...language.aftermath.hospitals,
      ...language.aftermath.missing,
      ...harm.keys(),
      ...tolls.keys(),
      ...verbs.completeKill.map((words) => words.split(" ").at(-1)!),
    ]),
  };
}

function harmOf({ verbs, nouns }: Language): Map<string, Harm> {
  const harm = new Map<string, Harm>();
  const put = (words: readonly string[], value: Harm): void => words.forEach((word) => harm.set(word, value));
  for (const form of ["past", "ing", "base"] as const) {
    put(verbs.kill[form], { kind: "transitive", metric: "killed", form });
    put(verbs.wound[form], { kind: "transitive", metric: "wounded", form });
  }
  put(verbs.attack, { kind: "attack" });
  put(verbs.die, { kind: "die" });
  put(verbs.suffer, { kind: "suffer" });
  put(verbs.loseLife, { kind: "lose" });
  put(verbs.takeLives, { kind: "take" });
  put(nouns.dead, { kind: "dead" });
  put(nouns.bodies, { kind: "bodies" });
  put(nouns.tollWords, { kind: "tollWord" });
  return harm;
}
