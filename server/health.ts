/**
 * /healthz, /readyz and /metrics. The first two say one word to anybody; details and numbers are for the operator: a
 * program on this machine that asks without a proxy between, or one that brings ATTEST_METRICS_TOKEN.
 */
import { createHash, timingSafeEqual } from "node:crypto";
import { statfsSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { dirname } from "node:path";

/** With less left on the disk than this the next large save may fail; readers are better sent elsewhere before it does. */
const LEAST_FREE_BYTES = 50_000_000;
/** Asked by many at once, the checks run this often. */
const HOLD_MS = 1_000;

/** One condition of serving; `ok: null` is told and decides nothing. */
export interface Check {
  ok: boolean | null;
  says: string;
}

export interface HealthOptions {
  file: string;
  token?: string;
  /** Whether something is written beside the file. */
  needsRoom: boolean;
  /** Conditions beside the disk, each throwing where it fails. */
  checks: Record<string, () => Check>;
  metrics: () => Promise<{ type: string; text: string }>;
  isStopping: () => boolean;
}

/** What a proxy adds. With one of them the asker may be anybody, wherever the connection comes from. */
const PROXIED = ["forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip"];

const PROBES = /^\/(healthz|readyz|metrics)(?:\?|$)/;

export class Health {
  readonly #options: HealthOptions;
  #held: { until: number; ready: boolean; checks: Record<string, Check> } | null = null;

  constructor(options: HealthOptions) {
    this.#options = options;
  }

  /** Answers a probe; gives back false where the request is none. */
  answer(request: IncomingMessage, response: ServerResponse): boolean {
    const probe = PROBES.exec(request.url ?? "")?.[1];
    if (!probe) return false;
    if (request.method !== "GET" && request.method !== "HEAD") {
      send(response, 405, "text/plain; charset=utf-8", "This address answers GET and HEAD.\n");
    } else if (probe === "healthz") {
      send(response, 200, "text/plain; charset=utf-8", "ok\n");
    } else if (probe === "readyz") {
      const { ready, checks } = this.#readiness();
      const body = this.#isOperator(request) ? { ready, checks } : { ready };
      send(response, ready ? 200 : 503, "application/json; charset=utf-8", `${JSON.stringify(body)}\n`);
    } else if (!this.#isOperator(request)) {
      // The same as any address that is not there.
      send(response, 404, "text/plain; charset=utf-8", "There is nothing at this address.\n");
    } else {
      this.#options.metrics().then(
        ({ type, text }) => send(response, 200, type, text),
        (error: unknown) => {
          console.error(error);
          send(response, 500, "text/plain; charset=utf-8", "The metrics could not be read.\n");
        },
      );
    }
    return true;
  }

  #readiness(): { ready: boolean; checks: Record<string, Check> } {
    if (this.#options.isStopping()) return { ready: false, checks: { serving: { ok: false, says: "stopping" } } };
    if (this.#held && performance.now() < this.#held.until) return this.#held;
    const { file, needsRoom } = this.#options;
    const all = { ...(needsRoom ? { disk: () => diskCheck(file) } : {}), ...this.#options.checks };
    const checks: Record<string, Check> = {};
    for (const [name, check] of Object.entries(all)) {
      try {
        checks[name] = check();
      } catch (error) {
        checks[name] = { ok: false, says: error instanceof Error ? error.message : String(error) };
      }
    }
    const ready = Object.values(checks).every(({ ok }) => ok !== false);
    this.#held = { until: performance.now() + HOLD_MS, ready, checks };
    return this.#held;
  }

  #isOperator({ headers, socket }: IncomingMessage): boolean {
    const { token } = this.#options;
    if (token) return sameSecret(headers.authorization ?? "", `Bearer ${token}`);
    if (PROXIED.some((name) => headers[name] !== undefined)) return false;
    return /^(?:::ffff:)?127\.|^::1$/.test(socket.remoteAddress ?? "");
  }
}

function diskCheck(file: string): Check {
  const { bavail, bsize } = statfsSync(dirname(file));
  const free = bavail * bsize;
  return { ok: free >= LEAST_FREE_BYTES, says: `${Math.floor(free / 1_000_000)} MB free` };
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { "Content-Type": type, "Cache-Control": "no-store" });
  response.end(response.req.method === "HEAD" ? undefined : body);
}

/** Compares in the same time whatever differs. */
function sameSecret(given: string, wanted: string): boolean {
  const [a, b] = [given, wanted].map((text) => createHash("sha256").update(text).digest());
  return timingSafeEqual(a!, b!);
}
