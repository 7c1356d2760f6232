/** An incident with its published claims and rulings, as `domain/estimate` takes it. */
import { sql } from "drizzle-orm";
import type { ClaimForEstimate, IncidentForEstimate, RulingForEstimate } from "@/domain/estimate";
import { amountOf, DECLARED_FLOORS, type Bounds, type Figure } from "@/domain/figure";
import type { ClaimStatus, Group, Metric, Publication, Scope, Stance } from "@/domain/vocabulary";
import type { ReadDb } from "../open";
import { readFloors } from "./methodology";

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

const CLAIM_FACTS = sql`c.id, c.recorded_no as recordedNo, coalesce(v.name, s.name) as voice, r.published_at as publishedAt,
       c.as_of as asOf, r.retrieved_at as retrievedAt, c.stance, c.status, c.status_at as statusAt,
       c.repeats_id is not null as isRepeat
  from claim c join source s on s.id = c.source_id left join source v on v.id = s.voice_id
  join report r on r.id = c.report_id`;
const FIGURE_FACTS = sql`
  select f.claim_id as claimId, f.metric, f."group", f.scope, f.qualifier, f.low, f.high, f.best, f.word
    from figure f join claim c on c.id = f.claim_id`;

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
    select ${CLAIM_FACTS}
     where c.incident_id = ${incidentId} and c.publication in (select value from json_each(${wanted}))
     order by c.recorded_no`);
  const figures = db.rows<FigureRow>(sql`${FIGURE_FACTS} where c.incident_id = ${incidentId}`);
  const rulings = db.rows<RulingForEstimate>(sql`
    select id, metric, "group", best, ruled_at as "from", revoked_at as until from ruling where incident_id = ${incidentId} order by id`);
  const byClaim = figuresByClaim(db, figures);
  return { ...incident, claims: claims.map((claim) => claimWith(claim, byClaim)), rulings };
}

function figuresByClaim(db: ReadDb, rows: readonly FigureRow[]): Map<number, Figure[]> {
  const floors = rows.some((row) => row.qualifier === "vague") ? readFloors(db) : DECLARED_FLOORS;
  const byClaim = new Map<number, Figure[]>();
  for (const row of rows) {
    const figure = { metric: row.metric, group: row.group, scope: row.scope, amount: amountOf(row, floors) };
    const there = byClaim.get(row.claimId);
    if (there) there.push(figure);
    else byClaim.set(row.claimId, [figure]);
  }
  return byClaim;
}

function claimWith({ id, isRepeat, ...claim }: ClaimRow, figures: ReadonlyMap<number, Figure[]>): ClaimForEstimate {
  return { ...claim, isRepeat: isRepeat === 1, figures: figures.get(id) ?? [] };
}

/**
 * The same for every published incident with an id above `after`, in the order of their ids: a few questions a thousand
 * incidents, for those that are made in bulk. They must have no rulings yet.
 */
export function* publishedIncidentsForEstimate(db: ReadDb, after: number): Generator<IncidentForEstimate & { id: number }> {
  const timeZone = db.first<{ timeZone: string }>(sql`select time_zone as timeZone from record`)!.timeZone;
  for (let from = after; ;) {
    const incidents = db.rows<{ id: number; dateStart: string; dateEnd: string | null }>(sql`
      select id, date_start as dateStart, date_end as dateEnd from incident
       where id > ${from} and publication = 'published' order by id limit 1000`);
    if (incidents.length === 0) return;
    const to = incidents.at(-1)!.id;
    const claims = new Map<number, ClaimRow[]>();
    const rows = db.rows<ClaimRow & { incidentId: number }>(sql`
      select c.incident_id as incidentId, ${CLAIM_FACTS}
       where c.incident_id > ${from} and c.incident_id <= ${to} and c.publication = 'published' order by c.incident_id, c.recorded_no`);
    for (const { incidentId, ...row } of rows) {
      const there = claims.get(incidentId);
      if (there) there.push(row);
      else claims.set(incidentId, [row]);
    }
    const figures = figuresByClaim(
      db,
      db.rows<FigureRow>(sql`${FIGURE_FACTS} where c.incident_id > ${from} and c.incident_id <= ${to}`),
    );
    for (const one of incidents)
      yield { ...one, timeZone, claims: (claims.get(one.id) ?? []).map((claim) => claimWith(claim, figures)), rulings: [] };
    from = to;
  }
}
