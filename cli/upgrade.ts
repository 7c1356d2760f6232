/** `npm run upgrade`: sees a record through to this version before it is served: backup, migrations, a whole count, the site. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { backUp } from "@/db/backup";
import { openDatabase, UnusableDatabase } from "@/db/open";
import { isInUse } from "@/db/in-use";
import { verifyRecord } from "@/db/verify";
import { databaseFile, type Command } from "./command";

export const upgrade: Command = {
  says: "Makes a backup, brings the record to this version, counts it again, and builds the site; the server is stopped meanwhile.",
  usage: "upgrade",
  run: async () => {
    const file = databaseFile();
    if (existsSync(file)) await upgradeRecord(file);
    else console.log(`There is no record at ${file} yet; the first start makes one.`);
    const { status } = spawnSync(process.execPath, ["--import", "tsx", join("server", "build-site.ts")], { stdio: "inherit" });
    if (status !== 0)
      throw new UnusableDatabase("The record has this version; the site could not be built. The reason is above.");
    console.log('Start the server again: "npm start".');
  },
};

async function upgradeRecord(file: string): Promise<void> {
  if (isInUse(file)) throw new UnusableDatabase(`${file} is in use. Stop the server, then run this again. Nothing was changed.`);
  const folder = process.env.ATTEST_BACKUP_FOLDER || resolve(file, "..", "backups");
  const made = await backUp(file, folder);
  console.log(`Backup ${made.file}, checked and good.`);
  openDatabase(file, { create: false }).close();
  console.log(`${file} has this version's schema.`);
  const { findings, incidents, claims } = await verifyRecord(file);
  for (const { kind, says } of findings) console.log(`${kind}: ${says}`);
  if (findings.length > 0)
    throw new UnusableDatabase(
      `The record is not as it should be. To go back: install the version before, then "npm run attest -- restore ${made.file}".`,
    );
  console.log(`It is as it should be: ${incidents} incidents, ${claims} claims counted again.`);
}
