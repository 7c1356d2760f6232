/** Finding names however they are typed: from the start of any word of any spelling, else with one slip of the hand. */
import { foldName, slugOf } from "./names";

/** Shorter words have too many neighbours one slip away. */
const SHORTEST_SLIP = 4;

/** Whether two words are at most one slip apart: a letter more, less, other, or two neighbours in each other's place. */
export function isOneSlip(a: string, b: string): boolean {
  const [left, right] = [[...a], [...b]];
  if (Math.abs(left.length - right.length) > 1) return false;
  let start = 0;
  while (start < left.length && left[start] === right[start]) start++;
  const rest = (from: string[], at: number) => from.slice(at).join("");
  const [l, r] = [left[start], right[start]];
  return (
    rest(left, start) === rest(right, start) ||
    rest(left, start + 1) === rest(right, start + 1) ||
    rest(left, start + 1) === rest(right, start) ||
    rest(left, start) === rest(right, start + 1) ||
    (l !== undefined && l === right[start + 1] && r === left[start + 1] && rest(left, start + 2) === rest(right, start + 2))
  );
}

/**
 * How well a typed text fits a name's spellings (folded by `foldName`): 3 from the start, 2 from the start of a later word,
 * 1 with one slip, 0 not at all. A text in Cyrillic is sought in its Latin letters too.
 */
export function spellingFit(spellings: readonly string[], typed: string): 0 | 1 | 2 | 3 {
  const texts = foldedTexts(typed);
  if (texts.length === 0) return 3;
  if (spellings.some((name) => texts.some((text) => name.startsWith(text)))) return 3;
  if (spellings.some((name) => texts.some((text) => name.includes(` ${text}`)))) return 2;
  return spellings.some((name) => texts.some((text) => isSlipFromStart(name, text))) ? 1 : 0;
}

/** A typed name folded, and folded in Latin letters where it is Cyrillic; empty where nothing was typed. */
export function foldedTexts(typed: string): string[] {
  const folded = foldName(typed);
  if (folded === "") return [];
  const latin = /\p{Script=Cyrillic}/u.test(typed) ? slugOf(typed).replaceAll("-", " ") : folded;
  return latin === folded ? [folded] : [folded, latin];
}

function isSlipFromStart(name: string, text: string): boolean {
  const { length } = [...text];
  if (length < SHORTEST_SLIP) return false;
  const letters = [...name];
  return [length - 1, length, length + 1].some((end) => isOneSlip(letters.slice(0, end).join(""), text));
}
