/**
 * How often somebody may try to sign in: counted by account and by the neighbourhood of the address they come from, in
 * memory. Keys are hashed under a secret of this process, so that no address is kept anywhere.
 */
import { createHmac, randomBytes } from "node:crypto";
import { RateLimiterMemory } from "rate-limiter-flexible";
import { prefixOf } from "@/domain/address-prefix";

const WINDOW_SECONDS = 15 * 60;
const TRIES_AN_ACCOUNT = 10;
const TRIES_A_PREFIX = 40;

interface Throttle {
  secret: Buffer;
  byAccount: RateLimiterMemory;
  byPrefix: RateLimiterMemory;
}

// Next evaluates this module once a bundle; the counts are the process's.
const { secret, byAccount, byPrefix } = ((globalThis as { attestThrottle?: Throttle }).attestThrottle ??= {
  secret: randomBytes(32),
  byAccount: new RateLimiterMemory({ keyPrefix: "account", points: TRIES_AN_ACCOUNT, duration: WINDOW_SECONDS }),
  byPrefix: new RateLimiterMemory({ keyPrefix: "prefix", points: TRIES_A_PREFIX, duration: WINDOW_SECONDS }),
});

const keyed = (text: string) => createHmac("sha256", secret).update(text).digest("base64url");

/** Counts a try. Gives back how many minutes to wait, or 0 where it may go on. */
export async function countTry(email: string, address: string | null): Promise<number> {
  const limits = [byAccount.consume(keyed(email)), ...(address ? [byPrefix.consume(keyed(prefixOf(address)))] : [])];
  const outcomes = await Promise.allSettled(limits);
  const waits = outcomes.map((outcome) => (outcome.status === "rejected" ? msToWait(outcome.reason) : 0));
  return Math.ceil(Math.max(...waits) / 60_000);
}

/** Forgets an account's failed tries once somebody signed in to it. */
export async function forgetTries(email: string): Promise<void> {
  await byAccount.delete(keyed(email));
}

function msToWait(reason: unknown): number {
  if (typeof reason === "object" && reason !== null && "msBeforeNext" in reason) return Math.max(1, Number(reason.msBeforeNext));
  throw reason;
}
