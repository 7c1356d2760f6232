import { statSync } from "node:fs";
import Sqlite from "@/db/driver";
import { expect, test, vi } from "vitest";
import { keepCheckpoints } from "@/db/checkpoints";
import { testDatabase } from "../support/database";

test("the log is moved into the database beside the saves, and begins anew", async () => {
  const { file } = testDatabase();
  const sqlite = new Sqlite(file);
  sqlite.pragma("wal_autocheckpoint = 0");
  const checkpoints = keepCheckpoints(file, 20);
  const save = sqlite.prepare("insert into submission (key, subject, at) values (?, ?, 0)");
  const before = statSync(file).size;
  for (let n = 0; n < 400; n++) save.run(`first ${n}`, "x".repeat(2_000));
  await vi.waitFor(() => expect(statSync(file).size).toBeGreaterThan(before + 400 * 2_000), { timeout: 5_000 });
  const log = statSync(`${file}-wal`).size;
  for (let n = 0; n < 20; n++) save.run(`second ${n}`, "x".repeat(2_000));
  expect(statSync(`${file}-wal`).size).toBe(log);
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
  const { file } = testDatabase();
  const sqlite = new Sqlite(file);
  sqlite.pragma("wal_autocheckpoint = 0");
  const checkpoints = keepCheckpoints(file, 20);
  const save = sqlite.prepare("insert into submission (key, subject, at) values (?, ?, 0)");
  const before = statSync(file).size;
  let n = 0;
  const saving = setInterval(() => save.run(`again ${n++}`, "x".repeat(200_000)), 5);
  await vi.waitFor(() => expect(statSync(file).size).toBeGreaterThan(before + 4_000_000), { timeout: 8_000 });
  clearInterval(saving);
  await checkpoints.stop();
  sqlite.close();
});
