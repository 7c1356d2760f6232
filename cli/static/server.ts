/** A server on this machine alone that makes a copy's pages: a mirror of a release, which offers nothing that needs a server. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";

export interface PageServer {
  /** Where it answers. */
  origin: string;
  stop: () => Promise<void>;
}

/** Starts it on a release's database. `address` is where the copy will lie, or empty. Rejects with what it said where it does not serve. */
export async function startPageServer(file: string, address: string, workers: number): Promise<PageServer> {
  const port = await freePort();
  const child = spawn(process.execPath, ["--import", "tsx", join("server", "main.ts")], {
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      NODE_ENV: "production",
      ATTEST_DB: file,
      ATTEST_MIRROR: "1",
      ATTEST_STATIC: "1",
      ATTEST_FOLLOW: "",
      ATTEST_ORIGIN: address,
      ATTEST_RATE_LIMIT: "0",
      ATTEST_WORKERS: String(workers),
      ATTEST_LOG: "error",
      HOST: "127.0.0.1",
      PORT: String(port),
    },
  });
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, "exit");
    child.kill("SIGTERM");
    await gone;
  };
  await serving(child);
  return { origin: `http://127.0.0.1:${port}`, stop };
}

async function serving(child: ChildProcess): Promise<void> {
  let said = "";
  await new Promise<void>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes("Attest serves ")) resolve();
    };
    child.stdout!.on("data", read);
    child.stderr!.on("data", read);
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`The pages could not be made: their server ended with ${code}.\n${said}`)));
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
