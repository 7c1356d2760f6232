/**
 * Where a server's addresses lie on a site of files. A file's name cannot hold a query, so the few queries that a copy has pages
 * of become part of the path; every other address leads to the nearest page that there is.
 */
import { createHash } from "node:crypto";

/** An address of the server, as one of the copy. */
export interface Place {
  /** What to ask the server for. */
  ask: string;
  /** The file below the site's folder. */
  file: string;
  /** How pages of the copy link to it. */
  href: string;
}

/** The queries that pages of the copy have, by their path without a language. */
const OWN_QUERIES: readonly [path: RegExp, parameters: readonly string[]][] = [
  [/^\/$/, ["chart", "scale"]],
  [/^\/cities$/, ["order"]],
  [/^\/compare$/, ["city"]],
  [/^\/incidents$/, ["after"]],
  [/^\/sources\/[^/]+$/, ["after"]],
  [/^\/corrections$/, ["before"]],
  [/^\/data\/releases\/compare$/, ["from", "to"]],
];

/** Pictures, frames and exports are of the view that links them, whatever its query. */
const ANY_QUERY = /^\/(?:embed|chart|export)\//;
/** Pages have no ending; a release of a day's second version ends like one. */
const FILE = /\.(?:json|xml|svg|css)$/;
const LANGUAGE = /^\/uk(?=\/|$)/;

export class Addresses {
  readonly #base: string;

  /** `base` is the path below which the site will lie: "/" or "/record/". */
  constructor(base = "/") {
    this.#base = base;
  }

  /** The copy's place of a server's address, which begins with "/". The place within a page is kept. */
  of(address: string): Place {
    const [whole = "", hash] = address.split("#", 2);
    const [path = "", query = ""] = whole.split("?", 2);
    const place = this.#of(path.length > 1 ? path.replace(/\/+$/, "") : path, new URLSearchParams(query));
    return hash === undefined ? place : { ...place, href: `${place.href}#${hash}` };
  }

  #of(path: string, query: URLSearchParams): Place {
    if (path.startsWith("/_next/") || path === "/icon.svg") return this.#file(path, path);
    const [language = ""] = LANGUAGE.exec(path) ?? [];
    const rest = path.slice(language.length) || "/";
    if (ANY_QUERY.test(rest)) {
      const ask = query.size > 0 ? `${path}?${query.toString()}` : path;
      return rest.startsWith("/embed/") && !rest.includes(".")
        ? this.#page(ask, path, query)
        : this.#file(ask, named(path, query));
    }
    if (FILE.test(rest) || /^\/data\/releases\/[^/]+\/[^/]+$/.test(rest)) return this.#file(path, path);
    const own = OWN_QUERIES.find(([pattern]) => pattern.test(rest))?.[1] ?? [];
    if (query.size === 0) return this.#page(path, path, query);
    if ([...query.keys()].every((name) => own.includes(name))) return this.#page(`${path}?${query.toString()}`, path, query);
    // The list of a copy finds in the browser what its address asks for.
    if (rest === "/incidents") {
      const { href, ...page } = this.#page(path, path, new URLSearchParams());
      return { ...page, href: `${href}?${query.toString()}` };
    }
    const cities = query.getAll("city");
    const near = rest === "/" && cities.length === 1 ? `${language}/cities/${cities[0]!}` : path;
    return this.#page(near, near, new URLSearchParams());
  }

  #page(ask: string, path: string, query: URLSearchParams): Place {
    const folder = query.size > 0 ? `${path.replace(/\/$/, "")}/${textOf(query)}` : path;
    const below = folder === "/" ? "" : `${folder.slice(1)}/`;
    return { ask, file: `${below}index.html`, href: `${this.#base}${below}` };
  }

  #file(ask: string, path: string): Place {
    return { ask, file: decodeURIComponent(path.slice(1)), href: `${this.#base}${path.slice(1)}` };
  }
}

/** "/export/series.csv" of one city is "/export/series_city-kharkiv.csv". */
function named(path: string, query: URLSearchParams): string {
  if (query.size === 0) return path;
  const [, stem, end] = /^(.*?)(\.\w+)$/.exec(path) ?? ["", path, ""];
  return `${stem}_${textOf(query)}${end}`;
}

/** A query as a part of a path that every host and disk takes. */
function textOf(query: URLSearchParams): string {
  const text = [...query].map(([name, value]) => `${name}-${value}`).join("_");
  if (/^[\w.-]{1,100}$/.test(text)) return text;
  return `view-${createHash("sha256").update(query.toString()).digest("hex").slice(0, 20)}`;
}
