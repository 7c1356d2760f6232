import { afterEach, expect, it } from "vitest";
import { askThread, endAside } from "@/app/_server/aside";
import type { Db } from "@/db/open";
import { ASIDE, isLarge, type AsideName } from "@/db/queries/aside";
import { readRevision } from "@/db/queries/record";
import { record } from "@/db/schema";
import { EVERYTHING } from "@/domain/filter";
import { demoDatabase } from "../support/database";

afterEach(endAside);

const QUESTIONS: [AsideName, unknown[]][] = [
  ["sources", [EVERYTHING]],
  ["sources", [{ ...EVERYTHING, cities: ["kharkiv"], known: "2022-03-02" }]],
  ["comparison", [EVERYTHING]],
  ["comparison", [{ ...EVERYTHING, cities: ["kharkiv"], policy: "latest" }]],
  ["policies", [{ ...EVERYTHING, cities: ["kharkiv"] }]],
  ["sourceRows", [EVERYTHING, { after: null, most: 3 }]],
  ["vagueWords", []],
];

const here = (db: Db, name: AsideName, given: unknown[]) =>
  (ASIDE[name] as (db: Db, ...given: unknown[]) => unknown)(db, ...given);

it("the thread answers what is asked as it would be answered here", async () => {
  const db = demoDatabase();
  const answers = await Promise.all(QUESTIONS.map(([name, given]) => askThread(db.file, readRevision(db), name, given)));
  expect(answers).toEqual(QUESTIONS.map(([name, given]) => here(db, name, given)));
});

it("it sees what was committed before it was asked", async () => {
  const db = demoDatabase();
  let state = 0;
  const ask = () => askThread(db.file, state++, "sources", [EVERYTHING]) as Promise<{ record: { title: string } }>;
  await ask();
  db.transaction((tx) => tx.update(record).set({ title: "Another" }).run());
  expect((await ask()).record.title).toBe("Another");
});

it("many who ask the same of the same state wait for one answer; of a later state for another", async () => {
  const db = demoDatabase();
  const [one, same, later] = [1, 1, 2].map((revision) => askThread(db.file, revision, "sources", [EVERYTHING]));
  expect(same).toBe(one);
  expect(later).not.toBe(one);
  expect(await later).toEqual(await one);
});

it("a question that fails says so, and the next one is answered", async () => {
  const db = demoDatabase();
  await expect(askThread(db.file, 1, "nothing" as AsideName, [])).rejects.toThrow("not a function");
  expect(await askThread(db.file, 1, "vagueWords", [])).toEqual(here(db, "vagueWords", []));
});

it("when the thread ends, what it had in hand fails, and the next question starts another", async () => {
  const db = demoDatabase();
  const answer = askThread(db.file, 1, "comparison", [EVERYTHING]);
  await Promise.all([endAside(), expect(answer).rejects.toThrow("ended")]);
  expect(await askThread(db.file, 2, "vagueWords", [])).toEqual(here(db, "vagueWords", []));
});

it("only a large record is asked aside", () => {
  const db = demoDatabase();
  expect(isLarge(db)).toBe(false);
  db.transaction((tx) => tx.update(record).set({ nextClaimNo: 400_000 }).run());
  expect(isLarge(db)).toBe(true);
});
