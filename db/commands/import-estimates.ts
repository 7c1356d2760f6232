/** Estimates, tolls and sums of the new published incidents, made in the copy from the same rules as a save's. */
import type Sqlite from "better-sqlite3";
import { estimateHistory, publicSpan } from "@/domain/estimate";
import { findIncidentForEstimate } from "../queries/claims-for-estimate";
import { recountStatements } from "../recount-rollups";
import { insertTolls } from "../recount-tolls";
import { estimate } from "../schema";
import type { Copy } from "./import-copy";
import { estimateColumns } from "./rebuild-estimates";

/** Fills the copy's empty tables of what is derived, for new incidents alone; `onProgress` is told how many are done. */
export function deriveNew(copy: Copy, onProgress: (done: number) => void): void {
  const { sqlite, db, last } = copy;
  db.transaction((tx) => {
    // Rulings have their numbers in the record only: they follow as changes, and bring their incident's history anew.
    sqlite.prepare("delete from ruling where incident_id > ?").run(last.incident);
    const spans = sqlite.prepare("update incident set first_public_at = ?, last_public_at = ? where id = ?");
    let done = 0;
    for (const id of newPublished(sqlite, last.incident)) {
      const facts = findIncidentForEstimate(tx, id);
      const span = facts ? publicSpan(facts) : null;
      const rows = facts && span ? estimateHistory(facts) : [];
      spans.run(span?.first ?? null, span?.last ?? null, id);
      if (rows.length > 0)
        tx.insert(estimate)
          .values(rows.map((row) => estimateColumns(id, row)))
          .run();
      if (++done % 1_000 === 0) onProgress(done);
    }
    sqlite.exec(insertTolls(`and i.id > ${last.incident}`));
    for (const statement of recountStatements("estimate_change", "rollup", `and id > ${last.incident}`)) sqlite.exec(statement);
  });
}

/** Ids in pages: the statement of an open list would keep others from writing. */
function* newPublished(sqlite: Sqlite.Database, after: number): Generator<number> {
  const page = sqlite
    .prepare("select id from incident where id > ? and publication = 'published' order by id limit 1000")
    .pluck();
  for (let from = after; ;) {
    const ids = page.all(from) as number[];
    yield* ids;
    if (ids.length === 0) return;
    from = ids.at(-1)!;
  }
}
