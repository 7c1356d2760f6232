/** What every command of the command line has. */
import { resolve } from "node:path";
import { openDatabase, type Db } from "@/db/open";

export interface Command {
  /** One sentence. */
  says: string;
  /** How it is called; the first line is the shortest form. */
  usage: string;
  run: (args: string[]) => void | Promise<void>;
}

/** The command was called in a way that it does not understand: exit code 2. */
export class UsageError extends Error {}

/** The database file that the environment names. */
export function databaseFile(): string {
  return resolve(process.env.ATTEST_DB || "data/attest.sqlite");
}

/** Does something with the record and closes it. Throws UnusableDatabase where the file is not there yet. */
export async function withRecord<T>(work: (db: Db) => T | Promise<T>): Promise<T> {
  const db = openDatabase(databaseFile(), { create: false });
  try {
    return await work(db);
  } finally {
    db.close();
  }
}
