/**
 * How much a network may ask of the routes for machines: counted by the neighbourhood of the address, in memory and under a
 * hash, so that no address is kept anywhere. Requests from the machine itself are not counted where no
 * proxy stands in front: they are the operator's own.
 */
import type { RateLimiterAbstract } from "rate-limiter-flexible";
import { hashedKey, limiter } from "./limiter";
import { prefixOf } from "@/domain/address-prefix";
import { problem } from "./machine";

const WINDOW_SECONDS = 60;
/** Requests a minute and network; exports and releases are counted at the door (server/limits.ts). */
export const ALLOWANCES = { api: 600 } as const;

type Limits = Record<keyof typeof ALLOWANCES, RateLimiterAbstract>;

// Next evaluates this module once a bundle; the counts are the process's.
const limits = ((globalThis as { attestAllowance?: Limits }).attestAllowance ??= {
  api: limiter("api", ALLOWANCES.api, WINDOW_SECONDS),
});

/** Counts a request; gives back the 429 that answers it, or null where it may go on. */
export async function refusedByAllowance(request: Request, kind: keyof typeof ALLOWANCES, cost = 1): Promise<Response | null> {
  const address = request.headers.get("x-forwarded-for")?.split(",").at(-1)?.trim() ?? "";
  if (address === "" || (!process.env.ATTEST_ORIGIN && isLoopback(address))) return null;
  try {
    await limits[kind].consume(hashedKey(prefixOf(address)), cost);
    return null;
  } catch (reason) {
    if (typeof reason !== "object" || reason === null || !("msBeforeNext" in reason)) throw reason;
    const seconds = Math.max(1, Math.ceil(Number(reason.msBeforeNext) / 1000));
    const refused = problem(
      429,
      "Too many requests",
      `Your network has asked more than ${ALLOWANCES[kind]} times within a minute. Wait ${seconds} seconds; for the whole record take an export or a release.`,
    );
    refused.headers.set("Retry-After", String(seconds));
    return refused;
  }
}

function isLoopback(address: string): boolean {
  return address === "::1" || /^(?:::ffff:)?127\./.test(address);
}
