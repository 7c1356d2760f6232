/**
 * `npx tsx tests/deep/image.ts`: deploy/Dockerfile followed without a container: each stage in a folder of its own, its commands word
 * for word, what it copies as .dockerignore leaves it; then what the image starts, as its user, until it says that it is ready. What
 * is the base image's (apt-get, folders at the root) is left out and said.
 */
import { spawn, spawnSync } from "node:child_process";
import { chownSync, cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";

const WORKDIR = "/attest";
const context = process.cwd();
const work = mkdtempSync(join(tmpdir(), "attest-image-"));
const ignored = readFileSync(".dockerignore", "utf8")
  .split("\n")
  .filter((line) => line !== "" && !line.startsWith("#"));
const patterns = ignored.map((one) => new RegExp(`^${one.replaceAll(".", "\\.").replaceAll("*", "[^/]*")}(?:/|$)`));

const instructions = readFileSync("deploy/Dockerfile", "utf8")
  .replaceAll(/^#.*\n/gm, "")
  .replaceAll(/\\\n\s*/g, " ")
  .split("\n")
  .filter((line) => line.trim() !== "")
  .map((line) => /^(\w+)\s+(.*)$/.exec(line)!.slice(1) as [string, string]);

const stages = new Map<string, string>();
let folder = "";
let env: Record<string, string> = {};
let start: string[] = [];
let probe: string[] = [];
let user = 0;

try {
  for (const [word, rest] of instructions) follow(word, rest);
  const size = spawnSync("du", ["-sm", folder], { encoding: "utf8" }).stdout.split("\t")[0];
  console.log(`The last stage holds ${size} MB beside its base.`);
  for (const name of ["tests", ".git", "data"])
    if (readdirSync(folder).includes(name)) throw new Error(`The image holds ${name}.`);
  await serves();
} finally {
  rmSync(work, { recursive: true, force: true });
}

function follow(word: string, rest: string): void {
  if (word === "FROM") {
    const [from = "", , name = "last"] = rest.split(/\s+/);
    folder = join(work, name);
    if (stages.has(from)) cpSync(stages.get(from)!, folder, { recursive: true, verbatimSymlinks: true });
    else mkdirSync(folder);
    stages.set(name, folder);
    env = {};
  } else if (word === "COPY") copy(rest.split(/\s+/));
  else if (word === "RUN") run(rest);
  else if (word === "ENV")
    for (const [, name, value] of rest.matchAll(/(\w+)=(\S+)/g)) env[name!] = value!.replace(/^\/(?=data|backups)/, `${work}/`);
  else if (word === "USER") user = Number(rest.split(":")[0]);
  else if (word === "CMD") start = JSON.parse(rest) as string[];
  else if (word === "HEALTHCHECK") probe = JSON.parse(/CMD\s+(.*)$/.exec(rest)![1]!) as string[];
  else if (!["ARG", "WORKDIR", "VOLUME", "EXPOSE", "STOPSIGNAL"].includes(word))
    throw new Error(`Nobody said how to follow ${word}.`);
}

function run(command: string): void {
  if (/^(?:apt-get|mkdir) /.test(command)) return console.log(`left out: ${command}`);
  console.log(`$ ${command}`);
  const began = Date.now();
  const { status } = spawnSync("sh", ["-c", command], {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ["ignore", "ignore", "inherit"],
  });
  if (status !== 0) throw new Error(`It ended with ${status}.`);
  console.log(`  ${Math.round((Date.now() - began) / 1000)} s`);
}

function copy(words: string[]): void {
  const stage = /^--from=(.+)$/.exec(words[0]!)?.[1];
  const [target = "", ...sources] = words.slice(stage ? 1 : 0).reverse();
  for (const source of sources) {
    const from = stage ? join(stages.get(stage)!, relative(WORKDIR, source)) : join(context, source);
    const to = statSync(from).isDirectory() ? join(folder, target) : join(folder, target, source);
    cpSync(from, to, { recursive: true, verbatimSymlinks: true, filter: (path) => stage !== undefined || isInContext(path) });
  }
}

function isInContext(path: string): boolean {
  const below = relative(context, path);
  return !patterns.some((pattern) => pattern.test(below));
}

/** Starts what the image starts, as its user, and asks what its health check asks. */
async function serves(): Promise<void> {
  const port = await freePort();
  const isRoot = process.getuid?.() === 0;
  for (const name of ["data", "backups"]) {
    mkdirSync(join(work, name));
    if (isRoot) chownSync(join(work, name), user, user);
  }
  if (isRoot) spawnSync("chmod", ["755", work]);
  const [program = "", ...args] = start;
  const as = isRoot ? { uid: user, gid: user } : {};
  const whole: NodeJS.ProcessEnv = { NODE_ENV: "production", PATH: process.env.PATH!, ...env, PORT: String(port) };
  const began = Date.now();
  const child = spawn(program, args, { cwd: folder, env: whole, stdio: ["ignore", "inherit", "inherit"], ...as });
  try {
    const [asks = "", ...words] = probe.map((one) => one.replace(":3000", `:${port}`));
    for (let tries = 0; spawnSync(asks, words, { env: whole }).status !== 0; tries++) {
      if (child.exitCode !== null || tries > 60) throw new Error("The image's server does not become ready.");
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    const html = await (await fetch(`http://127.0.0.1:${port}/`)).text();
    if (!html.includes("data-chart=")) throw new Error("There is no chart on its first page.");
    console.log(`Ready as user ${isRoot ? user : process.getuid?.()} after ${Math.round((Date.now() - began) / 1000)} s.`);
  } finally {
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    console.log(`Ended with ${String(await gone)}.`);
  }
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
