/** SIGTERM in the middle of exports and saves: nothing cut silently, nothing lost, gone within ten seconds. */
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { get, type IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { createAccount, startSession } from "@/db/commands/accounts";
import { makeActor, type Actor } from "@/db/commands/actor";
import { openDatabase } from "@/db/open";
import { makeBenchRecord } from "../bench/record";
import { startAttest } from "../support/attest-server";
import { fieldsOfForm, postForm } from "../support/post-form";
import { expect, test } from "./fixtures";

const WRITERS = 3;
const EXPORT = "/export/claims.csv";

interface Read {
  bytes: number;
  whole: boolean;
}

/** Reads an export to whatever end it comes to; after the first piece it does not read until `pause` is over. */
async function exported(origin: string, pause?: Promise<unknown>, onBegin = () => {}): Promise<Read> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get(`${origin}${EXPORT}`, { headers: { "accept-encoding": "identity" } }, resolve).on("error", reject);
  });
  let bytes = 0;
  response.on("error", () => {});
  response.on("data", (chunk: Buffer) => {
    if (bytes === 0) onBegin();
    if (bytes === 0 && pause) {
      response.pause();
      void pause.then(() => response.resume());
    }
    bytes += chunk.length;
  });
  await new Promise((resolve) => response.once("close", resolve));
  return { bytes, whole: response.complete };
}

test("SIGTERM amid exports and saves cuts nothing silently and loses nothing", async () => {
  test.setTimeout(150_000);
  const folder = mkdtempSync(join(tmpdir(), "attest-ending-"));
  const file = join(folder, "record.sqlite");
  makeBenchRecord(file, { incidents: 4_000 });
  const server = await startAttest({ file, env: { ATTEST_DEMO: "0", ATTEST_BACKUP_HOURS: "0" } });
  try {
    const db = openDatabase(file, { create: false });
    const shell = makeActor({ accountId: null, name: "command line", role: "admin" });
    const { id } = createAccount(db, shell, { email: "r@example.org", name: "R", passwordHash: "$", role: "recorder" });
    const cookie = `__Host-attest=${startSession(db, makeActor({ accountId: id, name: "R", role: "recorder" }) as Actor & { accountId: number })}`;
    db.close();
    const path = "/admin/incidents/new";
    const form = fieldsOfForm(await (await fetch(server.origin + path, { headers: { cookie } })).text(), "new");
    const whole = await exported(server.origin);
    expect(whole.whole).toBe(true);

    const confirmed: string[] = [];
    const write = async (writer: number) => {
      for (let n = 0; ; n++) {
        const title = `Saved ${writer}-${n}`;
        const fields = { title, dateStart: "2022-03-09", locationPrecision: "country", distinct: "yes", formKey: title };
        const answer = await postForm(server.origin, path, { form, fields, cookie }).catch(() => null);
        if (!answer) return;
        expect(answer.status, await answer.text()).toBe(303);
        confirmed.push(title);
      }
    };
    const writers = Array.from({ length: WRITERS }, (_, writer) => write(writer));
    await expect.poll(() => confirmed.length, { timeout: 60_000 }).toBeGreaterThan(5);
    let begun = 0;
    const ended = once(server.process, "exit") as Promise<[number | null]>;
    const pauses = [...[1_500, 2_000, 2_500, 3_000].map((ms) => new Promise((resolve) => setTimeout(resolve, ms))), ended];
    const readers = pauses.map((pause) => exported(server.origin, pause, () => (begun += 1)));
    await expect.poll(() => begun, { intervals: [20] }).toBe(readers.length);

    const began = performance.now();
    server.process.kill("SIGTERM");
    const [code] = await ended;
    expect(performance.now() - began).toBeLessThan(10_000);
    expect(code).toBe(0);

    await Promise.all(writers);
    const reads = await Promise.all(readers);
    // Who reads gets all of it, though it was under way; who does not read is told by a broken connection.
    expect(reads.map((read) => read.whole)).toEqual([true, true, true, true, false]);
    for (const read of reads) if (read.whole) expect(read.bytes).toBe(whole.bytes);
    expect(reads.at(-1)!.bytes).toBeLessThan(whole.bytes);

    // The log was moved into the database before the end.
    expect(existsSync(`${file}-wal`) ? statSync(`${file}-wal`).size : 0).toBe(0);
    const after = openDatabase(file, { create: false });
    const kept = after
      .rows<{ title: string }>(sql`select title from incident where title like 'Saved %'`)
      .map(({ title }) => title);
    after.close();
    expect(confirmed.filter((title) => !kept.includes(title))).toEqual([]);
    expect(new Set(kept).size).toBe(kept.length);
    // What was kept and not confirmed is at most the one save of each writer whose answer the end caught up with.
    expect(kept.length - confirmed.length).toBeLessThanOrEqual(WRITERS);
  } finally {
    await server.stop("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  }
});
