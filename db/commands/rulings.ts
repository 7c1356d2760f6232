/** An editor's rulings: a number that overrides best from its date until it is revoked, always with its reason. */
import { and, eq, isNull } from "drizzle-orm";
import { RulingInput } from "@/domain/ruling";
import type { Db } from "../open";
import { Refused } from "../refused";
import { claim, ruling } from "../schema";
import type { Actor } from "./actor";
import { incidentByCode } from "./incidents";
import { write } from "./write";

/** Rules on a metric and group of a published incident and gives back the ruling's id; an earlier ruling on it ends now. */
export function ruleEstimate(db: Db, actor: Actor, code: string, input: RulingInput): number {
  const parsed = RulingInput.parse(input);
  return write(db, actor, "editor", (tx) => {
    const incident = incidentByCode(tx, code);
    if (incident.publication !== "published") throw new Refused("incident.not_published");
    const claims = tx
      .select({ id: claim.id })
      .from(claim)
      .where(and(eq(claim.incidentId, incident.id), eq(claim.publication, "published")))
      .all();
    if (claims.length === 0) throw new Refused("ruling.no_claim");
    const at = Math.floor(tx.now() / 1000) * 1000;
    const inForce = and(
      eq(ruling.incidentId, incident.id),
      eq(ruling.metric, parsed.metric),
      eq(ruling.group, parsed.group),
      isNull(ruling.revokedAt),
    );
    const before = tx.select().from(ruling).where(inForce).all();
    tx.update(ruling).set({ revokedAt: at, revokedReason: "Replaced by a newer ruling." }).where(inForce).run();
    const { id } = tx
      .insert(ruling)
      .values({ ...parsed, incidentId: incident.id, ruledAt: at, ruledBy: actor.accountId })
      .returning({ id: ruling.id })
      .get();
    return {
      result: id,
      audit: { action: "ruling.rule", subject: `incident ${code}`, before, after: { ruling: id, ...parsed }, why: parsed.reason },
      incidents: [incident.id],
    };
  });
}

/** Ends a ruling, with a reason; the claims decide again from now on. */
export function revokeRuling(db: Db, actor: Actor, id: number, reason: string): void {
  write(db, actor, "editor", (tx) => {
    const row = tx.select().from(ruling).where(eq(ruling.id, id)).get();
    if (!row) throw new Refused("ruling.unknown");
    if (row.revokedAt !== null) throw new Refused("ruling.revoked_already");
    if (reason.trim() === "") throw new Refused("reason.missing", "reason");
    const at = Math.max(Math.floor(tx.now() / 1000) * 1000, row.ruledAt);
    tx.update(ruling).set({ revokedAt: at, revokedReason: reason.trim() }).where(eq(ruling.id, id)).run();
    return {
      result: undefined,
      audit: { action: "ruling.revoke", subject: `ruling ${id}`, before: row, after: { revokedAt: at }, why: reason.trim() },
      incidents: [row.incidentId],
    };
  });
}
