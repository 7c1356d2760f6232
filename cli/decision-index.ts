/** `npm run docs:decisions`: writes docs/decisions/README.md, the list of the decision records, from their titles. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const FOLDER = join("docs", "decisions");
const BEGINNING = `# Decision records

Each is one screen: what stood to be decided, what was, what follows from it, and how it is checked. A record is changed only by a newer one that names
it. Numbers are never given twice; some were left free by work that came to nothing. This list is written by \`npm run docs:decisions\`.

`;

const lines = readdirSync(FOLDER)
  .filter((file) => /^\d{4}-/.test(file))
  .sort()
  .map((file) => `- [${/^# (.+)$/m.exec(readFileSync(join(FOLDER, file), "utf8"))?.[1]}](${file})\n`);
writeFileSync(join(FOLDER, "README.md"), BEGINNING + lines.join(""));
