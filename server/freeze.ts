/**
 * A rendered page made fit to be kept: the nonce of its one rendering is taken out, and each inline script that carried
 * it is allowed by its hash instead. A page that could be served to many must not hold one visitor's nonce.
 */
import { createHash } from "node:crypto";

export interface FrozenPage {
  html: string;
  /** Values for script-src: 'sha256-…' of every inline script. */
  scriptHashes: string[];
}

/** Takes the nonce out of page and flight data and hashes the scripts. Throws where any trace of the nonce is left. */
export function freezePage(rendered: string, nonce: string): FrozenPage {
  // Hash only what Next itself wrote: its scripts carry the nonce; an injected one would not and stays forbidden.
  const own = new RegExp(`<script([^>]*) nonce="${escapeForRegex(nonce)}"([^>]*)>([\\s\\S]*?)</script>`, "g");
  const scriptHashes: string[] = [];
  const html = withoutFlightNonce(rendered, nonce).replace(own, (_whole, before: string, after: string, code: string) => {
    if (!/ src=/.test(before + after)) scriptHashes.push(`'sha256-${createHash("sha256").update(code).digest("base64")}'`);
    return `<script${before}${after}>${code}</script>`;
  });
  const bare = scriptsLast(html.replaceAll(` nonce="${nonce}"`, ""));
  if (bare.includes(nonce)) throw new Error("A rendered page still holds its nonce; it is served once and not kept.");
  return { html: bare, scriptHashes: [...new Set(scriptHashes)] };
}

/**
 * Files of scripts at the end of the page: found by looking ahead as early as before, but run once all of it is read, so that what
 * the page shows does not wait for them.
 */
function scriptsLast(html: string): string {
  const end = html.lastIndexOf("</body>");
  if (end < 0) return html;
  const files: string[] = [];
  const shown = html.slice(0, end).replace(/<script(?: [^>]*)? src="[^"]*"[^>]* async=""[^>]*><\/script>/g, (tag) => {
    files.push(tag);
    return "";
  });
  return shown + files.join("") + html.slice(end);
}

/** Flight data repeats the nonce as a property of scripts and styles, with its quotes escaped once. */
function withoutFlightNonce(html: string, nonce: string): string {
  return html
    .replaceAll(`\\"nonce\\":\\"${nonce}\\"`, '\\"nonce\\":\\"$undefined\\"')
    .replaceAll(`\\"${nonce}\\"`, '\\"$undefined\\"');
}

function escapeForRegex(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
}
