/**
 * The thread that reads texts: it has the rules, a read-only connection for places, claimants and incidents, and answers
 * one text at a time. Started by reader.ts; the site's bundle does not contain it.
 */
import { parentPort, workerData } from "node:worker_threads";
import { openForReading, type ReadDb } from "@/db/open";
import { proposeFromText, type ReadingRequest } from "./reading-proposals";

const { file } = workerData as { file: string };
let db: ReadDb | null = null;

parentPort!.on("message", ({ id, request }: { id: number; request: ReadingRequest }) => {
  try {
    db ??= openForReading(file);
    parentPort!.postMessage({ id, proposals: proposeFromText(db, request) });
  } catch (error) {
    parentPort!.postMessage({ id, failure: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
});
