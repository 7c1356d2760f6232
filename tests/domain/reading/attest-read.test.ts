import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { read } from "@/cli/read";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "attest-read-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

async function run(content: string, ...options: string[]): Promise<Record<string, unknown>[]> {
  const file = join(folder, "in.txt");
  writeFileSync(file, content);
  const written: string[] = [];
  const write = vi.spyOn(process.stdout, "write").mockImplementation((chunk) => written.push(String(chunk)) > 0);
  try {
    await read.run([...options, file]);
  } finally {
    write.mockRestore();
  }
  return written
    .join("")
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

test("a text gives one line with its claims and its toll", async () => {
  const [row] = await run(
    "On Tuesday shelling of Kherson killed two people and injured at least five, the governor said.",
    "--date",
    "2022-03-03",
  );
  expect(row).toMatchObject({
    claims: [
      { claimant: "governor", date: "2022-03-01", place: "Kherson", attack: "shelling", killed: { qualifier: "exact", low: 2 } },
    ],
    killed: { low: 2, high: 2, best: 2 },
    wounded: { low: 5, high: null, best: 5 },
  });
});

test("NDJSON gives a line a text, with its id, and null where nothing is stated", async () => {
  const rows = await run(
    '{"id":"a","text":"Two people died."}\n\n{"id":7,"text":"Nothing happened.","date":"2022-03-01"}\n',
    "--ndjson",
  );
  expect(rows.map(({ id, killed, wounded }) => ({ id, killed, wounded }))).toEqual([
    { id: "a", killed: { low: 2, high: 2, best: 2 }, wounded: null },
    { id: 7, killed: null, wounded: null },
  ]);
});

test("bad lines and dates are named", async () => {
  await expect(run("no json", "--ndjson")).rejects.toThrow("Line 1 is no JSON.");
  await expect(run('{"id":1}', "--ndjson")).rejects.toThrow("Line 1 has no text.");
  await expect(run('{"id":1,"text":"x","date":"soon"}', "--ndjson")).rejects.toThrow("Line 1: date is no date.");
  await expect(run("x", "--date", "31")).rejects.toThrow("--date is no date: 31");
});
