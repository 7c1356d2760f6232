/** What an editor is asked to look at: what waits, what was sent back, what disagrees, rulings that claims came after. */
import { sql } from "drizzle-orm";
import { amountOf, rangeOf, type Bounds } from "@/domain/figure";
import { sharesWord } from "@/domain/names";
import type { Group, Metric, Publication } from "@/domain/vocabulary";
import type { Actor } from "../commands/actor";
import type { ReadDb } from "../open";
import { unseen } from "./desk";
import { readFloors } from "./methodology";

/** A ruling as the desk shows it, with the claims that readers saw or saw changed only after it. */
export interface RulingForDesk {
  id: number;
  metric: Metric;
  group: Group;
  best: number;
  reason: string;
  ruledAt: number;
  ruledBy: string | null;
  revokedAt: number | null;
  revokedReason: string | null;
  newer: string[];
}

/** The rulings of an incident, the newest first. */
export function listRulings(db: ReadDb, _actor: Actor, incidentId: number): RulingForDesk[] {
  const rows = db.rows<Omit<RulingForDesk, "newer">>(sql`
    select r.id, r.metric, r."group", r.best, r.reason, r.ruled_at as ruledAt, a.name as ruledBy, r.revoked_at as revokedAt,
           r.revoked_reason as revokedReason
      from ruling r left join account a on a.id = r.ruled_by where r.incident_id = ${incidentId} order by r.id desc`);
  const newer = newerClaims(db, sql`r.incident_id = ${incidentId}`);
  return rows.map((row) => ({ ...row, newer: newer.filter(({ ruling }) => ruling === row.id).map(({ claim }) => claim) }));
}

export interface OutdatedRuling {
  code: string;
  title: string;
  metric: Metric;
  best: number;
  claims: string[];
}

/** Rulings in force that newer claims on the same metric came after: each is to be looked at again. */
export function listOutdatedRulings(db: ReadDb, _actor: Actor, most = 50): OutdatedRuling[] {
  const byRuling = new Map<number, OutdatedRuling>();
  for (const { ruling, claim, code, title, metric, best } of newerClaims(db, sql`1`)) {
    const known = byRuling.get(ruling);
    if (known) known.claims.push(claim);
    else if (byRuling.size < most) byRuling.set(ruling, { code, title, metric, best, claims: [claim] });
  }
  return [...byRuling.values()];
}

interface NewerClaim {
  ruling: number;
  claim: string;
  code: string;
  title: string;
  metric: Metric;
  best: number;
}

/** The log's order says what came after a ruling, to the entry: clocks stand still, are set back, and are kept to the second. */
function newerClaims(db: ReadDb, which: ReturnType<typeof sql>): NewerClaim[] {
  return db.rows<NewerClaim>(sql`
    with held as (
      select r.id, r.incident_id, r.metric, r."group", r.best, i.code, i.title,
             coalesce((select max(u.id) from audit u where u.subject = 'incident ' || i.code and u.action = 'ruling.rule'
                          and json_extract(u.content, '$.after.ruling') = r.id), 0) as entry
        from ruling r join incident i on i.id = r.incident_id
       where r.revoked_at is null and i.publication = 'published' and ${which}
    )
    select h.id as ruling, c.code as claim, h.code, h.title, h.metric, h.best
      from held h join claim c on c.incident_id = h.incident_id and c.publication = 'published'
      join figure f on f.claim_id = c.id and f.metric = h.metric and f."group" = h."group"
     where exists (select 1 from audit u where u.subject = 'claim ' || c.code and u.action = 'claim.amend' and u.id > h.entry)
        or exists (select 1 from audit u, json_each(u.content, '$.after.claims') j
                    where u.subject = 'incident ' || h.code and u.action = 'incident.publish' and u.id > h.entry and j.value = c.code)
     order by h.id, c.recorded_no`);
}

/** A claim that waits and whose figure lies outside of what readers see. */
export interface Conflict {
  code: string;
  title: string;
  claim: string;
  claimant: string;
  metric: Metric;
  stated: Bounds;
  published: { low: number; high: number; open: boolean };
}

interface ConflictRow extends Bounds {
  code: string;
  title: string;
  claim: string;
  claimant: string;
  metric: Metric;
  estimateLow: number;
  estimateHigh: number;
  open: 0 | 1;
}

/** Claims of published incidents that wait and disagree with the published range of the killed or wounded, the newest first. */
export function listConflicts(db: ReadDb, _actor: Actor, most = 50): Conflict[] {
  const rows = db.rows<ConflictRow>(sql`
    select i.code, i.title, c.code as claim, coalesce(h.name, s.name) as claimant, f.metric, f.qualifier, f.low, f.high, f.best, f.word,
           e.low as estimateLow, e.high as estimateHigh, e.open
      from claim c join incident i on i.id = c.incident_id join source s on s.id = c.source_id
      left join withheld_source h on h.source_id = s.id
      join figure f on f.claim_id = c.id and f."group" = 'all' and f.scope = 'incident' and f.metric in ('killed', 'wounded')
      join estimate e on e.incident_id = i.id and e.metric = f.metric and e."group" = 'all' and e.known_until is null
     where ${unseen("c")} and i.publication = 'published' and c.scope = 'incident' and c.status = 'standing'
       and c.stance <> 'denies' and c.repeats_id is null and e.low is not null
     order by c.updated_at desc, c.id desc, f.metric limit 500`);
  const floors = readFloors(db);
  return rows
    .filter(({ estimateLow, estimateHigh, open, ...bounds }) => {
      const { low, high } = rangeOf(amountOf(bounds, floors));
      if (low === null && high === null) return false;
      return (low ?? 0) > (open ? Number.POSITIVE_INFINITY : estimateHigh) || (high ?? Number.POSITIVE_INFINITY) < estimateLow;
    })
    .slice(0, most)
    .map(({ code, title, claim, claimant, metric, estimateLow, estimateHigh, open, qualifier, low, high, best, word }) => ({
      code,
      title,
      claim,
      claimant,
      metric,
      stated: { qualifier, low, high, best, word },
      published: { low: estimateLow, high: estimateHigh, open: open === 1 },
    }));
}

/** When an incident is to be published by itself, milliseconds UTC; null where nobody has decided so. */
export function findPlan(db: ReadDb, _actor: Actor, incidentId: number): number | null {
  return (
    db.first<{ at: number }>(sql`select publish_at as at from publication_plan where incident_id = ${incidentId}`)?.at ?? null
  );
}

/** What was last said of an incident's review: that it waits, or that it was sent back and why; null where neither holds. */
export interface ReviewNote {
  is: "submitted" | "sent_back";
  at: number;
  by: string;
  why: string | null;
}

/** The review of an incident that has something waiting or in draft. */
export function findReview(db: ReadDb, _actor: Actor, code: string): ReviewNote | null {
  const last = db.first<{ action: string; at: number; by: string; why: string | null }>(sql`
    select action, at, actor as by, json_extract(content, '$.why') as why from audit
     where subject = ${`incident ${code}`} and action in ('incident.submit', 'incident.send_back', 'incident.publish', 'incident.retract')
     order by id desc limit 1`);
  if (last?.action === "incident.submit") return { is: "submitted", at: last.at, by: last.by, why: null };
  if (last?.action === "incident.send_back") return { is: "sent_back", at: last.at, by: last.by, why: last.why };
  return null;
}

/** Incidents that may be the one being entered: at the same place, no more than `days` from its date. */
export interface NearIncident {
  code: string;
  title: string;
  dateStart: string;
  publication: Publication;
}

/** Incidents at a place within some days of a date, drafts included, the nearest day first. */
export function listNear(
  db: ReadDb,
  _actor: Actor,
  { placeId, date, days = 3 }: { placeId: number; date: string; days?: number },
  most = 8,
): NearIncident[] {
  return db.rows<NearIncident>(sql`
    select code, title, date_start as dateStart, publication from incident
     where place_id = ${placeId} and publication <> 'retracted'
       and date_start <= date(${date}, ${`+${days} days`}) and coalesce(date_end, date_start) >= date(${date}, ${`-${days} days`})
     order by abs(julianday(date_start) - julianday(${date})), code limit ${most}`);
}

/** An incident that readers do not see yet, and those that it may be one with. */
export interface MaybeSame {
  code: string;
  title: string;
  near: NearIncident[];
}

/** Drafts and what waits, that share a place, a near date and a word of the title with another incident; the newest first. */
export function listMaybeSame(db: ReadDb, actor: Actor, most = 20): MaybeSame[] {
  const rows = db.rows<{ code: string; title: string; placeId: number; date: string }>(sql`
    select i.code, i.title, i.place_id as placeId, i.date_start as date from incident i
     where ${unseen("i")} and i.place_id is not null order by i.updated_at desc, i.id desc limit 200`);
  const told = new Set<string>();
  const found: MaybeSame[] = [];
  for (const { code, title, placeId, date } of rows) {
    if (found.length === most) break;
    const near = listNear(db, actor, { placeId, date }).filter(
      (one) => one.code !== code && !told.has(`${one.code} ${code}`) && sharesWord(one.title, title),
    );
    if (near.length === 0) continue;
    for (const one of near) told.add(`${code} ${one.code}`);
    found.push({ code, title, near });
  }
  return found;
}

/** Whether a form with this key was saved before. */
export function wasSubmitted(db: ReadDb, key: string | null): boolean {
  return key !== null && db.first(sql`select 1 from submission where key = ${key}`) !== undefined;
}
