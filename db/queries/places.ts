/** Places, found by slug or by any spelling. */
import { sql } from "drizzle-orm";
import { foldName } from "@/domain/names";
import type { ReadDb } from "../open";
import { areSumsWaiting, tableOfSums } from "../rollup-added";
import { findRecord } from "./record";

export interface PlaceRow {
  id: number;
  slug: string;
  name: string;
  nameLocal: string | null;
  country: string;
  admin1: string | null;
  admin2: string | null;
  latitude: number;
  longitude: number;
  population: number | null;
}

const COLUMNS = sql.raw(
  `p.id, p.slug, p.name, p.name_local as nameLocal, p.country, p.admin1, p.admin2, p.latitude, p.longitude, p.population`,
);

/** Places whose slug or any spelling is exactly this; more than one are homonyms, the largest first. */
export function findPlaces(db: ReadDb, text: string): PlaceRow[] {
  const bySlug = db.rows<PlaceRow>(sql`select ${COLUMNS} from place p where p.slug = ${text.trim()}`);
  if (bySlug.length > 0) return bySlug;
  return db.rows<PlaceRow>(sql`
    select ${COLUMNS} from place_name n join place p on p.id = n.place_id
     where n.folded = ${foldName(text)} order by p.population desc nulls last, p.id`);
}

/** Places that have a spelling beginning with this text, the largest first; for offering while a person types. */
export function suggestPlaces(db: ReadDb, text: string, most = 8): PlaceRow[] {
  const folded = foldName(text);
  if (folded === "") return [];
  return db.rows<PlaceRow>(sql`
    select ${COLUMNS} from place p
     where p.id in (select n.place_id from place_name n where n.folded >= ${folded} and n.folded < ${folded + "\u{10ffff}"})
     order by p.population desc nulls last, p.name limit ${most}`);
}

/** Whether a slug is a place's. */
export function isCity(db: ReadDb, slug: string): boolean {
  return db.first(sql`select 1 from place where slug = ${slug}`) !== undefined;
}

export interface City {
  slug: string;
  name: string;
  nameLocal: string | null;
  incidents: number;
}

/** The list as it was last read from a connection, and the state of the record that it was read from. */
const lastListed = new WeakMap<ReadDb, { state: string; cities: readonly City[] }>();

/** The cities in which published incidents lie, by name; what the filter offers. Read anew after each write only. */
export function listCities(db: ReadDb): readonly City[] {
  const { revision, changedAt } = findRecord(db);
  const state = `${revision} ${changedAt}`;
  const last = lastListed.get(db);
  if (last?.state === state) return last.cities;
  const cities = db.rows<City>(sql`
    select p.slug, p.name, p.name_local as nameLocal, sum(r.n) as incidents
      from ${tableOfSums(areSumsWaiting(db))} r join place p on p.id = r.city
     where r.measure in ('counted', 'uncounted') and r."group" = 'all' and r.attack = 'every' and r.shown_by = 'year'
       and r.city > 0 and r.period < 10000
     group by p.id order by p.name, p.id`);
  lastListed.set(db, { state, cities });
  return cities;
}

/** The same cities with every spelling of theirs, folded. */
export function listSpellings(db: ReadDb): (City & { spellings: string[] })[] {
  const cities = listCities(db);
  const rows = db.rows<{ slug: string; folded: string }>(sql`
    select p.slug, n.folded from place p join place_name n on n.place_id = p.id
     where p.slug in (select value from json_each(${JSON.stringify(cities.map(({ slug }) => slug))})) order by p.slug, n.folded`);
  const spellings = new Map<string, string[]>();
  for (const { slug, folded } of rows) spellings.set(slug, [...(spellings.get(slug) ?? []), folded]);
  return cities.map((city) => ({ ...city, spellings: spellings.get(city.slug) ?? [] }));
}

/** Names of the places with these slugs, by slug. */
export function namesOfCities(db: ReadDb, slugs: readonly string[]): Map<string, { name: string; nameLocal: string | null }> {
  const rows = db.rows<{ slug: string; name: string; nameLocal: string | null }>(sql`
    select slug, name, name_local as nameLocal from place where slug in (select value from json_each(${JSON.stringify(slugs)}))`);
  return new Map(rows.map(({ slug, ...names }) => [slug, names]));
}
