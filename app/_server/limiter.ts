/**
 * Limits that hold for the whole server: counted in this process's memory, or in the first process's where several serve
 * (server/workers.ts). Whoever is counted goes by a keyed hash: no address and no account's name is kept.
 */
import cluster from "node:cluster";
import { createHmac, randomBytes } from "node:crypto";
import { RateLimiterCluster, RateLimiterMemory, type RateLimiterAbstract } from "rate-limiter-flexible";

const ANSWER_MS = 2_000;

// Next evaluates this module once a bundle; the secret is the process's, and one for all where several serve.
const shared = globalThis as { attestLimiterSecret?: string };
const secret = (shared.attestLimiterSecret ??= process.env.ATTEST_WORKER_SECRET ?? randomBytes(32).toString("base64url"));

/** A limit of so many points in so many seconds under a name of its own. */
export function limiter(keyPrefix: string, points: number, duration: number): RateLimiterAbstract {
  const options = { keyPrefix, points, duration };
  return cluster.isWorker ? new RateLimiterCluster({ ...options, timeoutMs: ANSWER_MS }) : new RateLimiterMemory(options);
}

/** What somebody is counted under. */
export function hashedKey(text: string): string {
  return createHmac("sha256", secret).update(text).digest("base64url");
}
