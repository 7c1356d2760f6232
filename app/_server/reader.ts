/**
 * Reading texts beside the server's one thread: a worker of its own answers one text at a time, within a bounded time; what
 * takes longer is broken off and said. Each account may have so many texts read in a while.
 */
import type { Worker } from "node:worker_threads";
import type { RateLimiterAbstract } from "rate-limiter-flexible";
import { Refused } from "@/db/refused";
import { hashedKey, limiter } from "./limiter";
import type { DeskReading, ReadingRequest } from "./reading-proposals";
import type { SignedIn } from "./session";
import { startThread } from "@/db/thread";

/** Longest time for one text; 100,000 characters take a fraction of a second. */
const MOST_MS = 10_000;
const MOST_WAITING = 30;
const WINDOW_SECONDS = 10 * 60;
const READS_AN_ACCOUNT = 120;

interface Job {
  id: number;
  request: ReadingRequest;
  resolve: (reading: DeskReading) => void;
  reject: (error: unknown) => void;
}

type Answer = { id: number; proposals: DeskReading } | { id: number; failure: string };

/** One worker and the texts that wait for it. */
export class Reader {
  readonly #file: string;
  readonly #mostMs: number;
  #worker: Worker | null = null;
  #current: (Job & { timer: NodeJS.Timeout }) | null = null;
  readonly #waiting: Job[] = [];
  #next = 1;

  constructor(file: string, { mostMs = MOST_MS } = {}) {
    this.#file = file;
    this.#mostMs = mostMs;
  }

  /** What the text claims, matched to the record. Rejects with Refused where it takes too long or too many wait. */
  read(request: ReadingRequest): Promise<DeskReading> {
    if (this.#waiting.length >= MOST_WAITING) return Promise.reject(new Refused("reading.busy"));
    return new Promise((resolve, reject) => {
      this.#waiting.push({ id: this.#next++, request, resolve, reject });
      this.#go();
    });
  }

  /** Ends the thread; a later read starts another. */
  async stop(): Promise<void> {
    await this.#worker?.terminate();
  }

  #go(): void {
    if (this.#current) return;
    const job = this.#waiting.shift();
    if (!job) {
      this.#worker?.unref();
      return;
    }
    this.#worker ??= this.#start();
    this.#worker.ref();
    this.#current = { ...job, timer: setTimeout(() => this.#breakOff(new Refused("reading.too_slow")), this.#mostMs) };
    this.#worker.postMessage({ id: job.id, request: job.request });
  }

  #start(): Worker {
    const worker = startThread("app/_server/reading-thread.ts", {
      data: { file: this.#file },
      name: "reading",
      resourceLimits: { maxOldGenerationSizeMb: 512 },
    });
    worker.on("message", (answer: Answer) => this.#answered(answer));
    worker.on("error", (error) => this.#breakOff(error));
    worker.on("exit", () => {
      if (this.#worker !== worker) return;
      this.#worker = null;
      if (this.#current) this.#breakOff(new Error("The reading thread ended."));
    });
    return worker;
  }

  #answered(answer: Answer): void {
    const job = this.#current;
    if (!job || job.id !== answer.id) return;
    clearTimeout(job.timer);
    this.#current = null;
    if ("failure" in answer) job.reject(new Error(answer.failure));
    else job.resolve(answer.proposals);
    this.#go();
  }

  /** The text at hand is given up with its thread; those behind it get a new one. */
  #breakOff(error: unknown): void {
    const job = this.#current;
    this.#current = null;
    const worker = this.#worker;
    this.#worker = null;
    void worker?.terminate();
    if (job) {
      clearTimeout(job.timer);
      job.reject(error);
    }
    this.#go();
  }
}

interface Shared {
  reader?: Reader;
  limit: RateLimiterAbstract;
}

// Next evaluates this module once a bundle; the thread and the counts are the process's.
const shared = ((globalThis as { attestReader?: Shared }).attestReader ??= {
  limit: limiter("reading", READS_AN_ACCOUNT, WINDOW_SECONDS),
});

/** Has a text read for somebody. Throws Refused where their account has had too many, or the text takes too long. */
export async function readForDesk(actor: SignedIn, file: string, request: Omit<ReadingRequest, "actor">): Promise<DeskReading> {
  try {
    await shared.limit.consume(hashedKey(String(actor.accountId)));
  } catch (reason) {
    if (typeof reason !== "object" || reason === null || !("msBeforeNext" in reason)) throw reason;
    throw new Refused("reading.too_often", null, { minutes: Math.max(1, Math.ceil(Number(reason.msBeforeNext) / 60_000)) });
  }
  shared.reader ??= new Reader(file);
  return shared.reader.read({ ...request, actor });
}
