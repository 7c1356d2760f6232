/**
 * Several processes behind one port. The first one serves nobody: it starts the others, starts a new one where one dies,
 * adds up what they count, changes all of them for new ones without losing a request, and ends them.
 */
import cluster, { type Worker } from "node:cluster";
import { randomBytes } from "node:crypto";
import { AggregatorRegistry } from "prom-client";
import { RateLimiterClusterMaster } from "rate-limiter-flexible";
import type { Logger } from "pino";
import type { BackupState } from "./backups";

type ToFirst = { is: "serving"; origin: string } | { is: "asking metrics"; question: number };
type ToWorker =
  | { is: "end"; within: number }
  | { is: "metrics"; question: number; type: string; text: string }
  | { is: "backup"; failed: BackupState["failed"] };

/** A worker that ends sooner than this after its start is not started again and again. */
const TOO_SOON_MS = 5_000;
const MOST_TOO_SOON = 5;
/** How long workers that were replaced may take to finish what they stream. */
const REPLACED_END_MS = 10 * 60_000;

export class Workers {
  readonly #log: Logger;
  readonly #metrics = new AggregatorRegistry();
  readonly #secret = randomBytes(32).toString("base64url");
  #env: Record<string, string> = {};
  #current = new Set<Worker>();
  #ending = false;
  #tooSoon = 0;

  constructor(log: Logger) {
    this.#log = log;
    // Counts of tries are kept here, so that they are one number whichever process is asked.
    new RateLimiterClusterMaster();
    cluster.setupPrimary({ execArgv: process.execArgv });
    cluster.on("message", (worker: Worker, message: ToFirst) => {
      if (message.is === "asking metrics") void this.#tellMetrics(worker, message.question);
    });
  }

  /** Starts so many workers with this environment beside the present one. Resolves with the address they serve. */
  async start(count: number, env: Record<string, string>): Promise<string> {
    this.#env = env;
    const origins = await Promise.all(Array.from({ length: count }, () => this.#startOne()));
    return origins[0]!;
  }

  /** Starts as many new workers with another environment, and when all serve, lets the old ones finish. Keeps the old where a new one fails. */
  async replace(env: Record<string, string>): Promise<void> {
    const [old, before] = [this.#current, this.#env];
    this.#current = new Set();
    this.#env = env;
    try {
      await Promise.all(Array.from(old, () => this.#startOne()));
    } catch (error) {
      for (const worker of this.#current) worker.kill("SIGKILL");
      [this.#current, this.#env] = [old, before];
      throw error;
    }
    for (const worker of old) tell(worker, { is: "end", within: REPLACED_END_MS });
  }

  /** Tells every worker how the last backup went, for the desk's page. */
  tellBackup(failed: BackupState["failed"]): void {
    for (const worker of this.#current) tell(worker, { is: "backup", failed });
  }

  /** Ends every worker; resolves when the last one is gone. */
  async end(within: number): Promise<void> {
    this.#ending = true;
    const all = Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined);
    const gone = all.map((worker) => new Promise<void>((resolve) => void worker.once("exit", () => resolve())));
    for (const worker of all) tell(worker, { is: "end", within });
    await Promise.all(gone);
  }

  #startOne(): Promise<string> {
    const started = performance.now();
    const worker = cluster.fork({ ...this.#env, ATTEST_WORKER_SECRET: this.#secret });
    const generation = this.#current;
    generation.add(worker);
    let serves = false;
    return new Promise((resolve, reject) => {
      worker.on("message", (message: ToFirst) => {
        if (message.is !== "serving") return;
        serves = true;
        resolve(message.origin);
      });
      worker.once("exit", (code, signal) => {
        generation.delete(worker);
        if (!serves) return reject(new Error(`A worker ended with ${signal ?? code} before it served.`));
        if (this.#ending || generation !== this.#current) return;
        this.#tooSoon = performance.now() - started < TOO_SOON_MS ? this.#tooSoon + 1 : 0;
        this.#log.error({ code, signal, worker: worker.process.pid }, "A worker ended by itself.");
        if (this.#tooSoon >= MOST_TOO_SOON) {
          this.#log.fatal("Workers end as soon as they begin.");
          process.exit(1);
        }
        this.#startOne().catch((error: unknown) => {
          this.#log.fatal({ err: error }, "No new worker could be started.");
          process.exit(1);
        });
      });
    });
  }

  async #tellMetrics(worker: Worker, question: number): Promise<void> {
    const text = await this.#metrics.clusterMetrics();
    if (worker.isConnected()) tell(worker, { is: "metrics", question, type: this.#metrics.contentType, text });
  }
}

/** Whether this process is one of several that serve. */
export const isWorker = cluster.isWorker;

export interface Orders {
  /** It is to end, or the first process is gone. */
  end: (within: number) => void;
  backup: (failed: BackupState["failed"]) => void;
}

/** A worker's side: tells that it serves, and does what the first process says. */
export function obeyFirst(origin: string, { end, backup }: Orders): void {
  process.on("message", (message: ToWorker) => {
    if (message.is === "end") end(message.within);
    if (message.is === "backup") backup(message.failed);
  });
  process.once("disconnect", () => end(0));
  process.send!({ is: "serving", origin } satisfies ToFirst);
}

let questions = 0;

/** What all workers counted together, asked by one of them. Rejects where the first process does not answer. */
export function allMetrics(): Promise<{ type: string; text: string }> {
  const question = (questions += 1);
  return new Promise((resolve, reject) => {
    const answered = (message: ToWorker) => {
      if (message.is !== "metrics" || message.question !== question) return;
      clearTimeout(late);
      process.off("message", answered);
      resolve({ type: message.type, text: message.text });
    };
    const late = setTimeout(() => {
      process.off("message", answered);
      reject(new Error("The first process did not tell what all have counted."));
    }, 6_000);
    process.on("message", answered);
    process.send!({ is: "asking metrics", question } satisfies ToFirst);
  });
}

/** Listens to questions of the first process about what this one counted. Once a worker. */
export function tellFirstMetrics(): void {
  new AggregatorRegistry();
}

function tell(worker: Worker, message: ToWorker): void {
  if (worker.isConnected()) worker.send(message);
}
