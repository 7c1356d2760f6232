import fc from "fast-check";
import { expect, test } from "vitest";
import { foldName } from "@/domain/names";
import { foldedTexts, isOneSlip, spellingFit } from "@/domain/spelling";

const KHARKIV = ["kharkiv", "kharkov", "харків", "харьков"].map(foldName);
const KRYVYI_RIH = ["kryvyi rih", "krivoy rog"];

test.each([
  ["", 3],
  ["Khark", 3],
  ["ХАРК", 3],
  ["Харьков", 3],
  ["Harkiv", 1],
  ["Khrakiv", 1],
  ["Kharkuv", 1],
  ["Kharrkiv", 1],
  ["Khrak", 1],
  ["Hakiv", 0],
  ["Kyiv", 0],
] as const)("%s fits Kharkiv's spellings: %i", (typed, fit) => {
  expect(spellingFit(KHARKIV, typed)).toBe(fit);
});

test("a later word is found from its start, a short slip is not forgiven", () => {
  expect(spellingFit(KRYVYI_RIH, "rih")).toBe(2);
  expect(spellingFit(KRYVYI_RIH, "rig")).toBe(0);
  expect(spellingFit(KRYVYI_RIH, "kryvy rih")).toBe(1);
});

test("Cyrillic is sought in Latin letters too", () => {
  expect(foldedTexts("Київ")).toContain("kyiv");
  expect(spellingFit(["kyiv"], "Львів")).toBe(0);
  expect(spellingFit(["kyiv"], "Київ")).toBe(3);
});

test("every single slip is one slip, both ways; two far apart are not", () => {
  const word = fc.string({ unit: fc.constantFrom(..."abcdefg"), minLength: 1, maxLength: 9 });
  fc.assert(
    fc.property(word, fc.nat(), fc.constantFrom("x", "y"), (text, seed, letter) => {
      const at = seed % text.length;
      const slips = [
        text.slice(0, at) + letter + text.slice(at),
        text.slice(0, at) + text.slice(at + 1),
        text.slice(0, at) + letter + text.slice(at + 1),
        text.slice(0, at) +
          text
            .slice(at, at + 2)
            .split("")
            .toReversed()
            .join("") +
          text.slice(at + 2),
      ];
      for (const slip of slips) {
        expect(isOneSlip(text, slip), `${text} ${slip}`).toBe(true);
        expect(isOneSlip(slip, text)).toBe(true);
      }
      expect(isOneSlip(`x${text}`, `${text}yy`)).toBe(false);
    }),
  );
});
