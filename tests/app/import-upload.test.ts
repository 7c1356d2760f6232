/** Files for an import as they come in over the web: whole, in pieces, and both halves of an export together. */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { sql } from "drizzle-orm";
import { afterEach, beforeEach, expect, it } from "vitest";
import { receivePiece } from "@/app/_server/imports";
import type { SignedIn } from "@/app/_server/session";
import { createAccount } from "@/db/commands/accounts";
import { makeActor } from "@/db/commands/actor";
import { addUpload, beginUpload, bringImport, chooseImport, dropImport, endUpload, importFile } from "@/db/commands/import-jobs";
import { ruleEstimate } from "@/db/commands/rulings";
import { createRecord } from "@/db/commands/settings";
import { openForReading, type Db } from "@/db/open";
import { findImport } from "@/db/queries/imports";
import { demoDatabase, testDatabase } from "../support/database";
import { exportedText } from "../support/exported";

const NOW = "2026-11-25T09:00:00Z";
const SHELL = makeActor({ accountId: null, name: "command line", role: "admin" });

let db: Db;
let admin: SignedIn;
beforeEach(() => {
  db = testDatabase({ now: NOW });
  createRecord(db, { title: "A copy", countries: ["UA"], timeZone: "Europe/Kyiv", codePrefix: "UA" });
  const made = createAccount(db, SHELL, { email: "a@example.org", name: "Admin", passwordHash: "$", role: "admin" });
  admin = makeActor({ accountId: made.id, name: made.name, role: "admin" }) as SignedIn;
  process.env.ATTEST_DB = db.file;
  // One object for all tests: the server's module keeps the first that it meets.
  const connections = ((globalThis as { attestConnections?: object }).attestConnections ??= {});
  Object.assign(connections, { read: openForReading(db.file), write: db });
});
afterEach(() => {
  delete process.env.ATTEST_DB;
  db.close();
});

const commands = () => ({
  begin: (upload: { name: string; bytes: number }) => beginUpload(db, admin, upload),
  end: (id: number, told: { header: readonly string[]; format: string }) => endUpload(db, admin, id, told),
  add: (id: number, upload: { name: string; bytes: number }) => addUpload(db, admin, id, upload),
});

/** Sends a file in pieces of so many bytes; gives back the last answer. */
async function send(name: string, text: string, beside: number | null, piece = 4_000) {
  const bytes = Buffer.from(text);
  let [job, told] = [null as number | null, { status: 0, body: {} as { job: number; done?: boolean; detail?: string } }];
  for (let at = 0; at < bytes.length; at += piece) {
    const query = new URLSearchParams({ size: String(bytes.length), at: String(at), name });
    if (beside !== null) query.set("with", String(beside));
    else if (job !== null) query.set("job", String(job));
    const body = bytes.subarray(at, at + piece);
    const answer = await receivePiece(
      new Request(`http://localhost/upload?${query}`, { method: "POST", body }),
      admin,
      commands(),
    );
    told = { status: answer.status, body: (await answer.json()) as typeof told.body };
    if (answer.status !== 200) return told;
    job = told.body.job;
  }
  return told;
}

function exported() {
  const demo = demoDatabase({ now: NOW });
  ruleEstimate(demo, SHELL, "UA-0005", { metric: "killed", best: 7, reason: "Counted." });
  const files = { claims: exportedText(demo, "claims"), rulings: exportedText(demo, "rulings") };
  return { demo, ...files };
}
const work = (task: string, id: number) => {
  const args = ["--import", "tsx", "cli/import-job.ts", task, String(id)];
  expect(spawnSync(process.execPath, args, { env: { ...process.env, ATTEST_DB: db.file }, encoding: "utf8" }).stderr).toBe("");
};

it("claims and rulings of an export are one import: looked at and brought in together", { timeout: 120_000 }, async () => {
  const { demo, claims, rulings } = exported();
  const first = await send("rulings.csv", rulings, null);
  const id = first.body.job;
  expect(await send("claims.csv", claims, id)).toMatchObject({ status: 200, body: { job: id, done: true } });
  expect(readFileSync(importFile(db.file, id, 1), "utf8")).toBe(claims);
  expect(findImport(db, id)).toMatchObject({
    names: ["rulings.csv", "claims.csv"],
    format: "attest",
    bytes: Buffer.byteLength(claims) + Buffer.byteLength(rulings),
  });
  chooseImport(db, admin, id, { format: "attest", mapping: null, dates: null, publish: true });
  work("check", id);
  expect(findImport(db, id)!.report).toMatchObject({ problems: 0, rulings: { new: 1 } });
  bringImport(db, admin, id);
  work("bring", id);
  expect(findImport(db, id)).toMatchObject({ state: "done", report: { written: true, rulings: { new: 1 } } });
  for (const name of ["claims", "rulings", "incidents"] as const) expect(exportedText(db, name)).toBe(exportedText(demo, name));
  expect([0, 1].map((part) => existsSync(importFile(db.file, id, part as 0 | 1)))).toEqual([false, false]);
});

it("two files that are not the two halves of one export are refused, and a third is", async () => {
  const { claims, rulings } = exported();
  const { body } = await send("claims.csv", claims, null);
  expect(await send("claims.csv", claims, body.job)).toMatchObject({
    status: 400,
    body: { detail: "Two files at once are claims.csv and rulings.csv of one export." },
  });
  expect(existsSync(importFile(db.file, body.job, 1))).toBe(false);
  expect((await send("rulings.csv", rulings, body.job)).status).toBe(200);
  expect((await send("rulings.csv", rulings, body.job)).status).toBe(404);
  expect((await send("rulings.csv", rulings, 77)).status).toBe(404);
  dropImport(db, admin, body.job);
  expect([0, 1].map((part) => existsSync(importFile(db.file, body.job, part as 0 | 1)))).toEqual([false, false]);
  const other = await send("table.csv", "id,day\n1,2022-03-01\n", null);
  expect((await send("rulings.csv", rulings, other.body.job)).status).toBe(400);
  expect(db.first(sql`select count(*) as n from incident`)).toEqual({ n: 0 });
});
