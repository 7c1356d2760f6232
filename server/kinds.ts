/** What kind of address a request asks for: what answers are counted and logged by, instead of the address itself. */

export const KINDS = ["page", "desk", "export", "api", "picture", "feed", "part", "asset", "probe"] as const;
export type Kind = (typeof KINDS)[number];

/** The kind of an address; `isPart` where Next's own code in the browser asks for a page's data (a flight request). */
export function kindOf(url: string, isPart = false): Kind {
  if (/^\/(?:_next\/|icon\.svg)/.test(url)) return "asset";
  if (url.startsWith("/export/")) return "export";
  if (url.startsWith("/api/")) return "api";
  if (/^\/(?:healthz|readyz|metrics)(?:[/?]|$)/.test(url)) return "probe";
  const rest = url.startsWith("/uk/") ? url.slice(3) : url;
  if (/^\/(?:admin|sign-in|invitation)(?:[/?]|$)/.test(rest)) return "desk";
  if (/^\/data\/releases\/[^/?]+\/[^/?]/.test(rest)) return "export";
  if (/^\/(?:chart|embed)\//.test(rest)) return "picture";
  if (/^\/feed\.xml(?:\?|$)/.test(rest)) return "feed";
  return isPart ? "part" : "page";
}
