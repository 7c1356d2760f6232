/**
 * Rendered public pages, kept for the state of the record they were made from. The revision is read at each request, so
 * a publish shows at the next one; entries of older revisions are never served and fall out by age. Requests with a
 * session, flight requests and all but GET and HEAD go past it.
 */
import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { totalmem } from "node:os";
import { promisify } from "node:util";
import { brotliCompress, brotliDecompress, constants, gunzip, gzip } from "node:zlib";

const MB = 1024 * 1024;
const compressions = { br: promisify(brotliCompress), gzip: promisify(gzip) };
const expansions = { br: promisify(brotliDecompress), gzip: promisify(gunzip) };

/** What all kept pages of a process may take: a thirty-second of the memory that it may use, between 96 and 512 MB. */
export function mostBytes(memory = Math.min(totalmem(), process.constrainedMemory() || Infinity)): number {
  return Math.max(96 * MB, Math.min(512 * MB, memory / 32));
}

/**
 * One answer in the forms that clients accept, each compressed form made when the first client asks for it. Where nobody wants
 * the plain form it goes, a tenth of it being enough to make it again.
 */
export interface KeptPage {
  status: number;
  headers: Record<string, string>;
  policy: string;
  bodies: Partial<Record<Encoding, Buffer>>;
  /** Forms that are being made, for all who wait for them. */
  making: Partial<Record<Encoding, Promise<Buffer>>>;
  /** Whether a client took the plain form. */
  isWantedPlain: boolean;
  /** Told when forms came or went. */
  changed: () => void;
  etags: Record<Encoding, string>;
}

type Encoding = "identity" | "gzip" | "br";

/** Which requests a kept page may answer, by their address and headers alone. */
export function isKeepable({ method, url = "/", headers }: Pick<IncomingMessage, "method" | "url" | "headers">): boolean {
  if (method !== "GET" && method !== "HEAD") return false;
  if (headers.rsc !== undefined || headers["next-router-prefetch"] !== undefined || headers["next-action"] !== undefined)
    return false;
  if (headers.cookie?.includes("__Host-attest=")) return false;
  return !/^\/(?:_next\/|export\/|api\/|healthz|readyz|metrics|icon\.svg|(?:uk\/)?data\/releases\/[^/?]+\/[^/?]|(?:uk\/)?(?:admin|sign-in|invitation)(?:[/?]|$))/.test(
    url,
  );
}

/** Keeps pages up to a number of bytes; the least recently used goes first. */
export class FrontCache {
  readonly #pages = new Map<string, { page: KeptPage; bytes: number }>();
  readonly #most: number;
  #bytes = 0;

  constructor(most = mostBytes()) {
    this.#most = most;
  }

  /** How many pages there are. */
  get size(): number {
    return this.#pages.size;
  }

  /** The page kept for a state of the record and an address, or undefined. */
  get(state: string, url: string): KeptPage | undefined {
    const key = `${state} ${url}`;
    const kept = this.#pages.get(key);
    if (!kept) return undefined;
    if (this.#pages.size > 1) {
      this.#pages.delete(key);
      this.#pages.set(key, kept);
    }
    return kept.page;
  }

  set(state: string, url: string, page: KeptPage): void {
    const key = `${state} ${url}`;
    this.#forget(key);
    const kept = { page, bytes: 0 };
    this.#pages.set(key, kept);
    this.#count(kept);
    page.changed = () => {
      if (this.#pages.get(key) !== kept) return;
      this.#count(kept);
      this.#shrinkTo(key);
    };
    this.#shrinkTo(key);
  }

  /** Lets the least recently used pages go until the others fit; never the one that has just come or grown. */
  #shrinkTo(kept: string): void {
    for (const oldest of this.#pages.keys()) {
      if (this.#bytes <= this.#most) break;
      if (oldest !== kept) this.#forget(oldest);
    }
  }

  #count(kept: { page: KeptPage; bytes: number }): void {
    const bytes = sizeOf(kept.page);
    this.#bytes += bytes - kept.bytes;
    kept.bytes = bytes;
  }

  #forget(key: string): void {
    this.#bytes -= this.#pages.get(key)?.bytes ?? 0;
    this.#pages.delete(key);
  }
}

/** What a page takes now. */
function sizeOf({ bodies }: KeptPage): number {
  let bytes = 2_000;
  for (const body of Object.values(bodies)) bytes += body.length;
  return bytes;
}

/** A page ready to be kept, with a strong ETag for each form. */
export function keepPage(page: { status: number; headers: Record<string, string>; policy: string; body: Buffer }): KeptPage {
  const { body, ...rest } = page;
  const tag = createHash("sha256").update(page.policy).update(body).digest("base64url").slice(0, 22);
  return {
    ...rest,
    bodies: { identity: body },
    making: {},
    isWantedPlain: false,
    changed: () => undefined,
    etags: { identity: `"${tag}"`, gzip: `"${tag}-gz"`, br: `"${tag}-br"` },
  };
}

/** A form of a page, made where it is not there. */
async function bodyOf(page: KeptPage, encoding: Encoding): Promise<Buffer> {
  const there = page.bodies[encoding];
  if (there) return there;
  const body = await (page.making[encoding] ??= makeForm(page, encoding));
  delete page.making[encoding];
  page.bodies[encoding] = body;
  if (encoding !== "identity" && !page.isWantedPlain) delete page.bodies.identity;
  page.changed();
  return body;
}

async function makeForm(page: KeptPage, encoding: Encoding): Promise<Buffer> {
  const { identity, br, gzip } = page.bodies;
  const body = identity ?? (br ? await expansions.br(br) : await expansions.gzip(gzip!));
  if (encoding === "identity") return body;
  if (encoding === "gzip") return compressions.gzip(body);
  return compressions.br(body, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_SIZE_HINT]: body.length },
  });
}

/** Sends a kept page in the best form the client accepts, or 304 where it has it already. */
export async function sendKept(request: IncomingMessage, response: ServerResponse, page: KeptPage): Promise<void> {
  const encoding = acceptedEncoding(request.headers["accept-encoding"]);
  const etag = page.etags[encoding];
  const headers: Record<string, string | number> = {
    ...page.headers,
    "Content-Security-Policy": page.policy,
    ETag: etag,
    Vary: "Accept-Encoding, RSC",
  };
  if (matches(request.headers["if-none-match"], etag)) {
    response.writeHead(304, headers);
    response.end();
    return;
  }
  if (encoding === "identity") page.isWantedPlain = true;
  else headers["Content-Encoding"] = encoding;
  const body = page.bodies[encoding] ?? (await bodyOf(page, encoding));
  headers["Content-Length"] = body.length;
  response.writeHead(page.status, headers);
  response.end(request.method === "HEAD" ? undefined : body);
}

function acceptedEncoding(accepted: string | string[] | undefined): Encoding {
  const text = String(accepted ?? "");
  const takes = (name: string) => new RegExp(`(?:^|[ ,])${name}(?! *; *q=0(?:\\.0*)?(?:[ ,]|$))`).test(text);
  if (takes("br")) return "br";
  return takes("gzip") ? "gzip" : "identity";
}

function matches(ifNoneMatch: string | undefined, etag: string): boolean {
  if (!ifNoneMatch) return false;
  return ifNoneMatch === "*" || ifNoneMatch.split(",").some((tag) => tag.trim().replace(/^W\//, "") === etag);
}
