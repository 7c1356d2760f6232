/** A thread that reads a large file gives the same rows as reading it here, in whole and where the file breaks off. */
import { appendFileSync, copyFileSync, mkdtempSync, readdirSync, readlinkSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { fileAt } from "@/cli/import";
import { readBatches, type Batch } from "@/db/commands/import-readings";
import { formatOf } from "@/domain/formats/formats";
import type { Format } from "@/domain/formats/imported";
import { UnreadableTable } from "@/domain/formats/problem";
import { writeImportTable } from "../bench/import-table";

const ROWS = 16_000;
const HOW = { encoding: "utf-8", dates: null } as const;
const folder = mkdtempSync(join(tmpdir(), "attest-readings-"));
const file = join(folder, "table.csv");
const broken = join(folder, "broken.csv");
beforeAll(async () => {
  await writeImportTable(file, ROWS);
  copyFileSync(file, broken);
  // A row with three problems, one too short, and one that never ends.
  appendFileSync(broken, `nobody,,,,,,,,,,,,,,,,,,,2022-13-40,,,,,,many,3,-1\n17\n18,"and so on`);
  expect(statSync(file).size).toBeGreaterThan(4_000_000);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** All batches, and what ended them. */
function readAll(format: Format, path: string, by: "thread" | "here"): { batches: Batch[]; end: unknown } {
  const { chunks } = fileAt(path);
  const batches: Batch[] = [];
  try {
    for (const batch of readBatches(format, { chunks, ...HOW, ...(by === "thread" ? { path } : {}) })) batches.push(batch);
    return { batches, end: null };
  } catch (error) {
    return { batches, end: error };
  }
}

const GENERIC = {
  columns: { id: "id", dateStart: "date_start", city: "where_coordinates", claimant: "source_original" },
  figures: { killed: { min: "low", max: "high" } },
  constants: { country: "UA" },
};

for (const [name, mapping] of [["ucdp"], ["generic", GENERIC]] as const)
  it(`reads ${name} as it is read here`, () => {
    const format = formatOf(name, mapping);
    const [thread, here] = [readAll(format, file, "thread"), readAll(format, file, "here")];
    expect(thread.end).toBeNull();
    expect(here.batches.reduce((sum, { rows }) => sum + rows, 0)).toBe(ROWS);
    expect(here.batches.flatMap(({ events }) => events.filter(({ event }) => event))).toHaveLength(ROWS);
    expect(thread.batches).toEqual(JSON.parse(JSON.stringify(here.batches)));
  });

it("gives what stood before a table's end that cannot be read, and says where it broke off", () => {
  const [thread, here] = [readAll(formatOf("ucdp"), broken, "thread"), readAll(formatOf("ucdp"), broken, "here")];
  expect(thread.end).toBeInstanceOf(UnreadableTable);
  expect((thread.end as UnreadableTable).problem).toEqual((here.end as UnreadableTable).problem);
  expect((thread.end as UnreadableTable).problem.code).toBe("quote.not_closed");
  expect(thread.batches).toEqual(JSON.parse(JSON.stringify(here.batches)));
});

it("ends its thread where nobody wants the rest", async () => {
  const opened = () =>
    readdirSync("/proc/self/fd").filter((fd) => {
      try {
        return readlinkSync(`/proc/self/fd/${fd}`) === file;
      } catch {
        return false;
      }
    });
  for (const batch of readBatches(formatOf("ucdp"), { ...fileAt(file), ...HOW })) {
    expect(batch.events.length).toBeGreaterThan(0);
    expect(opened()).toHaveLength(1);
    break;
  }
  await expect.poll(opened, { timeout: 5_000 }).toEqual([]);
});

it("says what went wrong in the thread", () => {
  const format: Format = { ...formatOf("ucdp"), madeBy: { name: "generic", mapping: { columns: 7 } } };
  expect(String(readAll(format, file, "thread").end)).toContain("columns");
});

const ONE = `id,date_start,date_end,latitude,longitude,country,best,high,low,where_coordinates,source_article
7,2022-03-01,2022-03-01,50.45,30.52,Ukraine,5,6,5,Kyiv city,"""A paper,2022-03-01,Five \u201ckilled\u201d"""
`;

it("knows a row again by the fingerprints that records keep since 0.1.0", () => {
  const [batch] = readBatches(formatOf("ucdp"), { chunks: () => [Buffer.from(ONE)], ...HOW });
  expect(batch!.events.map(({ prints }) => prints)).toEqual([
    { facts: "bL9d55E8IqKqHSv5xswnZd", said: "lzoo5RsoXx8ckY8IEWDsvO" },
  ]);
});
