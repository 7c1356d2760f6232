import { describe, expect, test } from "vitest";
import { readText } from "@/domain/reading/read";
import { CORPUS, shortForm } from "./corpus";

describe("the corpus of our own sentences", () => {
  test("has at least 300, none twice", () => {
    expect(CORPUS.length).toBeGreaterThanOrEqual(300);
    expect(new Set(CORPUS.map(([, text]) => text)).size).toBe(CORPUS.length);
  });

  test.each(CORPUS)("%s: %s", (_pattern, text, claims) => {
    expect(shortForm(readText(text, { date: "2022-03-02" }))).toBe(claims);
  });
});
