/** Threads of the process beside its first one: each reads TypeScript as the server does and is no part of the site's bundle. */
import { createRequire } from "node:module";
import { getPriority, setPriority } from "node:os";
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

/** How far a thread steps back behind the one that answers, on the scale of nice(1): 19 would be last of all. */
const BEHIND = 10;

/**
 * Lets other threads come first where there are too few processors: for long work that nobody watches. Linux keeps a priority for
 * each thread, and takes 0 for the one that asks.
 */
export function giveWay(): void {
  if (getPriority(0) < BEHIND) setPriority(0, BEHIND);
}
