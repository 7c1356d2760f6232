/**
 * Moves the write-ahead log into the database off the path of a save: a thread with a connection of its own does a passive
 * checkpoint every few seconds. It waits for nobody and nobody waits for it (docs/decisions/0014-checkpoints.md).
 */
import { Worker } from "node:worker_threads";
import Sqlite, { driverFile } from "./driver";

const EVERY_MS = 2_000;
/** How often in a row a checkpoint lets those who save go first. */
const MOST_WAITS = 2;

// Plain JavaScript, because a thread does not inherit the loader that reads TypeScript.
const THREAD = `
const { statSync } = require("node:fs");
const { workerData } = require("node:worker_threads");
const Sqlite = require(workerData.driver);
const sqlite = new Sqlite(workerData.file, { timeout: 0, fileMustExist: true });
let ticks = 0;
let said = "";
let waited = 0;
// Whether somebody has just saved: a checkpoint's flush would hold the next save up, and can wait until they pause.
const isBusy = () => {
  try {
    return Date.now() - statSync(workerData.file + "-wal").mtimeMs < workerData.every / 8;
  } catch {
    return false;
  }
};
setInterval(() => {
  if (isBusy() && waited < workerData.mostWaits) return void waited++;
  waited = 0;
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
  const worker = new Worker(THREAD, { eval: true, workerData: { file, every, mostWaits: MOST_WAITS, driver: driverFile() } });
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
