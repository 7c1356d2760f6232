import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { DATA_DICTIONARY } from "@/cli/data-dictionary";
import { dataDictionary } from "@/domain/datasets/dictionary";

const root = join(import.meta.dirname, "../..");

test('the data dictionary is what the columns say; if not, run "npm run docs:data"', () => {
  expect(readFileSync(join(root, DATA_DICTIONARY), "utf8")).toBe(dataDictionary());
});
