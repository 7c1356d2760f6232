/**
 * The gate before Next: what is malformed, too large or comes from a foreign site is answered here with a 4xx and a
 * sentence, and never reaches a page. Authorisation is not decided here: every action and query checks for itself.
 */
import type { IncomingMessage } from "node:http";
import { kindOf } from "./kinds";

/** Larger bodies are refused, never cut. Uploads have routes of their own with limits of their own. */
export const MOST_BODY_BYTES = 1_000_000;
const LONGEST_ADDRESS = 8_000;

export interface Refusal {
  status: 400 | 403 | 405 | 411 | 413 | 414;
  message: string;
  /** The methods that the address answers, with a 405. */
  allow?: string;
}

/** Whether an address is of the desk or of its entrances, however it is spelt: a mirror has none of them. */
export function isDesk(url: string): boolean {
  return /^\/(?:(?:en|uk)\/)?(?:admin|sign-in|invitation)(?:\/|$)/.test(pathOf(url));
}

/** Whether an address is of a file of the built site, however it is spelt. */
function isFile(url: string): boolean {
  return kindOf(pathOf(url)) === "asset";
}

function pathOf(url: string): string {
  return decodeURIComponent(new URL(url, "http://here").pathname);
}

/** Why a request is not let in, or null. `origin` is the site's public origin where it is configured; a mirror takes no forms. */
export function refusalOf(
  request: Pick<IncomingMessage, "method" | "url" | "headers">,
  origin?: string,
  { isMirror = false } = {},
): Refusal | null {
  const { method = "GET", url = "/", headers } = request;
  if (!["GET", "HEAD", "POST", "OPTIONS"].includes(method))
    return { status: 405, message: "This address answers GET, HEAD and POST.", allow: "GET, HEAD, POST, OPTIONS" };
  if (url.length > LONGEST_ADDRESS) return { status: 414, message: `The address is longer than ${LONGEST_ADDRESS} characters.` };
  if (!isAddress(url)) return { status: 400, message: "The address cannot be read: check its percent signs." };
  // Next fails where a form comes to a file.
  if (method !== "GET" && method !== "HEAD" && isFile(url))
    return { status: 405, message: "This address answers GET and HEAD.", allow: "GET, HEAD" };
  if (method !== "POST") return null;
  if (isMirror)
    return {
      status: 405,
      message: "This is a mirror: it is only read. What it shows is changed where the record is kept.",
      allow: "GET, HEAD, OPTIONS",
    };
  if (!isSameOrigin(headers, origin)) {
    return {
      status: 403,
      message: "Forms are accepted from this site's own pages only. Open the page again and send the form from there.",
    };
  }
  const length = headers["content-length"];
  // Without a length, as in pieces, nobody knows what is coming until it is too much; browsers send one with every form.
  if (length === undefined) return { status: 411, message: "A form needs a Content-Length." };
  if (Number(length) > MOST_BODY_BYTES) return { status: 413, message: `The form is larger than ${MOST_BODY_BYTES} bytes.` };
  return null;
}

function isAddress(url: string): boolean {
  if (!url.startsWith("/") || url.startsWith("//") || url.includes("\\")) return false;
  const [path = ""] = url.split("?", 1);
  try {
    return !/[\u0000-\u001f]/.test(decodeURIComponent(path));
  } catch {
    return false;
  }
}

/** A browser names the page's origin on every POST; without one, or with "null", nothing may change. */
function isSameOrigin(headers: IncomingMessage["headers"], configured?: string): boolean {
  const { origin, host } = headers;
  if (!origin || origin === "null") return false;
  if (headers["sec-fetch-site"] && headers["sec-fetch-site"] !== "same-origin") return false;
  if (configured && origin === configured) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}
