/** Each version of Node gets the driver that does not end it, and the lock file brings both. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import Sqlite, { driverFile, driverFor } from "@/db/driver";

test.each([
  ["20.19.0", "better-sqlite3"],
  ["22.23.3", "better-sqlite3"],
  ["24.0.0", "better-sqlite3-13"],
  ["24.19.0", "better-sqlite3-13"],
  ["26.3.0", "better-sqlite3-13"],
])("Node %s is given %s", (node, driver) => {
  expect(driverFor(node)).toBe(driver);
});

test("the driver that is loaded is the one for this Node, and collects its statements without ending it", () => {
  expect(driverFile()).toContain(`node_modules/${driverFor(process.versions.node)}/`);
  const sqlite = new Sqlite(":memory:");
  for (let times = 0; times < 20_000; times++) expect(sqlite.prepare("select ?").pluck().get(times)).toBe(times);
  sqlite.close();
});

test("the newer driver is optional, since it is not for Node 20, and no other package may be the only way to it", () => {
  const { packages } = JSON.parse(readFileSync("package-lock.json", "utf8")) as {
    packages: Record<string, { name?: string; optional?: boolean; engines?: { node?: string } }>;
  };
  const newer = packages["node_modules/better-sqlite3-13"];
  expect(newer).toMatchObject({ name: "better-sqlite3", optional: true, engines: { node: ">=22" } });
});
