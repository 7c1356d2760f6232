/** What publishing an incident's waiting claims would change in the record's totals. */
import { sql } from "drizzle-orm";
import type { Estimate } from "@/domain/estimate";
import type { Metric } from "@/domain/vocabulary";
import type { Actor } from "../commands/actor";
import type { ReadDb } from "../open";
import { areSumsWaiting, tableOfSums } from "../rollup-added";
import type { EstimatePreview } from "./desk";

/** A sum over every counted incident; null where none has a figure. */
export interface Total {
  low: number | null;
  high: number | null;
  open: boolean;
}

export interface TotalEffect {
  metric: Metric;
  now: Total;
  after: Total;
}

interface Sums {
  low: number;
  high: number;
  /** How many addends are open. */
  open: number;
  /** How many incidents have a figure. */
  n: number;
}

/** The totals of all incidents as readers see them, and as they would be; the same where the incident is not counted. */
export function effectOnTotals(
  db: ReadDb,
  _actor: Actor,
  { counted }: { counted: boolean },
  previews: readonly EstimatePreview[],
): TotalEffect[] {
  return previews.map(({ metric, now, after }) => {
    // Every incident is in one month's cell of its own, of every attack, everywhere.
    const sums = db.first<Sums>(sql`
      select coalesce(sum(low), 0) as low, coalesce(sum(high), 0) as high, coalesce(sum(open), 0) as open, coalesce(sum(n), 0) as n
        from ${tableOfSums(areSumsWaiting(db))} where measure = ${metric} and "group" = 'all' and attack = 'every' and city = -1 and period > 9999`)!;
    const changed = counted ? plus(plus(sums, partOf(now), -1), partOf(after), 1) : sums;
    return { metric, now: totalOf(sums), after: totalOf(changed) };
  });
}

function partOf(estimate: Estimate | null): Sums {
  if (!estimate || estimate.low === null || estimate.high === null) return { low: 0, high: 0, open: 0, n: 0 };
  return { low: estimate.low, high: estimate.high, open: estimate.open ? 1 : 0, n: 1 };
}

function plus(a: Sums, b: Sums, sign: 1 | -1): Sums {
  return { low: a.low + sign * b.low, high: a.high + sign * b.high, open: a.open + sign * b.open, n: a.n + sign * b.n };
}

function totalOf({ low, high, open, n }: Sums): Total {
  return n === 0 ? { low: null, high: null, open: false } : { low, high, open: open > 0 };
}
