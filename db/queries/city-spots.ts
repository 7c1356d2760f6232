/** Where cities lie, for maps. */
import { sql } from "drizzle-orm";
import type { ReadDb } from "../open";

/** Longitude and latitude of the places with these slugs, by slug. */
export function spotsOfCities(db: ReadDb, slugs: readonly string[]): Map<string, { longitude: number; latitude: number }> {
  const rows = db.rows<{ slug: string; longitude: number; latitude: number }>(sql`
    select slug, longitude, latitude from place where slug in (select value from json_each(${JSON.stringify(slugs)}))`);
  return new Map(rows.map(({ slug, ...spot }) => [slug, spot]));
}
