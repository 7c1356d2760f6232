/** Where: names of the gazetteer that stand in a text, or, without one, capitalised words after a word of place. */
import { foldName } from "../names";
import type { Language } from "./language";
import { F, type Lexicon } from "./lexicon";
import type { Token } from "./tokens";

/** A place that the caller knows. */
export interface KnownPlace {
  id: string | number;
  name: string;
  spellings?: readonly string[];
  admin1?: string | null;
  admin2?: string | null;
  population?: number | null;
}

/** Names by their first folded word; build it once for many texts. */
export type Gazetteer = ReadonlyMap<string, readonly { words: readonly string[]; place: KnownPlace }[]>;

/** A place named in a text. */
export interface NamedPlace {
  name: string;
  start: number;
  end: number;
  token: number;
  /** Places of that name, the likeliest first: a region named in the same text, then the more populous. */
  matches: readonly KnownPlace[];
}

/** An index of places for `placesOf`. */
export function gazetteerOf(places: Iterable<KnownPlace>): Gazetteer {
  const index = new Map<string, { words: readonly string[]; place: KnownPlace }[]>();
  for (const place of places) {
    for (const name of new Set([place.name, ...(place.spellings ?? [])].map(foldName))) {
      if (name.length < 3) continue;
      const words = name.split(" ");
      const list = index.get(words[0]!) ?? [];
      list.push({ words, place });
      index.set(words[0]!, list);
    }
  }
  return index;
}

const CAPITAL = /^\p{Lu}/u;

/** The places that a text names, in order. */
export function placesOf(text: string, tokens: readonly Token[], lexicon: Lexicon, gazetteer: Gazetteer | null): NamedPlace[] {
  const found: NamedPlace[] = [];
  const notPlaces = new Set(lexicon.language.notPlaces);
  const before = new Set(lexicon.language.placeBefore);
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at]!;
    if (token.kind !== "word" || !CAPITAL.test(token.text) || notPlaces.has(token.lower)) continue;
    const known = gazetteer ? knownAt(tokens, at, gazetteer, lexicon.language) : null;
    if (known) {
      found.push({
        name: text.slice(token.start, tokens[known.to - 1]!.end),
        start: token.start,
        end: tokens[known.to - 1]!.end,
        token: at,
        matches: known.places,
      });
      at = known.to - 1;
      continue;
    }
    const previous = tokens[at - 1];
    if (!previous || !before.has(previous.lower) || token.possessive || lexicon.months.has(token.lower)) continue;
    let to = at + 1;
    while (to < tokens.length && to < at + 4 && CAPITAL.test(tokens[to]!.text) && tokens[to]!.kind === "word") to++;
    if ((lexicon.flags.get(tokens[to - 1]!.lower) ?? 0) & (F.singular | F.plural)) continue;
    found.push({
      name: text.slice(token.start, tokens[to - 1]!.end),
      start: token.start,
      end: tokens[to - 1]!.end,
      token: at,
      matches: [],
    });
    at = to - 1;
  }
  return ranked(found, text, new Set(lexicon.language.divisions));
}

function knownAt(
  tokens: readonly Token[],
  at: number,
  gazetteer: Gazetteer,
  language: Language,
): { places: KnownPlace[]; to: number } | null {
  const first = foldName(tokens[at]!.lower).split(" ")[0]!;
  const list = gazetteer.get(first);
  if (!list) return declined(first, at, gazetteer, language);
  let longest = 0;
  let places: KnownPlace[] = [];
  for (const { words, place } of list) {
    const to = matchTo(tokens, at, words);
    if (to === 0 || to < longest) continue;
    if (to > longest) places = [];
    longest = to;
    if (!places.includes(place)) places.push(place);
  }
  return longest > 0 ? { places, to: longest } : null;
}

/** A name of one word in another case: "Харкові". */
function declined(
  name: string,
  at: number,
  gazetteer: Gazetteer,
  language: Language,
): { places: KnownPlace[]; to: number } | null {
  for (const base of basesOf(name, language)) {
    const places = (gazetteer.get(base) ?? []).filter(({ words }) => words.length === 1).map(({ place }) => place);
    if (places.length > 0) return { places: [...new Set(places)], to: at + 1 };
  }
  return null;
}

/** What a folded name may be in the nominative, by its language's endings. */
function basesOf(name: string, { grammar }: Language): string[] {
  return grammar.placeEndings
    .map(([ending, base]) => [foldName(ending), foldName(base)] as const)
    .filter(([ending]) => name.length >= ending.length + 2 && name.endsWith(ending))
    .map(([ending, base]) => name.slice(0, -ending.length) + base);
}

function matchTo(tokens: readonly Token[], at: number, words: readonly string[]): number {
  let word = 0;
  let here = at;
  while (word < words.length && here < tokens.length && here < at + 6) {
    for (const part of foldName(tokens[here]!.lower).split(" ")) if (part !== words[word++]) return 0;
    here++;
  }
  return word === words.length ? here : 0;
}

function ranked(found: NamedPlace[], text: string, divisions: ReadonlySet<string>): NamedPlace[] {
  const folded = found.some(({ matches }) => matches.length > 1) ? ` ${foldName(text)} ` : "";
  // "Kherson Oblast" is named by "the Kherson region" too: its own words decide, not what kind of division it is.
  const isNamed = (region: string | null | undefined): number => {
    const own = region
      ? foldName(region)
          .split(" ")
          .filter((word) => !divisions.has(word))
      : [];
    return own.length > 0 && folded.includes(` ${own.join(" ")} `) ? 1 : 0;
  };
  const score = (place: KnownPlace): number => 2 * isNamed(place.admin2) + isNamed(place.admin1);
  return found.map((place) =>
    place.matches.length < 2
      ? place
      : {
          ...place,
          matches: [...place.matches].sort((a, b) => score(b) - score(a) || (b.population ?? 0) - (a.population ?? 0)),
        },
  );
}

/** Every run of up to four capitalised words of a text, folded: what may be a place's name. */
export function namesIn(text: string, language: Language, most = 20_000): string[] {
  const names = new Set<string>();
  for (const run of text.matchAll(/\p{Lu}[\p{L}\p{M}'’ʼ-]*(?:[ -]\p{L}[\p{L}\p{M}'’ʼ-]*){0,3}/gu)) {
    const words = foldName(run[0]).split(" ");
    for (let length = 1; length <= Math.min(4, words.length); length++) names.add(words.slice(0, length).join(" "));
    if (names.size >= most) break;
  }
  // A run that began with another word ("In Kyiv") hides the one behind it.
  for (const word of text.matchAll(/\p{Lu}[\p{L}\p{M}'’ʼ-]*/gu)) {
    if (names.size >= most) break;
    names.add(foldName(word[0]));
    if (/['’]s$/.test(word[0])) names.add(foldName(word[0].slice(0, -2)));
  }
  const bases = [...names].filter((name) => !name.includes(" ")).flatMap((name) => basesOf(name, language));
  return [...new Set([...names, ...bases])].filter((name) => name.length >= 3);
}
