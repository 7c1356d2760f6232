/** Imported rulings: on incidents that are published by the end of the import; one that is there already is left. */
import { eq, sql } from "drizzle-orm";
import { problemAt, type RowProblem } from "@/domain/formats/problem";
import type { ImportedRuling } from "@/domain/formats/rulings";
import { incident, ruling } from "../schema";
import type { Importing } from "./importing";

/** Writes a ruling into the copy; gives back what keeps it out. */
export function writeRuling(to: Importing, one: ImportedRuling): RowProblem[] {
  to.copy.original.bringByCode(one.incident);
  const target = to.tx.select().from(incident).where(eq(incident.code, one.incident)).get();
  if (!target) return [problemAt(one.row, "incident_id", "incident.unknown", { code: one.incident })];
  if (target.publication !== "published")
    return [problemAt(one.row, "incident_id", "ruling.not_published", { code: one.incident })];
  const { row: _row, id, incident: _code, ...columns } = one;
  const there = to.tx.first<{ id: number; revokedAt: number | null }>(sql`
    select id, revoked_at as revokedAt from ruling
     where incident_id = ${target.id} and metric = ${one.metric} and "group" = ${one.group} and best = ${one.best}
       and reason = ${one.reason} and ruled_at = ${one.ruledAt}`);
  if (there && there.revokedAt === one.revokedAt) {
    to.report.rulings.unchanged++;
    return [];
  }
  const { revokedAt, revokedReason } = one;
  if (there) to.tx.update(ruling).set({ revokedAt, revokedReason }).where(eq(ruling.id, there.id)).run();
  else {
    if (id !== null && to.tx.first(sql`select 1 from ruling where id = ${id}`))
      return [problemAt(one.row, "ruling_id", "ruling.number_taken", { no: id })];
    to.tx
      .insert(ruling)
      .values({ ...columns, ...(id === null ? {} : { id }), incidentId: target.id, ruledBy: to.editedBy })
      .run();
  }
  to.report.rulings[there ? "updated" : "new"]++;
  const before = { published: !to.isNew(target.id) };
  const audit = { action: "ruling.import", subject: `incident ${one.incident}`, before, after: one, why: one.reason };
  to.statements.addChange({ is: "ruling", id, incidentId: target.id, ruling: columns, audit });
  return [];
}
