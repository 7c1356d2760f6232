/** Recording, amending, publishing and retracting incidents. */
import { eq, inArray, sql } from "drizzle-orm";
import { civilDateAt } from "@/domain/dates";
import { IncidentInput } from "@/domain/incident";
import type { LocationShown, Publication } from "@/domain/vocabulary";
import type { Db, Tx } from "../open";
import { claimsSeen, WAITING } from "../queries/claims-seen";
import { findPlaces } from "../queries/places";
import { Refused } from "../refused";
import { claim, hiddenLocation, incident, incidentExternalId, publicationPlan, record } from "../schema";
import type { Actor } from "./actor";
import { mayAct } from "./actor";
import { hideLocation, shownLocation } from "./hidden-locations";
import { keepClaim, keepIncident } from "./revisions";
import { onceFor, write } from "./write";

export { claimsSeen } from "../queries/claims-seen";

type Incident = ReturnType<typeof IncidentInput.parse>;

/** What a caller may say beyond the input: the form's key against double submits, a code to keep (imports), the version seen. */
export interface RecordOptions {
  formKey?: string | null;
  code?: string;
  /** How much of its location readers see, where that is less than is known. */
  obscure?: LocationShown | null;
}

/** What a caller may say of a change beyond the input. */
export interface AmendOptions {
  /** How much of its location readers see; absent: as before. */
  obscure?: LocationShown | null;
  /** The version that this change brings back. */
  restores?: number;
}

/** Makes a draft incident and gives back its code. Throws Refused on an unknown or ambiguous place or a future date. */
export function recordIncident(db: Db, actor: Actor, input: IncidentInput, options: RecordOptions = {}): string {
  const parsed = IncidentInput.parse(input);
  return write(db, actor, "recorder", (tx) => {
    const { subject: code, repeated } = onceFor(tx, options.formKey ?? null, () => insertIncident(tx, actor, parsed, options));
    return { result: code, audit: repeated ? null : { action: "incident.record", subject: `incident ${code}`, after: parsed } };
  });
}

/** Adds the row of a new incident and gives back its code. */
export function insertIncident(
  tx: Tx,
  actor: Actor,
  input: Incident,
  { code: wanted, obscure = null, publication = "draft" }: RecordOptions & { publication?: Publication } = {},
): string {
  const code = wanted ?? nextCode(tx);
  const at = tx.now();
  const { externalIds, ...columns } = columnsOf(tx, input);
  const { id } = tx
    .insert(incident)
    .values({
      ...columns,
      ...shownLocation(columns, obscure),
      code,
      publication,
      createdAt: at,
      updatedAt: at,
      editedBy: actor.accountId,
    })
    .returning({ id: incident.id })
    .get();
  hideLocation(tx, id, columns, obscure);
  if (externalIds.length > 0)
    tx.insert(incidentExternalId)
      .values(externalIds.map((e) => ({ ...e, incidentId: id })))
      .run();
  return code;
}

/** The next free code; numbers are never given twice. */
function nextCode(tx: Tx): string {
  const row = tx
    .update(record)
    .set({ nextIncidentNo: sql`${record.nextIncidentNo} + 1` })
    .returning({ no: record.nextIncidentNo, prefix: record.codePrefix })
    .get();
  return `${row.prefix}-${String(row.no - 1).padStart(4, "0")}`;
}

function columnsOf(tx: Tx, { place, partOf, ...input }: Incident) {
  const { timeZone } = tx.select({ timeZone: record.timeZone }).from(record).get()!;
  const today = civilDateAt(tx.now(), timeZone);
  for (const field of ["dateStart", "dateEnd"] as const) {
    if (input[field] && input[field] > today) throw new Refused("date.future", field, { today });
  }
  return {
    ...input,
    placeId: place === null ? null : placeIdOf(tx, place),
    partOfId: partOf === null ? null : incidentByCode(tx, partOf, "partOf").id,
  };
}

function placeIdOf(tx: Tx, text: string): number {
  const places = findPlaces(tx, text);
  if (places.length === 0) throw new Refused("place.unknown", "place", { place: text });
  if (places.length > 1) {
    const options = places.slice(0, 5).map((p) => `${p.name}, ${p.admin1 ?? p.country} (${p.slug})`);
    throw new Refused("place.ambiguous", "place", { place: text, options: options.join("; ") });
  }
  return places[0]!.id;
}

/** The row of an incident by its code. Throws Refused naming the field where there is none. */
export function incidentByCode(tx: Tx, code: string, field: string | null = null) {
  const row = tx.select().from(incident).where(eq(incident.code, code)).get();
  if (!row) throw new Refused("incident.unknown", field, { code });
  return row;
}

/** Refuses a save over somebody else's newer one. */
export function expectVersion(row: { version: number }, seen: number): void {
  if (row.version !== seen) throw new Refused("version.stale", null, { seen, now: row.version });
}

/** Refuses a recorder's change of what is public. */
export function expectMayEdit(actor: Actor, publication: string): void {
  if (publication === "published" && !mayAct(actor, "editor")) throw new Refused("role.published_needs_editor");
  if (publication === "retracted") throw new Refused("incident.retracted");
}

/** Changes an incident; `version` is the one the person saw. A published one changes for readers at once, so only an editor may. */
export function amendIncident(
  db: Db,
  actor: Actor,
  { code, version }: { code: string; version: number },
  input: IncidentInput,
  { obscure: wanted, restores }: AmendOptions = {},
): void {
  const parsed = IncidentInput.parse(input);
  write(db, actor, "recorder", (tx) => {
    const row = incidentByCode(tx, code);
    expectMayEdit(actor, row.publication);
    expectVersion(row, version);
    keepIncident(tx, row);
    const { externalIds, ...columns } = columnsOf(tx, parsed);
    const hidden = tx.select().from(hiddenLocation).where(eq(hiddenLocation.incidentId, row.id)).get() ?? null;
    const obscure = wanted === undefined ? (hidden?.shownAs ?? null) : wanted;
    const shown = shownLocation(columns, obscure);
    hideLocation(tx, row.id, columns, obscure);
    tx.update(incident)
      .set({ ...columns, ...shown, version: row.version + 1, updatedAt: tx.now(), editedBy: actor.accountId })
      .where(eq(incident.id, row.id))
      .run();
    tx.delete(incidentExternalId).where(eq(incidentExternalId.incidentId, row.id)).run();
    if (externalIds.length > 0)
      tx.insert(incidentExternalId)
        .values(externalIds.map((e) => ({ ...e, incidentId: row.id })))
        .run();
    return {
      result: undefined,
      audit: {
        action: "incident.amend",
        subject: `incident ${code}`,
        before: { ...row, hidden },
        // Corrections are made of what readers saw and see; the true location stands apart.
        after: { ...parsed, ...shown, hidden: obscure && { ...parsed, obscure } },
        why: restores === undefined ? null : `Version ${restores} again.`,
      },
      incidents: [row.id],
      visible: row.publication === "published",
    };
  });
}

/**
 * Publishes an incident with all its draft claims. An editor does not publish a draft whose last edit is their own,
 * unless nobody else in the record may publish, and then the audit log says so (each draft is seen by a second person). `seen` are the waiting
 * claims that the editor saw (`claimsSeen`): what came or changed since is not published unread.
 */
export function publishIncident(
  db: Db,
  actor: Actor,
  { code, version, seen = null, why = null }: { code: string; version: number; seen?: string | null; why?: string | null },
): void {
  write(db, actor, "editor", (tx) => {
    const { row, drafts, isOwn } = expectPublishable(tx, actor, { code, version, seen });
    tx.delete(publicationPlan).where(eq(publicationPlan.incidentId, row.id)).run();
    keepIncident(tx, row);
    for (const draft of drafts) keepClaim(tx, draft);
    const ids = drafts.map((c) => c.id);
    if (ids.length > 0)
      tx.update(claim)
        .set({ publication: "published", version: sql`${claim.version} + 1` })
        .where(inArray(claim.id, ids))
        .run();
    tx.update(incident)
      .set({ publication: "published", publicationReason: null, version: row.version + 1 })
      .where(eq(incident.id, row.id))
      .run();
    return {
      result: undefined,
      audit: {
        action: "incident.publish",
        subject: `incident ${code}`,
        before: { publication: row.publication },
        after: { publication: "published", claims: drafts.map((c) => c.code) },
        why: isOwn ? "Published by the editor who made the last edit: nobody else in this record may publish." : why,
      },
      incidents: [row.id],
    };
  });
}

/** What publishing would publish. Throws Refused where it may not be: nothing to publish, not as it was seen, one's own edit. */
export function expectPublishable(
  tx: Tx,
  actor: Actor,
  { code, version, seen }: { code: string; version: number; seen: string | null },
) {
  const row = incidentByCode(tx, code);
  if (row.publication === "retracted") throw new Refused("incident.retracted");
  expectVersion(row, version);
  const claims = tx.select().from(claim).where(eq(claim.incidentId, row.id)).all();
  const drafts = claims.filter((c) => WAITING.includes(c.publication));
  if (claims.every((c) => c.publication === "retracted")) throw new Refused("publish.no_claim");
  if (seen !== null && seen !== claimsSeen(claims)) throw new Refused("publish.changed");
  const waiting = [...(row.publication === "published" ? [] : [row]), ...drafts];
  const isOwn = actor.accountId !== null && waiting.some((one) => one.editedBy === actor.accountId);
  if (isOwn && !isOnlyPublisher(tx, actor)) throw new Refused("publish.own_edit");
  return { row, drafts, isOwn };
}

/** Asks an editor to look: a draft incident, or the new claims of a published one. Throws Refused where nothing is in draft. */
export function submitIncident(db: Db, actor: Actor, { code, version }: { code: string; version: number }): void {
  write(db, actor, "recorder", (tx) => {
    const row = incidentByCode(tx, code);
    if (row.publication === "retracted") throw new Refused("incident.retracted");
    expectVersion(row, version);
    const claims = tx.select().from(claim).where(eq(claim.incidentId, row.id)).all();
    if (claims.every((c) => c.publication === "retracted")) throw new Refused("publish.no_claim");
    const drafts = claims.filter((c) => c.publication === "draft");
    if (row.publication !== "draft" && drafts.length === 0) throw new Refused("submit.nothing");
    const publication = row.publication === "draft" ? "submitted" : row.publication;
    movePublication(tx, row, { publication, claims: drafts, to: "submitted" });
    return {
      result: undefined,
      audit: {
        action: "incident.submit",
        subject: `incident ${code}`,
        before: { publication: row.publication },
        after: { publication, claims: drafts.map((c) => c.code) },
      },
    };
  });
}

/** Gives back to its recorder what waits for review, with the reason. Throws Refused where nothing waits. */
export function sendBack(db: Db, actor: Actor, { code, version }: { code: string; version: number }, reason: string): void {
  write(db, actor, "editor", (tx) => {
    const row = incidentByCode(tx, code);
    expectVersion(row, version);
    const claims = tx.select().from(claim).where(eq(claim.incidentId, row.id)).all();
    const submitted = claims.filter((c) => c.publication === "submitted");
    if (row.publication !== "submitted" && submitted.length === 0) throw new Refused("send_back.nothing");
    if (reason.trim() === "") throw new Refused("send_back.reason_missing", "reason");
    const publication = row.publication === "submitted" ? "draft" : row.publication;
    movePublication(tx, row, { publication, claims: submitted, to: "draft" });
    return {
      result: undefined,
      audit: {
        action: "incident.send_back",
        subject: `incident ${code}`,
        before: { publication: row.publication },
        after: { publication, claims: submitted.map((c) => c.code) },
        why: reason.trim(),
      },
    };
  });
}

/** Who edited last stays as it was: asking for a review is no edit. */
function movePublication(
  tx: Tx,
  row: { id: number; version: number },
  { publication, claims, to }: { publication: Publication; claims: readonly { id: number }[]; to: Publication },
): void {
  const ids = claims.map(({ id }) => id);
  if (ids.length > 0)
    tx.update(claim)
      .set({ publication: to, version: sql`${claim.version} + 1` })
      .where(inArray(claim.id, ids))
      .run();
  tx.update(incident)
    .set({ publication, version: row.version + 1 })
    .where(eq(incident.id, row.id))
    .run();
}

/** Whether nobody else in the record may publish. */
export function isOnlyPublisher(tx: Tx, actor: Actor): boolean {
  const others = tx.first(
    sql`select 1 from account where disabled_at is null and role in ('editor', 'admin') and id <> ${actor.accountId}`,
  );
  return others === undefined;
}

/** Takes a published incident back, with a reason that readers see; the row stays. */
export function retractIncident(
  db: Db,
  actor: Actor,
  { code, version }: { code: string; version: number },
  reason: string,
): void {
  write(db, actor, "editor", (tx) => {
    const row = incidentByCode(tx, code);
    expectVersion(row, version);
    if (row.publication !== "published") throw new Refused("incident.not_published");
    if (reason.trim() === "") throw new Refused("reason.missing", "reason");
    keepIncident(tx, row);
    tx.update(incident)
      .set({
        publication: "retracted",
        publicationReason: reason.trim(),
        version: row.version + 1,
        updatedAt: tx.now(),
        editedBy: actor.accountId,
      })
      .where(eq(incident.id, row.id))
      .run();
    return {
      result: undefined,
      audit: {
        action: "incident.retract",
        subject: `incident ${code}`,
        before: { publication: row.publication },
        after: { publication: "retracted" },
        why: reason.trim(),
      },
      incidents: [row.id],
    };
  });
}
