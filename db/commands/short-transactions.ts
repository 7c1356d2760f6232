/**
 * Long work on the record in many short transactions, between which whoever saves comes first. What they write is unseen or
 * can be done again, so they need not wait for the disk with the file held.
 */
import { closeSync, fdatasyncSync, openSync } from "node:fs";
import type Sqlite from "../driver";
import { driverOf, type Db, type Tx } from "../open";

/** A save that waits finds the file free after about this long; it asks every two milliseconds (db/open.ts). */
const HOLD_MS = 20;
/** The file stays free for so long at least. */
const FREE_MS = 5;

export class ShortTransactions {
  private readonly sqlite: Sqlite.Database;
  private readonly log: Log | null;
  private isFlushing = true;
  private freeSince = 0;

  constructor(private readonly db: Db) {
    this.sqlite = driverOf(db);
    this.log = db.file === ":memory:" ? null : new Log(db.file);
  }

  /** One transaction, a while after the last; references may wait for its end. Gives back for how many milliseconds it held the file. */
  run(work: (tx: Tx) => void): number {
    this.leaveFree();
    let start = 0;
    this.db.transaction((tx) => {
      start = performance.now();
      this.sqlite.pragma("defer_foreign_keys = ON");
      work(tx);
    });
    this.freeSince = performance.now();
    if (!this.isFlushing) this.log?.flush();
    return this.freeSince - start;
  }

  /** Waits until others have had the file for a while since the last transaction. */
  leaveFree(): void {
    const free = performance.now() - this.freeSince;
    if (this.log && free < FREE_MS) Atomics.wait(sleeper, 0, 0, FREE_MS - free);
  }

  /** Runs work that is one transaction by itself, a while after the last. */
  apart<Result>(work: () => Result): { result: Result; took: number } {
    this.leaveFree();
    const start = performance.now();
    const result = work();
    this.freeSince = performance.now();
    return { result, took: this.freeSince - start };
  }

  /**
   * Commits of this work do not wait for the disk; the log is flushed after each, while the file is free. What a power cut takes of
   * them was unseen, and goes with it: the commit that lets all be seen has to come after this, and flushes what is left.
   */
  withoutFlush(work: () => void): void {
    this.sqlite.pragma("synchronous = NORMAL");
    this.isFlushing = false;
    try {
      work();
    } finally {
      this.isFlushing = true;
      this.sqlite.pragma("synchronous = FULL");
    }
  }

  /** Lets go of the log. */
  close(): void {
    this.log?.close();
  }
}

/** How much a next transaction takes, by how long the last one held the file. */
export function nextSize(size: number, tookMs: number, { least, most }: { least: number; most: number }): number {
  const by = Math.min(2, Math.max(0.3, HOLD_MS / Math.max(0.1, tookMs)));
  return Math.max(least, Math.min(most, Math.round(size * by)));
}

/** The write-ahead log of a file that some connection holds open. SQLite takes no lock on it that closing this would let go. */
class Log {
  private readonly log: number;

  constructor(file: string) {
    this.log = openSync(`${file}-wal`, "r");
  }

  /** Returns when the disk has all of it. */
  flush(): void {
    fdatasyncSync(this.log);
  }

  close(): void {
    closeSync(this.log);
  }
}

const sleeper = new Int32Array(new SharedArrayBuffer(4));
