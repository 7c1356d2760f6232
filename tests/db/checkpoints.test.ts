import { readFileSync, statSync, writeFileSync } from "node:fs";
import Sqlite from "@/db/driver";
import { expect, test, vi } from "vitest";
import { keepCheckpoints } from "@/db/checkpoints";
import { testDatabase } from "../support/database";

/** A database whose log nobody but the thread moves, and a way to save so many bytes. */
function saved() {
  const { file } = testDatabase();
  const sqlite = new Sqlite(file);
  sqlite.pragma("wal_autocheckpoint = 0");
  const insert = sqlite.prepare("insert into submission (key, subject, at) values (?, ?, 0)");
  return { file, sqlite, save: (key: string, bytes: number) => insert.run(key, "x".repeat(bytes)), before: statSync(file).size };
}

test("the log is moved into the database beside the saves, and begins anew", async () => {
  const { file, sqlite, save, before } = saved();
  const checkpoints = keepCheckpoints(file, 20);
  for (let n = 0; n < 400; n++) save(`first ${n}`, 2_000);
  // The file has its length before all of its pages have been moved.
  const left = () => {
    const [told] = sqlite.pragma("wal_checkpoint(NOOP)") as { log: number; checkpointed: number }[];
    return told!.log - told!.checkpointed;
  };
  await vi.waitFor(() => expect([statSync(file).size > before + 400 * 2_000, left()]).toEqual([true, 0]), { timeout: 5_000 });
  const log = statSync(`${file}-wal`).size;
  for (let n = 0; n < 20; n++) save(`second ${n}`, 2_000);
  // Going on behind it would take 300 kB; one save may meet the thread at its look.
  expect(statSync(`${file}-wal`).size).toBeLessThan(log + 100_000);
  await checkpoints.stop();
  sqlite.close();
});

test("the search index is put together beside the saves, and still finds everything", async () => {
  const { file } = testDatabase();
  const sqlite = new Sqlite(file);
  const add = sqlite.prepare("insert into incident_search (rowid, text) values (?, ?)");
  const remove = sqlite.prepare("delete from incident_search where rowid = ?");
  for (let id = 1; id <= 40; id++) add.run(id, `market ${id % 7} shelled`);
  for (let id = 1; id <= 40; id += 4) remove.run(id);
  const segments = () => sqlite.prepare("select count(distinct segid) from incident_search_idx").pluck().get();
  expect(segments()).toBeGreaterThan(30);
  const checkpoints = keepCheckpoints(file, 20);
  await vi.waitFor(() => expect(segments()).toBeLessThan(5), { timeout: 5_000 });
  await checkpoints.stop();
  const found = sqlite
    .prepare("select rowid from incident_search where incident_search match 'mark* shelled' order by rowid")
    .pluck();
  expect(found.all()).toEqual(Array.from({ length: 40 }, (_, n) => n + 1).filter((id) => id % 4 !== 1));
  sqlite.exec("insert into incident_search (incident_search) values ('integrity-check')");
  sqlite.close();
});

test("a log that grows long is moved even while somebody saves on and on", async () => {
  const { file, sqlite, save, before } = saved();
  const checkpoints = keepCheckpoints(file, 20);
  let n = 0;
  const saving = setInterval(() => save(`again ${n++}`, 200_000), 5);
  await vi.waitFor(() => expect(statSync(file).size).toBeGreaterThan(before + 4_000_000), { timeout: 8_000 });
  clearInterval(saving);
  await checkpoints.stop();
  sqlite.close();
});

test("a file that cannot be read for a while does not end the thread", async () => {
  const { file, sqlite } = saved();
  sqlite.pragma("wal_checkpoint(TRUNCATE)");
  sqlite.close();
  const whole = readFileSync(file);
  writeFileSync(file, Buffer.alloc(whole.length, 7));
  const said = vi.spyOn(process, "emitWarning");
  const checkpoints = keepCheckpoints(file, 20);
  await new Promise((resolve) => setTimeout(resolve, 300));
  writeFileSync(file, whole);
  const again = new Sqlite(file);
  again.pragma("wal_autocheckpoint = 0");
  again.prepare("insert into submission (key, subject, at) values ('k', ?, 0)").run("x".repeat(500_000));
  await vi.waitFor(() => expect(statSync(file).size).toBeGreaterThan(whole.length + 400_000), { timeout: 5_000 });
  expect(said).not.toHaveBeenCalled();
  await checkpoints.stop();
  again.close();
});
