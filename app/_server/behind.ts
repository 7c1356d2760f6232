/** What a chart tells of a bar once a reader stops at it: who speaks, and the incidents that weigh most. */
import type { BehindTold } from "@/components/charts/behind";
import { cityText, languageOf } from "@/components/reading/names";
import { tollText } from "@/components/reading/numbers";
import { findBehind } from "@/db/queries/behind";
import { filterToQuery, readingOf } from "@/domain/filter";
import { METRICS } from "@/domain/vocabulary";
import { pathIn, type Words } from "@/messages";
import { readDb } from "./database";
import { machineFilter, problem } from "./machine";

/** "behind-killed" to its answer, in the reader's language; a 400 names what could not be read, a 404 what is not there. */
export function behindResponse(words: Words, name: string, query: URLSearchParams): Response {
  const metric = METRICS.find((one) => name === `behind-${one}`);
  if (!metric)
    return problem(404, "There is no such list", `Lists are: ${METRICS.map((one) => `behind-${one}.json`).join(", ")}.`);
  const read = machineFilter(query, { flags: [] });
  if ("problem" in read) return read.problem;
  const { t, locale } = words;
  const { sources, incidents, largest } = findBehind(readDb(), read.filter, metric);
  const detail = filterToQuery(readingOf(read.filter)).toString();
  const told: BehindTold = {
    sources: sources === null || sources === 0 ? "" : t("chart.behindSources", { count: sources }),
    largest: largest.map((incident) => ({
      href: `${pathIn(locale, `/incidents/${incident.code}`)}${detail ? `?${detail}` : ""}`,
      place: incident.city ? cityText(words, incident.city) : t(`words.locationPrecision.${incident.locationPrecision}`),
      title: incident.title,
      language: languageOf(incident.title),
      toll: tollText(words, incident.toll[metric]),
    })),
    more: largest.length > 0 && incidents > largest.length ? t("chart.behindMore", { count: incidents - largest.length }) : "",
  };
  return Response.json(told, { headers: { "Cache-Control": "no-cache" } });
}
