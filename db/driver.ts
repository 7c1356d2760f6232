/**
 * The SQLite driver that goes with the Node that runs: version 12 under Node 20 and 22, version 13 from Node 24 on. Under Node 24.19
 * and later, version 12 ends the process when it collects a statement; version 13 does so under Node 20
 * (docs/decisions/0037-two-drivers.md).
 */
import { createRequire } from "node:module";
import { join } from "node:path";
import type Driver from "better-sqlite3";

/** The first major version of Node that is given version 13 of the driver. */
const FIRST_WITH_NEW = 24;

/** The name that the driver is installed under for a version of Node, "24.19.0" say. */
export function driverFor(node: string): "better-sqlite3" | "better-sqlite3-13" {
  return Number(node.split(".")[0]) >= FIRST_WITH_NEW ? "better-sqlite3-13" : "better-sqlite3";
}

// Asked for at run time, by a name that no bundler follows: one of the two is not there.
const from = createRequire(join(process.env.ATTEST_HOME ?? process.cwd(), "package.json"));

/** Where the driver of this process lies, for a thread that loads it itself. Throws with what to do where it was not installed. */
export function driverFile(): string {
  const name = driverFor(process.versions.node);
  try {
    return from.resolve(name);
  } catch (cause) {
    throw new Error(
      `The SQLite driver for Node ${process.versions.node} is not installed. Run "npm ci" with this version of Node, optional packages included.`,
      { cause },
    );
  }
}

const Sqlite = from(driverFile()) as typeof Driver;

// oxlint-disable-next-line no-redeclare -- the driver's types go by its name, as they do in its own package
declare namespace Sqlite {
  type Database = Driver.Database;
  type RunResult = Driver.RunResult;
  type Statement<Bound extends unknown[] | object = unknown[], Row = unknown> = Driver.Statement<Bound, Row>;
}

export default Sqlite;
