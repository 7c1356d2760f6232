/** What holds for every text: it is read without an error, the same each time, in linear time, with true spans. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Span } from "@/domain/reading/candidate";
import { claimsIn } from "@/domain/reading/claims";
import { readText } from "@/domain/reading/read";
import { CORPUS } from "./corpus";

const SENTENCES = CORPUS.map(([, text]) => text);
const PIECES = [
  ...SENTENCES,
  "“",
  "\n\n",
  "…",
  "🙂",
  " said",
  ", ",
  "(",
  ")",
  "killed",
  " 5 ",
  "at least",
  "of them",
  "Україна",
  "\u0000",
  "--",
  "1.2.3",
];
const anyText = fc
  .array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ unit: "binary", maxLength: 12 })), { maxLength: 12 })
  .map((parts) => parts.join(" "));

describe("laws of reading", () => {
  test("never throws, is deterministic, and every span quotes the text", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const options = { date: "2022-03-02" };
        const candidates = readText(text, options);
        expect(readText(text, options)).toEqual(candidates);
        for (const { span, spans } of candidates) {
          for (const each of [span, ...Object.values(spans)].filter((one): one is Span => one !== null)) {
            expect(each.start).toBeGreaterThanOrEqual(0);
            expect(each.end).toBeGreaterThan(each.start);
            expect(text.slice(each.start, each.end)).toBe(each.text);
          }
          expect(span.start).toBeGreaterThanOrEqual(spans.sentence.start);
          expect(span.end).toBeLessThanOrEqual(spans.sentence.end);
        }
        expect(() => claimsIn({ id: null, text })).not.toThrow();
      }),
      { numRuns: 300 },
    );
  });

  test("every claim says why it was read", () => {
    for (const text of SENTENCES) for (const { why } of readText(text)) expect(why.length).toBeGreaterThan(0);
  });

  const seconds = (text: string): number => {
    const start = process.cpuUsage();
    readText(text, { date: "2022-03-02" });
    return process.cpuUsage(start).user / 1_000_000;
  };
  const repeat = (piece: string, length: number): string => piece.repeat(Math.ceil(length / piece.length)).slice(0, length);

  // Processor time, with wide bounds: the machine is shared. A quadratic step would take minutes, not seconds.
  test.each([
    ["prose", SENTENCES.join(" ")],
    ["one sentence without end", "killed five people and "],
    ["commas", "two men, "],
    ["brackets", "(("],
    ["quotes", "\"'"],
    ["numbers", "1,000 "],
    ["number words", "hundred and five "],
    ["capitals", "Of The "],
    ["line breaks", "\n"],
    ["harm", "killed and wounded "],
    ["one word", "a"],
    ["hyphens", "a-"],
    ["points", "a.b."],
    ["dates", "on Tuesday 1 March "],
  ])("100,000 characters of %s in bounded time", (_name, piece) => {
    expect(seconds(repeat(piece, 100_000))).toBeLessThan(3);
  });
});
