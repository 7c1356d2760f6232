/**
 * Rows of the exports, page by page behind a keyset: no open iterator, little memory, one snapshot on the export's own
 * connection (`openSnapshot`). Orders are fixed, so that the same record gives the same file.
 */
import { sql } from "drizzle-orm";
import type { CityCells } from "@/domain/datasets/cities";
import type { ClaimRow } from "@/domain/datasets/claims";
import type { IncidentFacts, IncidentRow } from "@/domain/datasets/incidents";
import type { RulingRow } from "@/domain/datasets/rulings";
import type { SeriesRow } from "@/domain/datasets/series";
import type { SourceCells } from "@/domain/datasets/sources";
import { isoInstant } from "@/domain/dates";
import { knownInstant, metricsOf, periodOf, type Filter } from "@/domain/filter";
import { METRICS } from "@/domain/vocabulary";
import type { ReadDb } from "../open";
import { FACTS } from "./fact-columns";
import { all, incidentsOf } from "./filtered";
import { tollsOf } from "./incidents";
import { findRecord } from "./record";
import { rankCities, seriesByCity, spanOfIncidents } from "./series";
import { listSources } from "./sources";

const PAGE = 1_000;

/** Where the rows of an incident lie in incidents.csv. */
export interface IncidentKey {
  dateStart: string;
  id: number;
}

/** The rows of series.csv: the cells of the page's chart and table, metric by metric. */
export function* seriesRows(db: ReadDb, filter: Filter): Generator<SeriesRow[]> {
  const by = periodOf(filter, spanOfIncidents(db, filter));
  const places = new Map<string, { name: string; admin1: string | null; country: string; pcode: string | null }>();
  for (const place of db.rows<{ slug: string; name: string; admin1: string | null; country: string; pcode: string | null }>(sql`
    select slug, name, admin1, country, admin1_pcode as pcode from place where id in (select place_id from incident)`)) {
    places.set(place.slug, place);
  }
  for (const metric of metricsOf(filter)) {
    yield seriesByCity(db, filter, metric, by).map((cell): SeriesRow => {
      const place = cell.city === null ? undefined : places.get(cell.city);
      return {
        ...cell,
        cityName: place?.name ?? null,
        admin1: place?.admin1 ?? null,
        country: place?.country ?? null,
        pcode: place?.pcode ?? null,
        group: filter.group,
        policy: filter.policy,
        knownOn: filter.known ?? null,
      };
    });
  }
}

type FactsRow = Omit<IncidentFacts, "counted"> & { counted: 0 | 1 };

/** The rows of incidents.csv, by date and id; with their keys, so that a page can begin behind one. `code` asks for one alone. */
export function* incidentPages(
  db: ReadDb,
  filter: Filter,
  { after: start = null, most = PAGE, code }: { after?: IncidentKey | null; most?: number; code?: string } = {},
): Generator<(IncidentRow & { key: IncidentKey })[]> {
  const { timeZone } = findRecord(db);
  const known = knownInstant(filter, timeZone);
  const until = known ?? Number.MAX_SAFE_INTEGER;
  let after = start;
  for (;;) {
    const behind: IncidentKey | null = after;
    const rows: (FactsRow & { id: number; claims: number; last: number; first: number })[] = db.rows(sql`
      select i.id, ${FACTS}, i.first_public_at as first,
             (select count(*) from claim c where c.incident_id = i.id and c.publication = 'published' and c.public_at <= ${until}) as claims,
             (select max(c.public_at) from claim c where c.incident_id = i.id and c.publication = 'published' and c.public_at <= ${until}) as last
        from incident i left join place p on p.id = i.place_id
       where ${all([
         incidentsOf(filter, timeZone),
         code === undefined ? null : sql`i.code = ${code}`,
         behind ? sql`(i.date_start, i.id) > (${behind.dateStart}, ${behind.id})` : null,
       ])}
       order by i.date_start, i.id limit ${most}`);
    if (rows.length === 0) return;
    const tolls = tollsOf(
      db,
      rows.map((row) => row.id),
      filter,
    );
    yield rows.map(({ id, claims, first, last, counted, ...facts }) => ({
      ...facts,
      key: { dateStart: facts.dateStart, id },
      counted: counted === 1,
      status: "published" as const,
      metrics: tolls.get(id)!,
      claims,
      firstPublishedAt: isoInstant(first),
      lastPublishedAt: isoInstant(last),
      policy: filter.policy,
      knownOn: filter.known ?? null,
    }));
    if (rows.length < most) return;
    const end = rows.at(-1)!;
    after = { dateStart: end.dateStart, id: end.id };
  }
}

/** The rows of incidents.csv, by date and id. */
export function incidentRows(db: ReadDb, filter: Filter): Generator<IncidentRow[]> {
  return incidentPages(db, filter);
}

type ClaimSqlRow = Omit<ClaimRow, "counted" | "preliminary"> & { counted: 0 | 1; preliminary: 0 | 1 };

/**
 * The rows of claims.csv in the order of recording, a figure a row; of one claim by metric and group. A page has the figures of
 * `most` claims, from behind the one recorded as `after`; `incident` and `claim` ask for those of one code alone.
 */
export function* claimRows(
  db: ReadDb,
  filter: Filter,
  { after: start = 0, most = PAGE, incident, claim }: { after?: number; most?: number; incident?: string; claim?: string } = {},
): Generator<ClaimRow[]> {
  const { timeZone } = findRecord(db);
  const until = knownInstant(filter, timeZone) ?? Number.MAX_SAFE_INTEGER;
  const figures = all([
    sql`f.claim_id = c.id`,
    filter.metric ? sql`f.metric = ${filter.metric}` : null,
    filter.group !== "all" ? sql`f."group" = ${filter.group}` : null,
  ]);
  // A view of one metric or group shows the claims that name it; the whole record shows claims without a figure too.
  const wantsFigure = filter.metric || filter.group !== "all" ? sql`exists (select 1 from figure f where ${figures})` : null;
  let after = start;
  for (;;) {
    const ids = db.rows<{ id: number; no: number }>(sql`
      select c.id, c.recorded_no as no from claim c join incident i on i.id = c.incident_id
       where ${all([
         sql`c.publication = 'published' and c.public_at <= ${until} and c.recorded_no > ${after}`,
         incidentsOf(filter, timeZone),
         wantsFigure,
         incident === undefined ? null : sql`i.code = ${incident}`,
         claim === undefined ? null : sql`c.code = ${claim}`,
       ])}
       order by c.recorded_no limit ${most}`);
    if (ids.length === 0) return;
    const rows = db.rows<ClaimSqlRow>(sql`
      select ${FACTS}, c.code as claimId, c.recorded_no as recordedNo, s.name as claimant, s.kind as claimantKind,
             coalesce(v.name, s.name) as voice, c.attributed_to as attributedTo, r.publisher, r.url, r.archive_url as archiveUrl,
             r.published_at as publishedAt, c.as_of as asOf, r.retrieved_at as retrievedAt, c.stance, c.status as claimStatus,
             c.status_at as statusAt, c.status_reason as statusReason, c.preliminary,
             (select o.code from claim o where o.id = c.repeats_id and o.publication = 'published') as repeats,
             coalesce(f.scope, c.scope) as scope, f.metric, f."group", f.qualifier, f.low, f.high, f.best, f.word, c.quote
        from claim c join incident i on i.id = c.incident_id left join place p on p.id = i.place_id
        join source s on s.id = c.source_id left join source v on v.id = s.voice_id join report r on r.id = c.report_id
        left join figure f on ${figures}
       where c.id in (select value from json_each(${JSON.stringify(ids.map(({ id }) => id))}))
       order by c.recorded_no, f.metric, f."group"`);
    yield rows.map((row): ClaimRow => ({ ...row, counted: row.counted === 1, preliminary: row.preliminary === 1 }));
    if (ids.length < most) return;
    after = ids.at(-1)!.no;
  }
}

/** More cities than any record has: the ranking whole. */
const EVERY_CITY = 100_000;

/** The rows of cities.csv, by slug. */
export function* cityRows(db: ReadDb, filter: Filter): Generator<CityCells[]> {
  const rows = new Map<string, CityCells>();
  for (const metric of METRICS) {
    for (const { city, ...sum } of rankCities(db, filter, metric, EVERY_CITY)) {
      const row = rows.get(city) ?? {
        ...db.first<Omit<CityCells, "incidents" | "sums" | "group" | "policy" | "knownOn">>(sql`
          select slug, name, name_local as nameLocal, admin1, country, admin1_pcode as pcode, latitude, longitude, population
            from place where slug = ${city}`)!,
        incidents: sum.incidents,
        sums: {},
        group: filter.group,
        policy: filter.policy,
        knownOn: filter.known ?? null,
      };
      row.sums[metric] = sum;
      rows.set(city, row);
    }
  }
  yield [...rows.values()].sort((a, b) => (a.slug < b.slug ? -1 : 1));
}

/** The rows of sources.csv, by name. */
export function* sourceRows(db: ReadDb, filter: Filter): Generator<SourceCells[]> {
  const sources = listSources(db, filter);
  const names = new Map(sources.map(({ slug, name }) => [slug, name]));
  yield sources.map((source) => ({ ...source, voice: (source.voice && names.get(source.voice)) ?? source.name }));
}

/** The rows of rulings.csv in the order of their numbers; as known on a day, a ruling revoked later still holds. */
export function* rulingRows(
  db: ReadDb,
  filter: Filter,
  { after: start = 0, most = PAGE, incident }: { after?: number; most?: number; incident?: string } = {},
): Generator<RulingRow[]> {
  const { timeZone } = findRecord(db);
  const until = knownInstant(filter, timeZone) ?? Number.MAX_SAFE_INTEGER;
  let after = start;
  for (;;) {
    const rows = db.rows<RulingRow>(sql`
      select r.id as rulingId, i.code as incidentId, r.metric, r."group", r.best, r.reason, r.ruled_at as ruledAt,
             iif(r.revoked_at <= ${until}, r.revoked_at, null) as revokedAt,
             iif(r.revoked_at <= ${until}, r.revoked_reason, null) as revokedReason
        from ruling r join incident i on i.id = r.incident_id
       where ${all([
         sql`r.id > ${after} and r.ruled_at <= ${until}`,
         incidentsOf(filter, timeZone),
         incident === undefined ? null : sql`i.code = ${incident}`,
         filter.metric ? sql`r.metric = ${filter.metric}` : null,
         filter.group !== "all" ? sql`r."group" = ${filter.group}` : null,
       ])}
       order by r.id limit ${most}`);
    if (rows.length === 0) return;
    yield rows;
    if (rows.length < most) return;
    after = rows.at(-1)!.rulingId;
  }
}
