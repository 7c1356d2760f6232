/**
 * `npx tsx tests/deep/as-unit.ts`, as root: the server run as deploy/systemd/attest.service runs it, as far as that goes without
 * systemd: its user's rights and no capability, its environment alone, a program that belongs to root. Says whether it serves,
 * whether it wrote anything beside the record and its backups, and how it ends.
 */
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const NOBODY = 65_534;
if (process.getuid?.() !== 0) {
  console.error("Run this as root: it becomes another user.");
  process.exit(2);
}
if (!existsSync(".next/BUILD_ID")) {
  console.error("Build the site first: npx tsx server/build-site.ts");
  process.exit(2);
}
const folder = mkdtempSync(join(tmpdir(), "attest-unit-"));
chmodSync(folder, 0o755);
const [program, state, backups] = ["program", "state", "backups"].map((name) => join(folder, name)) as [string, string, string];
// Links where they can be, so that it takes a second and no room.
mkdirSync(program);
for (const name of readdirSync("."))
  if (![".git", "data", "test-results", "tests"].includes(name)) execFileSync("cp", ["-al", name, join(program, name)]);
for (const own of [state, backups]) {
  mkdirSync(own, { mode: 0o700 });
  chownSync(own, NOBODY, NOBODY);
}

const unit = readFileSync("deploy/systemd/attest.service", "utf8");
const environment: NodeJS.ProcessEnv = { NODE_ENV: "production", PORT: "0" };
for (const [, name, value] of unit.matchAll(/^Environment=(\w+)=(.*)$/gm))
  Object.assign(environment, { [name!]: value!.replace("/var/lib/attest", state).replace("/var/backups/attest", backups) });
const [, ...args] = /^ExecStart=(.*)$/m.exec(unit)![1]!.split(" ");
const before = filesOf(program);
const child = spawn(
  "setpriv",
  [
    `--reuid=${NOBODY}`,
    `--regid=${NOBODY}`,
    "--clear-groups",
    "--no-new-privs",
    "--bounding-set=-all",
    "--inh-caps=-all",
    process.execPath,
    ...args,
  ],
  { cwd: program, env: environment, stdio: ["ignore", "pipe", "pipe"] },
);
let said = "";
for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (said += chunk.toString()));
try {
  const origin = await serving();
  for (const path of ["/", "/export/incidents.csv", "/readyz", "/chart/killed.svg"]) {
    const answer = await fetch(`${origin}${path}`);
    const { length } = await answer.text();
    console.log(`${path}: ${answer.status}, ${length} characters`);
    if (!answer.ok) process.exitCode = 1;
  }
  // The first backup is made by itself soon after the start.
  for (let tries = 0; tries < 60 && !readdirSync(backups).some((name) => name.endsWith(".sqlite")); tries++) await pause(1_000);
  console.log(`backups: ${readdirSync(backups).join(", ") || "none"}`);
  console.log(`state: ${readdirSync(state).join(", ")}`);
  const began = performance.now();
  child.kill("SIGTERM");
  const [code] = (await once(child, "exit")) as [number | null];
  console.log(`SIGTERM: ended with ${code} after ${Math.round(performance.now() - began)} ms`);
  const written = filesOf(program).filter((file) => !before.includes(file));
  console.log(`written beside the program: ${written.length === 0 ? "nothing" : written.join(", ")}`);
  if (code !== 0 || written.length > 0) process.exitCode = 1;
} catch (error) {
  console.error(error, said);
  process.exitCode = 1;
} finally {
  child.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
}

async function serving(): Promise<string> {
  for (let tries = 0; tries < 600; tries++) {
    const origin = /Attest serves (http:\/\/\S+)/.exec(said)?.[1];
    if (origin) return origin;
    if (child.exitCode !== null) break;
    await pause(100);
  }
  throw new Error("It does not serve.");
}

/** Every file with its time of change, without the packages. */
function filesOf(path: string): string[] {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes("node_modules"))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => `${file} ${statSync(file).mtimeMs}`);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
