/** The guide's examples print what the guide says they print, wherever their language is. */
import { readFileSync } from "node:fs";
import { canRun, examplesOf, runExample } from "../support/guide-examples";
import { expect, test } from "./fixtures";

const GUIDE = "docs/guides/research.md";
const examples = examplesOf(readFileSync(GUIDE, "utf8"));

test("the guide has examples in each of its languages", () => {
  expect(new Set(examples.map(({ language }) => language))).toEqual(new Set(["python", "js", "r"]));
});

for (const example of examples) {
  test(`the ${example.language} of line ${example.line} prints what the guide says`, () => {
    test.skip(!canRun(example), `There is no ${example.language} here.`);
    expect(runExample(example, process.env.ATTEST_TEST_ORIGIN!)).toBe(example.prints);
  });
}
