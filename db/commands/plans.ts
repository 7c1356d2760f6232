/** Publishing later: an editor's decision now, carried out at its moment by the running server. */
import { eq, sql } from "drizzle-orm";
import { instantOf, isStatedTime } from "@/domain/dates";
import type { Db } from "../open";
import { Refused } from "../refused";
import { publicationPlan, record } from "../schema";
import type { Actor } from "./actor";
import { expectPublishable, incidentByCode, publishIncident } from "./incidents";
import { write } from "./write";

/**
 * Decides that what an editor sees is published at a moment (a clock of the record's time zone, or an instant). Who may
 * publish is decided now. Throws Refused where the moment has passed, or where publishing it now would be refused.
 */
export function planPublication(
  db: Db,
  actor: Actor,
  { code, version, seen }: { code: string; version: number; seen: string },
  when: string,
): void {
  write(db, actor, "editor", (tx) => {
    const { row } = expectPublishable(tx, actor, { code, version, seen });
    const { timeZone } = tx.select({ timeZone: record.timeZone }).from(record).get()!;
    if (!isStatedTime(when) || when.length <= 10) throw new Refused("plan.time", "publishAt");
    const publishAt = instantOf(when, timeZone);
    if (publishAt <= tx.now()) throw new Refused("plan.past", "publishAt");
    const plan = { publishAt, version, seen, decidedAt: tx.now(), decidedBy: actor.accountId };
    tx.insert(publicationPlan)
      .values({ incidentId: row.id, ...plan })
      .onConflictDoUpdate({ target: publicationPlan.incidentId, set: plan })
      .run();
    return {
      result: undefined,
      audit: {
        action: "incident.plan",
        subject: `incident ${code}`,
        after: { publishAt: new Date(publishAt).toISOString(), seen },
      },
    };
  });
}

/** Takes a plan back. Throws Refused where there is none. */
export function dropPlan(db: Db, actor: Actor, code: string): void {
  write(db, actor, "editor", (tx) => {
    const row = incidentByCode(tx, code);
    const gone = tx.delete(publicationPlan).where(eq(publicationPlan.incidentId, row.id)).run();
    if (gone.changes === 0) throw new Refused("plan.none");
    return { result: undefined, audit: { action: "incident.unplan", subject: `incident ${code}` } };
  });
}

/**
 * Publishes what is due and gives back the codes. What has changed since the editor decided is not published: its plan ends,
 * and the log says why. `clock` is the server itself.
 */
export function publishDue(db: Db, clock: Actor): string[] {
  const due = db.rows<{ code: string; version: number; seen: string; by: string | null }>(sql`
    select i.code, p.version, p.seen, a.name as by from publication_plan p join incident i on i.id = p.incident_id
      left join account a on a.id = p.decided_by where p.publish_at <= ${db.now()} order by p.publish_at, i.id`);
  return due.flatMap(({ code, version, seen, by }) => {
    try {
      publishIncident(db, clock, { code, version, seen, why: `At the time that ${by ?? "an editor"} set.` });
      return [code];
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      write(db, clock, "editor", (tx) => {
        tx.delete(publicationPlan)
          .where(eq(publicationPlan.incidentId, incidentByCode(tx, code).id))
          .run();
        return {
          result: undefined,
          audit: { action: "incident.unplan", subject: `incident ${code}`, why: `Not published: ${error.code}.` },
        };
      });
      return [];
    }
  });
}
