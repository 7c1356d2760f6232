/** Changing what the record says of a source: its kind, its role, and whose voice it is. */
import { eq, or } from "drizzle-orm";
import { foldName } from "@/domain/names";
import { SourceInput } from "@/domain/source";
import type { Db, Tx } from "../open";
import { Refused } from "../refused";
import { claim, source } from "../schema";
import type { Actor } from "./actor";
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
    const namesake = tx.select({ id: source.id }).from(source).where(eq(source.folded, folded)).get();
    if (namesake && namesake.id !== row.id) throw new Refused("source.name_taken", "name", { name: parsed.name });
    const { name, kind, role, party } = parsed;
    const affected = tx
      .selectDistinct({ id: claim.incidentId })
      .from(claim)
      .innerJoin(source, eq(source.id, claim.sourceId))
      .where(or(eq(source.id, row.id), eq(source.voiceId, row.id)))
      .all();
    tx.update(source).set({ name, folded, kind, role, party, voiceId }).where(eq(source.id, row.id)).run();
    return {
      result: undefined,
      audit: { action: "source.amend", subject: `source ${slug}`, before: row, after: parsed },
      incidents: affected.map(({ id }) => id),
      visible: true,
    };
  });
}

function voiceIdOf(tx: Tx, own: number, slug: string): number | null {
  const voice = tx.select().from(source).where(eq(source.slug, slug)).get();
  if (!voice) throw new Refused("source.unknown", "voice", { slug });
  return voice.id === own ? null : voice.id;
}
