/**
 * How often somebody may try to sign in: counted by account and by the neighbourhood of the address they come from, in
 * memory and under hashes, so that no address is kept anywhere.
 */
import type { RateLimiterAbstract } from "rate-limiter-flexible";
import { hashedKey, limiter } from "./limiter";
import { prefixOf } from "@/domain/address-prefix";

const WINDOW_SECONDS = 15 * 60;
const TRIES_AN_ACCOUNT = 10;
const TRIES_A_PREFIX = 40;

interface Throttle {
  byAccount: RateLimiterAbstract;
  byPrefix: RateLimiterAbstract;
}

// Next evaluates this module once a bundle; the counts are the process's.
const { byAccount, byPrefix } = ((globalThis as { attestThrottle?: Throttle }).attestThrottle ??= {
  byAccount: limiter("account", TRIES_AN_ACCOUNT, WINDOW_SECONDS),
  byPrefix: limiter("prefix", TRIES_A_PREFIX, WINDOW_SECONDS),
});

/** Counts a try. Gives back how many minutes to wait, or 0 where it may go on. */
export async function countTry(email: string, address: string | null): Promise<number> {
  const limits = [byAccount.consume(hashedKey(email)), ...(address ? [byPrefix.consume(hashedKey(prefixOf(address)))] : [])];
  const outcomes = await Promise.allSettled(limits);
  const waits = outcomes.map((outcome) => (outcome.status === "rejected" ? msToWait(outcome.reason) : 0));
  return Math.ceil(Math.max(...waits) / 60_000);
}

/** Forgets an account's failed tries once somebody signed in to it. */
export async function forgetTries(email: string): Promise<void> {
  await byAccount.delete(hashedKey(email));
}

function msToWait(reason: unknown): number {
  if (typeof reason === "object" && reason !== null && "msBeforeNext" in reason) return Math.max(1, Number(reason.msBeforeNext));
  throw reason;
}
