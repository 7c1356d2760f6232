/** Threads of the process beside its first one: each reads TypeScript as the server does and is no part of the site's bundle. */
import { createRequire } from "node:module";
import { join } from "node:path";
import { Worker, type WorkerOptions } from "node:worker_threads";

// A thread does not inherit the loader that reads TypeScript.
const START = `
const { workerData } = require("node:worker_threads");
require(workerData.loader).register();
require(workerData.thread);
`;

interface Options extends Pick<WorkerOptions, "name" | "resourceLimits" | "transferList"> {
  /** What the thread finds in its `workerData`, beside what starts it. */
  data: Record<string, unknown>;
}

/** Starts the thread whose module lies at `path` in the project: "db/export-thread.ts". */
export function startThread(path: string, { data, ...options }: Options): Worker {
  const home = /*turbopackIgnore: true*/ process.env.ATTEST_HOME ?? process.cwd();
  const loader = createRequire(join(/*turbopackIgnore: true*/ home, "package.json")).resolve("tsx/cjs/api");
  return new Worker(START, {
    ...options,
    eval: true,
    workerData: { ...data, loader, thread: join(/*turbopackIgnore: true*/ home, path) },
  });
}
