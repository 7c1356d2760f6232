/** What is behind a bar of a chart: its largest incidents, and how many sources speak of them. */
import { sql } from "drizzle-orm";
import { knownInstant, type Filter } from "@/domain/filter";
import type { IncidentSummary } from "@/domain/incident-summary";
import type { Metric } from "@/domain/vocabulary";
import type { ReadDb } from "../open";
import { BEST_COLUMN, estimateHolds, incidentsOf } from "./filtered";
import { summariesOf } from "./incident-search";
import { findRecord } from "./record";
import { askedOf, countOf } from "./rollups";

export interface Behind {
  /** Counted incidents of the filter. */
  incidents: number;
  /** Named sources (an agency and its branches are one) whose standing claims give a figure of the metric; null where too many incidents are asked for. */
  sources: number | null;
  /** Those with the most, largest first. */
  largest: IncidentSummary[];
}

/** More incidents than this are counted, and none of them is named. */
const MOST = 5_000;

/** What is behind the sum of a filter: of its counted incidents, as known on its day. */
export function findBehind(db: ReadDb, filter: Filter, metric: Metric, most = 3): Behind {
  return db.snapshot(() => {
    const { timeZone } = findRecord(db);
    const incidents = countOf(db, askedOf(db, filter), "counted");
    if (incidents > MOST) return { incidents, sources: null, largest: [] };
    const wanted = sql`i.counted = 1 and ${incidentsOf(filter, timeZone)}`;
    const largest = db.rows<{ id: number }>(sql`
      select i.id from incident i
        left join estimate e on e.incident_id = i.id and e.metric = ${metric} and e."group" = ${filter.group} and ${estimateHolds(filter, timeZone)}
       where ${wanted} order by ${BEST_COLUMN[filter.policy]} desc, i.date_start, i.id limit ${most}`);
    const { sources } = db.first<{ sources: number }>(sql`
      select count(distinct coalesce(s.voice_id, s.id)) as sources
        from incident i join claim c on c.incident_id = i.id join source s on s.id = c.source_id
        join figure f on f.claim_id = c.id and f.metric = ${metric} and f."group" = ${filter.group}
       where ${wanted} and c.publication = 'published' and c.public_at <= ${knownInstant(filter, timeZone) ?? Number.MAX_SAFE_INTEGER}
         and c.stance <> 'denies' and c.status = 'standing' and c.repeats_id is null and f.qualifier <> 'unknown' and f.scope = 'incident'`)!;
    return {
      incidents,
      sources,
      largest: summariesOf(
        db,
        largest.map(({ id }) => id),
        filter,
      ),
    };
  });
}
