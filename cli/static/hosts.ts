/** Files that hosts of files read: headers for those that take them from a file, and a mark that folders with "_" are to be served. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";

/** Netlify's and Cloudflare's form; each page carries its content policy itself. */
const HEADERS = `/*
  X-Content-Type-Options: nosniff
  Referrer-Policy: strict-origin-when-cross-origin
  Permissions-Policy: camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()
/_next/static/*
  Cache-Control: public, max-age=31536000, immutable
/data/releases/*
  Access-Control-Allow-Origin: *
/export/*
  Access-Control-Allow-Origin: *
`;

export function writeHostFiles(folder: string): void {
  writeFileSync(join(folder, "_headers"), HEADERS);
  // GitHub Pages leaves out what begins with "_" without it.
  writeFileSync(join(folder, ".nojekyll"), "");
}
