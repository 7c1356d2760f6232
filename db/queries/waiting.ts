/** What waits in an incident, beside what readers see and what an editor last sent back. */
import { sql } from "drizzle-orm";
import type { Publication } from "@/domain/vocabulary";
import type { Actor } from "../commands/actor";
import type { ReadDb } from "../open";
import { listRevisions, type ClaimContent, type IncidentContent } from "./revisions";

export interface WaitingItem {
  /** "incident UA-0003", "claim C17". */
  subject: string;
  now: IncidentContent | ClaimContent;
  /** What it was when an editor last sent the incident back; null where that never was, or it came later. */
  sentBack: IncidentContent | ClaimContent | null;
}

/** The incident itself where it was never published, and each claim that readers do not see yet. */
export function listWaiting(db: ReadDb, actor: Actor, code: string): WaitingItem[] {
  const row = db.first<{ id: number; publication: Publication }>(sql`select id, publication from incident where code = ${code}`);
  if (!row) return [];
  const claims = db.rows<{ code: string }>(
    sql`select code from claim where incident_id = ${row.id} and publication in ('draft', 'submitted') order by public_at, recorded_no`,
  );
  const last = db.first<{ at: number | null }>(
    sql`select max(at) as at from audit where subject = ${`incident ${code}`} and action = 'incident.send_back'`,
  )?.at;
  const subjects = [
    ...(row.publication === "draft" || row.publication === "submitted" ? [`incident ${code}`] : []),
    ...claims.map((claim) => `claim ${claim.code}`),
  ];
  return subjects.flatMap((subject) => {
    const [now, ...before] = listRevisions(db, actor, subject);
    if (!now?.content) return [];
    // Of the newest first: what stood when it was sent back is the first that was saved by then.
    const then = last == null || now.savedAt <= last ? null : before.find((one) => one.savedAt <= last);
    return [{ subject, now: now.content, sentBack: then?.content ?? null }];
  });
}
