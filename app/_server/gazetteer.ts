/** The towns of countries that the record takes on. */
import type { Actor } from "@/db/commands/actor";
import { loadGazetteer } from "@/db/gazetteer";
import type { Db } from "@/db/open";

/** Adds the settlements of the countries that are new; those of a country that is left out stay. */
export function addTowns(db: Db, actor: Actor, { before, now }: { before: readonly string[]; now: readonly string[] }): void {
  const added = [...new Set(now)].filter((country) => !before.includes(country));
  if (added.length > 0) loadGazetteer(db, actor, added);
}
