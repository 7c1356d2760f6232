/** Where a chart's picture is: as files, and in a frame of its own. */
import { pathIn, type Words } from "@/messages";

export interface ChartPaths {
  svg: string;
  png: string;
  embed: string;
}

/** The addresses of a named chart under a query ("city=kharkiv&policy=latest", or empty). */
export function chartPaths({ locale }: Words, name: string, query: string): ChartPaths {
  const suffix = query === "" ? "" : `?${query}`;
  return {
    svg: pathIn(locale, `/chart/${name}.svg${suffix}`),
    png: pathIn(locale, `/chart/${name}.png${suffix}`),
    embed: pathIn(locale, `/embed/${name}${suffix}`),
  };
}
