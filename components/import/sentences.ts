/** What is wrong with an imported row, in the reader's language. */
import type { Words } from "@/messages";

/** A problem's sentence; its code where the catalogue has none (a test holds that it has all). */
export function problemSentence(
  { t }: Words,
  { code, values }: { code: string; values: Record<string, string | number> },
): string {
  const key = `import.problems.${code}` as "import.problems.table.empty";
  // A refusal by a CHECK of the tables is named by SQLite.
  return /^[a-z_]+\.[a-z_]+$/.test(code) && t.has(key) ? t(key, values as never) : [code, ...Object.values(values)].join(" ");
}
