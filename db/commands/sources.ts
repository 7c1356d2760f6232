/** Changing what the record says of a source: its kind, its role, and whose voice it is. */
import { and, eq, isNull, ne, sql } from "drizzle-orm";
import { foldName } from "@/domain/names";
import { civilDateAt } from "@/domain/dates";
import { SourceInput, SourceNoteInput } from "@/domain/source";
import type { Db, Tx } from "../open";
import { Refused } from "../refused";
import { claim, record, source, sourceName, sourceNote, withheldSource } from "../schema";
import type { Actor } from "./actor";
import { keepClaim, keepState } from "./revisions";
import { addSpelling, incidentsOf, isNameTaken, isWithheld } from "./withheld-names";
import { write } from "./write";

/**
 * Changes a source. Its voice is named by a source's slug, or null where it speaks for itself; every incident on which
 * it or its branches spoke is estimated anew. Throws Refused where the voice is a branch itself or has branches.
 */
export function amendSource(db: Db, actor: Actor, slug: string, input: SourceInput): void {
  const parsed = SourceInput.parse(input);
  write(db, actor, "editor", (tx) => {
    const row = tx.select().from(source).where(eq(source.slug, slug)).get();
    if (!row) throw new Refused("source.unknown", null, { slug });
    const voiceId = parsed.voice === null ? null : voiceIdOf(tx, row.id, parsed.voice);
    const folded = foldName(parsed.name);
    if (isNameTaken(tx, folded, row.id)) throw new Refused("source.name_taken", "name", { name: parsed.name });
    const { name, kind, role, party } = parsed;
    keepState(tx, `source ${slug}`, {
      ...row,
      hidden: tx.select().from(withheldSource).where(eq(withheldSource.sourceId, row.id)).get(),
    });
    // A withheld name is corrected where it stands; readers go on seeing its number.
    const hidden = isWithheld(tx, row.id);
    if (hidden) tx.update(withheldSource).set({ name, folded, role }).where(eq(withheldSource.sourceId, row.id)).run();
    tx.update(source)
      .set({ ...(hidden ? {} : { name, folded, role }), kind, party, voiceId })
      .where(eq(source.id, row.id))
      .run();
    return {
      result: undefined,
      audit: {
        action: "source.amend",
        subject: `source ${slug}`,
        before: row,
        after: hidden ? { ...parsed, name: row.name, role: row.role } : parsed,
      },
      incidents: incidentsOf(tx, row.id),
      visible: true,
    };
  });
}

function voiceIdOf(tx: Tx, own: number, slug: string): number | null {
  const voice = tx.select().from(source).where(eq(source.slug, slug)).get();
  if (!voice) throw new Refused("source.unknown", "voice", { slug });
  return voice.id === own ? null : voice.id;
}

/**
 * Makes a source one with another that it turned out to be: its claims, branches and notes move there, and its name stays a
 * spelling by which that one is found. Its row stays as a spelling alone. Throws Refused where one is withheld and one is not.
 */
export function mergeSources(db: Db, actor: Actor, slug: string, into: string, reason: string): string {
  return write(db, actor, "editor", (tx) => {
    const from = tx.select().from(source).where(eq(source.slug, slug)).get();
    if (!from) throw new Refused("source.unknown", null, { slug });
    const target = tx.select().from(source).where(eq(source.slug, into)).get();
    if (!target) throw new Refused("source.unknown", "into", { slug: into });
    if (from.id === target.id) throw new Refused("merge.itself", "into");
    if (isWithheld(tx, from.id) || isWithheld(tx, target.id)) throw new Refused("merge.withheld", "into");
    if (reason.trim() === "") throw new Refused("reason.missing", "reason");
    keepState(tx, `source ${slug}`, from);
    keepState(tx, `source ${target.slug}`, target);
    const incidents = [...incidentsOf(tx, from.id), ...incidentsOf(tx, target.id)];
    const claims = tx.select().from(claim).where(eq(claim.sourceId, from.id)).all();
    for (const one of claims) keepClaim(tx, one);
    tx.update(claim)
      .set({ sourceId: target.id, version: sql`${claim.version} + 1` })
      .where(eq(claim.sourceId, from.id))
      .run();
    // A branch that takes in its own voice speaks for itself; branches hang on a root.
    if (target.voiceId === from.id) tx.update(source).set({ voiceId: null }).where(eq(source.id, target.id)).run();
    const root = target.voiceId === null || target.voiceId === from.id ? target.id : target.voiceId;
    tx.update(source)
      .set({ voiceId: root })
      .where(and(eq(source.voiceId, from.id), ne(source.id, root)))
      .run();
    tx.update(sourceNote).set({ sourceId: target.id }).where(eq(sourceNote.sourceId, from.id)).run();
    tx.update(sourceName).set({ sourceId: target.id }).where(eq(sourceName.sourceId, from.id)).run();
    if (target.role === null && from.role !== null)
      tx.update(source)
        .set({ role: from.role })
        .where(and(eq(source.id, target.id), isNull(source.role)))
        .run();
    tx.delete(source).where(eq(source.id, from.id)).run();
    addSpelling(tx, target.id, { folded: from.folded, name: from.name });
    return {
      result: target.slug,
      audit: {
        action: "source.merge",
        subject: `source ${slug}`,
        before: from,
        after: { id: target.id, into: target.slug, from: slug, name: from.name, claims: claims.map(({ code }) => code) },
        why: reason.trim(),
      },
      incidents,
      visible: true,
    };
  });
}

/** Writes a dated note on how reliable a source is; notes are public and stay, a newer one holds from its day. */
export function noteSource(db: Db, actor: Actor, slug: string, input: SourceNoteInput): void {
  const parsed = SourceNoteInput.parse(input);
  write(db, actor, "editor", (tx) => {
    const row = tx.select().from(source).where(eq(source.slug, slug)).get();
    if (!row) throw new Refused("source.unknown", null, { slug });
    const { timeZone } = tx.select({ timeZone: record.timeZone }).from(record).get()!;
    const today = civilDateAt(tx.now(), timeZone);
    if (parsed.day > today) throw new Refused("date.future", "day", { today });
    tx.insert(sourceNote)
      .values({ sourceId: row.id, ...parsed, at: tx.now(), writtenBy: actor.accountId })
      .run();
    return { result: undefined, audit: { action: "source.note", subject: `source ${slug}`, after: parsed }, visible: true };
  });
}
