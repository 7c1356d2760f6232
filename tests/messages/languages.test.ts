import { describe, expect, it } from "vitest";
import en from "@/messages/en.json";
import uk from "@/messages/uk.json";

function flat(messages: object, prefix = ""): Map<string, string> {
  const all = new Map<string, string>();
  for (const [key, value] of Object.entries(messages)) {
    if (typeof value === "string") all.set(`${prefix}${key}`, value);
    else for (const [inner, text] of flat(value as object, `${prefix}${key}.`)) all.set(inner, text);
  }
  return all;
}

/** What a message is filled in with, the marks it puts around words, and the values that choose a plural form. */
function holes(message: string): { filled: string[]; choosing: string[] } {
  // "one {it}" is a plural form's own text, not a value.
  const names = [...message.matchAll(/(?<!(?:zero|one|two|few|many|other|=\d+) )\{(\w+)\}/g)].map(([, name]) => name!);
  const marks = [...message.matchAll(/<(\w+)>/g)].map(([, name]) => `<${name}>`);
  return { filled: [...names, ...marks], choosing: [...message.matchAll(/\{(\w+), /g)].map(([, name]) => name!) };
}

/** What one message needs and the other does not have. */
function lacking(needs: string, has: string): string[] {
  const there = holes(has);
  return holes(needs).filled.filter((name) => !there.filled.includes(name) && !there.choosing.includes(name));
}

const english = flat(en);
const ukrainian = flat(uk);

describe("the two languages", () => {
  it("have the same messages", () => {
    expect([...ukrainian.keys()].sort()).toEqual([...english.keys()].sort());
  });

  it("have no empty message", () => {
    for (const messages of [english, ukrainian])
      expect([...messages].filter(([, text]) => text.trim() === "").map(([key]) => key)).toEqual([]);
  });

  it("fill the same values into each message, and mark the same parts", () => {
    const differing = [...english].flatMap(([key, text]) => {
      const other = ukrainian.get(key) ?? "";
      const chosen = new Set([...holes(text).choosing, ...holes(other).choosing]);
      return [...lacking(text, other), ...lacking(other, text)]
        .filter((name) => !chosen.has(name))
        .map((name) => `${key}: ${name}`);
    });
    expect(differing).toEqual([]);
  });

  it("give Ukrainian its four plural forms", () => {
    const short = [...ukrainian].filter(
      ([, text]) =>
        / plural,/.test(text) && !["one", "few", "many", "other"].every((form) => new RegExp(` ${form} \\{`).test(text)),
    );
    expect(short.map(([key]) => key)).toEqual([]);
  });

  it("is written in Cyrillic where it is Ukrainian", () => {
    const names = new Set(["site.name", "site.english", "cities.geonames"]);
    const latin = [...ukrainian].filter(
      ([key, text]) => !names.has(key) && text === english.get(key) && /[a-z]{4}/i.test(text.replace(/\{[^}]*\}|<[^>]*>/g, "")),
    );
    expect(latin.map(([key, text]) => `${key}: ${text}`)).toEqual([]);
  });
});
