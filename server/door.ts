/** The door: every request is counted, passes the gate, gets its headers, and is answered from the front cache or by Next. */
import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Logger } from "pino";
import { troubleOf } from "@/db/trouble";
import { answering } from "./asked";
import { captureAnswer } from "./capture";
import type { OpenAnswers } from "./closing";
import type { Environment } from "./environment";
import { freezePage, type FrozenPage } from "./freeze";
import { FrontCache, isKeepable, keepPage, sendKept, type KeptPage } from "./front-cache";
import { isDesk, refusalOf } from "./gate";
import { contentSecurityPolicy, securityHeaders } from "./headers";
import { limitOf, Limits, visitorOf, type Limited } from "./limits";
import type { Health } from "./health";
import { kindOf } from "./kinds";
import { countAnswer, countCache } from "./metrics";
import { lending, withLent } from "./texts";

/** What Next hands out to answer a request. */
export type Answer = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

interface Options {
  answer: Answer;
  environment: Environment;
  /** Which state of the record answers are made from now. */
  state: () => string;
  log: Logger;
  health: Health;
  open: OpenAnswers;
}

/** An answer that took longer is worth a line in the log. */
const SLOW_MS = 2_000;

/** A cache in front may hold a page for half a minute; a browser asks each time and mostly gets a 304. */
const CACHE_CONTROL = "public, max-age=0, must-revalidate, s-maxage=30";

/** What was refused is read on and forgotten for so long, and so much of it. */
const LINGER_MS = 3_000;
const LINGER_BYTES = 20_000_000;

/** An address at which there is nothing. */
const NOT_HERE = "/not-on-a-mirror";

const METHODS = new Set(["GET", "HEAD", "POST", "OPTIONS"]);

const FORWARDED = ["forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip"];

export class Door {
  readonly #options: Options;
  readonly #cache = new FrontCache();
  readonly #rendering = new Map<string, Promise<KeptPage | null>>();
  readonly #limits: Limits;
  readonly #secure: boolean;
  readonly #dev: boolean;
  readonly #isMirror: boolean;
  readonly #always: Record<"page" | "frame", [string, string][]>;

  constructor(options: Options) {
    this.#options = options;
    this.#limits = new Limits(options.environment.ATTEST_RATE_LIMIT);
    this.#secure = options.environment.ATTEST_ORIGIN?.startsWith("https://") ?? false;
    this.#isMirror = options.environment.ATTEST_MIRROR === "1";
    this.#dev = options.environment.NODE_ENV === "development";
    this.#always = {
      page: Object.entries(securityHeaders({ secure: this.#secure })),
      frame: Object.entries(securityHeaders({ secure: this.#secure, frames: true })),
    };
  }

  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.#watch(request, response);
    const frames = /^\/(?:uk\/)?embed\//.test(request.url ?? "");
    for (const [name, value] of this.#always[frames ? "frame" : "page"]) response.setHeader(name, value);
    if (this.#options.health.answer(request, response)) return;
    // Who the visitor is, is believed of a proxy alone, and there is one only where the public origin is configured.
    const visitor = visitorOf(request, this.#options.environment.ATTEST_ORIGIN !== undefined);
    for (const name of FORWARDED) delete request.headers[name];
    if (visitor !== null) request.headers["x-forwarded-for"] = visitor;
    if (!request.headers.host) return this.#refuse(request, response, 400, "The request names no host.", {});
    const refusal = refusalOf(request, this.#options.environment.ATTEST_ORIGIN, { isMirror: this.#isMirror });
    if (refusal) {
      const { status, message, allow } = refusal;
      this.#refuse(request, response, status, message, allow === undefined ? {} : { Allow: allow });
      return;
    }
    const limited = limitOf(request);
    if (limited && this.#isTooMuch(request, response, limited, visitor)) return;
    if (this.#isMirror) {
      // Nobody is signed in here, whatever a browser brings along from elsewhere.
      delete request.headers.cookie;
      if (isDesk(request.url ?? "/")) request.url = NOT_HERE;
    }
    try {
      if (this.#dev || !isKeepable(request)) {
        const isPage = limited === null && !/^\/(?:_next|api)\//.test(request.url ?? "");
        if (isPage && this.#isTooMuch(request, response, "read", visitor)) return;
        await this.#pass(request, response, frames);
      } else await this.#fromCache(request, response, frames, visitor);
    } catch (error) {
      this.#options.log.error({ request: response.getHeader("X-Request-Id"), err: error }, "An answer failed.");
      if (response.headersSent) return void response.destroy();
      response.writeHead(this.#isAiling() ? 503 : 500, {
        "Content-Type": "text/plain; charset=utf-8",
        "Cache-Control": "no-store",
        ...(this.#isAiling() ? { "Retry-After": "60" } : {}),
      });
      response.end("Something failed here. It was written to the server's log.\n");
    }
  }

  /** Gives the request its number, and counts and logs the answer when its connection is done with it. */
  #watch(request: IncomingMessage, response: ServerResponse): void {
    const { log, open } = this.#options;
    const started = performance.now();
    const id = nextRequestId();
    const method = request.method ?? "GET";
    const kind = kindOf(request.url ?? "/", request.headers.rsc !== undefined);
    response.setHeader("X-Request-Id", id);
    open.add(response);
    response.once("close", () => {
      const ms = performance.now() - started;
      const cut = !response.writableFinished;
      const status = response.statusCode;
      countAnswer({ kind, method: METHODS.has(method) ? method : "other", status, seconds: ms / 1000, cut });
      const level =
        status >= 500 ? "error" : cut && kind === "export" ? "warn" : method === "POST" || ms > SLOW_MS ? "info" : "debug";
      if (kind === "probe" && level !== "error" ? log.isLevelEnabled("debug") : log.isLevelEnabled(level))
        log[level]({ request: id, method, kind, status, ms: Math.round(ms), ...(cut ? { cut } : {}) }, "answer");
    });
  }

  /** Says no, to people in a sentence and to programs in the one form they read errors in (RFC 9457), and closes the connection. */
  #refuse(
    request: IncomingMessage,
    response: ServerResponse,
    status: number,
    message: string,
    headers: Record<string, string>,
  ): void {
    const isMachine = /^\/(?:api|export)\//.test(request.url ?? "");
    const text = isMachine ? JSON.stringify({ type: "about:blank", title: "Refused", status, detail: message }) : `${message}\n`;
    response.writeHead(status, {
      "Content-Type": isMachine ? "application/problem+json" : "text/plain; charset=utf-8",
      "Content-Length": Buffer.byteLength(text),
      "Cache-Control": "no-store",
      Connection: "close",
      ...headers,
    });
    if (request.method !== "POST" || request.complete) return void response.end(text);
    response.write(text);
    endOnceRead(request, response);
  }

  /** Answers 429 where the network asked too much of a kind; tells whether it did. */
  #isTooMuch(request: IncomingMessage, response: ServerResponse, limited: Limited, visitor: string | null): boolean {
    const wait = this.#limits.take(limited, visitor);
    if (wait === 0) return false;
    const message = `Too much was asked from your network. Try again in ${wait} seconds. / Забагато запитів із вашої мережі. Спробуйте за ${wait} с.`;
    this.#refuse(request, response, 429, message, { "Retry-After": String(wait) });
    return true;
  }

  #isAiling = () => troubleOf(this.#options.environment.ATTEST_DB) !== null;

  /** Straight to Next, with a policy for this one answer. */
  async #pass(request: IncomingMessage, response: ServerResponse, frames: boolean): Promise<void> {
    countCache("past");
    const policy = contentSecurityPolicy([`'nonce-${newNonce()}'`], { frames, dev: this.#dev });
    request.headers["content-security-policy"] = policy;
    response.setHeader("Content-Security-Policy", policy);
    const isPost = request.method === "POST";
    const isMultipart = request.headers["content-type"]?.startsWith("multipart/form-data") ?? false;
    const isCall = isPost && (request.headers["next-action"] !== undefined || isMultipart);
    await answering(response, { isPost, isCall, isAiling: this.#isAiling }, () => this.#options.answer(request, response));
  }

  async #fromCache(request: IncomingMessage, response: ServerResponse, frames: boolean, visitor: string | null): Promise<void> {
    const state = this.#options.state();
    const url = normalAddress(request.url ?? "/");
    const kept = this.#cache.get(state, url);
    if (kept) {
      countCache("hit");
      return sendKept(request, response, kept);
    }
    // Many ask for the same new page at once: it is rendered for the first and waited for by the others.
    const key = `${state} ${url}`;
    const under = this.#rendering.get(key);
    if (under) {
      countCache("waited");
      const page = await under;
      if (page) return sendKept(request, response, page);
      return this.#pass(request, response, frames);
    }
    countCache("miss");
    if (this.#isTooMuch(request, response, "read", visitor)) return;
    const rendered = this.#render(request, response, frames);
    this.#rendering.set(
      key,
      rendered.then((one) => (one.keep ? one.page : null)).catch(() => null),
    );
    try {
      const { page, keep } = await rendered;
      if (keep) this.#cache.set(state, url, page);
      await sendKept(request, response, page);
    } finally {
      this.#rendering.delete(key);
    }
  }

  async #render(request: IncomingMessage, response: ServerResponse, frames: boolean): Promise<{ page: KeptPage; keep: boolean }> {
    const nonce = newNonce();
    request.headers["content-security-policy"] = contentSecurityPolicy([`'nonce-${nonce}'`], { frames });
    const method = request.method;
    request.method = "GET";
    const { page, lent, isNothing } = await lending(() => captureAnswer(request, response, this.#options.answer));
    const { headers, body } = page;
    const status = isNothing && page.status === 200 ? 404 : page.status;
    request.method = method;
    delete headers["cache-control"];
    delete headers["content-length"];
    delete headers.etag;
    const isPage = headers["content-type"]?.startsWith("text/html") ?? false;
    const text = isPage ? body.toString("utf8") : "";
    const frozen = isPage ? frozenOrNull(text, nonce) : { html: "", scriptHashes: [] };
    const keep = frozen !== null && (status === 200 || status === 404) && headers["set-cookie"] === undefined;
    const isDown = status >= 500 && this.#isAiling();
    const kept = keepPage({
      status: isDown ? 503 : status,
      headers: { ...headers, ...(isDown ? { "Retry-After": "60" } : {}), "Cache-Control": keep ? CACHE_CONTROL : "no-store" },
      policy: contentSecurityPolicy(frozen?.scriptHashes ?? [`'nonce-${nonce}'`], { frames }),
      body: isPage ? Buffer.from(withLent(frozen?.html ?? text, lent)) : body,
    });
    return { page: kept, keep };
  }
}

/**
 * Ends an answer that is written once its sender has sent the rest, or too much for too long: a connection that is closed while
 * they still send reaches them as broken, not as the sentence that was said.
 */
function endOnceRead(request: IncomingMessage, response: ServerResponse): void {
  let bytes = 0;
  const end = () => {
    clearTimeout(late);
    response.end();
  };
  const late = setTimeout(end, LINGER_MS);
  request.on("data", (piece: Buffer) => {
    bytes += piece.length;
    if (bytes > LINGER_BYTES) end();
  });
  request.once("end", end);
  request.once("close", end);
}

/** A page that cannot be frozen is served this once, under its own nonce, and said in the log. */
function frozenOrNull(text: string, nonce: string): FrozenPage | null {
  try {
    return freezePage(text, nonce);
  } catch (error) {
    console.error(error);
    return null;
  }
}

/** A number for each request: told to its reader and written in the log, so that the two can be brought together. */
const PROCESS = randomBytes(4).toString("hex");
let requests = 0;

function nextRequestId(): string {
  return `${PROCESS}-${(requests += 1).toString(36)}`;
}

function newNonce(): string {
  return randomBytes(16).toString("base64url");
}

/** Equal queries in another order are one page. */
function normalAddress(url: string): string {
  const at = url.indexOf("?");
  if (at < 0) return url;
  const pairs = url
    .slice(at + 1)
    .split("&")
    .filter((pair) => pair !== "");
  return pairs.length < 2 ? url : `${url.slice(0, at)}?${pairs.sort().join("&")}`;
}
