/** Exports as files: whole, made once, and visibly failed where they fail. */
import { chmodSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { ExportFailed, exportTag, readExport } from "@/app/_server/export-files";
import { EVERYTHING } from "@/domain/filter";
import { demoDatabase } from "../support/database";
import { exportedText } from "../support/exported";

const request = { name: "claims", filter: EVERYTHING, hxl: false, bom: false } as const;
const textOf = async ({ body }: { body: ReadableStream<Uint8Array> }) => await new Response(body).text();

afterEach(async () => {
  const started = globalThis as { attestExports?: { worker: { terminate(): Promise<number> } } };
  await started.attestExports?.worker.terminate();
  delete started.attestExports;
});

test("readers of the same view get the same bytes from one file, while it grows and afterwards", async () => {
  const db = demoDatabase();
  const wanted = exportedText(db, "claims");
  const tag = exportTag("1", "claims");
  const both = await Promise.all([readExport(db.file, { tag, request }), readExport(db.file, { tag, request })]);
  expect(await Promise.all(both.map(textOf))).toEqual([wanted, wanted]);
  const again = await readExport(db.file, { tag, request });
  expect(again.length).toBe(Buffer.byteLength(wanted));
  expect(await textOf(again)).toBe(wanted);
  const parent = join(dirname(db.file), ".exports");
  expect(readdirSync(parent)).toHaveLength(1);
  expect(readdirSync(join(parent, readdirSync(parent)[0]!))).toHaveLength(1);
});

test("another state or view is another file; folders of processes that ended go at the start", async () => {
  const db = demoDatabase();
  const parent = join(dirname(db.file), ".exports");
  const left = join(parent, `999999999@${(await import("node:os")).hostname()}`);
  mkdirSync(left, { recursive: true });
  writeFileSync(join(left, "1.csv"), "left");
  expect(exportTag("1", "a")).not.toBe(exportTag("2", "a"));
  const first = await textOf(
    await readExport(db.file, {
      tag: exportTag("1", "killed"),
      request: { ...request, filter: { ...EVERYTHING, metric: "killed" } },
    }),
  );
  const second = await textOf(await readExport(db.file, { tag: exportTag("1", "all"), request }));
  expect(first.length).toBeLessThan(second.length);
  expect(readdirSync(parent).filter((name) => name.startsWith("999999999"))).toEqual([]);
});

test("an export that cannot be made fails before its first byte, and the next one is tried anew", async () => {
  const db = demoDatabase();
  const tag = exportTag("1", "claims");
  await textOf(await readExport(db.file, { tag: exportTag("0", "warm"), request }));
  const parent = join(dirname(db.file), ".exports");
  const folder = join(parent, readdirSync(parent)[0]!);
  rmSync(folder, { recursive: true });
  await expect(readExport(db.file, { tag, request })).rejects.toThrow(ExportFailed);
  mkdirSync(folder);
  chmodSync(folder, 0o700);
  expect(await textOf(await readExport(db.file, { tag, request }))).toBe(exportedText(db, "claims"));
});
