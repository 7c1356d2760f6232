/** An incident with its published claims and rulings, as `domain/estimate` takes it. */
import { sql } from "drizzle-orm";
import type { ClaimForEstimate, IncidentForEstimate, RulingForEstimate } from "@/domain/estimate";
import { amountOf, type Bounds, type Figure } from "@/domain/figure";
import type { ClaimStatus, Group, Metric, Publication, Scope, Stance } from "@/domain/vocabulary";
import type { ReadDb } from "../open";

interface ClaimRow {
  id: number;
  recordedNo: number;
  voice: string;
  publishedAt: string | null;
  asOf: string | null;
  retrievedAt: string;
  stance: Stance;
  status: ClaimStatus;
  statusAt: string | null;
  isRepeat: 0 | 1;
}

interface FigureRow extends Bounds {
  claimId: number;
  metric: Metric;
  group: Group;
  scope: Scope;
}

/**
 * The claims of an incident that an estimate follows from: the published ones, or with `publications` also drafts
 * (to show an editor what publishing them would change). Null where there is no such incident.
 */
export function findIncidentForEstimate(
  db: ReadDb,
  incidentId: number,
  publications: readonly Publication[] = ["published"],
): IncidentForEstimate | null {
  const incident = db.first<{ dateStart: string; dateEnd: string | null; timeZone: string }>(sql`
    select i.date_start as dateStart, i.date_end as dateEnd, r.time_zone as timeZone
      from incident i, record r where i.id = ${incidentId}`);
  if (!incident) return null;
  const wanted = JSON.stringify(publications);
  const claims = db.rows<ClaimRow>(sql`
    select c.id, c.recorded_no as recordedNo, coalesce(v.name, s.name) as voice, r.published_at as publishedAt,
           c.as_of as asOf, r.retrieved_at as retrievedAt, c.stance, c.status, c.status_at as statusAt,
           c.repeats_id is not null as isRepeat
      from claim c join source s on s.id = c.source_id left join source v on v.id = s.voice_id
      join report r on r.id = c.report_id
     where c.incident_id = ${incidentId} and c.publication in (select value from json_each(${wanted}))
     order by c.recorded_no`);
  const figures = db.rows<FigureRow>(sql`
    select f.claim_id as claimId, f.metric, f."group", f.scope, f.qualifier, f.low, f.high, f.best, f.word
      from figure f join claim c on c.id = f.claim_id
     where c.incident_id = ${incidentId}`);
  const rulings = db.rows<RulingForEstimate>(sql`
    select id, metric, "group", best, ruled_at as "from", revoked_at as until from ruling where incident_id = ${incidentId} order by id`);
  const byClaim = new Map<number, Figure[]>();
  for (const row of figures) {
    const list = byClaim.get(row.claimId) ?? [];
    list.push({ metric: row.metric, group: row.group, scope: row.scope, amount: amountOf(row) });
    byClaim.set(row.claimId, list);
  }
  return {
    ...incident,
    claims: claims.map(({ id, isRepeat, ...claim }): ClaimForEstimate => ({
      ...claim,
      isRepeat: isRepeat === 1,
      figures: byClaim.get(id) ?? [],
    })),
    rulings,
  };
}
