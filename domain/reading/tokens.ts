/** Text → tokens with their offsets, and tokens → sentences. Offsets are UTF-16 units of the text as it was given. */

/** A word, a number ("1,200"), a mixed thing ("12-year-old", "40mm", a numeric date), a punctuation mark or a line break. */
export type TokenKind = "word" | "number" | "mixed" | "mark" | "break";

export interface Token {
  kind: TokenKind;
  start: number;
  end: number;
  text: string;
  /** Lower case, a possessive ending taken off, its apostrophes plain. */
  lower: string;
  /** Whether "'s" was taken off. */
  possessive: boolean;
}

const NUMERIC_DATE = String.raw`\d{1,2}\/\d{1,2}\/\d{2,4}|\d{4}-\d{2}-\d{2}(?:T[\d:.]+Z?)?|\d{1,2}:\d{2}`;
const MIXED = String.raw`\d+(?:[.,]\d+)*-?\p{L}[\p{L}\p{N}]*(?:-[\p{L}\p{N}]+)*`;
const NUMBER = String.raw`\d+(?:[.,]\d+)*`;
const INITIALS = String.raw`(?:\p{L}\.){2,}`;
const WORD = String.raw`\p{L}[\p{L}\p{M}\p{N}]*(?:[-'’‑][\p{L}\p{N}][\p{L}\p{M}\p{N}]*)*`;
const TOKEN = new RegExp(`(${NUMERIC_DATE}|${MIXED})|(${NUMBER})|(${INITIALS}|${WORD})|(\\r?\\n)|([^\\s])`, "gu");

/** Every token of a text, in order. */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  for (const match of text.matchAll(TOKEN)) {
    const word = match[0];
    const kind = match[1] ? "mixed" : match[2] ? "number" : match[3] ? "word" : match[4] ? "break" : "mark";
    const low = word.toLowerCase();
    const possessive = kind === "word" && /['’]s$/.test(low);
    const lower = (possessive ? low.slice(0, -2) : low).replace(/[’ʼ]/g, "'");
    tokens.push({ kind, start: match.index, end: match.index + word.length, text: word, lower, possessive });
  }
  return tokens;
}

/** A sentence as a run of tokens [from, to). */
export interface Sentence {
  from: number;
  to: number;
  /** Number of the paragraph it stands in. */
  paragraph: number;
}

/** The longest sentence that is looked at as one; a longer run (a table, a list) is cut, so that no work grows beyond it. */
const LONGEST = 240;

/** Sentences: they end at . ! ? before a capital, a digit or a quotation mark, and at every line break. */
export function sentencesOf(tokens: readonly Token[], abbreviations: ReadonlySet<string>): Sentence[] {
  const sentences: Sentence[] = [];
  let from = 0;
  let paragraph = 0;
  const close = (to: number): void => {
    if (to > from) sentences.push({ from, to, paragraph });
    from = to;
  };
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at]!;
    if (token.kind === "break") {
      close(at);
      from = at + 1;
      paragraph++;
    } else if (at - from >= LONGEST) {
      close(at);
    } else if (isSentenceEnd(tokens, at, abbreviations)) {
      const isQuoteNext = /^["”»’]$/.test(tokens[at + 1]?.text ?? "") && tokens[at + 1]!.start === token.end;
      if (isQuoteNext) at++;
      close(at + 1);
    }
  }
  close(tokens.length);
  return sentences;
}

function isSentenceEnd(tokens: readonly Token[], at: number, abbreviations: ReadonlySet<string>): boolean {
  const token = tokens[at]!;
  const next = tokens[at + 1];
  if (token.kind === "word" && token.text.endsWith(".")) {
    return next !== undefined && next.kind === "word" && /^\p{Lu}\p{Ll}/u.test(next.text) && !abbreviations.has(token.lower);
  }
  if (token.kind !== "mark" || !".!?…".includes(token.text)) return false;
  if (next === undefined || next.kind === "break") return true;
  if (token.text === ".") {
    const before = tokens[at - 1];
    if (before && before.end === token.start && (abbreviations.has(before.lower) || /^\p{Lu}$/u.test(before.text))) return false;
  }
  if (next.start === token.end) return /^["”»’[]$/.test(next.text);
  return !/^\p{Ll}/u.test(next.text) && !/^[,;:)]$/.test(next.text);
}
