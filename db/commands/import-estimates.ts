/** Estimates, tolls and sums of the new published incidents, made in the copy from the same rules as a save's. */
import { estimateHistory, publicSpan } from "@/domain/estimate";
import { publishedIncidentsForEstimate } from "../queries/claims-for-estimate";
import { recountStatements } from "../recount-rollups";
import { insertTolls } from "../recount-tolls";
import { expectDerivedHold } from "./import-checks";
import type { Copy } from "./import-copy";
import { estimateColumns } from "./rebuild-estimates";

/** Fills the copy's empty tables of what is derived, for new incidents alone; `onProgress` is told how many are done. */
export function deriveNew(copy: Copy, onProgress: (done: number) => void): void {
  const { sqlite, db, last } = copy;
  // Asked once for all rows, as of those of the file.
  sqlite.pragma("ignore_check_constraints = ON");
  db.transaction((tx) => {
    // Rulings have their numbers in the record only: they follow as changes, and bring their incident's history anew.
    sqlite.prepare("delete from ruling where incident_id > ?").run(last.incident);
    const spans = sqlite.prepare("update incident set first_public_at = ?, last_public_at = ? where id = ?");
    const insert = sqlite.prepare(`
      insert into estimate (incident_id, metric, "group", known_from, known_until, state, low, high, open, voices,
                            best_majority, best_latest, best_lowest, best_highest, best_median, ruling_id, reason)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
    let done = 0;
    for (const { id, ...facts } of publishedIncidentsForEstimate(tx, last.incident)) {
      const span = publicSpan(facts);
      if (span) {
        spans.run(span.first, span.last, id);
        for (const row of estimateHistory(facts)) {
          const e = estimateColumns(id, row);
          // oxfmt-ignore
          insert.run(
            id, e.metric, e.group, e.knownFrom, e.knownUntil, e.state, e.low, e.high, e.open ? 1 : 0, e.voices,
            e.bestMajority, e.bestLatest, e.bestLowest, e.bestHighest, e.bestMedian, e.rulingId, e.reason,
          );
        }
      }
      if (++done % 1_000 === 0) onProgress(done);
    }
    sqlite.exec(insertTolls(`and i.id > ${last.incident}`));
    for (const statement of recountStatements("estimate_change", "rollup", `and id > ${last.incident}`)) sqlite.exec(statement);
  });
  sqlite.pragma("ignore_check_constraints = OFF");
  expectDerivedHold(copy);
}
