/** A disk that is full and one that fails, under the real server: saving is refused with what to do, reading goes on, and saving comes back by itself. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { verifyRecord } from "@/db/verify";
import { faults } from "../support/faulty";
import { noteFigure, times } from "../support/figures";
import { incidentForm, isSaved, titlesIn, type EnterIncident } from "../support/new-incident";
import { mountSmallDisk } from "../support/small-disk";
import { startStaffed, type StaffedServer } from "../support/staffed-server";
import { expect, test } from "@playwright/test";

const ROUNDS = times(20, 2);
const LONG = "n".repeat(4_900);

/** Addresses of which a round asks those that no page was kept of, too. */
const readingIn = (round: number) => [
  "/",
  `/?from=2022-03-${String((round % 28) + 1).padStart(2, "0")}`,
  `/incidents/UA-00${String((round % 50) + 10)}`,
  "/export/series.csv",
  "/api/v1/incidents?limit=5",
];

async function expectReading(server: StaffedServer, round: number): Promise<void> {
  for (const path of readingIn(round)) {
    const answer = await fetch(server.origin + path);
    expect(answer.status, path).toBe(200);
    await answer.arrayBuffer();
  }
}

async function deskOf(server: StaffedServer, cookie: string): Promise<string> {
  const desk = await fetch(`${server.origin}/admin`, { headers: { cookie } });
  expect(desk.status).toBe(200);
  return desk.text();
}

/** Saves until one is refused, and gives that answer; every title that was acknowledged is added to `saved`. */
async function untilRefused(enter: EnterIncident, round: number, saved: string[]): Promise<Response> {
  for (let n = 0; n < 200; n++) {
    const title = `Round ${round}, ${n}`;
    const answer = await enter(title, { note: LONG });
    if (!isSaved(answer)) return answer;
    saved.push(title);
    await answer.arrayBuffer();
  }
  throw new Error("200 saves went through.");
}

async function expectSavingAgain(
  server: StaffedServer,
  { enter, cookie }: { enter: EnterIncident; cookie: string },
  saved: string[],
) {
  await expect
    .poll(
      async () => {
        const title = `Again ${saved.length} ${performance.now()}`;
        const answer = await enter(title);
        await answer.arrayBuffer();
        if (isSaved(answer)) saved.push(title);
        return isSaved(answer);
      },
      { timeout: 30_000 },
    )
    .toBe(true);
  await expect
    .poll(async () => (await deskOf(server, cookie)).includes("The record is read-only now."), { timeout: 30_000 })
    .toBe(false);
}

async function expectRefusal(answer: Response, says: RegExp): Promise<void> {
  const text = await answer.text();
  expect(answer.status, text.slice(0, 500)).toBe(503);
  expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(text).toMatch(says);
  expect(text).toContain("Round ");
}

/** Everything acknowledged is there once, and the file is whole. */
async function expectWhole(server: StaffedServer, saved: readonly string[]): Promise<void> {
  const there = titlesIn(server);
  expect(saved.filter((title) => there.get(title) !== 1)).toEqual([]);
  expect((await verifyRecord(server.file)).findings).toEqual([]);
}

test(`on a disk that is full ${ROUNDS} times forms answer 503 and keep what was typed, reading goes on, saving comes back`, async () => {
  test.setTimeout(900_000);
  const disk = mountSmallDisk(40);
  test.skip(disk === null, "no small disk can be mounted here");
  const server = await startStaffed({ file: join(disk!.folder, "record.sqlite") });
  const ballast = join(disk!.folder, "ballast");
  const saved: string[] = [];
  try {
    const cookie = server.cookieOf("recorder");
    const enter = await incidentForm(server.origin, cookie);
    for (let round = 0; round < ROUNDS; round++) {
      writeFileSync(ballast, Buffer.alloc(Math.max(0, disk!.free() - 8_192)));
      await expectRefusal(await untilRefused(enter, round, saved), /nothing can be saved/);
      await expectReading(server, round);
      expect(await deskOf(server, cookie)).toContain("The record is read-only now.");
      rmSync(ballast);
      await expectSavingAgain(server, { enter, cookie }, saved);
    }
    await expectWhole(server, saved);
    noteFigure({
      what: "the server on a full disk and off it again",
      count: ROUNDS,
      wrong: 0,
      seed: null,
      note: `503 with Retry-After, reading went on, no restart; ${saved.length} acknowledged saves all there`,
    });
  } finally {
    await server.stop();
    disk!.unmount();
  }
});

test(`on a disk that fails ${ROUNDS} times, at every call or at some, the same`, async () => {
  test.setTimeout(900_000);
  const broken = faults();
  test.skip(broken === null, "libfiu is not installed here (Debian: fiu-utils)");
  const folder = mkdtempSync(join(tmpdir(), "attest-failing-"));
  const server = await startStaffed({ file: join(folder, "record.sqlite"), env: broken!.env });
  const pid = server.process.pid!;
  const saved: string[] = [];
  try {
    const cookie = server.cookieOf("recorder");
    const enter = await incidentForm(server.origin, cookie);
    for (let round = 0; round < ROUNDS; round++) {
      broken!.break(pid, [1, 0.5, 0.1][round % 3]!);
      await expectRefusal(await untilRefused(enter, round, saved), /nothing can be saved/);
      await expectReading(server, round);
      broken!.mend(pid);
      await expectSavingAgain(server, { enter, cookie }, saved);
    }
    await expectWhole(server, saved);
    noteFigure({
      what: "the server on a failing disk and off it again (libfiu)",
      count: ROUNDS,
      wrong: 0,
      seed: null,
      note: `writes and flushes fail with EIO, all or some; 503, reading went on, no restart; ${saved.length} acknowledged saves all there`,
    });
  } finally {
    await server.stop();
    broken!.remove();
    rmSync(folder, { recursive: true, force: true });
  }
});
