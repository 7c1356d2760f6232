/** A thread that answers questions of a large record one after the other, over a connection of its own (queries/aside.ts). */
import { parentPort, workerData } from "node:worker_threads";
import { openForReading, type ReadDb } from "./open";
import { ASIDE, type AsideQuestion, type AsideSaid } from "./queries/aside";
import { giveWay } from "./thread";

giveWay();
const port = parentPort!;
const { file } = workerData as { file: string };
let db: ReadDb | undefined;

port.on("message", ({ id, name, with: given }: AsideQuestion) => {
  let said: AsideSaid;
  try {
    // At the first question: a file that cannot be read just now must not end the thread.
    db ??= openForReading(file);
    const ask = ASIDE[name] as (db: ReadDb, ...given: readonly unknown[]) => unknown;
    said = { id, answer: ask(db, ...given) };
  } catch (error) {
    said = { id, failure: error instanceof Error ? error.message : String(error) };
  }
  port.postMessage(said);
});
