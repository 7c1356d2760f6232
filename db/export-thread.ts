/**
 * A thread that writes exports into files, some at a time, a page of each in turn: a small one does not wait for a big one, and
 * whoever reads slowly reads a file and holds no snapshot (docs/decisions/0016).
 */
import { closeSync, openSync, writeSync } from "node:fs";
import { parentPort, workerData } from "node:worker_threads";
import { packageStream, type PackageOptions } from "./data-package";
import { openSnapshot, type ReadDb } from "./open";
import { exportBytes, type ExportRequest } from "./queries/export-bytes";
import { giveWay } from "./thread";

/** A file of rows, or everything together as a zip. */
export type FileRequest = ExportRequest | { package: PackageOptions };

/** What the thread is asked: make this export at `path`, which does not exist yet. */
export interface ExportOrder {
  id: number;
  path: string;
  request: FileRequest;
}

/** What it tells of an order: so many bytes are in the file; that was all; it failed. */
export type ExportNews =
  | { id: number; bytes: number; is: "growing" | "whole" }
  | { id: number; is: "failed"; code: string | null; message: string };

interface Making {
  id: number;
  db: ReadDb;
  pieces: Generator<Uint8Array>;
  handle: number;
  bytes: number;
}

const MOST_AT_ONCE = 4;

giveWay();
const port = parentPort!;
const { file } = workerData as { file: string };
const waiting: ExportOrder[] = [];
const making: Making[] = [];
const tell = (news: ExportNews) => port.postMessage(news);
let isRunning = false;

port.on("message", (order: ExportOrder) => {
  if ("package" in order.request) return void pack(order, order.request.package);
  waiting.push(order);
  if (!isRunning) run();
});

/** A page of each export in hand, then a look for new orders; until there is nothing to do. */
function run(): void {
  while (waiting.length > 0 && making.length < MOST_AT_ONCE) {
    const one = begin(waiting.shift()!);
    if (one) making.push(one);
  }
  for (const one of Array.from(making)) {
    if (!goOn(one)) making.splice(making.indexOf(one), 1);
  }
  isRunning = making.length > 0 || waiting.length > 0;
  if (isRunning) setImmediate(run);
}

function begin({ id, path, request }: ExportOrder): Making | null {
  if ("package" in request) return null;
  let handle: number | undefined;
  let db: ReadDb | undefined;
  try {
    handle = openSync(path, "wx", 0o600);
    db = openSnapshot(file);
    return { id, handle, db, pieces: exportBytes(db, request), bytes: 0 };
  } catch (error) {
    if (handle !== undefined) closeSync(handle);
    db?.close();
    tell(failure(id, error));
    return null;
  }
}

/** Writes the next page; whether there may be another. */
function goOn(one: Making): boolean {
  try {
    const piece = one.pieces.next();
    if (!piece.done) {
      for (let at = 0; at < piece.value.length;) at += writeSync(one.handle, piece.value, at);
      one.bytes += piece.value.length;
      tell({ id: one.id, bytes: one.bytes, is: "growing" });
      return true;
    }
    tell({ id: one.id, bytes: one.bytes, is: "whole" });
  } catch (error) {
    tell(failure(one.id, error));
  }
  one.db.close();
  closeSync(one.handle);
  return false;
}

/** A zip is compressed beside this thread, so it takes its turns as its pieces come. */
async function pack({ id, path }: ExportOrder, options: PackageOptions): Promise<void> {
  let handle: number | undefined;
  let db: ReadDb | undefined;
  let bytes = 0;
  try {
    handle = openSync(path, "wx", 0o600);
    db = openSnapshot(file);
    for await (const piece of packageStream(db, options) as AsyncIterable<Uint8Array>) {
      for (let at = 0; at < piece.length;) at += writeSync(handle, piece, at);
      bytes += piece.length;
      tell({ id, bytes, is: "growing" });
    }
    tell({ id, bytes, is: "whole" });
  } catch (error) {
    tell(failure(id, error));
  } finally {
    if (handle !== undefined) closeSync(handle);
    db?.close();
  }
}

function failure(id: number, error: unknown): ExportNews {
  const { code, message } = error as NodeJS.ErrnoException;
  return { id, is: "failed", code: code ?? null, message };
}
