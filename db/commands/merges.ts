/** Two incidents that are one, and one that is two. Claims move, nothing is lost, and an old address leads on. */
import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import { IncidentInput } from "@/domain/incident";
import type { Db, Tx } from "../open";
import { Refused } from "../refused";
import { claim, incident, incidentExternalId, mergedIncident, publicationPlan, ruling, splitProposal } from "../schema";
import type { Actor } from "./actor";
import { expectVersion, incidentByCode, insertIncident, isOnlyPublisher } from "./incidents";
import { keepClaim, keepIncident } from "./revisions";
import { onceFor, write, type Change } from "./write";

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
    keepIncident(tx, target);
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
    tx.delete(splitProposal)
      .where(inArray(splitProposal.incidentId, [from.id, target.id]))
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

/** What a split would make of an incident. */
interface Split {
  claims: readonly string[];
  incident: ReturnType<typeof IncidentInput.parse>;
  reason: string;
}

/**
 * Moves claims of an incident to a new one, which is as public as the first; gives back its code. At least one claim moves
 * and one stays; a claim that repeats another goes where that one is. The new incident's facts are an edit that no second
 * person has seen: of a published one the split is proposed for another editor to confirm, where there is one, and null is
 * given back. Throws Refused otherwise.
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
): string | null {
  const wantedSplit: Split = { claims: [...new Set(wanted)], incident: IncidentInput.parse(input), reason: reason.trim() };
  return write<string | null>(db, actor, "editor", (tx) => {
    const from = incidentByCode(tx, code);
    const needsAnother = from.publication === "published" && actor.accountId !== null && !isOnlyPublisher(tx, actor);
    const proposal = `proposal ${code} ${version}`;
    let made: string | null = null;
    const { subject, repeated } = onceFor(tx, formKey, () => {
      expectVersion(from, version);
      expectSplittable(tx, from, wantedSplit);
      if (needsAnother) return proposal;
      return (made = insertIncident(tx, actor, wantedSplit.incident, { publication: from.publication }));
    });
    if (repeated) return { result: subject.startsWith("proposal ") ? null : subject, audit: null };
    if (made !== null) return carryOut(tx, { from, made, split: wantedSplit, editedBy: actor.accountId });
    const kept = { version, content: JSON.stringify(wantedSplit), proposedAt: tx.now(), proposedBy: actor.accountId! };
    tx.insert(splitProposal)
      .values({ incidentId: from.id, ...kept })
      .onConflictDoUpdate({ target: splitProposal.incidentId, set: kept })
      .run();
    return {
      result: null,
      audit: { action: "incident.propose_split", subject: `incident ${code}`, after: wantedSplit, why: wantedSplit.reason },
    };
  });
}

/**
 * Carries out a split that another editor proposed, as they proposed it; gives back the new incident's code. Throws Refused
 * where the incident was saved since, and to the one who proposed it unless nobody else may publish any more.
 */
export function confirmSplit(db: Db, actor: Actor, { code, version }: Seen): string {
  return write(db, actor, "editor", (tx) => {
    const from = incidentByCode(tx, code);
    const proposed = proposalOf(tx, from.id);
    if (proposed.version !== version || from.version !== version) throw new Refused("split.changed");
    if (proposed.proposedBy === actor.accountId && !isOnlyPublisher(tx, actor)) throw new Refused("publish.own_edit");
    const split = JSON.parse(proposed.content) as Split;
    expectSplittable(tx, from, split);
    const made = insertIncident(tx, actor, split.incident, { publication: from.publication });
    // The facts are the words of whoever proposed them.
    tx.update(incident).set({ editedBy: proposed.proposedBy }).where(eq(incident.code, made)).run();
    return carryOut(tx, { from, made, split, editedBy: actor.accountId });
  });
}

/** Lets a proposed split fall; whoever proposed it may, too. */
export function dropSplit(db: Db, actor: Actor, code: string): void {
  write(db, actor, "editor", (tx) => {
    const { id } = incidentByCode(tx, code);
    proposalOf(tx, id);
    tx.delete(splitProposal).where(eq(splitProposal.incidentId, id)).run();
    return { result: undefined, audit: { action: "incident.drop_split", subject: `incident ${code}` } };
  });
}

function proposalOf(tx: Tx, incidentId: number) {
  const proposed = tx.select().from(splitProposal).where(eq(splitProposal.incidentId, incidentId)).get();
  if (!proposed) throw new Refused("split.none");
  return proposed;
}

type IncidentRow = ReturnType<typeof incidentByCode>;

function expectSplittable(tx: Tx, from: IncidentRow, { claims, reason }: Split): void {
  if (from.publication === "retracted") throw new Refused("incident.retracted");
  if (reason === "") throw new Refused("reason.missing", "reason");
  const all = tx.select().from(claim).where(eq(claim.incidentId, from.id)).all();
  const moving = all.filter((one) => claims.includes(one.code));
  if (moving.length === 0 || moving.length !== claims.length) throw new Refused("split.no_claim", "claims");
  if (moving.length === all.length) throw new Refused("split.all_claims", "claims");
  const ids = new Set(moving.map(({ id }) => id));
  const parted = all.find((one) => one.repeatsId !== null && ids.has(one.id) !== ids.has(one.repeatsId));
  if (parted) throw new Refused("split.repeat_apart", "claims", { code: parted.code });
  const isPublic = moving.some((one) => one.publication === "published");
  if (from.publication === "published" && !isPublic) throw new Refused("split.drafts_alone", "claims");
  if (from.publication === "published" && !all.some((one) => one.publication === "published" && !ids.has(one.id)))
    throw new Refused("split.drafts_alone", "claims");
}

function carryOut(
  tx: Tx,
  { from, made, split, editedBy }: { from: IncidentRow; made: string; split: Split; editedBy: number | null },
): Change<string> {
  const to = incidentByCode(tx, made);
  keepIncident(tx, from);
  const codes = moveClaims(
    tx,
    sql`incident_id = ${from.id} and code in (select value from json_each(${JSON.stringify(split.claims)}))`,
    to.id,
  );
  tx.update(incident)
    .set({ version: from.version + 1, updatedAt: tx.now(), editedBy })
    .where(eq(incident.id, from.id))
    .run();
  tx.delete(publicationPlan).where(eq(publicationPlan.incidentId, from.id)).run();
  tx.delete(splitProposal).where(eq(splitProposal.incidentId, from.id)).run();
  const why = split.reason;
  return {
    result: made,
    audit: [
      { action: "incident.record", subject: `incident ${made}`, after: split.incident, why },
      {
        action: "incident.split",
        subject: `incident ${from.code}`,
        before: { publication: from.publication },
        after: { from: from.code, into: made, claims: codes },
        why,
      },
    ],
    incidents: from.publication === "published" ? [from.id, to.id] : [],
  };
}

/** Moves claims to an incident and gives back their codes. Who entered them stays; their versions grow. */
function moveClaims(tx: Tx, which: ReturnType<typeof sql>, incidentId: number): string[] {
  const rows = tx.select().from(claim).where(which).orderBy(claim.recordedNo).all();
  for (const row of rows) {
    keepClaim(tx, row);
    tx.update(claim)
      .set({ incidentId, version: row.version + 1, updatedAt: tx.now() })
      .where(eq(claim.id, row.id))
      .run();
  }
  return rows.map(({ code }) => code);
}
