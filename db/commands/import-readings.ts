/**
 * The rows of a file, read into events: a large file's by a thread that reads ahead (import-reading-thread.ts) while what it read is
 * written, any other's here. Either way the same rows, in the same order.
 */
import { hash } from "node:crypto";
import { statSync } from "node:fs";
import { MessageChannel, receiveMessageOnPort } from "node:worker_threads";
import type { DateOrder } from "@/domain/formats/dates";
import { decoded, type Encoding } from "@/domain/formats/encoding";
import type { Format, Reading } from "@/domain/formats/imported";
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
  format: NonNullable<Format["madeBy"]>;
}

/** What it sends: batches as JSON, and last of all how it ended. */
export type Sent = { batch: string } | { unreadable: RowProblem } | { failure: string } | { end: true };

/** Places in the memory that both share: how many messages were sent, how many were taken, and whether nobody wants more. */
export const AT = { sent: 0, taken: 1, stop: 2 } as const;

/** From this size on a thread of its own is worth its start. */
const LARGE_BYTES = 4_000_000;
const BATCH = 250;
/** Room for what a few batches leave behind: with V8's own 48 MB the thread collected garbage for a fifth of its time. */
const YOUNG_MB = 96;
/** A thread that says nothing for so long is taken for dead. */
const SILENT_MS = 60_000;

/** All rows of a file, in batches. Throws UnreadableTable where the table cannot be read on, behind the rows before. */
export function readBatches(format: Format, order: ReadingOrder & { path?: string }): Generator<Batch> {
  const { path, encoding, dates } = order;
  if (path !== undefined && format.madeBy && statSync(path).size >= LARGE_BYTES)
    return readAhead({ path, encoding, dates, format: format.madeBy });
  return readHere(format, order);
}

export function readHere(format: Format, order: ReadingOrder): Generator<Batch> {
  return readSome(format, order, ({ reading, prints }) => ({ ...reading, prints }));
}

/** The same as JSON, for another thread: what the fingerprints are made of is written once for both. */
export function* readTexts(format: Format, order: ReadingOrder): Generator<string> {
  for (const { rows, events } of readSome(format, order, textOf)) yield `{"rows":${rows},"events":[${events.join(",")}]}`;
}

interface Read {
  reading: Reading;
  prints: Fingerprints | null;
  /** The event's parts as JSON. */
  parts: { incident: string; place: string; claims: string[] } | null;
}

function* readSome<Made>(
  format: Format,
  { chunks, encoding, dates }: ReadingOrder,
  make: (read: Read) => Made,
): Generator<{ rows: number; events: Made[] }> {
  let some: { rows: number; events: Made[] } = { rows: 0, events: [] };
  const { rows } = openTable(decoded(chunks(), encoding));
  const counted = function* () {
    for (const row of rows) {
      some.rows++;
      yield row;
    }
  };
  try {
    for (const reading of format.read(counted(), { dates })) {
      // Made at once: of a row that was read, little is to outlive it.
      some.events.push(make(printed(reading, format)));
      if (some.events.length < BATCH) continue;
      yield some;
      some = { rows: 0, events: [] };
    }
  } catch (error) {
    // What was read before is said before.
    yield some;
    throw error;
  }
  yield some;
}

/** A reading with its event's fingerprints: what a row is known again by the next time; one of our own export goes by its ids. */
function printed(reading: Reading, { isOwn }: Pick<Format, "isOwn">): Read {
  const { event } = reading;
  if (!event) return { reading, prints: null, parts: null };
  const incident = JSON.stringify(event.incident);
  const place = JSON.stringify(event.place);
  const claims = event.claims.map((one) => JSON.stringify(one.claim));
  // As JSON writes an array of them: these are kept in records, and compared with what later versions make.
  const facts = fingerprint(`[${incident},${place}]`);
  const isForeign = !isOwn && event.code === null;
  const said = isForeign ? fingerprint(`["${facts}",[${claims.join(",")}]]`) : null;
  return { reading, prints: { facts, said }, parts: { incident, place, claims } };
}

function textOf({ reading: { event, ...rest }, prints, parts }: Read): string {
  const start = opened({ ...rest, prints });
  if (!event || !parts) return `${start},"event":null}`;
  const { incident: _incident, place: _place, claims, ...own } = event;
  const claimTexts = claims.map(({ claim: _claim, ...its }, index) => `${opened(its)},"claim":${parts.claims[index]}}`);
  return `${start},"event":${opened(own)},"incident":${parts.incident},"place":${parts.place},"claims":[${claimTexts.join(",")}]}}`;
}

/** An object's JSON without its end: more can follow. */
function opened(object: Record<string, unknown>): string {
  return JSON.stringify(object).slice(0, -1);
}

function fingerprint(json: string): string {
  return hash("sha256", json, "base64url").slice(0, 22);
}

function* readAhead(order: ThreadOrder): Generator<Batch> {
  const { port1, port2 } = new MessageChannel();
  const shared = new Int32Array(new SharedArrayBuffer(12));
  const thread = startThread("db/commands/import-reading-thread.ts", {
    name: "import",
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
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
