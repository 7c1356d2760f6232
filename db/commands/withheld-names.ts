/**
 * Claimants whose names readers are not to see: the source's own row holds a number in place of the name, so that no
 * reader's query, export, feed or search can show it; the name stands in a table that only the desk reads.
 */
import { eq, or, sql } from "drizzle-orm";
import type { Db, Tx } from "../open";
import { Refused } from "../refused";
import { claim, source, sourceName, withheldSource } from "../schema";
import { mayAct, type Actor } from "./actor";
import { write, type AuditEntry } from "./write";

/** A name that was withheld: what the log says of it, and the incidents that it stood in. */
export interface Withheld {
  audit: AuditEntry;
  incidents: number[];
}

/** The row of a source by any of its names, folded; a withheld name finds it too. */
export function sourceByName(tx: Tx, folded: string) {
  const also = tx.first<{ id: number }>(sql`
    select source_id as id from source_name where folded = ${folded}
    union all select source_id from withheld_source where folded = ${folded}`);
  return tx
    .select()
    .from(source)
    .where(also ? eq(source.id, also.id) : eq(source.folded, folded))
    .get();
}

/** Whether readers see a number instead of a source's name. */
export function isWithheld(tx: Tx, sourceId: number): boolean {
  return tx.select().from(withheldSource).where(eq(withheldSource.sourceId, sourceId)).get() !== undefined;
}

/** Withholds a source's name; nothing where it is withheld already. What readers know by name only an editor withholds. */
export function withholdName(tx: Tx, actor: Actor, sourceId: number): Withheld[] {
  const row = tx.select().from(source).where(eq(source.id, sourceId)).get();
  if (!row) throw new Refused("source.unknown");
  if (isWithheld(tx, sourceId)) return [];
  const isPublic = tx.first(sql`select 1 from claim where source_id = ${sourceId} and publication = 'published'`);
  if (isPublic && !mayAct(actor, "editor")) throw new Refused("claimant.withhold_needs_editor", "claimant.withheld");
  const { slug, name, folded, role } = row;
  tx.insert(withheldSource).values({ sourceId, slug, name, folded, role }).run();
  // Numbered, so that two withheld claimants stay two voices.
  const shown = {
    slug: `withheld-${sourceId}`,
    name: `Name withheld ${sourceId}`,
    folded: `name withheld ${sourceId}`,
    role: null,
  };
  tx.update(source).set(shown).where(eq(source.id, sourceId)).run();
  return [
    {
      audit: {
        action: "source.withhold",
        subject: `source ${shown.slug}`,
        before: { withheld: false },
        after: { id: sourceId, withheld: true },
      },
      incidents: incidentsOf(tx, sourceId),
    },
  ];
}

/** Withholds a source's name, or shows it again; an editor's act. */
export function setWithheld(db: Db, actor: Actor, slug: string, isToBe: boolean): string {
  return write(db, actor, "editor", (tx) => {
    const row = tx.select().from(source).where(eq(source.slug, slug)).get();
    if (!row) throw new Refused("source.unknown", null, { slug });
    if (isToBe) {
      const [done] = withholdName(tx, actor, row.id);
      return {
        result: done ? `withheld-${row.id}` : slug,
        audit: done?.audit ?? null,
        incidents: done?.incidents ?? [],
        visible: true,
      };
    }
    const hidden = tx.select().from(withheldSource).where(eq(withheldSource.sourceId, row.id)).get();
    if (!hidden) return { result: slug, audit: null };
    const { sourceId, ...shown } = hidden;
    tx.delete(withheldSource).where(eq(withheldSource.sourceId, sourceId)).run();
    const namesake = tx.first(sql`select 1 from source where folded = ${shown.folded} or slug = ${shown.slug}`);
    if (namesake) throw new Refused("source.name_taken", "name", { name: shown.name });
    tx.update(source).set(shown).where(eq(source.id, sourceId)).run();
    return {
      result: shown.slug,
      audit: {
        action: "source.withhold",
        subject: `source ${shown.slug}`,
        before: { withheld: true },
        after: { id: sourceId, withheld: false },
      },
      incidents: incidentsOf(tx, sourceId),
      visible: true,
    };
  });
}

/** Incidents in whose estimates a source's name stands: its own claims', and its branches'. */
export function incidentsOf(tx: Tx, sourceId: number): number[] {
  return tx
    .selectDistinct({ id: claim.incidentId })
    .from(claim)
    .innerJoin(source, eq(source.id, claim.sourceId))
    .where(or(eq(source.id, sourceId), eq(source.voiceId, sourceId)))
    .all()
    .map(({ id }) => id);
}

/** Whether another source goes by a name, folded. */
export function isNameTaken(tx: Tx, folded: string, own: number): boolean {
  const there = sourceByName(tx, folded);
  return there !== undefined && there.id !== own;
}

/** Keeps a spelling under which a source is found. */
export function addSpelling(tx: Tx, sourceId: number, { folded, name }: { folded: string; name: string }): void {
  tx.insert(sourceName).values({ folded, sourceId, name }).onConflictDoNothing().run();
}
