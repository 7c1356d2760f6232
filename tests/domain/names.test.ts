import fc from "fast-check";
import { expect, test } from "vitest";
import { foldName, freeSlug, slugOf, sharesWord } from "@/domain/names";

test.each([
  ["Kyiv", "kyiv"],
  ["  KYIV ", "kyiv"],
  ["Київ", "киів"],
  ["Kryvyi Rih", "kryvyi rih"],
  ["Kryvyi-Rih", "kryvyi rih"],
  ["Kryvyi  Rih", "kryvyi rih"],
  ["Kam'yanets'", "kamyanets"],
  ["Kam’yanetsʼ", "kamyanets"],
  ["Слов’янськ", "словянськ"],
  ["Словʼянськ", "словянськ"],
  ["Ivano–Frankivsk", "ivano frankivsk"],
  ["Saint-Étienne", "saint etienne"],
  ["State Emergency Service, Kharkiv region", "state emergency service kharkiv region"],
  ["«Суспільне»", "суспільне"],
  ["", ""],
])("%j folds to %j", (name, folded) => {
  expect(foldName(name)).toBe(folded);
});

test.each([
  ["Kyiv", "kyiv"],
  ["Kharkiv", "kharkiv"],
  ["Харків", "kharkiv"],
  ["Kryvyi Rih", "kryvyi-rih"],
  ["Кривий Ріг", "kryvyi-rih"],
  ["Слов’янськ", "sloviansk"],
  ["Запоріжжя", "zaporizhzhia"],
  ["Ґудзівка", "gudzivka"],
  ["Saint-Étienne", "saint-etienne"],
  ["حلب", "unnamed"],
  ["---", "unnamed"],
  ["", "unnamed"],
])("the address part of %j is %j", (name, slug) => {
  expect(slugOf(name)).toBe(slug);
});

test("a taken address part gets the next number", () => {
  const taken = new Set(["kyiv", "kyiv-2"]);
  expect([freeSlug("Lviv", (slug) => taken.has(slug)), freeSlug("Київ", () => false)]).toEqual(["lviv", "kyiv"]);
  expect(freeSlug("Kyiv", (slug) => taken.has(slug))).toBe("kyiv-3");
});

test("whatever the name, its address part is short, plain and not empty, and folding twice changes nothing", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 120 }), (name) => {
      expect(slugOf(name)).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);
      expect(slugOf(name).length).toBeLessThanOrEqual(60);
      expect(foldName(foldName(name))).toBe(foldName(name));
    }),
    { numRuns: 500 },
  );
});

test.each<[string, string, boolean]>([
  ["Regional administration", "Regional administration and Freedom Square", true],
  ["Обласна адміністрація", "Будівля обласної адміністрації", false],
  ["Адміністрація області", "будівля АДМІНІСТРАЦІЯ", true],
  ["TV tower", "Police headquarters", false],
  ["The TV", "the tv", false],
])("whether the titles %s and %s share a word: %s", (a, b, shared) => {
  expect(sharesWord(a, b)).toBe(shared);
});
