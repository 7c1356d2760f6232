/**
 * How much one network may ask of the server in a minute, by what it costs. Counted in memory under a secret of this process:
 * no address is kept. What is answered from the front cache is not counted.
 */
import { createHmac, randomBytes } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { prefixOf } from "@/domain/address-prefix";

/** What requests are counted as. */
export const LIMITS = { login: 20, export: 120, search: 120, write: 120, read: 600 } as const;
export type Limited = keyof typeof LIMITS;

const WINDOW_MS = 60_000;
/** A network more than this many are known of is counted anew: memory stays bounded whoever asks. */
const MOST_KEYS = 50_000;

const LANGUAGE = "(?:/uk)?";
const LOGIN = new RegExp(`^${LANGUAGE}/(?:sign-in|invitation)(?:[/?]|$)`);
const EXPORT = new RegExp(`^${LANGUAGE}/(?:export/|chart/|feed\\.xml|data/|releases/.*\\.|admin/audit/log\\.csv)`);
const SEARCH = /^\/(?:uk\/)?admin\/(?:places|incidents\/near)|[?&]q=[^&]/;

/** What a request counts as before it is answered; null where it is a page, which counts only if it must be rendered. */
export function limitOf({ method, url = "/" }: Pick<IncomingMessage, "method" | "url">): Limited | null {
  if (method === "POST") return LOGIN.test(url) ? "login" : "write";
  // The API counts for itself (app/_server/allowance): its pages cost more or less by what they hold.
  if (url.startsWith("/_next/") || url.startsWith("/api/")) return null;
  if (EXPORT.test(url)) return "export";
  return SEARCH.test(url) ? "search" : null;
}

/** Where a request comes from: what the proxy in front says, else the connection; null where it is this machine itself. */
export function visitorOf(request: IncomingMessage, isBehindProxy: boolean): string | null {
  const told = isBehindProxy ? request.headers["x-forwarded-for"] : undefined;
  const last = String(told ?? "")
    .split(",")
    .at(-1)!
    .trim();
  const address = last || (request.socket.remoteAddress ?? "");
  return address === "" || /^(?:::ffff:)?127\.|^::1$/.test(address) ? null : address;
}

export class Limits {
  readonly #secret = randomBytes(32);
  readonly #factor: number;
  #counts = new Map<string, number>();
  #began = 0;

  /** `factor` multiplies every limit; 0 switches them off. */
  constructor(factor = 1) {
    this.#factor = factor;
  }

  /** Counts a request. Gives back how many seconds to wait, or 0 where it may go on. */
  take(limited: Limited, visitor: string | null, now = Date.now()): number {
    if (visitor === null || this.#factor === 0) return 0;
    if (now - this.#began >= WINDOW_MS || this.#counts.size > MOST_KEYS) {
      this.#counts = new Map();
      this.#began = now;
    }
    const key = createHmac("sha256", this.#secret)
      .update(`${limited} ${prefixOf(visitor)}`)
      .digest("base64url");
    const count = (this.#counts.get(key) ?? 0) + 1;
    this.#counts.set(key, count);
    return count <= LIMITS[limited] * this.#factor ? 0 : Math.max(1, Math.ceil((this.#began + WINDOW_MS - now) / 1000));
  }
}
