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
    if (!/ src=/.test(before + after)) scriptHashes.push(hashOf(code));
    return `<script${before}${after}>${code}</script>`;
  });
  const bare = scriptsLast(html.replaceAll(` nonce="${nonce}"`, ""));
  if (bare.includes(nonce)) throw new Error("A rendered page still holds its nonce; it is served once and not kept.");
  if (bare.includes(START_SCRIPTS)) scriptHashes.push(START_HASH);
  return { html: bare, scriptHashes: [...new Set(scriptHashes)] };
}

/**
 * Fetches and runs the page's script files once the reader has seen the page: in the frame after the first that is drawn, or after
 * a while where nothing is (a tab in the background, a frame out of sight).
 */
const START_SCRIPTS = `(()=>{let on=()=>{on=()=>{};for(const kept of document.querySelectorAll("template[data-scripts]"))document.body.append(document.importNode(kept.content,true))};document.hidden?on():requestAnimationFrame(()=>setTimeout(()=>on()));setTimeout(()=>on(),2000)})()`;
const START_HASH = hashOf(START_SCRIPTS);

/**
 * Files of scripts stand at the end in a template, where no browser looks for what to fetch: what a page shows first, its styles
 * and fonts, has the line for itself. They are the tags as they were: so React and the loader of parts know them again.
 */
function scriptsLast(html: string): string {
  const end = html.lastIndexOf("</body>");
  // A page that is not there is empty until Next's scripts draw it: nothing is to be seen before them.
  if (end < 0 || html.includes('<html id="__next_error__"')) return html;
  const files: string[] = [];
  const shown = html
    .slice(0, end)
    .replace(/<link rel="preload" as="script"[^>]*>/g, "")
    .replace(/<script(?: [^>]*)? src="[^"]*"[^>]* async=""[^>]*><\/script>/g, (tag) => {
      files.push(tag);
      return "";
    });
  if (files.length === 0) return html;
  return `${shown}<template data-scripts="">${files.join("")}</template><script>${START_SCRIPTS}</script>${html.slice(end)}`;
}

function hashOf(code: string): string {
  return `'sha256-${createHash("sha256").update(code).digest("base64")}'`;
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
