/** A real server on a free port with a database of its own, for browser tests, crash tests and benches. */
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface AttestServer {
  origin: string;
  file: string;
  /** Path of the first account's one-time link, where there is no account yet. */
  invitation: string | null;
  process: ChildProcess;
  /** What the server printed so far. */
  output: () => string;
  stop: (signal?: NodeJS.Signals) => Promise<void>;
}

export interface ServerOptions {
  file?: string;
  env?: Record<string, string>;
  /** How long to wait until it serves; a first start may build the site. */
  patience?: number;
}

/** Starts the server as `npm start` does and waits until it says where it serves. Rejects with its output where it ends before. */
export async function startAttest({ file, env = {}, patience = 300_000 }: ServerOptions = {}): Promise<AttestServer> {
  const folder = file ? null : mkdtempSync(join(tmpdir(), "attest-server-"));
  const database = file ?? join(folder!, "attest.sqlite");
  const child = spawn(process.execPath, ["--import", "tsx", "server/main.ts"], {
    env: {
      ...process.env,
      NODE_ENV: "production",
      PORT: "0",
      HOST: "127.0.0.1",
      ATTEST_DB: database,
      ATTEST_ORIGIN: "",
      ATTEST_BACKUP_HOURS: "0",
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const origin = await new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`The server did not serve within ${patience} ms:\n${output}`)), patience);
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      const served = /Attest serves (http:\/\/\S+)/.exec(output);
      if (!served) return;
      clearTimeout(timer);
      // The one-time link is printed right behind.
      setTimeout(() => resolve(served[1]!), 50);
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.once("exit", (code) => reject(new Error(`The server ended with ${code}:\n${output}`)));
  });
  const stop = (signal: NodeJS.Signals = "SIGTERM") =>
    new Promise<void>((resolve) => {
      const done = () => {
        if (folder) rmSync(folder, { recursive: true, force: true });
        resolve();
      };
      if (child.exitCode !== null || child.signalCode !== null) return done();
      child.once("exit", done);
      child.kill(signal);
    });
  return {
    origin,
    file: database,
    invitation: /\/invitation\/\S+/.exec(output)?.[0] ?? null,
    process: child,
    output: () => output,
    stop,
  };
}
