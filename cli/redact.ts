/** `attest redact`: the audit log's content taken out by two administrators, each with their own password. */
import { parseArgs } from "node:util";
import { findAccountByEmail } from "@/db/commands/accounts";
import { makeActor } from "@/db/commands/actor";
import { askRedaction, confirmRedaction, declineRedaction, type Person } from "@/db/commands/redactions";
import type { Db } from "@/db/open";
import { verifyPassword } from "@/db/passwords";
import { listRedactions } from "@/db/queries/redactions";
import { Refused } from "@/db/refused";
import { UsageError, withRecord, type Command } from "./command";
import { readPassword } from "./password";

const USAGE = `redact
redact ENTRY… --reason TEXT --as EMAIL
redact --confirm NUMBER --as EMAIL
redact --decline NUMBER --as EMAIL
ENTRY is a number of the audit log. The password of EMAIL, an administrator, is asked for or read from standard input.`;

export const redact: Command = {
  says: "Takes the content of entries out of the audit log for good: one administrator asks, another confirms. Alone: lists what waits.",
  usage: USAGE,
  run: async (args) => {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { reason: { type: "string" }, as: { type: "string" }, confirm: { type: "string" }, decline: { type: "string" } },
    });
    const { reason, as, confirm, decline } = values;
    const which = confirm ?? decline;
    if (positionals.length === 0 && which === undefined) return withRecord(listOpen);
    if (as === undefined || (which !== undefined && positionals.length > 0)) throw new UsageError(`Usage: ${USAGE}`);
    if (which === undefined && reason === undefined)
      throw new UsageError("A redaction needs --reason, which is kept in the log.");
    await withRecord(async (db) => {
      const person = await personOf(db, as);
      saying(() => {
        if (confirm !== undefined) {
          confirmRedaction(db, person, numberOf(confirm));
          return `Redaction ${confirm} is done: the content is gone, the entries and their hashes stay. Backups made before still hold it.`;
        }
        if (decline !== undefined) {
          declineRedaction(db, person, numberOf(decline));
          return `Redaction ${decline} was let fall.`;
        }
        const no = askRedaction(db, person, { entries: positionals.map(numberOf), reason: reason! });
        return `Redaction ${no} waits. Another administrator confirms it: attest redact --confirm ${no} --as EMAIL`;
      });
    });
  },
};

function listOpen(db: Db): void {
  const open = listRedactions(db);
  if (open.length === 0) return console.log("No redaction waits.");
  for (const { no, by, entries, reason } of open) console.log(`${no}: entries ${entries.join(", ")}, asked by ${by}: ${reason}`);
}

/** An administrator who knows their password: a shell alone is nobody, and two shells are not two people. */
async function personOf(db: Db, email: string): Promise<Person> {
  const password = await readPassword();
  const account = findAccountByEmail(db, email);
  const isRight = await verifyPassword(account?.passwordHash ?? null, password);
  if (!account || !isRight) throw new Refused("The address or the password is wrong.");
  return makeActor({ accountId: account.id, name: account.name, role: account.role }) as Person;
}

function numberOf(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new UsageError(`"${text}" is no number of an entry.`);
  return Number(text);
}

const SENTENCES: Record<string, string> = {
  "role.not_allowed": "Only administrators redact.",
  "redaction.unknown_entry": "There is no such entry.",
  "redaction.done_already": "The content of an entry is gone already.",
  "redaction.never": "An entry that tells of a redaction or a backup stays.",
  "redaction.own": "Whoever asked does not confirm: another administrator must.",
  "redaction.unknown": "No redaction waits under this number.",
  "reason.missing": "The reason is empty.",
};

function saying(work: () => string): void {
  try {
    console.log(work());
  } catch (error) {
    if (error instanceof Refused) throw new Refused(SENTENCES[error.code] ?? error.code);
    throw error;
  }
}
