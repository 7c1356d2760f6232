/** Building the site when its sources are newer than the last build, so that one command starts it. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const SOURCES = [
  "app",
  "components",
  "db",
  "domain",
  "messages",
  "next.config.js",
  "own-words.cjs",
  "package-lock.json",
  "tsconfig.json",
];
const MARK = join(".next", "built-from");

/** Builds unless the last build was made from exactly these sources. Throws where the build fails. */
export function buildIfNeeded(): { built: boolean } {
  const state = sourceState();
  if (existsSync(MARK) && readFileSync(MARK, "utf8") === state && existsSync(join(".next", "BUILD_ID"))) return { built: false };
  console.log("Building the site (about half a minute, once) …");
  const { status } = spawnSync(process.execPath, [join("node_modules", "next", "dist", "bin", "next"), "build"], {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
  });
  if (status !== 0) throw new Error('The site could not be built. "npx next build" shows why.');
  writeFileSync(MARK, state);
  return { built: true };
}

/** A hash over the sources' contents: the same tree gives the same state on every machine. */
function sourceState(): string {
  const hash = createHash("sha256");
  for (const file of SOURCES.flatMap(filesUnder).sort()) hash.update(`${file}\0`).update(readFileSync(file));
  return hash.digest("hex");
}

function filesUnder(path: string): string[] {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
