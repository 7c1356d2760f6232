import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { segmentsOf } from "@/components/reading-desk/segments";
import { SPAN_PARTS } from "@/domain/reading/candidate";

describe("the pieces of a marked text", () => {
  test("are cut where marks begin and end; a figure goes before who, where and when", () => {
    const text = "Shells killed five people in Kyiv.";
    const marks = [
      { of: 0, part: "sentence" as const, start: 0, end: 34 },
      { of: 0, part: "killed" as const, start: 14, end: 25 },
      { of: 1, part: "place" as const, start: 29, end: 33 },
    ];
    expect(segmentsOf(text, marks).map(({ text: words, part, of, isFirst }) => [words, part, of, isFirst])).toEqual([
      ["Shells killed ", null, [0], false],
      ["five people", "killed", [0], true],
      [" in ", null, [0], false],
      ["Kyiv", "place", [1, 0], true],
      [".", null, [0], false],
    ]);
  });

  test("joined they are the text again, and each mark covers its own words", () => {
    const mark = fc
      .record({ of: fc.nat(5), part: fc.constantFrom(...SPAN_PARTS), start: fc.nat(40), length: fc.integer({ min: 1, max: 20 }) })
      .map(({ length, ...rest }) => ({ ...rest, end: rest.start + length }));
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), fc.array(mark, { maxLength: 8 }), (text, marks) => {
        const segments = segmentsOf(text, marks);
        expect(segments.map(({ text: words }) => words).join("")).toBe(text);
        for (const { of, start, end } of marks) {
          const inside = Math.max(0, Math.min(end, text.length) - start);
          let at = 0;
          let covered = 0;
          for (const { text: words, of: claims } of segments) {
            const overlap = Math.min(at + words.length, end) - Math.max(at, start);
            if (claims.includes(of) && overlap > 0) covered += overlap;
            at += words.length;
          }
          expect(covered).toBe(inside);
        }
      }),
    );
  });
});
