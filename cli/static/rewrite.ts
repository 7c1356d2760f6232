/**
 * A page of the server as a file: its addresses become the copy's, in the markup and in the data that its scripts read (which must
 * agree, or the page would be drawn again), and its policy goes along in the page, since a host of files sends no headers of ours.
 */
import { createHash } from "node:crypto";

/** An address as pages have it to the copy's; null leaves it as it is. */
export type Rewritten = (address: string) => string | null;

const ATTRIBUTES = /(\s(?:href|src|srcset|srcSet|action|content)=")([^"]*)"/g;
const SCRIPTS = /(<script[^>]*>)([\s\S]*?)(<\/script>)/g;
const FLIGHT = /^self\.__next_f\.push\(\[1,("(?:[^"\\]|\\.)*")\]\)$/;
/** Properties that hold addresses; a text that merely begins with "/" is none. */
const PROPERTIES = /"(href|src|srcSet|action|content|url|page|embed|list|spellings|base)":("(?:[^"\\]|\\.)*")/g;
const CHUNKS = /"\/_next\/(?:[^"\\]|\\.)*"/g;

/** Markup with its addresses rewritten; scripts are left as they are. */
export function rewriteMarkup(markup: string, to: Rewritten): string {
  return markup.replace(ATTRIBUTES, (whole, before: string, value: string) => {
    const address = isText(before, value) ? null : to(unescaped(value));
    return address === null ? whole : `${before}${escaped(address)}"`;
  });
}

/** A whole page: markup, data and policy. `policy` is the server's; its hashes of scripts are replaced by those of the page's own. */
export function rewritePage(html: string, to: Rewritten, policy: string): string {
  const flight = rewriteFlight(
    [...html.matchAll(SCRIPTS)]
      .flatMap(([, , code]) => {
        const [, text] = FLIGHT.exec(code!) ?? [];
        return text === undefined ? [] : [JSON.parse(text) as string];
      })
      .join(""),
    to,
  );
  const hashes = new Set<string>();
  let isFirst = true;
  const page = splitAround(html, SCRIPTS)
    .map((part) => {
      const [, open, code, close] = new RegExp(`^${SCRIPTS.source}$`).exec(part) ?? [];
      if (open === undefined) return rewriteMarkup(part, to);
      // The whole of the data goes into the first of its scripts: a text in it names its length, so it is not rewritten in pieces.
      const own = FLIGHT.test(code!) ? `self.__next_f.push([1,${literal(isFirst ? flight : "")}])` : code!;
      if (FLIGHT.test(code!)) isFirst = false;
      if (!/\ssrc=/.test(open)) hashes.add(`'sha256-${createHash("sha256").update(own).digest("base64")}'`);
      return `${rewriteMarkup(open, to)}${own}${close!}`;
    })
    .join("");
  // Behind the page's character set, which a browser looks for in its first bytes, and before anything that it loads.
  return page.replace(
    /<meta charset="utf-8"\/?>/i,
    (charset) => `${charset}<meta http-equiv="Content-Security-Policy" content="${pagePolicy(policy, [...hashes])}"/>`,
  );
}

/** The data of React's server components: rows of JSON, and texts that say how many bytes they are. */
export function rewriteFlight(flight: string, to: Rewritten): string {
  const bytes = Buffer.from(flight);
  const rows: string[] = [];
  for (let at = 0; at < bytes.length;) {
    const colon = bytes.indexOf(":", at);
    const id = bytes.toString("utf8", at, colon < 0 ? bytes.length : colon + 1);
    if (colon >= 0 && bytes[colon + 1] === "T".charCodeAt(0)) {
      const comma = bytes.indexOf(",", colon);
      const end = comma + 1 + Number.parseInt(bytes.toString("latin1", colon + 2, comma), 16);
      const text = rewriteMarkup(bytes.toString("utf8", comma + 1, end), to);
      rows.push(`${id}T${Buffer.byteLength(text).toString(16)},${text}`);
      at = end;
      continue;
    }
    const line = bytes.indexOf("\n", at);
    const end = line < 0 ? bytes.length : line + 1;
    rows.push(rewriteJson(bytes.toString("utf8", at, end), to));
    at = end;
  }
  return rows.join("");
}

/** JSON with the addresses of its properties rewritten. */
export function rewriteJson(row: string, to: Rewritten): string {
  const quoted = (text: string) => {
    const address = to(JSON.parse(text) as string);
    return address === null ? text : JSON.stringify(address);
  };
  return row
    .replace(PROPERTIES, (whole, name: string, text: string) =>
      isText(name, text.slice(1)) ? whole : `"${name}":${quoted(text)}`,
    )
    .replace(CHUNKS, quoted)
    .replace(
      /"__html":("(?:[^"\\]|\\.)*")/g,
      (_whole, text: string) => `"__html":${JSON.stringify(rewriteMarkup(JSON.parse(text) as string, to))}`,
    );
}

/** What a page says of itself in a meta element is an address only where it is a whole one. */
function isText(name: string, value: string): boolean {
  return name.includes("content") && !/^https?:/.test(value);
}

/** What a page's own policy can say: who may frame it is for headers alone. */
function pagePolicy(policy: string, hashes: readonly string[]): string {
  return policy
    .split("; ")
    .filter((one) => !one.startsWith("frame-ancestors"))
    .map((one) => (one.startsWith("script-src") ? ["script-src 'self'", ...hashes].join(" ") : one))
    .join("; ");
}

function splitAround(text: string, pattern: RegExp): string[] {
  const parts: string[] = [];
  let at = 0;
  for (const match of text.matchAll(pattern)) {
    parts.push(text.slice(at, match.index), match[0]);
    at = match.index + match[0].length;
  }
  return [...parts, text.slice(at)];
}

/** A text as a script writes it, in which no markup ends the script. */
function literal(text: string): string {
  return JSON.stringify(text).replaceAll("<", "\\u003c").replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029");
}

const NAMED: Record<string, string> = { "&amp;": "&", "&quot;": '"', "&#x27;": "'", "&lt;": "<", "&gt;": ">" };

function unescaped(text: string): string {
  return text.replace(/&(?:amp|quot|#x27|lt|gt);/g, (entity) => NAMED[entity]!);
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
