/** A server of a test's own with accounts of every role, each with a session. */
import { createAccount, startSession } from "@/db/commands/accounts";
import { makeActor, type Actor } from "@/db/commands/actor";
import { openDatabase, type Db } from "@/db/open";
import { startAttest, type AttestServer, type ServerOptions } from "./attest-server";

export type Person = Actor & { accountId: number };

export interface StaffedServer extends AttestServer {
  /** Does something with the record's file beside the server. */
  withDb: <T>(work: (db: Db) => T) => T;
  people: Record<"recorder" | "editor" | "admin", Person>;
  /** A fresh session's cookie. */
  cookieOf: (who: "recorder" | "editor" | "admin") => string;
}

export async function startStaffed(options: ServerOptions = {}): Promise<StaffedServer> {
  const server = await startAttest(options);
  const withDb = <T>(work: (db: Db) => T): T => {
    const db = openDatabase(server.file, { create: false });
    try {
      return work(db);
    } finally {
      db.close();
    }
  };
  const shell = makeActor({ accountId: null, name: "command line", role: "admin" });
  const people = withDb(
    (db) =>
      Object.fromEntries(
        (["recorder", "editor", "admin"] as const).map((role) => {
          const { id } = createAccount(db, shell, { email: `${role}@example.org`, name: `The ${role}`, passwordHash: "$", role });
          return [role, makeActor({ accountId: id, name: `The ${role}`, role }) as Person];
        }),
      ) as StaffedServer["people"],
  );
  return {
    ...server,
    withDb,
    people,
    cookieOf: (who) => `__Host-attest=${withDb((db) => startSession(db, people[who]))}`,
  };
}
