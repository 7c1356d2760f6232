/** The thread that reads a large file for an import, a few batches ahead (import-readings.ts). */
import { workerData, type MessagePort } from "node:worker_threads";
import { formatOf } from "@/domain/formats/formats";
import { UnreadableTable } from "@/domain/formats/problem";
import { piecesOf } from "../files";
import { AT, readTexts, type Sent, type ThreadOrder } from "./import-readings";

/** So many batches wait at most. */
const AHEAD = 8;

const { order, port, shared } = workerData as { order: ThreadOrder; port: MessagePort; shared: Int32Array };
let sent = 0;

function send(message: Sent): void {
  port.postMessage(message);
  Atomics.store(shared, AT.sent, ++sent);
  Atomics.notify(shared, AT.sent);
}

/** Waits until there is room; false where nobody wants more. */
function mayGoOn(): boolean {
  for (;;) {
    if (Atomics.load(shared, AT.stop) === 1) return false;
    const taken = Atomics.load(shared, AT.taken);
    if (sent - taken < AHEAD) return true;
    Atomics.wait(shared, AT.taken, taken, 1_000);
  }
}

try {
  const { path, format, ...how } = order;
  for (const batch of readTexts(formatOf(format.name, format.mapping), { ...how, chunks: () => piecesOf(path) })) {
    if (!mayGoOn()) break;
    send({ batch });
  }
  send({ end: true });
} catch (error) {
  if (error instanceof UnreadableTable) send({ unreadable: error.problem });
  else send({ failure: error instanceof Error ? (error.stack ?? error.message) : String(error) });
}
