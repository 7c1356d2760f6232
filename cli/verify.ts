/** `attest verify`: counts the record again from its claims and names everything that is not as it should be. */
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { verifyRecord } from "@/db/verify";
import { databaseFile, UsageError, type Command } from "./command";

export const verify: Command = {
  says: "Counts the record again from its claims, checks file, references and audit log, and names each difference.",
  usage: "verify [FILE] [--head HASH]",
  run: async (args) => {
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { head: { type: "string" } } });
    if (positionals.length > 1) throw new UsageError("verify takes one file.");
    const file = positionals[0] === undefined ? databaseFile() : resolve(positionals[0]);
    const { head } = values;
    const { findings, more, incidents, claims, estimates, entries, isImporting } = await verifyRecord(
      file,
      head === undefined ? {} : { head },
    );
    for (const { kind, says } of findings) console.log(`${kind}: ${says}`);
    for (const [kind, count] of Object.entries(more)) console.log(`${kind}: and ${count} more.`);
    if (isImporting)
      console.log("Rows of an import are going in or out: the audit log tells what they add up to once that has ended.");
    const looked = `${incidents} incidents, ${claims} claims, ${estimates} estimates, ${entries} entries of the audit log`;
    if (findings.length === 0) return console.log(`${file} is as it should be: ${looked}.`);
    console.log(`${file}: ${findings.length} findings in ${looked}.`);
    process.exitCode = 1;
  },
};
