/** `attest restore FILE`: a backup becomes the record; what it replaces is kept. */
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { makeActor } from "@/db/commands/actor";
import { noteRestore } from "@/db/commands/backups";
import { restoreBackup } from "@/db/restore";
import { databaseFile, UsageError, withRecord, type Command } from "./command";

export const restore: Command = {
  says: "Puts a backup in the record's place, once it was checked and nobody has the record open; keeps what it replaces.",
  usage: "restore FILE",
  run: async (args) => {
    const { positionals } = parseArgs({ args, allowPositionals: true });
    const [given, ...rest] = positionals;
    if (given === undefined || rest.length > 0) throw new UsageError("restore takes one file that a backup made.");
    const [file, target] = [resolve(given), databaseFile()];
    const restored = restoreBackup(file, target);
    if (!restored.checksum) console.error(`No checksum lay beside ${file}; its pages, references and audit log were checked.`);
    await withRecord((db) =>
      noteRestore(db, makeActor({ accountId: null, name: "command line", role: "admin" }), file, restored),
    );
    console.log(`${target} is the record of ${file} now: ${restored.entries} entries of the audit log, head ${restored.head}.`);
    if (restored.kept) console.log(`What it replaced is ${restored.kept}.`);
    const { copied, there, missing } = restored.releases;
    if (copied.length > 0) console.log(`Releases brought back: ${copied.join(", ")}.`);
    if (there.length > 0) console.log(`Releases that lay there stay: ${there.join(", ")}.`);
    if (missing.length > 0)
      console.error(`The files of these releases are nowhere: ${missing.join(", ")}. Copy their folders here.`);
    console.log("Everybody has to sign in again. Links and passwords that were changed after the backup are as they were then.");
  },
};
