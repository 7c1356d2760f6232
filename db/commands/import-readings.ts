/**
 * The rows of a file, read into events: a large file's by a thread that reads ahead (import-reading-thread.ts) while what it read is
 * written, any other's here. Either way the same rows, in the same order.
 */
import { hash } from "node:crypto";
import { statSync } from "node:fs";
import { MessageChannel, receiveMessageOnPort } from "node:worker_threads";
import type { DateOrder } from "@/domain/formats/dates";
import { decoded, type Encoding } from "@/domain/formats/encoding";
import type { Format, ImportedEvent, Reading } from "@/domain/formats/imported";
import { UnreadableTable, type RowProblem } from "@/domain/formats/problem";
import { openTable } from "@/domain/formats/table";
import { startThread } from "../thread";

/** What an event is known again by: of the incident's facts, and of all that a row of another data set says. */
export interface Fingerprints {
  facts: string;
  said: string | null;
}

export interface ReadEvent extends Reading {
  /** Null: there is no event. */
  prints: Fingerprints | null;
}

/** Some rows, read. */
export interface Batch {
  /** How many rows of the table they are. */
  rows: number;
  events: ReadEvent[];
}

/** How a file is to be read. */
export interface ReadingOrder {
  chunks: () => Iterable<Uint8Array>;
  encoding: Encoding;
  dates: DateOrder | null;
}

/** What the thread is given: the same for a file and a format that it opens itself. */
export interface ThreadOrder extends Omit<ReadingOrder, "chunks"> {
  path: string;
  format: NonNullable<Format["told"]>;
}

/** What it sends: batches as JSON, and last of all how it ended. */
export type Sent = { batch: string } | { unreadable: RowProblem } | { failure: string } | { end: true };

/** Places in the memory that both share: how many messages were sent, how many were taken, and whether nobody wants more. */
export const AT = { sent: 0, taken: 1, stop: 2 } as const;

/** From this size on a thread of its own is worth its start. */
const LARGE_BYTES = 4_000_000;
const BATCH = 250;
/** A thread that says nothing for so long is taken for dead. */
const SILENT_MS = 60_000;

/** All rows of a file, in batches. Throws UnreadableTable where the table cannot be read on, behind the rows before. */
export function readBatches(format: Format, order: ReadingOrder & { path?: string }): Generator<Batch> {
  const { path, encoding, dates } = order;
  if (path !== undefined && format.told && statSync(path).size >= LARGE_BYTES)
    return readAhead({ path, encoding, dates, format: format.told });
  return readHere(format, order);
}

export function* readHere(format: Format, { chunks, encoding, dates }: ReadingOrder): Generator<Batch> {
  let batch: Batch = { rows: 0, events: [] };
  const { rows } = openTable(decoded(chunks(), encoding));
  const counted = function* () {
    for (const row of rows) {
      batch.rows++;
      yield row;
    }
  };
  try {
    for (const reading of format.read(counted(), { dates })) {
      batch.events.push({ ...reading, prints: reading.event && fingerprintsOf(reading.event, format) });
      if (batch.events.length < BATCH) continue;
      yield batch;
      batch = { rows: 0, events: [] };
    }
  } catch (error) {
    // What was read before is said before.
    yield batch;
    throw error;
  }
  yield batch;
}

function* readAhead(order: ThreadOrder): Generator<Batch> {
  const { port1, port2 } = new MessageChannel();
  const shared = new Int32Array(new SharedArrayBuffer(12));
  const thread = startThread("db/commands/import-reading-thread.ts", {
    name: "import",
    data: { order, port: port2, shared },
    transferList: [port2],
  });
  thread.unref();
  try {
    for (let taken = 0; ;) {
      const sent = next(port1, shared, taken);
      Atomics.store(shared, AT.taken, ++taken);
      Atomics.notify(shared, AT.taken);
      if ("end" in sent) return;
      if ("unreadable" in sent) throw new UnreadableTable(sent.unreadable);
      if ("failure" in sent) throw new Error(sent.failure);
      yield JSON.parse(sent.batch) as Batch;
    }
  } finally {
    Atomics.store(shared, AT.stop, 1);
    Atomics.notify(shared, AT.taken);
    port1.close();
    void thread.terminate();
  }
}

/** The next message, waited for: an import runs in one go, and takes no events. */
function next(port: MessageChannel["port1"], shared: Int32Array, taken: number): Sent {
  for (const until = performance.now() + SILENT_MS; ;) {
    const received = receiveMessageOnPort(port) as { message: Sent } | undefined;
    if (received) return received.message;
    if (performance.now() > until) throw new Error("The thread that reads the file has ended.");
    Atomics.wait(shared, AT.sent, taken, 1_000);
  }
}

/** What an event is known again by the next time; a row of our own export goes by its ids. */
export function fingerprintsOf(event: ImportedEvent, { isOwn }: Pick<Format, "isOwn">): Fingerprints {
  const facts = fingerprint([event.incident, event.place]);
  const isForeign = !isOwn && event.code === null;
  return { facts, said: isForeign ? fingerprint([facts, event.claims.map((one) => one.claim)]) : null };
}

function fingerprint(content: unknown): string {
  return hash("sha256", JSON.stringify(content), "base64url").slice(0, 22);
}
