import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { sentenceOf } from "@/cli/import-sentences";
import { problemSentence } from "@/components/import/sentences";
import en from "@/messages/en.json";
import { wordsIn } from "@/messages";

const problems = Object.entries(en.import.problems).flatMap(([group, texts]) =>
  Object.entries(texts).map(([name, text]) => ({ code: `${group}.${name}`, text: text as string })),
);
const valuesOf = (text: string) => Object.fromEntries([...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => [name!, `<${name}>`]));

it("every problem of an import has its sentence on the command line and at the desk, with what it names filled in", () => {
  for (const { code, text } of problems) {
    const values = valuesOf(text);
    for (const said of [
      sentenceOf({ code, values }),
      ...(["en", "uk"] as const).map((locale) => problemSentence(wordsIn(locale), { code, values })),
    ]) {
      expect(said, code).not.toMatch(/^[a-z_]+\.[a-z_]+|\{\w+\}/);
      for (const value of Object.values(values)) expect(said, code).toContain(value);
    }
  }
});

it("every problem that a format names is among them", () => {
  const known = new Set(problems.map(({ code }) => code));
  const files = readdirSync("domain/formats", { encoding: "utf8" }).map((name) => join("domain/formats", name));
  const named = files.flatMap((file) =>
    [...readFileSync(file, "utf8").matchAll(/(?:refuse|warn|problemAt)\([^;]*?"([a-z_]+\.[a-z_]+)"/gs)].map(([, code]) => code!),
  );
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((code) => !known.has(code))).toEqual([]);
});
