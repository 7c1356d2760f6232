/** Large files: whole or refused with a reason, never cut, read here or by a thread of their own. The full sizes run where ATTEST_DEEP is set. */
import { mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { afterAll, expect, it } from "vitest";
import { fileAt } from "@/cli/import";
import { makeActor } from "@/db/commands/actor";
import { importRecords } from "@/db/commands/import-records";
import { formatOf } from "@/domain/formats/formats";
import { noteFigure } from "../support/figures";
import { emptyRecord } from "../support/records";

const ADMIN = makeActor({ accountId: null, name: "an admin", role: "admin" });
const MEGABYTES = process.env.ATTEST_DEEP ? [11, 200] : [2, 5];
const FORMAT = formatOf("generic", {
  columns: { id: "id", dateStart: "day", claimant: "who", note: "text" },
  figures: { killed: { amount: "dead" } },
  constants: { country: "UA" },
});
const HEAD = "id,day,who,dead,text\r\n";

/** A file of about so many bytes, made as it is read; each row holds 4 kB with line breaks, quotes and separators in it. */
function* chunksOf(bytes: number, end = ""): Generator<Uint8Array> {
  const text = `${"Words, and “more”;\nof them. ".repeat(140)}""end""`;
  yield new TextEncoder().encode(HEAD);
  let [made, piece] = [0, ""];
  for (let id = 1; made < bytes; id++) {
    const row = `${id},2022-03-${String(1 + (id % 28)).padStart(2, "0")},Mayor,${1 + (id % 9)},"${text}"\r\n`;
    made += row.length;
    piece += row;
    // Pieces end in the midst of rows and letters.
    if (piece.length > 70_000) {
      const all = new TextEncoder().encode(piece);
      piece = "";
      for (let at = 0; at < all.length; at += 9_973) yield all.subarray(at, at + 9_973);
    }
  }
  yield new TextEncoder().encode(piece + end);
}
const rowsOf = (bytes: number) =>
  [...chunksOf(bytes)].reduce((rows, chunk) => rows + Buffer.from(chunk).toString("latin1").split(",Mayor,").length - 1, 0);

const folder = mkdtempSync(join(tmpdir(), "attest-large-"));
afterAll(() => rmSync(folder, { recursive: true }));

function fileOf(bytes: number, end = "") {
  const path = join(folder, "large.csv");
  writeFileSync(path, "");
  for (const chunk of chunksOf(bytes, end)) writeFileSync(path, chunk, { flag: "a" });
  return fileAt(path);
}

/** How often this process has a file open. */
const opened = (path: string) =>
  readdirSync("/proc/self/fd").filter((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`) === path;
    } catch {
      return false;
    }
  }).length;

for (const megabytes of MEGABYTES) {
  it(`a file of ${megabytes} MB comes in whole`, { timeout: 900_000 }, async () => {
    const db = emptyRecord();
    const bytes = megabytes * 1_000_000;
    const files = [fileOf(bytes)];
    const report = importRecords(db, ADMIN, FORMAT, files, { formatName: "generic" });
    expect(report.problems).toEqual([]);
    expect(report.incidents.new).toBe(report.rows);
    expect(Math.abs(report.rows - rowsOf(bytes))).toBeLessThanOrEqual(1);
    expect(db.first(sql`select count(*) as n, max(cast(value as integer)) as last from incident_external_id`)).toEqual({
      n: report.rows,
      last: report.rows,
    });
    await expect.poll(() => opened(files[0]!.path!), { timeout: 5_000 }).toBe(0);
    const note = `${report.rows.toLocaleString("en")} rows with quotes and line ends in their cells, each of them in`;
    noteFigure({ what: `a CSV file of ${megabytes} MB imported`, count: 1, wrong: 0, seed: null, note });
    db.close();
  });

  it(`a file of ${megabytes} MB that breaks off inside quotes is refused as that`, { timeout: 900_000 }, () => {
    const db = emptyRecord();
    const files = [fileOf(megabytes * 1_000_000, '9999999,2022-03-01,Mayor,1,"cut off')];
    const report = importRecords(db, ADMIN, FORMAT, files, { formatName: "generic" });
    expect(report.problems.at(-1)).toMatchObject({ code: "quote.not_closed" });
    expect(db.first(sql`select count(*) as n from incident`)).toEqual({ n: 0 });
    const note = "the open quote is named, and the record is as it was";
    noteFigure({ what: `a CSV file of ${megabytes} MB that breaks off`, count: 1, wrong: 0, seed: null, note });
    db.close();
  });
}
