/** One claimant under several spellings: "Gerashchenko" and "Anton Herashchenko", "Emergency Service of Ukraine" and its longer name. */
import { slugOf } from "../names";

/** A claimant that the record knows. */
export interface NamedClaimant {
  name: string;
}

/** Letters that transliterations take for one another, longest first; what they all become. */
const ALIKE: readonly (readonly [RegExp, string])[] = [
  [/shch|sch/g, "sc"],
  [/kh|gh/g, "h"],
  [/ts|tz/g, "c"],
  [/zh/g, "j"],
  [/g/g, "h"],
  [/w/g, "v"],
  [/ks/g, "x"],
  [/iy|yy|ij|yi|ii/g, "i"],
  [/y/g, "i"],
  [/ie|ye|je/g, "e"],
  [/ia|ya|ja/g, "a"],
  [/iu|yu|ju/g, "u"],
  [/ck/g, "k"],
  [/(.)\1/g, "$1"],
];

/** Words that say nothing of who is meant. */
const SMALL = new Set("the of for in and mr mrs".split(" "));
/** Words that many offices share: they say little about which one is meant. */
const COMMON = new Set("state national regional city service office department administration main head".split(" ").map(soundOf));

/** A word as it sounds under any transliteration: "Gerashchenko" and "Herashchenko" are one. */
export function soundOf(word: string): string {
  return ALIKE.reduce((text, [from, to]) => text.replace(from, to), word);
}

const wordsOf = (name: string): string[] =>
  slugOf(name.replace(/['’]s\b/g, ""))
    .split("-")
    .filter((word) => word !== "" && !SMALL.has(word))
    .map(soundOf);

/** How alike two names are, 0 to 1; from 0.75 on they are likely one claimant's. */
export function likeness(a: string, b: string): number {
  const [left, right] = [wordsOf(a), wordsOf(b)];
  if (left.length === 0 || right.length === 0) return 0;
  if (left.join(" ") === right.join(" ")) return 1;
  const [few, many] = left.length <= right.length ? [left, right] : [right, left];
  const rest = [...many];
  let shared = 0;
  let told = 0;
  let isOther = false;
  for (const word of few) {
    const at = rest.findIndex((other) => isAlike(word, other));
    const weight = COMMON.has(word) ? 0.25 : 1;
    told += weight;
    isOther ||= at < 0;
    if (at < 0) continue;
    rest.splice(at, 1);
    shared += weight;
  }
  if (told < 1) return 0;
  // A surname alone, or an office's name with a word more, is the same; where each has a word that the other lacks they differ.
  const unmatched = rest.filter((word) => !COMMON.has(word)).length;
  const apart = isOther && unmatched > 0 ? 0.7 : 1;
  return (shared / told) * (1 - 0.06 * Math.min(unmatched, 3)) * apart;
}

/** Equal, an initial of the other, or of long words one letter apart at the end ("emergencies", "emergency"). */
function isAlike(a: string, b: string): boolean {
  if (a === b) return true;
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (short.length === 1) return long.startsWith(short);
  if (short.length < 5) return false;
  return long.startsWith(short.slice(0, -1)) && long.length - short.length <= 3 ? true : isOneApart(short, long);
}

function isOneApart(short: string, long: string): boolean {
  if (long.length - short.length > 1 || short.length < 6) return false;
  let at = 0;
  while (at < short.length && short[at] === long[at]) at++;
  const skip = long.length === short.length ? 1 : 0;
  return short.slice(at + skip) === long.slice(at + 1);
}

/** The known claimants that a name may be, the likeliest first, none below `least`. */
export function rankClaimants<Known extends NamedClaimant>(
  name: string,
  known: readonly Known[],
  { least = 0.75, most = 5 }: { least?: number; most?: number } = {},
): { source: Known; likeness: number }[] {
  return known
    .map((source) => ({ source, likeness: likeness(name, source.name) }))
    .filter((one) => one.likeness >= least)
    .sort((a, b) => b.likeness - a.likeness)
    .slice(0, most);
}
