import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { VAGUE_FLOORS } from "@/domain/figure";
import { DEFAULT_POLICY, FIGURE_STATES, GROUPS, METRICS, POLICIES, QUALIFIERS, SCOPES } from "@/domain/vocabulary";

const text = readFileSync(join(import.meta.dirname, "../../docs/methodology.md"), "utf8");

test("the methodology's table of vague words is the code's", () => {
  const rows = [...text.matchAll(/^\| ([a-z ]+) \| (\d+) or more \|$/gm)].map(([, word, floor]) => [word, Number(floor)]);
  expect(rows).toEqual(VAGUE_FLOORS.map(({ word, floor }) => [word, floor]));
});

test("the methodology names every metric, group, qualifier, scope, state and policy, and the default policy as such", () => {
  for (const word of [...METRICS, ...GROUPS, ...QUALIFIERS, ...SCOPES, ...FIGURE_STATES, ...POLICIES])
    expect(text, word).toContain(`\`${word}\``);
  expect(text).toContain(`\`${DEFAULT_POLICY}\` (the default)`);
});
