/** Which Chromium the browser tests use: one named in CHROMIUM, the system's, or the one Playwright installed. */
import { existsSync } from "node:fs";

const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/snap/bin/chromium"];

/** The path of a Chromium that is there, or undefined: then Playwright looks for its own. */
export function chromiumPath(): string | undefined {
  const named = process.env.CHROMIUM;
  if (named) return named;
  return PLACES.find((path) => existsSync(path));
}
