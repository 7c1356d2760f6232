/** A real Varnish on a loopback port with the configuration of deploy/, in a folder of its own. */
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface Varnish {
  origin: string;
  stop: () => Promise<void>;
}

/** Whether there is a Varnish here. */
export const hasVarnish = () => spawnSync("varnishd", ["-V"]).status === 0;

/** Starts Varnish before a server; of its configuration only the server's address is another. Rejects with what it printed where it does not serve. */
export async function startVarnish(server: string): Promise<Varnish> {
  const folder = mkdtempSync(join(tmpdir(), "attest-varnish-"));
  const { hostname, port: serverPort } = new URL(server);
  const host = hostname === "localhost" ? "127.0.0.1" : hostname;
  const file = join(folder, "attest.vcl");
  const vcl = readFileSync("deploy/varnish/attest.vcl", "utf8")
    .replace('.host = "127.0.0.1";', `.host = "${host}";`)
    .replace('.port = "3000";', `.port = "${serverPort}";`);
  writeFileSync(file, vcl);
  const port = await freePort();
  // Without a jail: what it would drop to is not there for a test's own folder.
  const args = ["-F", "-n", folder, "-a", `127.0.0.1:${port}`, "-f", file, "-s", "malloc,64m", "-j", "none"];
  const child = spawn("varnishd", args, { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const origin = `http://127.0.0.1:${port}`;
  for (let tries = 0; !(await isServing(`${origin}/healthz`)); tries++) {
    if (tries > 200 || child.exitCode !== null) throw new Error(`Varnish does not serve:\n${said}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return {
    origin,
    stop: () =>
      new Promise((resolve) => {
        child.once("exit", () => {
          rmSync(folder, { recursive: true, force: true });
          resolve();
        });
        child.kill("SIGTERM");
      }),
  };
}

async function isServing(url: string): Promise<boolean> {
  return fetch(url, { headers: { connection: "close" } }).then(
    (answer) => answer.ok,
    () => false,
  );
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
