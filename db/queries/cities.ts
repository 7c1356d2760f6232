/** Cities for their index and their own pages: who has published incidents, and what the gazetteer knows of the place. */
import { sql } from "drizzle-orm";
import { metricsOf, type Filter } from "@/domain/filter";
import { EMPTY_SUM, totalOf, type Sum } from "@/domain/series";
import type { Metric } from "@/domain/vocabulary";
import type { ReadDb } from "../open";
import { rankCities, seriesByCity } from "./series";

/** More cities than any record has: the ranking whole. */
const ALL = 100_000;

export interface CityRow {
  slug: string;
  name: string;
  nameLocal: string | null;
  admin1: string | null;
  incidents: number;
  sums: Partial<Record<Metric, Sum>>;
}

/** Every city with a published, counted incident of the filter, with its sums; most people first. */
export function listCityTolls(db: ReadDb, filter: Filter): { cities: CityRow[]; elsewhere: Partial<Record<Metric, Sum>> } {
  const rows = new Map<string, CityRow>();
  const names = new Map(
    db
      .rows<{ slug: string; name: string; nameLocal: string | null; admin1: string | null }>(
        sql`select slug, name, name_local as nameLocal, admin1 from place where id in (select place_id from incident)`,
      )
      .map((place) => [place.slug, place]),
  );
  const elsewhere: Partial<Record<Metric, Sum>> = {};
  for (const metric of metricsOf(filter)) {
    for (const { city, ...sum } of rankCities(db, filter, metric, ALL)) {
      const place = names.get(city)!;
      const row = rows.get(city) ?? { ...place, incidents: sum.incidents, sums: {} };
      row.sums[metric] = sum;
      rows.set(city, row);
    }
    elsewhere[metric] = totalOf(seriesByCity(db, filter, metric, "year").filter((cell) => cell.city === null));
  }
  return { cities: [...rows.values()], elsewhere };
}

export interface CityFacts {
  slug: string;
  name: string;
  nameLocal: string | null;
  country: string;
  admin1: string | null;
  admin1Pcode: string | null;
  admin2: string | null;
  admin2Pcode: string | null;
  latitude: number;
  longitude: number;
  population: number | null;
  geonamesId: number | null;
  /** Other spellings, folded (lower case, without accents), as the search knows them. */
  spellings: string[];
}

/** A place of the gazetteer by its slug, or null. */
export function findCity(db: ReadDb, slug: string): CityFacts | null {
  const place = db.first<Omit<CityFacts, "spellings"> & { id: number }>(sql`
    select id, slug, name, name_local as nameLocal, country, admin1, admin1_pcode as admin1Pcode, admin2,
           admin2_pcode as admin2Pcode, latitude, longitude, population, geonames_id as geonamesId
      from place where slug = ${slug}`);
  if (!place) return null;
  const { id, ...facts } = place;
  const spellings = db.rows<{ folded: string }>(sql`select folded from place_name where place_id = ${id} order by folded`);
  return { ...facts, spellings: spellings.map(({ folded }) => folded) };
}

/** A city's place in the ranking of a metric, from 1, among how many, and the ones around it; null without a figure. */
export interface CityRank {
  rank: number;
  of: number;
  around: (Sum & { city: string; rank: number })[];
}

/** Where a city stands by its best sum under the rest of the filter; `reach` neighbours on each side. */
export function rankOfCity(db: ReadDb, filter: Filter, metric: Metric, slug: string, reach = 3): CityRank | null {
  const ranking = rankCities(db, { ...filter, cities: [] }, metric, ALL).filter((row) => row.best !== null);
  const index = ranking.findIndex((row) => row.city === slug);
  if (index < 0) return null;
  const from = Math.max(0, Math.min(index - reach, ranking.length - 2 * reach - 1));
  const around = ranking.slice(from, from + 2 * reach + 1).map((row, offset) => ({ ...row, rank: from + offset + 1 }));
  return { rank: index + 1, of: ranking.length, around };
}

/** A sum where there may be none. */
export function sumOrEmpty(sum: Sum | undefined): Sum {
  return sum ?? EMPTY_SUM;
}
