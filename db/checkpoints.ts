/**
 * What would hold up one save in some dozens is done off their path, by a thread with a connection of its own: a passive checkpoint moves
 * the write-ahead log into the database, and segments of the search index are put together a few pages at a time
 * (docs/decisions/0014-checkpoints.md).
 */
import { Worker } from "node:worker_threads";
import Sqlite, { driverFile } from "./driver";

const EVERY_MS = 500;
/** How often in a row a checkpoint lets those who save go first, unless the log has grown by this many pages (16 MB). */
const MOST_WAITS = 8;
const LONG_LOG = 4_000;
/** Pages of the search index that are put together in one short transaction, and such transactions in a row. */
const MERGED_PAGES = 32;
const MERGES = 8;

// Plain JavaScript, because a thread does not inherit the loader that reads TypeScript.
const THREAD = `
const { statSync } = require("node:fs");
const { workerData } = require("node:worker_threads");
const Sqlite = require(workerData.driver);
const sqlite = new Sqlite(workerData.file, { timeout: 0, fileMustExist: true });
// Checkpoints are made below, and never by a commit of this thread.
sqlite.pragma("wal_autocheckpoint = 0");
let merge = null;
let changes = null;
let ticks = 0;
const said = {};
let waited = 0;
// Whether somebody has just saved: a checkpoint's flush would hold the next save up, and can wait until they pause.
const isBusy = () => {
  try {
    return Date.now() - statSync(workerData.file + "-wal").mtimeMs < 250;
  } catch {
    return false;
  }
};
const attempt = (what, work) => {
  try {
    work();
    delete said[what];
  } catch (error) {
    if (error.code === "SQLITE_BUSY" || error.message === said[what]) return;
    said[what] = error.message;
    console.error(what + " failed: " + error.message);
  }
};
// At first use: a file that cannot be read just now must not end the thread, which goes on once it can.
const prepareMerge = () => {
  sqlite.pragma("synchronous = FULL");
  sqlite.pragma("secure_delete = ON");
  changes = sqlite.prepare("select total_changes()").pluck();
  merge = sqlite.prepare("insert into incident_search (incident_search, rank) values ('merge', ?)");
};
const putTogether = () => {
  if (merge === null) prepareMerge();
  for (let n = 0; n < workerData.merges; n++) {
    const before = changes.get();
    merge.run(workerData.mergedPages);
    // A change is the command itself; more are its work.
    if (changes.get() - before < 2) return;
  }
};
const checkpoint = (isQuiet) => {
  const [{ log, checkpointed }] = sqlite.pragma("wal_checkpoint(NOOP)");
  if (log === checkpointed) {
    // Twice a minute, when nothing of it is needed: what was deleted must not live on in the log.
    if (++ticks % 60 === 0 && log > 0) sqlite.pragma("wal_checkpoint(TRUNCATE)");
    return;
  }
  if (!isQuiet && log - checkpointed < workerData.longLog && waited < workerData.mostWaits) return void waited++;
  waited = 0;
  sqlite.pragma("wal_checkpoint(PASSIVE)");
};
setInterval(() => {
  const isQuiet = !isBusy();
  if (isQuiet) attempt("Putting the search index together", putTogether);
  attempt("A checkpoint", () => checkpoint(isQuiet));
}, workerData.every);
`;

/** Keeps the log of a database short and its search index in few pieces until `stop` is called; the thread does not keep the process alive. */
export function keepCheckpoints(file: string, every = EVERY_MS): { stop: () => Promise<void> } {
  const worker = new Worker(THREAD, {
    eval: true,
    workerData: {
      file,
      every,
      mostWaits: MOST_WAITS,
      longLog: LONG_LOG,
      mergedPages: MERGED_PAGES,
      merges: MERGES,
      driver: driverFile(),
    },
  });
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
