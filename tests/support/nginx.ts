/** A real nginx on a loopback port with the configuration of deploy/, in a folder of its own. */
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { get } from "node:http";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface Nginx {
  origin: string;
  stop: () => Promise<void>;
}

/** Whether there is an nginx here. */
export const hasNginx = () => spawnSync("nginx", ["-v"]).status === 0;

/** deploy/nginx/attest.conf for these servers at this port, without TLS; everything else as it is. */
function siteFor(servers: readonly string[], port: number, folder: string): string {
  return readFileSync("deploy/nginx/attest.conf", "utf8")
    .replace(/^server \{\n\tlisten 80;[\s\S]*?^\}\n/m, "")
    .replace(/^\tlisten (?:443|\[::\]:443) ssl http2;\n/gm, "")
    .replace(/^\tssl_.*\n/gm, "")
    .replace("server_name record.example.org;", `listen 127.0.0.1:${port};`)
    .replace(
      "server 127.0.0.1:3000;",
      servers.map((one) => `server ${new URL(one).host} max_fails=3 fail_timeout=2s;`).join("\n\t"),
    )
    .replaceAll("$host;", "$http_host;")
    .replace("/var/cache/nginx/attest", join(folder, "cache"));
}

/** Starts nginx before these servers. Rejects with what it printed where it does not serve. */
export async function startNginx(servers: readonly string[], { workers = 1 } = {}): Promise<Nginx> {
  const folder = mkdtempSync(join(tmpdir(), "attest-nginx-"));
  const port = await freePort();
  for (const name of ["body", "proxy", "fastcgi", "uwsgi", "scgi"]) mkdirSync(join(folder, name));
  writeFileSync(
    join(folder, "nginx.conf"),
    `${process.getuid?.() === 0 ? "user root;" : ""}
worker_processes ${workers};
daemon off;
pid ${join(folder, "nginx.pid")};
error_log stderr crit;
events { worker_connections 2048; }
http {
  include /etc/nginx/mime.types;
  keepalive_requests 1000000;
  client_body_temp_path ${join(folder, "body")};
  proxy_temp_path ${join(folder, "proxy")};
  fastcgi_temp_path ${join(folder, "fastcgi")};
  uwsgi_temp_path ${join(folder, "uwsgi")};
  scgi_temp_path ${join(folder, "scgi")};
${siteFor(servers, port, folder)}
}
`,
  );
  const child = spawn("nginx", ["-c", join(folder, "nginx.conf"), "-p", folder, "-e", "stderr"], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const origin = `http://127.0.0.1:${port}`;
  for (let tries = 0; !(await answers(`${origin}/metrics`)); tries++) {
    if (tries > 100 || child.exitCode !== null) throw new Error(`nginx does not serve:\n${said}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
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

function answers(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    get(url, (response) => {
      response.resume();
      resolve(true);
    }).once("error", () => resolve(false));
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
