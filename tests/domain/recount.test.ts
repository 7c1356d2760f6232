/** The verifier's second count against the stored history and against the naive oracle, over random incidents. */
import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { estimateHistory, rowKnownAt } from "@/domain/estimate";
import { recountAt, recountSlices } from "@/domain/recount";
import { anyIncident, RUNS } from "../support/histories";
import { naiveEstimate } from "../support/naive-estimate";

vi.setConfig({ testTimeout: 20_000 + RUNS * 10 });

test("at every instant the second count, the history and the oracle agree", () => {
  fc.assert(
    fc.property(anyIncident, (incident) => {
      fc.pre(incident.claims.length > 0);
      const rows = estimateHistory(incident);
      const slices = recountSlices(incident);
      expect(new Set(slices.map(({ metric, group }) => `${metric} ${group}`))).toEqual(
        new Set(rows.map(({ metric, group }) => `${metric} ${group}`)),
      );
      for (const slice of slices) {
        const own = rows.filter(({ metric, group }) => metric === slice.metric && group === slice.group);
        expect(own[0]!.knownFrom).toBe(slice.instants[0]);
        for (const at of slice.instants) {
          const { reason: _, ...estimate } = rowKnownAt(own, at)!.estimate;
          const recounted = recountAt(slice, at);
          expect(recounted).toEqual(estimate);
          const { ruling: _ruling, ...rest } = recounted;
          const oracle = naiveEstimate(incident, slice.metric, slice.group, at);
          if (oracle) expect(rest).toEqual(oracle);
        }
      }
    }),
    { numRuns: RUNS },
  );
});
