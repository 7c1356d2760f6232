/** Two incidents that are one, and one that is two. Claims move, nothing is lost, and an old address leads on. */
import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import { IncidentInput } from "@/domain/incident";
import type { Db, Tx } from "../open";
import { Refused } from "../refused";
import { claim, incident, incidentExternalId, mergedIncident, publicationPlan, ruling } from "../schema";
import type { Actor } from "./actor";
import { expectVersion, incidentByCode, insertIncident } from "./incidents";
import { keepIncident } from "./revisions";
import { onceFor, write } from "./write";

interface Seen {
  code: string;
  version: number;
}

/**
 * Makes an incident part of another that it turned out to be: its claims, parts and outside numbers move there, its rulings
 * end, and its row stays, retracted, with its reason. Throws Refused where readers would lose what they see.
 */
export function mergeIncidents(db: Db, actor: Actor, { code, version }: Seen, into: string, reason: string): void {
  write(db, actor, "editor", (tx) => {
    const from = incidentByCode(tx, code);
    expectVersion(from, version);
    const target = incidentByCode(tx, into.trim(), "into");
    if (from.id === target.id) throw new Refused("merge.itself", "into");
    for (const one of [from, target])
      if (one.publication === "retracted") throw new Refused("merge.retracted", "into", { code: one.code });
    if (from.publication === "published" && target.publication !== "published") throw new Refused("merge.into_draft", "into");
    if (reason.trim() === "") throw new Refused("reason.missing", "reason");
    keepIncident(tx, from);
    const at = tx.now();
    const edited = { updatedAt: at, editedBy: actor.accountId };
    const codes = moveClaims(tx, sql`incident_id = ${from.id}`, target.id);
    // The wider one may be merged into its own part: that part takes its place.
    if (target.partOfId === from.id) tx.update(incident).set({ partOfId: from.partOfId }).where(eq(incident.id, target.id)).run();
    tx.update(incident)
      .set({
        publication: "retracted",
        publicationReason: from.publication === "published" ? reason.trim() : `Merged into ${target.code}.`,
        partOfId: null,
        version: from.version + 1,
        ...edited,
      })
      .where(eq(incident.id, from.id))
      .run();
    tx.update(incident).set({ partOfId: target.id }).where(eq(incident.partOfId, from.id)).run();
    tx.update(incidentExternalId).set({ incidentId: target.id }).where(eq(incidentExternalId.incidentId, from.id)).run();
    const inForce = and(eq(ruling.incidentId, from.id), isNull(ruling.revokedAt));
    const rulings = tx.select({ id: ruling.id, ruledAt: ruling.ruledAt }).from(ruling).where(inForce).all();
    for (const { id, ruledAt } of rulings)
      tx.update(ruling)
        .set({ revokedAt: Math.max(Math.floor(at / 1000) * 1000, ruledAt), revokedReason: reason.trim() })
        .where(eq(ruling.id, id))
        .run();
    tx.update(incident)
      .set({ version: target.version + 1, ...edited })
      .where(eq(incident.id, target.id))
      .run();
    tx.delete(publicationPlan)
      .where(inArray(publicationPlan.incidentId, [from.id, target.id]))
      .run();
    // What led to this one leads on.
    tx.update(mergedIncident).set({ intoId: target.id }).where(eq(mergedIncident.intoId, from.id)).run();
    tx.insert(mergedIncident).values({ incidentId: from.id, intoId: target.id, at }).run();
    const after = { into: target.code, from: code, claims: codes, rulings: rulings.map(({ id }) => id) };
    return {
      result: undefined,
      audit: [
        {
          action: "incident.merge",
          subject: `incident ${code}`,
          before: { publication: from.publication },
          after,
          why: reason.trim(),
        },
        { action: "incident.receive", subject: `incident ${target.code}`, after, why: reason.trim() },
      ],
      incidents: [from.id, target.id],
    };
  });
}

/**
 * Moves claims of an incident to a new one, which is as public as the first; gives back its code. At least one claim moves
 * and one stays; a claim that repeats another goes where that one is. Throws Refused otherwise.
 */
export function splitIncident(
  db: Db,
  actor: Actor,
  { code, version }: Seen,
  {
    claims: wanted,
    incident: input,
    reason,
    formKey = null,
  }: { claims: readonly string[]; incident: IncidentInput; reason: string; formKey?: string | null },
): string {
  const parsed = IncidentInput.parse(input);
  return write(db, actor, "editor", (tx) => {
    const from = incidentByCode(tx, code);
    const { subject: made, repeated } = onceFor(tx, formKey, () => {
      expectVersion(from, version);
      if (from.publication === "retracted") throw new Refused("incident.retracted");
      if (reason.trim() === "") throw new Refused("reason.missing", "reason");
      const all = tx.select().from(claim).where(eq(claim.incidentId, from.id)).all();
      const moving = all.filter((one) => wanted.includes(one.code));
      if (moving.length === 0 || moving.length !== new Set(wanted).size) throw new Refused("split.no_claim", "claims");
      if (moving.length === all.length) throw new Refused("split.all_claims", "claims");
      const ids = new Set(moving.map(({ id }) => id));
      const parted = all.find((one) => one.repeatsId !== null && ids.has(one.id) !== ids.has(one.repeatsId));
      if (parted) throw new Refused("split.repeat_apart", "claims", { code: parted.code });
      const isPublic = moving.some((one) => one.publication === "published");
      if (from.publication === "published" && !isPublic) throw new Refused("split.drafts_alone", "claims");
      if (from.publication === "published" && !all.some((one) => one.publication === "published" && !ids.has(one.id)))
        throw new Refused("split.drafts_alone", "claims");
      return insertIncident(tx, actor, parsed, { publication: from.publication });
    });
    if (repeated) return { result: made, audit: null };
    const to = incidentByCode(tx, made);
    const codes = moveClaims(
      tx,
      sql`incident_id = ${from.id} and code in (select value from json_each(${JSON.stringify(wanted)}))`,
      to.id,
    );
    tx.update(incident)
      .set({ version: from.version + 1, updatedAt: tx.now(), editedBy: actor.accountId })
      .where(eq(incident.id, from.id))
      .run();
    tx.delete(publicationPlan).where(eq(publicationPlan.incidentId, from.id)).run();
    const after = { from: code, into: made, claims: codes };
    return {
      result: made,
      audit: [
        { action: "incident.record", subject: `incident ${made}`, after: parsed, why: reason.trim() },
        {
          action: "incident.split",
          subject: `incident ${code}`,
          before: { publication: from.publication },
          after,
          why: reason.trim(),
        },
      ],
      incidents: from.publication === "published" ? [from.id, to.id] : [],
    };
  });
}

/** Moves claims to an incident and gives back their codes. Who entered them stays; their versions grow. */
function moveClaims(tx: Tx, which: ReturnType<typeof sql>, incidentId: number): string[] {
  const rows = tx.rows<{ id: number; code: string }>(sql`select id, code from claim where ${which} order by recorded_no`);
  for (const { id } of rows)
    tx.update(claim)
      .set({ incidentId, version: sql`${claim.version} + 1`, updatedAt: tx.now() })
      .where(eq(claim.id, id))
      .run();
  return rows.map(({ code }) => code);
}
