/**
 * Making the files of a copy: beginning with the first page of each language, every address that a page links is asked of a server
 * and written, until there is none left. A link that leads nowhere ends it: nothing half made is left behind.
 */
import { createWriteStream, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Addresses } from "./addresses";
import { rewriteJson, rewriteMarkup, rewritePage } from "./rewrite";

/** A copy that could not be made; the message says why. */
export class UnmadeCopy extends Error {}

export interface CopyOrder {
  /** Where the pages come from. */
  server: string;
  /** Where the copy will lie, with its path and without a slash at the end; empty where nobody knows. */
  address: string;
  folder: string;
  /** How many are asked for at once. */
  atOnce: number;
  onProgress?: (files: number) => void;
}

/** What the browser searches in, which leads to pages of the copy. */
const LIST = /^\/(?:uk\/)?incidents\/list\.json$/;
const NOT_THERE = "/there-is-no-such-page";

/** Writes the site. Resolves with how many files it has, and throws UnmadeCopy with every link that leads nowhere. */
export async function makeCopy(order: CopyOrder): Promise<{ files: number; bytes: number }> {
  const { server, address, folder, atOnce, onProgress } = order;
  const { origin, pathname } = address === "" ? { origin: "", pathname: "/" } : new URL(address);
  const base = pathname.endsWith("/") ? pathname : `${pathname}/`;
  const addresses = new Addresses(base);
  const linked = new Map<string, string>();
  const waiting: string[] = [];
  const nowhere: string[] = [];
  const counts = { files: 0, bytes: 0 };

  const want = (ask: string, from: string) => {
    if (linked.has(ask) || ask.startsWith("/_next/")) return;
    linked.set(ask, from);
    waiting.push(ask);
  };
  const rewriting = (from: string) => (value: string) => {
    const isOwn = address !== "" && (value === address || value.startsWith(`${address}/`));
    const path = isOwn ? value.slice(address.length) || "/" : value;
    if (!path.startsWith("/") || path.startsWith("//")) return null;
    const place = addresses.of(path);
    want(place.ask, from);
    return isOwn ? `${origin}${place.href}` : place.href;
  };
  const write = async (ask: string) => {
    const answer = await fetch(`${server}${ask}`, { redirect: "manual" });
    const isExpected = ask === NOT_THERE ? answer.status === 404 : answer.status === 200;
    if (!isExpected || !answer.body || /^\/(?:uk\/)?(?:api|admin|sign-in)(?:\/|$)/.test(ask)) {
      nowhere.push(`${ask} (${answer.status}), on ${linked.get(ask)}`);
      return void (await answer.body?.cancel());
    }
    const file = join(folder, ask === NOT_THERE ? "404.html" : addresses.of(ask).file);
    mkdirSync(dirname(file), { recursive: true });
    const type = answer.headers.get("content-type") ?? "";
    if (type.startsWith("text/html"))
      writeFileSync(
        file,
        rewritePage(await answer.text(), rewriting(ask), answer.headers.get("content-security-policy") ?? "default-src 'none'"),
        { flag: "wx" },
      );
    else if (LIST.test(ask)) writeFileSync(file, rewriteJson(await answer.text(), rewriting(ask)), { flag: "wx" });
    else if (type.startsWith("application/atom+xml"))
      writeFileSync(file, rewriteMarkup(await answer.text(), rewriting(ask)), { flag: "wx" });
    else
      await pipeline(
        Readable.fromWeb(answer.body as Parameters<typeof Readable.fromWeb>[0]),
        createWriteStream(file, { flags: "wx" }),
      );
    counts.files += 1;
    counts.bytes += statSync(file).size;
    if (counts.files % 500 === 0) onProgress?.(counts.files);
  };

  for (const first of ["/", "/uk", NOT_THERE]) want(first, "the beginning");
  let busy = 0;
  await new Promise<void>((resolve, reject) => {
    const next = () => {
      if (busy === 0 && waiting.length === 0) return resolve();
      while (busy < atOnce && waiting.length > 0) {
        busy += 1;
        write(waiting.shift()!).then(() => {
          busy -= 1;
          next();
        }, reject);
      }
    };
    next();
  });
  if (nowhere.length > 0) throw new UnmadeCopy(`These links of the pages lead nowhere:\n  ${nowhere.slice(0, 50).join("\n  ")}`);
  copyScripts(folder, base, counts);
  return counts;
}

/** The scripts, styles and fonts of the pages. Scripts know one address: where further ones lie. */
function copyScripts(folder: string, base: string, counts: { files: number; bytes: number }): void {
  const from = join(".next", "static");
  if (!existsSync(from)) throw new UnmadeCopy("The site is not built.");
  const to = join(folder, "_next", "static");
  cpSync(from, to, { recursive: true });
  for (const entry of readdirSync(to, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    if (base !== "/" && entry.name.endsWith(".js")) {
      const code = readFileSync(file, "utf8");
      const moved = code.replaceAll('"/_next/"', JSON.stringify(`${base}_next/`));
      if (moved !== code) writeFileSync(file, moved);
    }
    counts.files += 1;
    counts.bytes += statSync(file).size;
  }
}
