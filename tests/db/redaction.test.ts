import { readFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import Sqlite from "@/db/driver";
import { describe, expect, test } from "vitest";
import { createAccount } from "@/db/commands/accounts";
import { makeActor } from "@/db/commands/actor";
import { amendIncident, recordIncident } from "@/db/commands/incidents";
import { askRedaction, confirmRedaction, declineRedaction, type Person } from "@/db/commands/redactions";
import { hashPassword } from "@/db/passwords";
import type { Db } from "@/db/open";
import { checkChain, listAudit } from "@/db/queries/audit";
import { listRedactions } from "@/db/queries/redactions";
import { verifyRecord } from "@/db/verify";
import { demoDatabase } from "../support/database";

const SHELL = makeActor({ accountId: null, name: "test", role: "admin" });
const SECRET = "Oksana-Petrivna-Secret-0451";

function personOf(db: Db, name: string, role: "admin" | "editor" = "admin", passwordHash = "$"): Person {
  const { id } = createAccount(db, SHELL, { email: `${name}@example.org`, name, passwordHash, role });
  return makeActor({ accountId: id, name, role }) as Person;
}

/** A draft whose note held what must not be kept, and no longer does; with the entries that still hold it. */
function withSecret(db: Db): number[] {
  const input = { title: "A draft", dateStart: "2022-03-09", locationPrecision: "country" } as const;
  const code = recordIncident(db, SHELL, { ...input, note: SECRET.repeat(150) });
  amendIncident(db, SHELL, { code, version: 1 }, input);
  return entriesWith(db);
}

const EVERY = { action: null, person: null, subject: null, from: null, until: null };
const entriesWith = (db: Db) =>
  listAudit(db, SHELL, EVERY, { most: 1_000 })
    .entries.filter(({ content }) => content?.includes(SECRET))
    .map(({ id }) => id)
    .reverse();

function bytesHold(db: Db, text: string): string[] {
  return ["", "-wal"].filter((end) => {
    try {
      return readFileSync(`${db.file}${end}`).includes(text);
    } catch {
      return false;
    }
  });
}

describe("a redaction", () => {
  test("by two people takes content out of every byte of the file, and the chain holds", async () => {
    const db = demoDatabase();
    const [one, two] = [personOf(db, "one"), personOf(db, "two")];
    const entries = withSecret(db);
    expect(entries).toHaveLength(2);
    expect(bytesHold(db, SECRET)).not.toEqual([]);
    const no = askRedaction(db, one, { entries, reason: "A relative asked for it." });
    expect(listRedactions(db)).toMatchObject([{ no, by: "one", entries, reason: "A relative asked for it." }]);
    expect(bytesHold(db, SECRET)).not.toEqual([]);
    confirmRedaction(db, two, no);
    expect(listRedactions(db)).toEqual([]);
    expect(entriesWith(db)).toEqual([]);
    expect(bytesHold(db, SECRET)).toEqual([]);
    expect(checkChain(db, SHELL).brokenAt).toBeNull();
    expect((await verifyRecord(db.file)).findings).toEqual([]);
    expect(() => confirmRedaction(db, two, no)).toThrow("redaction.unknown");
  });

  test("is never one person's, nor an editor's, and is let fall by either", () => {
    const db = demoDatabase();
    const [one, two, editor] = [personOf(db, "one"), personOf(db, "two"), personOf(db, "ed", "editor")];
    const entries = withSecret(db);
    expect(() => askRedaction(db, editor, { entries, reason: "x" })).toThrow("role.not_allowed");
    const no = askRedaction(db, one, { entries, reason: "x" });
    expect(() => confirmRedaction(db, one, no)).toThrow("redaction.own");
    expect(() => confirmRedaction(db, editor, no)).toThrow("role.not_allowed");
    declineRedaction(db, two, no);
    expect(() => confirmRedaction(db, two, no)).toThrow("redaction.unknown");
    expect(entriesWith(db)).toEqual(entries);
  });

  test.each<[string, number[] | "ask", string, string]>([
    ["no entry", [], "x", "redaction.no_entry"],
    ["an entry that is not there", [9_999], "x", "redaction.unknown_entry"],
    ["no reason", [1], " ", "reason.missing"],
    ["what tells of a redaction", "ask", "x", "redaction.never"],
  ])("is refused for %s", (_name, entries, reason, code) => {
    const db = demoDatabase();
    const one = personOf(db, "one");
    const asked = entries === "ask" ? [askRedaction(db, one, { entries: [1], reason: "x" })] : entries;
    expect(() => askRedaction(db, one, { entries: asked, reason })).toThrow(code);
  });

  test("that nobody confirmed is found: content emptied behind the record's back", async () => {
    const db = demoDatabase();
    askRedaction(db, personOf(db, "one"), { entries: [7], reason: "x" });
    const sqlite = new Sqlite(db.file);
    sqlite.exec("update audit set content = null, salt = null where id = 7");
    sqlite.close();
    expect((await verifyRecord(db.file)).findings).toEqual([
      { kind: "audit", says: "Entry 7 of the audit log: its content is gone, and no redaction says so." },
    ]);
  });

  test("on the command line needs the passwords of two administrators", async () => {
    const db = demoDatabase();
    const password = "correct horse battery staple";
    for (const name of ["anna", "bohdan"]) personOf(db, name, "admin", await hashPassword(password));
    const entries = withSecret(db);
    const attest = (args: string[], input: string) => {
      const { status, stdout, stderr } = spawnSync(process.execPath, ["--import", "tsx", "cli/attest.ts", "redact", ...args], {
        env: { ...process.env, ATTEST_DB: db.file },
        input: `${input}\n`,
        encoding: "utf8",
      });
      return { status, said: stdout + stderr };
    };
    const wrong = attest([...entries.map(String), "--reason", "x", "--as", "anna@example.org"], "wrong");
    expect(wrong).toMatchObject({ status: 1, said: expect.stringContaining("password is wrong") as string });
    expect(attest([...entries.map(String), "--reason", "x", "--as", "anna@example.org"], password).status).toBe(0);
    const no = String(listRedactions(db)[0]!.no);
    expect(attest(["--confirm", no, "--as", "anna@example.org"], password).said).toContain("another administrator must");
    expect(attest(["--confirm", no, "--as", "bohdan@example.org"], password).status).toBe(0);
    expect(entriesWith(db)).toEqual([]);
    expect(attest([], "").said).toBe("No redaction waits.\n");
  });
});
