/** The server's two connections: one that only reads, for every page, and one that writes, for actions alone. */
import { openDatabase, openForReading, type Db, type ReadDb } from "@/db/open";

interface Connections {
  read?: ReadDb;
  write?: Db;
}

// Next evaluates this module once a bundle; the connections are the process's.
const connections = ((globalThis as { attestConnections?: Connections }).attestConnections ??= {});

/** The database file that this server serves. */
export function databaseFile(): string {
  return process.env.ATTEST_DB ?? "data/attest.sqlite";
}

/** The connection that pages and exports read through; it cannot write. */
export function readDb(): ReadDb {
  return (connections.read ??= openForReading(databaseFile()));
}

/** The connection that commands write through. */
export function writeDb(): Db {
  return (connections.write ??= openDatabase(databaseFile(), { create: false }));
}
