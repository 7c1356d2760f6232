/** `attest backup`: a good copy of the record, made while it is in use. */
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { backUp, checksumOf, type Backup } from "@/db/backup";
import { makeActor } from "@/db/commands/actor";
import { noteBackup } from "@/db/commands/backups";
import { databaseFile, UsageError, withRecord, type Command } from "./command";

export const backup: Command = {
  says: "Copies the record while it is in use, with a checksum, and checks the copy.",
  usage: "backup [FOLDER]",
  run: async (args) => {
    const { positionals } = parseArgs({ args, allowPositionals: true });
    if (positionals.length > 1) throw new UsageError("backup takes one folder.");
    const file = databaseFile();
    const made = await backUp(file, resolve(positionals[0] ?? backupFolder(file)));
    await note(made);
    console.log(`${made.file}: ${made.bytes} bytes, ${made.entries} entries of the audit log, checked and good.`);
    console.log(`${checksumOf(made.file)}: SHA-256 ${made.sha256}`);
    console.log(`Head of the audit log: ${made.head}`);
    const { copied, there, missing } = made.releases;
    if (copied.length + there.length > 0)
      console.log(
        `Releases beside it: ${[...there, ...copied].join(", ")}${copied.length > 0 ? ` (new: ${copied.join(", ")})` : ""}`,
      );
    if (missing.length > 0)
      console.error(
        `The files of these releases are not there, or not as they were made: ${missing.join(", ")}. Get them from an older backup.`,
      );
  },
};

/** The folder that the server's own backups go to. */
function backupFolder(file: string): string {
  return process.env.ATTEST_BACKUP_FOLDER || resolve(file, "..", "backups");
}

/** The backup is good whether or not the record, whose disk may be full, can note it. */
async function note(made: Backup): Promise<void> {
  try {
    await withRecord((db) => noteBackup(db, makeActor({ accountId: null, name: "command line", role: "admin" }), made));
  } catch (error) {
    console.error(`The record could not note this backup: ${(error as Error).message}`);
  }
}
