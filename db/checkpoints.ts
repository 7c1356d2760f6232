/**
 * Moves the write-ahead log into the database off the path of a save: a thread with a connection of its own does a passive
 * checkpoint every few seconds. It waits for nobody and nobody waits for it (docs/decisions/0014-checkpoints.md).
 */
import { createRequire } from "node:module";
import { Worker } from "node:worker_threads";
import Sqlite from "better-sqlite3";

const EVERY_MS = 2_000;

// Plain JavaScript, because a thread does not inherit the loader that reads TypeScript.
const THREAD = `
const { workerData } = require("node:worker_threads");
const Sqlite = require(workerData.driver);
const sqlite = new Sqlite(workerData.file, { timeout: 0, fileMustExist: true });
let ticks = 0;
let said = "";
setInterval(() => {
  try {
    const [{ log, checkpointed }] = sqlite.pragma("wal_checkpoint(PASSIVE)");
    // Once a minute, when nothing of it is needed: what was deleted must not live on in the log.
    if (++ticks % 30 === 0 && log > 0 && log === checkpointed) sqlite.pragma("wal_checkpoint(TRUNCATE)");
    said = "";
  } catch (error) {
    if (error.code === "SQLITE_BUSY" || error.message === said) return;
    said = error.message;
    console.error("A checkpoint failed: " + said);
  }
}, workerData.every);
`;

/** Keeps the log of a database short until `stop` is called; the thread does not keep the process alive. */
export function keepCheckpoints(file: string, every = EVERY_MS): { stop: () => Promise<void> } {
  const driver = createRequire(import.meta.url).resolve("better-sqlite3");
  const worker = new Worker(THREAD, { eval: true, workerData: { file, every, driver } });
  worker.on("error", (error) => process.emitWarning(`Checkpoints ended: ${error.message}`));
  worker.unref();
  return { stop: async () => void (await worker.terminate()) };
}

/** Moves all of the log into the database and empties it, as the last thing before an end; where others still read, what it can. */
export function lastCheckpoint(file: string): void {
  const sqlite = new Sqlite(file, { timeout: 500, fileMustExist: true });
  try {
    sqlite.pragma("wal_checkpoint(TRUNCATE)");
  } finally {
    sqlite.close();
  }
}
