/** `npm run docs:data`: writes docs/data-dictionary.md from the columns of domain/datasets. */
import { writeFileSync } from "node:fs";
import { dataDictionary } from "@/domain/datasets/dictionary";

export const DATA_DICTIONARY = "docs/data-dictionary.md";

if (process.argv[1] === import.meta.filename) {
  writeFileSync(DATA_DICTIONARY, dataDictionary());
  console.log(`Wrote ${DATA_DICTIONARY}.`);
}
