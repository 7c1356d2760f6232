/** `npm run attest -- COMMAND`: the record from the command line, by the commands and queries that the site uses. */
import { BadBackup } from "@/db/backup";
import { UnusableDatabase } from "@/db/open";
import { Refused } from "@/db/refused";
import { backup } from "./backup";
import { exportData } from "./export";
import { importData } from "./import";
import { migrate } from "./migrate";
import { mirror } from "./mirror";
import { places } from "./places";
import { read } from "./read";
import { redact } from "./redact";
import { release } from "./release";
import { restore } from "./restore";
import { upgrade } from "./upgrade";
import { user } from "./user";
import { verify } from "./verify";
import { UsageError, type Command } from "./command";
import { UnmadeCopy } from "./static/make";

const COMMANDS: Record<string, Command> = {
  migrate,
  read,
  user,
  import: importData,
  places,
  export: exportData,
  verify,
  upgrade,
  backup,
  restore,
  redact,
  release,
  mirror,
};

async function main([name, ...args]: string[]): Promise<void> {
  if (name === undefined || name === "--help" || name === "help") {
    console.log(overview());
    if (name === undefined) process.exitCode = 2;
    return;
  }
  const command = COMMANDS[name];
  if (!command) throw new UsageError(`There is no command "${name}".\n\n${overview()}`);
  if (args.includes("--help")) return console.log(`${command.says}\n\n${command.usage}`);
  await command.run(args);
}

function overview(): string {
  const lines = Object.values(COMMANDS).map(({ usage, says }) => `  ${usage.split("\n")[0]}\n      ${says}`);
  return `Usage: npm run attest -- COMMAND\n\n${lines.join("\n")}\n\nThe database is the file named in ATTEST_DB (data/attest.sqlite).`;
}

const EXPECTED = [UnusableDatabase, BadBackup, Refused, UnmadeCopy];

main(process.argv.slice(2)).catch((error: unknown) => {
  const isBadUse = error instanceof UsageError || (error as { code?: string }).code?.startsWith("ERR_PARSE_ARGS");
  const isExpected = isBadUse || EXPECTED.some((kind) => error instanceof kind);
  console.error(
    isExpected || !(error instanceof Error) ? String((error as Error).message ?? error) : (error.stack ?? error.message),
  );
  process.exit(isBadUse ? 2 : 1);
});
