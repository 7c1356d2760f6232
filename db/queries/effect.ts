/** What a claim that is being filled in would change in its incident's estimates, before anything is saved. */
import { sql } from "drizzle-orm";
import type { ClaimInput } from "@/domain/claim";
import { civilDateAt } from "@/domain/dates";
import { estimateHistory, type ClaimForEstimate, type Estimate, type IncidentForEstimate } from "@/domain/estimate";
import { amountOf } from "@/domain/figure";
import { foldName } from "@/domain/names";
import type { Group, Metric, Publication } from "@/domain/vocabulary";
import type { Actor } from "../commands/actor";
import type { ReadDb } from "../open";
import { findIncidentForEstimate } from "./claims-for-estimate";
import { readFloors } from "./methodology";
import { findRecord } from "./record";

export interface EstimateEffect {
  metric: Metric;
  group: Group;
  now: Estimate | null;
  after: Estimate | null;
}

/** Where a claim would go: an incident that is there, with the claim that it replaces, or one that is being entered. */
export type ClaimPlace = { incident: string; replaces: string | null } | { dateStart: string };

/**
 * Today's estimates of an incident without and with a claim, those alone of which the claim says something or which it
 * changes. Of a published incident "now" is what readers see; of a draft, what all its claims give.
 */
export function effectOfClaim(
  db: ReadDb,
  _actor: Actor,
  place: ClaimPlace,
  input: ReturnType<typeof ClaimInput.parse>,
): EstimateEffect[] {
  const { timeZone } = findRecord(db);
  const added = claimForEstimate(db, input, timeZone);
  const [before, after] = "incident" in place ? withClaim(db, place, added) : entered(place.dateStart, timeZone, added);
  const [now, then] = [today(before), today(after)];
  const keys = new Set([...now.keys(), ...then.keys()]);
  return [...keys]
    .map((key) => {
      const [metric, group] = key.split(" ") as [Metric, Group];
      return { metric, group, now: now.get(key) ?? null, after: then.get(key) ?? null };
    })
    .filter(
      ({ metric, group, now: a, after: b }) =>
        JSON.stringify(a) !== JSON.stringify(b) ||
        input.figures.some((figure) => figure.metric === metric && figure.group === group),
    );
}

function entered(
  dateStart: string,
  timeZone: string,
  added: ClaimForEstimate,
): [IncidentForEstimate | null, IncidentForEstimate] {
  return [null, { dateStart, dateEnd: null, timeZone, claims: [added], rulings: [] }];
}

function withClaim(
  db: ReadDb,
  { incident, replaces }: { incident: string; replaces: string | null },
  added: ClaimForEstimate,
): [IncidentForEstimate | null, IncidentForEstimate | null] {
  const row = db.first<{ id: number; publication: Publication }>(
    sql`select id, publication from incident where code = ${incident}`,
  );
  if (!row) return [null, null];
  const shown: Publication[] = row.publication === "published" ? ["published"] : ["published", "draft", "submitted"];
  const facts = findIncidentForEstimate(db, row.id, shown);
  if (!facts) return [null, null];
  const old =
    replaces === null ? undefined : db.first<{ no: number }>(sql`select recorded_no as no from claim where code = ${replaces}`);
  const others = facts.claims.filter((claim) => claim.recordedNo !== old?.no);
  return [facts, { ...facts, claims: [...others, { ...added, recordedNo: old?.no ?? added.recordedNo }] }];
}

function today(facts: IncidentForEstimate | null): Map<string, Estimate> {
  const rows = facts ? estimateHistory(facts).filter((row) => row.knownUntil === null) : [];
  return new Map(rows.map(({ metric, group, estimate }) => [`${metric} ${group}`, estimate]));
}

/** The claim as an estimate takes it; one that is new comes after all others. */
function claimForEstimate(db: ReadDb, input: ReturnType<typeof ClaimInput.parse>, timeZone: string): ClaimForEstimate {
  const { claimant, report, repeats, figures, asOf, stance, status, statusAt } = input;
  const floors = readFloors(db);
  return {
    recordedNo: Number.MAX_SAFE_INTEGER,
    voice: voiceOf(db, claimant.voice ?? claimant.name),
    publishedAt: report.publishedAt,
    asOf,
    retrievedAt: report.retrievedAt ?? civilDateAt(db.now(), timeZone),
    stance,
    status,
    statusAt,
    isRepeat: repeats !== null,
    figures: figures.map(({ metric, group, scope, ...bounds }) => ({ metric, group, scope, amount: amountOf(bounds, floors) })),
  };
}

function voiceOf(db: ReadDb, name: string): string {
  const folded = foldName(name);
  const known = db.first<{ voice: string }>(sql`
    select coalesce(v.name, s.name) as voice from source s left join source v on v.id = s.voice_id
     where s.folded = ${folded} or s.id in (select source_id from source_name where folded = ${folded}
            union select source_id from withheld_source where folded = ${folded})`);
  return known?.voice ?? name;
}
