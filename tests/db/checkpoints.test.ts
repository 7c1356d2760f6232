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
