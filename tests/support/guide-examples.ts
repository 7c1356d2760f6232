/** The examples of a guide: each block of code with what it prints, as the document has them. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface Example {
  language: "python" | "js" | "r";
  code: string;
  prints: string;
  /** Where it begins in the document. */
  line: number;
}

const RUNNERS = {
  python: { program: "python3", args: (file: string) => [file], name: "example.py" },
  js: { program: process.execPath, args: (file: string) => [file], name: "example.mjs" },
  r: { program: "Rscript", args: (file: string) => ["--vanilla", file], name: "example.R" },
};

/** Every example of a document. Throws where a block of code is not followed by what it prints. */
export function examplesOf(text: string): Example[] {
  const blocks = [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)];
  return blocks.flatMap(([, language, code], index) => {
    if (!(language! in RUNNERS)) return [];
    const line = text.slice(0, blocks[index]!.index).split("\n").length;
    const next = blocks[index + 1];
    if (next?.[1] !== "text") throw new Error(`The example of line ${line} does not say what it prints.`);
    return [{ language: language as Example["language"], code: code!, prints: next[2]!, line }];
  });
}

/** Whether the language of an example is here. */
export function canRun({ language }: Pick<Example, "language">): boolean {
  return spawnSync(RUNNERS[language].program, ["--version"]).status === 0;
}

/** Runs an example against a server; gives back what it printed. Throws with its errors where it failed. */
export function runExample({ language, code, line }: Example, origin: string): string {
  const { program, args, name } = RUNNERS[language];
  const folder = mkdtempSync(join(tmpdir(), "attest-example-"));
  try {
    const file = join(folder, name);
    writeFileSync(file, code.replaceAll("http://localhost:3000", origin));
    const env = { ...process.env, PYTHONIOENCODING: "utf-8", LC_ALL: "C.UTF-8" };
    const { status, stdout, stderr } = spawnSync(program, args(file), { encoding: "utf8", timeout: 60_000, env });
    if (status !== 0) throw new Error(`The example of line ${line} ended with ${status}:\n${stderr}`);
    return stdout;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
