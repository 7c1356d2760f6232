/** Splits of published incidents that one editor proposed and another is to confirm. */
import { sql } from "drizzle-orm";
import type { IncidentInput } from "@/domain/incident";
import type { Actor } from "../commands/actor";
import type { ReadDb } from "../open";

export interface ProposedSplit {
  code: string;
  title: string;
  /** The incident's version as it was proposed; another one now means that it was saved since. */
  version: number;
  isStale: boolean;
  claims: string[];
  incident: IncidentInput;
  reason: string;
  at: number;
  by: string;
  isOwn: boolean;
}

interface Row {
  code: string;
  title: string;
  version: number;
  now: number;
  content: string;
  at: number;
  by: string;
  byId: number;
}

/** Proposed splits, the oldest first; with `code` that of one incident alone. */
export function listProposedSplits(db: ReadDb, actor: Actor, code: string | null = null): ProposedSplit[] {
  const rows = db.rows<Row>(sql`
    select i.code, i.title, p.version, i.version as now, p.content, p.proposed_at as at, a.name as by, a.id as byId
      from split_proposal p join incident i on i.id = p.incident_id join account a on a.id = p.proposed_by
     where ${code === null ? sql`1` : sql`i.code = ${code}`} order by p.proposed_at, i.id`);
  return rows.map(({ content, now, byId, ...row }) => {
    const { claims, incident, reason } = JSON.parse(content) as Pick<ProposedSplit, "claims" | "incident" | "reason">;
    return { ...row, claims, incident, reason, isStale: now !== row.version, isOwn: byId === actor.accountId };
  });
}
