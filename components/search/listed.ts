/** Finding in the list of a copy without a server: the words, days, cities and kinds of attack that the list's addresses name. */
import { foldName } from "@/domain/names";
import { foldedTexts } from "@/domain/spelling";
import type { ItemTexts } from "../incidents/incident-item";

/** An incident of the list's file, newest first in it. */
export interface ListedIncident extends ItemTexts {
  /** Slug; null where it is known less finely. */
  city: string | null;
  attackType: string;
  /** The figure taken, by which a list by toll is ordered; null where nobody gave one. */
  best: { killed: number | null; wounded: number | null };
  /** What is searched in, folded by `foldName`. */
  words: string;
}

export const COPY_SORTS = ["newest", "oldest", "killed", "wounded"] as const;
export type CopySort = (typeof COPY_SORTS)[number];

/** What stands for a number or a list of names in a text that the server writes and the browser fills in. */
export const HOLE = "\u2026";

const READ = new Set(["q", "from", "to", "city", "attack", "sort", "after"]);

export interface FoundListed {
  incidents: ListedIncident[];
  /** Parameters that a copy cannot answer; the list is found without them. */
  beyond: string[];
}

/** What of a list an address's query asks for, in its order. A value that cannot be read finds nothing rather than everything. */
export function findListed(all: readonly ListedIncident[], query: URLSearchParams): FoundListed {
  const given = (name: string) => query.getAll(name).filter((value) => value !== "");
  const [from, to, attack] = ["from", "to", "attack"].map((name) => given(name)[0]);
  const cities = new Set(given("city"));
  const texts = (query.get("q") ?? "")
    .split(/\s+/)
    .map(foldedTexts)
    .filter((folded) => folded.length > 0);
  const incidents = all.filter(
    (one) =>
      (!from || one.dateStart >= from) &&
      (!to || one.dateStart <= to) &&
      (!attack || one.attackType === attack) &&
      (cities.size === 0 || (one.city !== null && cities.has(one.city))) &&
      texts.every((folded) => folded.some((text) => ` ${one.words}`.includes(` ${text}`))),
  );
  const sort = query.get("sort");
  if (sort === "oldest") incidents.reverse();
  if (sort === "killed" || sort === "wounded") incidents.sort((a, b) => (b.best[sort] ?? -1) - (a.best[sort] ?? -1));
  return { incidents, beyond: [...new Set(query.keys())].filter((name) => !READ.has(name) && given(name).length > 0) };
}

/** Texts as they are searched in. */
export function searchedWords(texts: readonly (string | null | undefined)[]): string {
  return foldName(texts.filter(Boolean).join(" "));
}
