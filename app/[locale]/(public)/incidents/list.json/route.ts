/** GET /incidents/list.json (and /uk/…), on a copy without a server alone: the whole list in the page's words, for the browser to search in. */
import { itemTexts } from "@/components/incidents/incident-list";
import { searchedWords, type ListedIncident } from "@/components/search/listed";
import { searchIncidents } from "@/db/queries/incident-search";
import { listSpellings } from "@/db/queries/places";
import { findRecord } from "@/db/queries/record";
import { parseFilter } from "@/domain/filter";
import { isLocale, wordsIn } from "@/messages";
import { isCopy } from "../../../../_server/copy";
import { readDb } from "../../../../_server/database";
import { problem } from "../../../../_server/machine";

export const dynamic = "force-dynamic";

export async function GET(_request: Request, { params }: { params: Promise<{ locale: string }> }): Promise<Response> {
  const { locale } = await params;
  if (!isCopy() || !isLocale(locale))
    return problem(404, "There is no such list", "Take /export/incidents.json, or the API at /api/v1/incidents.");
  const words = wordsIn(locale);
  const db = readDb();
  const { filter } = parseFilter(new URLSearchParams(), () => false, findRecord(db).defaultPolicy);
  const spellings = new Map(listSpellings(db).map((city) => [city.slug, city.spellings]));
  const { incidents } = searchIncidents(db, filter, { text: "", sort: "newest", most: 1_000_000_000, after: null });
  const listed = incidents.map((incident): ListedIncident => {
    const item = itemTexts(words, incident);
    const { city } = incident;
    return {
      ...item,
      city: city?.slug ?? null,
      attackType: incident.attackType,
      best: { killed: incident.toll.killed.best, wounded: incident.toll.wounded.best },
      words: searchedWords([
        item.code,
        item.title,
        item.place,
        item.attack,
        city?.name,
        city?.nameLocal,
        ...(city ? (spellings.get(city.slug) ?? []) : []),
      ]),
    };
  });
  return Response.json(listed, { headers: { "Cache-Control": "no-cache" } });
}
