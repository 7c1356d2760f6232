/** What we depend on is pinned, no older than the releases that closed holes, and runs no script at install but what is named. */
import { readFileSync } from "node:fs";
import Sqlite from "@/db/driver";
import { expect, test } from "vitest";
import { noteFigure } from "../support/figures";

interface Package {
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
  optionalDependencies: Record<string, string>;
  allowScripts: Record<string, boolean>;
  overrides: Record<string, string>;
}
interface Lock {
  packages: Record<
    string,
    { version?: string; resolved?: string; integrity?: string; hasInstallScript?: boolean; link?: boolean }
  >;
}
const own = JSON.parse(readFileSync("package.json", "utf8")) as Package;
const { packages } = JSON.parse(readFileSync("package-lock.json", "utf8")) as Lock;

/** The first release without the hole, where a package had a security release. Raise it with the next one. */
const FLOORS: Record<string, string> = {
  next: "16.4.6",
  react: "19.3.1",
  "react-dom": "19.3.1",
  "better-sqlite3": "12.11.1",
  "better-sqlite3-13": "13.2.0",
};
const SQLITE = "3.51.3";

function isAtLeast(version: string, floor: string): boolean {
  const [a, b] = [version, floor].map((text) => text.split(/[.-]/).slice(0, 3).map(Number)) as [number[], number[]];
  const first = a.findIndex((part, index) => part !== b[index]);
  return first < 0 || a[first]! > b[first]!;
}

test.each(Object.entries(FLOORS))("%s is %s or newer, wherever it is installed", (name, floor) => {
  const versions = Object.entries(packages).flatMap(([path, { version }]) =>
    path.endsWith(`node_modules/${name}`) ? [version!] : [],
  );
  expect(versions.length).toBeGreaterThan(0);
  expect(versions.filter((version) => !isAtLeast(version, floor))).toEqual([]);
});

test(`SQLite is ${SQLITE} or newer, as the driver says`, () => {
  const db = new Sqlite(":memory:");
  expect(isAtLeast(db.prepare("select sqlite_version()").pluck().get() as string, SQLITE)).toBe(true);
  db.close();
});

test.each([
  ["16.4.6", "16.4.6", true],
  ["16.4.5", "16.4.6", false],
  ["16.10.0", "16.4.6", true],
  ["15.99.99", "16.4.6", false],
  ["17.0.0-rc.1", "16.4.6", true],
])("%s against a floor of %s is %s", (version, floor, is) => {
  expect(isAtLeast(version, floor)).toBe(is);
});

test("every dependency is pinned to one version, and the lockfile has it with its hash", () => {
  const optional = Object.entries(own.optionalDependencies).map(([name, version]) => [name, version.replace(/^npm:.*@/, "")]);
  const pinned = { ...own.dependencies, ...own.devDependencies, ...(Object.fromEntries(optional) as Record<string, string>) };
  const loose = Object.entries(pinned).filter(([, version]) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version));
  expect(loose).toEqual([]);
  const wrong = Object.entries(pinned).filter(([name, version]) => packages[`node_modules/${name}`]?.version !== version);
  expect(wrong).toEqual([]);
  const unhashed = Object.entries(packages).filter(([path, one]) => path !== "" && !one.link && one.resolved && !one.integrity);
  expect(unhashed.map(([path]) => path)).toEqual([]);
  noteFigure({
    what: "packages pinned, hashed and no older than their floor",
    count: Object.keys(packages).length - 1,
    wrong: 0,
    seed: null,
  });
});

test("nothing runs a script when it is installed but what package.json allows", () => {
  // Optional parts for other systems are in the lockfile and never installed where they do not belong.
  const scripted = Object.entries(packages).flatMap(([path, { hasInstallScript }]) =>
    hasInstallScript ? [path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length)] : [],
  );
  const allowed = Object.keys(own.allowScripts).filter((name) => own.allowScripts[name]);
  expect([...new Set(scripted)].filter((name) => !allowed.includes(name) && name !== "fsevents")).toEqual([]);
  expect(allowed.filter((name) => !scripted.includes(name))).toEqual([]);
});

test("the server resizes no pictures and does not tell its software", async () => {
  const { default: config } = (await import(new URL("../../next.config.js", import.meta.url).href)) as {
    default: { poweredByHeader: boolean; images: { unoptimized: boolean } };
  };
  expect(config.poweredByHeader).toBe(false);
  expect(config.images.unoptimized).toBe(true);
});
