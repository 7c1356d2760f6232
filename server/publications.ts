/** Publishing at the moment that an editor set: every few seconds whatever is due goes out, without a restart. */
import { makeActor } from "@/db/commands/actor";
import { publishDue } from "@/db/commands/plans";
import { openDatabase, openForReading } from "@/db/open";
import { isPublicationDue } from "@/db/queries/plans";

const EVERY_MS = 2_000;

/** Publishes what is due until the process ends; the timer does not keep it alive. One process of several does it. */
export function keepPublications(file: string, every = EVERY_MS): { stop: () => void } {
  const read = openForReading(file);
  const timer = setInterval(() => {
    try {
      if (isPublicationDue(read)) publish(file);
    } catch (error) {
      // It is tried again: what waits stays waiting until it can be written.
      console.error(`What was due was not published: ${(error as Error).message}`);
    }
  }, every);
  timer.unref();
  return {
    stop: () => {
      clearInterval(timer);
      read.close();
    },
  };
}

function publish(file: string): void {
  const db = openDatabase(file, { create: false });
  try {
    publishDue(db, makeActor({ accountId: null, name: "clock", role: "editor" }));
  } finally {
    db.close();
  }
}
