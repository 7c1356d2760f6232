/** kill -9 of the real server while people save in parallel: whatever was answered is there, once, and the record is whole. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase } from "@/db/open";
import { verifyRecord } from "@/db/verify";
import { startAttest } from "../support/attest-server";
import { noteFigure, randomFrom, share } from "../support/figures";
import { incidentForm, isSaved, titlesIn } from "../support/new-incident";
import { startStaffed } from "../support/staffed-server";
import { expect, test } from "@playwright/test";

const SEED = 20220301;
const { from, to, count } = share(100, 2);
const WRITERS = 6;

test(`${count} kills of the server under parallel saves lose none that was answered`, async () => {
  test.setTimeout(3_600_000);
  const folder = mkdtempSync(join(tmpdir(), "attest-crash-"));
  const file = join(folder, "record.sqlite");
  const wrong: string[] = [];
  let [answered, twice] = [0, 0];
  try {
    const first = await startStaffed({ file });
    const cookie = first.cookieOf("recorder");
    await first.stop();
    const withDb: typeof first.withDb = (work) => {
      const db = openDatabase(file, { create: false });
      try {
        return work(db);
      } finally {
        db.close();
      }
    };
    for (let point = from; point < to; point++) {
      const random = randomFrom(SEED + point);
      const server = await startAttest({ file });
      const enter = await incidentForm(server.origin, cookie);
      const saved = new Set<string>();
      let isOver = false;
      const save = async (writer: number) => {
        for (let n = 0; !isOver; n++) {
          const title = `Point ${point}, writer ${writer}, ${n}`;
          // Every third form is sent twice at once, as an impatient hand does.
          const sends = Array.from({ length: n % 3 === 0 ? 2 : 1 }, () =>
            enter(title, { formKey: `point-${point}-writer-${writer}-form-${n}` }),
          );
          for (const send of await Promise.allSettled(sends)) {
            if (send.status === "rejected") return;
            if (isSaved(send.value)) saved.add(title);
            await send.value.arrayBuffer().catch(() => null);
          }
          if (sends.length > 1) twice++;
        }
      };
      const saves = Array.from({ length: WRITERS }, (_, writer) => save(writer));
      // Somewhere between the first answers, or (one in eight) before any.
      const answers = random() < 0.125 ? 0 : 1 + Math.floor(random() * 15);
      for (let tries = 0; saved.size < answers && tries < 2_000; tries++) await pause(10);
      await pause(random() * 150);
      await server.stop("SIGKILL");
      isOver = true;
      await Promise.all(saves);
      answered += saved.size;
      const there = titlesIn({ withDb });
      for (const title of saved) if (there.get(title) !== 1) wrong.push(`${title} is there ${there.get(title) ?? 0} times`);
      for (const [title, n] of there) if (n > 1 && title.startsWith("Point ")) wrong.push(`${title} is there ${n} times`);
      wrong.push(...(await verifyRecord(file)).findings.map(({ says }) => `point ${point}: ${says}`));
    }
    noteFigure({
      what: "kill -9 of the server under parallel saves",
      count,
      wrong: wrong.length,
      seed: SEED,
      note: "{answered} answered saves looked for, {twice} of them sent twice at once and kept once; each record verified whole",
      tallies: { answered, twice },
    });
    expect(wrong).toEqual([]);
    expect(answered).toBeGreaterThan(count);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
