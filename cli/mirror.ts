/** `attest mirror`: the read-only site of a release, and of those that follow it. The server's own process, told by its environment. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { UsageError, type Command } from "./command";

export const mirror: Command = {
  says: "Serves a release read-only, without accounts, and each newer one that appears in a folder or on a site.",
  usage: `mirror FROM [--every SECONDS]
FROM is a release's database, a folder of releases, or the address of a site that makes them.
It looks for a newer one every 300 seconds. PORT, HOST, ATTEST_ORIGIN and ATTEST_WORKERS mean what they do for the server.`,
  run: (args) => {
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { every: { type: "string" } } });
    const [from] = positionals;
    if (from === undefined || positionals.length > 1) throw new UsageError("mirror takes one word: where the releases are.");
    const source = from.endsWith(".sqlite") ? { ATTEST_DB: from, ATTEST_FOLLOW: "" } : { ATTEST_FOLLOW: from };
    const every = values.every === undefined ? {} : { ATTEST_FOLLOW_SECONDS: values.every };
    const child = spawn(process.execPath, ["--import", "tsx", join("server", "main.ts")], {
      stdio: "inherit",
      env: { ...process.env, ATTEST_MIRROR: "1", ...source, ...every },
    });
    for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => child.kill(signal));
    return new Promise((resolve) => {
      child.once("exit", (code, signal) => {
        process.exitCode = code ?? (signal ? 1 : 0);
        resolve();
      });
    });
  },
};
