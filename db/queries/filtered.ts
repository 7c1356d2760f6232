/** A filter as SQL: one small condition a field, each giving SQL or nothing. Aliases: i incident, p its place. */
import { sql, type SQL } from "drizzle-orm";
import { knownInstant, type Filter } from "@/domain/filter";
import { CITY_PRECISIONS, type Policy } from "@/domain/vocabulary";

export const IN_CITY = sql.raw(`i.location_precision in (${CITY_PRECISIONS.map((p) => `'${p}'`).join(", ")})`);

/** The estimate column that holds a policy's best. */
export const BEST_COLUMN: Record<Policy, SQL> = {
  majority: sql.raw("e.best_majority"),
  latest: sql.raw("e.best_latest"),
  lowest: sql.raw("e.best_lowest"),
  highest: sql.raw("e.best_highest"),
  median: sql.raw("e.best_median"),
};

/** Which published incidents a filter means, as known on its day: an incident exists once one of its claims is public. */
export function incidentsOf(filter: Filter, timeZone: string): SQL {
  const known = knownInstant(filter, timeZone);
  return all([
    sql`i.publication = 'published'`,
    known === null ? sql`i.first_public_at is not null` : sql`i.first_public_at <= ${known}`,
    filter.from ? sql`i.date_start >= ${filter.from}` : null,
    filter.to ? sql`i.date_start <= ${filter.to}` : null,
    filter.attack ? sql`i.attack_type = ${filter.attack}` : null,
    filter.cities.length > 0
      ? sql`${IN_CITY} and i.place_id in (select id from place where slug in (select value from json_each(${JSON.stringify(filter.cities)})))`
      : null,
  ]);
}

/** Which rows of the estimate table (alias e) hold: today's, or those that held at the filter's instant. */
export function estimateHolds(filter: Filter, timeZone: string): SQL {
  const known = knownInstant(filter, timeZone);
  return known === null
    ? sql`e.known_until is null`
    : sql`e.known_from <= ${known} and (e.known_until is null or e.known_until > ${known})`;
}

/** Conditions joined by "and"; nulls are left out. */
export function all(conditions: readonly (SQL | null)[]): SQL {
  return sql.join(
    conditions.filter((condition) => condition !== null),
    sql` and `,
  );
}
