/**
 * The slow oracle of the rollups: every sum counted from incidents and estimates in one general statement each, as the
 * queries did before there were rollups. Same signatures, same order, same answers.
 */
import { sql, type SQL } from "drizzle-orm";
import type { Filter } from "@/domain/filter";
import type { SeriesCell } from "@/domain/series";
import type { Metric, Period } from "@/domain/vocabulary";
import type { ReadDb } from "@/db/open";
import { BEST_COLUMN, estimateHolds, IN_CITY, incidentsOf } from "@/db/queries/filtered";
import type { City } from "@/db/queries/places";
import { findRecord } from "@/db/queries/record";
import type { RankedCity } from "@/db/queries/series";

type Row = Omit<SeriesCell, "open" | "metric"> & { open: 0 | 1 };

/** The first day of an incident's period in SQL; `periodStart` of domain/dates is the same rule. */
const START: Record<Period, SQL> = {
  day: sql.raw("i.date_start"),
  week: sql.raw("date(i.date_start, 'weekday 0', '-6 days')"),
  month: sql.raw("substr(i.date_start, 1, 7) || '-01'"),
  year: sql.raw("substr(i.date_start, 1, 4) || '-01-01'"),
};

/** Date precisions that are coarser than a period, each shown in its own (`periodFor` of domain/dates). */
const COARSER: Record<Period, readonly Period[]> = {
  day: ["week", "month", "year"],
  week: ["month", "year"],
  month: ["year"],
  year: [],
};

/**
 * Sums of one metric over counted incidents, a cell for each period and city that has an incident, in that order.
 * `city` is a slug; null stands for incidents that belong to no city.
 */
export function slowSeriesByCity(db: ReadDb, filter: Filter, metric: Metric, by: Period): SeriesCell[] {
  const { timeZone } = findRecord(db);
  const cases = COARSER[by].map((precision) => sql`when ${precision} then ${sql.raw(`'${precision}'`)}`);
  const own = cases.length > 0 ? sql`case i.date_precision ${sql.join(cases, sql` `)} else ${by} end` : sql`${by}`;
  const starts = COARSER[by].map((precision) => sql`when ${precision} then ${START[precision]}`);
  const start = starts.length > 0 ? sql`case i.date_precision ${sql.join(starts, sql` `)} else ${START[by]} end` : START[by];
  const rows = db.rows<Row>(sql`
    select ${start} as periodStart, ${own} as "by", case when ${IN_CITY} then p.slug end as city,
           sum(e.low) as low, sum(${BEST_COLUMN[filter.policy]}) as best, sum(e.high) as high,
           coalesce(max(e.open), 0) as open, count(*) as incidents, sum(e.low is null) as incidentsWithoutFigure
      from incident i
      left join place p on p.id = i.place_id
      left join estimate e on e.incident_id = i.id and e.metric = ${metric} and e."group" = ${filter.group} and ${estimateHolds(filter, timeZone)}
     where i.counted = 1 and ${incidentsOf(filter, timeZone)}
     group by 1, 2, 3 order by 1, 2, case when ${IN_CITY} then p.slug end is null, 3`);
  return rows.map((row) => ({ ...row, metric, open: row.open === 1 }));
}

/** First and last day of the incidents that a filter means, or null where there are none. */
export function slowSpanOfIncidents(
  db: ReadDb,
  filter: Filter,
): { from: string; to: string; incidents: number; places: number } | null {
  const { timeZone } = findRecord(db);
  const row = db.first<{ from: string | null; to: string; incidents: number; places: number }>(sql`
    select min(i.date_start) as "from", max(i.date_start) as "to", count(*) as incidents,
           count(distinct case when ${IN_CITY} then i.place_id end) as places
      from incident i where i.counted = 1 and ${incidentsOf(filter, timeZone)}`);
  return row?.from ? { ...row, from: row.from } : null;
}

/** Cities by their best sum, largest first; the ranking beside the chart. */
export function slowRankCities(db: ReadDb, filter: Filter, metric: Metric, most = 12): RankedCity[] {
  const { timeZone } = findRecord(db);
  const rows = db.rows<Omit<RankedCity, "open"> & { open: 0 | 1 }>(sql`
    select p.slug as city, sum(e.low) as low, sum(${BEST_COLUMN[filter.policy]}) as best, sum(e.high) as high,
           coalesce(max(e.open), 0) as open, count(*) as incidents, sum(e.low is null) as incidentsWithoutFigure
      from incident i join place p on p.id = i.place_id
      left join estimate e on e.incident_id = i.id and e.metric = ${metric} and e."group" = ${filter.group} and ${estimateHolds(filter, timeZone)}
     where i.counted = 1 and ${IN_CITY} and ${incidentsOf(filter, timeZone)}
     group by p.id order by best desc nulls last, p.slug limit ${most}`);
  return rows.map((row) => ({ ...row, open: row.open === 1 }));
}

/** How many published incidents a filter means, and how many of them sums leave out. */
export function slowCountIncidents(db: ReadDb, filter: Filter): { all: number; uncounted: number } {
  const { timeZone } = findRecord(db);
  return db.first(sql`
    select count(*) as "all", coalesce(sum(i.counted = 0), 0) as uncounted from incident i where ${incidentsOf(filter, timeZone)}`)!;
}

/** The cities in which published incidents lie that were public. */
export function slowListCities(db: ReadDb): City[] {
  return db.rows<City>(sql`
    select p.slug, p.name, p.name_local as nameLocal, count(*) as incidents
      from incident i join place p on p.id = i.place_id
     where i.publication = 'published' and i.first_public_at is not null and ${IN_CITY}
     group by p.id order by p.name, p.id`);
}

/** Incidents of a filter in the order of the list, as ids. */
export function slowListIncidents(db: ReadDb, filter: Filter): number[] {
  const { timeZone } = findRecord(db);
  return db
    .rows<{ id: number }>(
      sql`select i.id from incident i where ${incidentsOf(filter, timeZone)} order by i.date_start desc, i.id desc`,
    )
    .map(({ id }) => id);
}
