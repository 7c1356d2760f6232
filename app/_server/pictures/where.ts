/** The map of cities and their ranking under a filter, as pictures. */
import { rankingFile, rankingSummary } from "@/components/dashboard/ranking-file";
import { toldFilter } from "@/components/filter/told";
import { mapFile, mapSummary } from "@/components/map/map-file";
import { cityText } from "@/components/reading/names";
import { rankOfCity } from "@/db/queries/cities";
import { spotsOfCities } from "@/db/queries/city-spots";
import { isCity, namesOfCities } from "@/db/queries/places";
import { findRecord } from "@/db/queries/record";
import { rankCities } from "@/db/queries/series";
import { metricsOf, withFilter, type Filter, type FilterProblem } from "@/domain/filter";
import type { Sum } from "@/domain/series";
import type { Words } from "@/messages";
import { readDb } from "../database";
import { capital, demoNote, pictureFilter, pictureFoot, type MakePicture } from "./picture";

const RANKED = 12;
/** More cities than any record has. */
const ALL = 100_000;

/** The map: every city with its sum. */
export const mapPicture: MakePicture = (words, query, origin) => {
  const read = pictureFilter(query);
  if ("problem" in read) return read;
  const { filter } = read;
  const { t } = words;
  const metric = metricsOf(filter)[0]!;
  const db = readDb();
  const rows = rankCities(db, filter, metric, ALL);
  const { nameOf, told } = namerOf(
    words,
    filter,
    rows.map(({ city }) => city),
  );
  const spots = spotsOfCities(
    db,
    rows.map(({ city }) => city),
  );
  const cities = rows.flatMap(({ city, ...sum }) => {
    const spot = spots.get(city);
    return spot ? [{ ...sum, ...spot, slug: city, name: nameOf(city) }] : [];
  });
  const isEmpty = cities.length === 0;
  const file = {
    title: isEmpty ? t("dashboard.empty") : t("map.fileTitle", { metric: t(`chart.metricTitle.${metric}`) }),
    notes: isEmpty
      ? [t("dashboard.emptyHelp")]
      : [`${capital(told)}.`, `${t("map.caption")} ${t("map.highCaption")} ${t("map.shapes")}`, ...demoNote(words)],
    summary: isEmpty ? t("dashboard.empty") : mapSummary(words, metric, cities),
    ...pictureFoot(words, `${withFilter("/", filter)}#where`, origin),
  };
  return {
    name: `map-${metric}`,
    words: file,
    svg: () => mapFile(file, { words, metric, countries: findRecord(db).countries, cities }),
  };
};

/** The ranking: the largest cities, or those around one (`around=slug`). */
export const rankingPicture: MakePicture = (words, query, origin) => {
  const around = query.get("around");
  const db = readDb();
  const unknown: FilterProblem[] =
    around !== null && !isCity(db, around) ? [{ parameter: "around", value: around, code: "unknown_city" }] : [];
  const read = pictureFilter(query, ["around"], unknown);
  if ("problem" in read) return read;
  const { filter } = read;
  const { t } = words;
  const metric = metricsOf(filter)[0]!;
  const rank = around === null ? null : rankOfCity(db, filter, metric, around);
  const rows: (Sum & { city: string; rank?: number })[] =
    around === null ? rankCities(db, filter, metric, RANKED) : (rank?.around ?? []);
  const { nameOf, told } = namerOf(
    words,
    filter,
    rows.map(({ city }) => city),
  );
  const named = rows.map((row) => ({
    ...row,
    name: row.rank === undefined ? nameOf(row.city) : `${row.rank}. ${nameOf(row.city)}`,
    isOwn: row.city === around,
  }));
  const isEmpty = named.length === 0;
  const file = {
    title: isEmpty ? t("dashboard.empty") : t("ranking.title", { metric: t(`chart.metricTitle.${metric}`) }),
    notes: isEmpty
      ? [t("dashboard.emptyHelp")]
      : [`${capital(told)}.`, `${t("ranking.caption")} ${t("chart.rangeNote")}`, ...demoNote(words)],
    summary: isEmpty ? t("dashboard.empty") : rankingSummary(words, metric, named),
    ...pictureFoot(
      words,
      around === null ? `${withFilter("/", filter)}#ranking` : `${withFilter(`/cities/${around}`, filter)}#rank`,
      origin,
    ),
  };
  return { name: `ranking-${metric}`, words: file, svg: (narrow) => rankingFile(file, { words, metric, rows: named, narrow }) };
};

function namerOf(words: Words, filter: Filter, slugs: readonly string[]) {
  const names = namesOfCities(readDb(), [...slugs, ...filter.cities]);
  const nameOf = (slug: string) => {
    const named = names.get(slug);
    return named ? cityText(words, named) : slug;
  };
  const { timeZone } = findRecord(readDb());
  return { nameOf, told: toldFilter(words, filter, { timeZone, cityName: nameOf }).join(", ") };
}
