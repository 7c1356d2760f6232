/**
 * Rendered public pages, kept for the state of the record they were made from. The revision is read at each request, so
 * a publish shows at the next one; entries of older revisions are never served and fall out by age. Requests with a
 * session, flight requests and all but GET and HEAD go past it.
 */
import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const MOST_BYTES = 96 * 1024 * 1024;
const compressions = { br: promisify(brotliCompress), gzip: promisify(gzip) };

/** One answer in the forms that clients accept, each compressed form made when the first client asks for it. */
export interface KeptPage {
  status: number;
  headers: Record<string, string>;
  policy: string;
  bodies: Partial<Record<Encoding, Buffer>> & { identity: Buffer };
  compressing: Partial<Record<Encoding, Promise<Buffer>>>;
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
  readonly #pages = new Map<string, KeptPage>();
  #bytes = 0;

  /** The page kept for a state of the record and an address, or undefined. */
  get(state: string, url: string): KeptPage | undefined {
    const key = `${state} ${url}`;
    const page = this.#pages.get(key);
    if (page && this.#pages.size > 1) {
      this.#pages.delete(key);
      this.#pages.set(key, page);
    }
    return page;
  }

  set(state: string, url: string, page: KeptPage): void {
    const key = `${state} ${url}`;
    const old = this.#pages.get(key);
    if (old) this.#bytes -= sizeOf(old);
    this.#pages.set(key, page);
    this.#bytes += sizeOf(page);
    for (const [oldest, kept] of this.#pages) {
      if (this.#bytes <= MOST_BYTES || oldest === key) break;
      this.#pages.delete(oldest);
      this.#bytes -= sizeOf(kept);
    }
  }
}

/** What a page takes, with room for its compressed forms. */
function sizeOf({ bodies }: KeptPage): number {
  return Math.round(bodies.identity.length * 1.35) + 2_000;
}

/** A page ready to be kept, with a strong ETag for each form. */
export function keepPage(page: { status: number; headers: Record<string, string>; policy: string; body: Buffer }): KeptPage {
  const { body, ...rest } = page;
  const tag = createHash("sha256").update(page.policy).update(body).digest("base64url").slice(0, 22);
  return {
    ...rest,
    bodies: { identity: body },
    compressing: {},
    etags: { identity: `"${tag}"`, gzip: `"${tag}-gz"`, br: `"${tag}-br"` },
  };
}

async function compress(page: KeptPage, encoding: "gzip" | "br"): Promise<void> {
  const body = page.bodies.identity;
  page.compressing[encoding] ??=
    encoding === "gzip"
      ? compressions.gzip(body)
      : compressions.br(body, {
          params: { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_SIZE_HINT]: body.length },
        });
  page.bodies[encoding] = await page.compressing[encoding];
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
  if (encoding !== "identity") {
    if (!page.bodies[encoding]) await compress(page, encoding);
    headers["Content-Encoding"] = encoding;
  }
  const body = page.bodies[encoding]!;
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
