/** `attest release`: freezes what readers see, under a version that stays; `attest release list` names those that there are. */
import { parseArgs } from "node:util";
import { openForReading } from "@/db/open";
import { makeActor } from "@/db/commands/actor";
import { makeRelease } from "@/db/commands/releases";
import { findRelease, listReleases } from "@/db/queries/releases";
import { releaseFolder } from "@/db/releases/make";
import { isoInstant } from "@/domain/dates";
import type { Release } from "@/domain/release";
import { databaseFile, UsageError, withRecord, type Command } from "./command";
import { releaseStatic } from "./release-static";

export const release: Command = {
  says: "Freezes what readers see into files that stay: a database, a data package, checksums, what changed. Lists the releases, or makes one a site of files.",
  usage: `release [--note TEXT]
release list
release --static DIR [--version VERSION] [--address https://example.org/record]
The files lie in a folder beside the database. ATTEST_ORIGIN is the address that citations name.
--static writes a release, the newest unless one is named, as a site of files for hosting anywhere: pages, pictures and data.
--address is where it will lie; without one it must lie at the root of its host.`,
  run: async (args) => {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        note: { type: "string" },
        static: { type: "string" },
        version: { type: "string" },
        address: { type: "string" },
      },
    });
    if (values.static !== undefined) {
      if (positionals.length > 0 || values.note !== undefined)
        throw new UsageError("release --static makes files of a release that there is: it takes no note and no further word.");
      const { version, address } = values;
      return releaseStatic({ database: databaseFile(), folder: values.static, version, address });
    }
    if (values.version !== undefined || values.address !== undefined)
      throw new UsageError("--version and --address belong to --static.");
    if (positionals.length > 1 || (positionals.length === 1 && positionals[0] !== "list"))
      throw new UsageError("release takes no word but list.");
    if (positionals[0] === "list") return listed();
    const actor = makeActor({ accountId: null, name: "command line", role: "admin" });
    await withRecord(async (db) => {
      const version = await makeRelease(db, actor, { note: values.note ?? null, origin: process.env.ATTEST_ORIGIN ?? "" });
      const made = findRelease(db, version)!;
      console.log(`Release ${version} is in ${releaseFolder(db.file, version)}:`);
      for (const { name, bytes, sha256 } of made.files) console.log(`  ${sha256}  ${name} (${bytes} bytes)`);
      console.log(told(made));
      console.log(`Head of the audit log: ${made.auditHead} (${made.auditEntries} entries)`);
    });
  },
};

function listed(): void {
  const db = openForReading(databaseFile());
  try {
    for (const one of listReleases(db)) console.log(`${one.version}  ${isoInstant(one.madeAt)}  ${told(one)}`);
  } finally {
    db.close();
  }
}

function told({ contents, changes }: Release): string {
  const holds = `${contents.incidents} incidents, ${contents.claims} claims`;
  if (!changes) return `${holds}.`;
  const { added, removed, changed } = changes.incidents;
  return `${holds}; since ${changes.since} ${added} incidents added, ${removed} removed, ${changed} changed.`;
}
