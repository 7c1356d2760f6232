/** The stored history against a naive oracle written from docs/methodology.md, over random incidents. */
import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { instantOf } from "@/domain/dates";
import { estimateHistory, publicAt, rowKnownAt, type EstimateRow, type IncidentForEstimate } from "@/domain/estimate";
import { amountOf, boundsOf, VAGUE_WORDS, type Figure, type VagueWord } from "@/domain/figure";
import type { Group, Metric } from "@/domain/vocabulary";
import { anyIncident, RUNS } from "../support/histories";
import { naiveEstimate, type NaiveEstimate } from "../support/naive-estimate";

vi.setConfig({ testTimeout: 20_000 + RUNS * 10 });

const SLICES: readonly [Metric, Group][] = [
  ["killed", "all"],
  ["wounded", "all"],
  ["killed", "civilians"],
  ["wounded", "civilians"],
];

const FAR_FUTURE = Date.parse("2190-01-01T00:00:00Z");

/** Every instant at which something happens to the incident, the second before and after each, and far off. */
function instantsToAsk({ claims, rulings, timeZone }: IncidentForEstimate): number[] {
  const events = [
    ...claims.map((claim) => publicAt(claim, timeZone)),
    ...claims.flatMap(({ statusAt }) => (statusAt === null ? [] : [instantOf(statusAt, timeZone)])),
    ...rulings.flatMap(({ from, until }) => (until === null ? [from] : [from, until])),
  ];
  return [...new Set([0, FAR_FUTURE, ...events.flatMap((at) => [at - 1000, at, at + 1000])])].sort((a, b) => a - b);
}

const EMPTY = { majority: null, latest: null, lowest: null, highest: null, median: null };
const NOT_STATED: NaiveEstimate = { state: "not_stated", low: null, high: null, open: false, voices: 0, best: EMPTY };

/** What the stored rows answer; before a metric is first spoken of it has no row, which says "not stated". */
function stored(rows: readonly EstimateRow[], metric: Metric, group: Group, at: number): NaiveEstimate {
  const row = rowKnownAt(
    rows.filter((one) => one.metric === metric && one.group === group),
    at,
  );
  if (!row) return NOT_STATED;
  const { state, low, high, open, voices, best } = row.estimate;
  return { state, low, high, open, voices, best };
}

const oracle = (incident: IncidentForEstimate, metric: Metric, group: Group, at: number) =>
  naiveEstimate(incident, metric, group, at) ?? NOT_STATED;

/** expect(…).toEqual, asked only where two plain values are not written the same: tens of thousands are compared. */
function expectSame(received: object, expected: object): void {
  if (JSON.stringify(received) !== JSON.stringify(expected)) expect(received).toEqual(expected);
}

test("at every instant the stored history says what the rules say", () => {
  fc.assert(
    fc.property(anyIncident, (incident) => {
      const rows = estimateHistory(incident);
      for (const [metric, group] of SLICES) {
        for (const at of instantsToAsk(incident)) {
          expectSame({ at, ...stored(rows, metric, group, at) }, { at, ...oracle(incident, metric, group, at) });
        }
      }
    }),
    { numRuns: RUNS },
  );
});

test("a history has no gaps, no overlaps, no two rows alike in a row, and only its last row is open", () => {
  fc.assert(
    fc.property(anyIncident, (incident) => {
      const rows = estimateHistory(incident);
      for (const [metric, group] of SLICES) {
        const slice = rows.filter((row) => row.metric === metric && row.group === group);
        if (slice.length === 0) continue;
        expect(slice.map((row) => row.knownUntil)).toEqual([...slice.slice(1).map((row) => row.knownFrom), null]);
        const first = Math.min(...incident.claims.map((claim) => publicAt(claim, incident.timeZone)));
        expect(slice[0]!.knownFrom).toBeGreaterThanOrEqual(first);
        for (const [index, row] of slice.entries()) {
          if (row.knownUntil !== null) expect(row.knownFrom).toBeLessThan(row.knownUntil);
          if (index > 0) expect(row.estimate).not.toEqual(slice[index - 1]!.estimate);
        }
      }
    }),
    { numRuns: RUNS },
  );
});

test("a claim published at T changes no answer for a moment before T", () => {
  fc.assert(
    fc.property(anyIncident, fc.nat(), (incident, pick) => {
      fc.pre(incident.claims.length > 0);
      const late = incident.claims[pick % incident.claims.length]!;
      const without = { ...incident, claims: incident.claims.filter((claim) => claim !== late) };
      const [rowsWith, rowsWithout] = [estimateHistory(incident), estimateHistory(without)];
      const before = instantsToAsk(incident).filter((at) => at < publicAt(late, incident.timeZone));
      for (const [metric, group] of SLICES) {
        for (const at of before) expectSame(stored(rowsWith, metric, group, at), stored(rowsWithout, metric, group, at));
      }
    }),
    { numRuns: RUNS },
  );
});

test("low ≤ best ≤ high wherever they are stated, and low and high are stated together with best", () => {
  fc.assert(
    fc.property(anyIncident, (incident) => {
      for (const { estimate } of estimateHistory(incident)) {
        const bests = Object.values(estimate.best);
        const stated = estimate.state === "figure" || estimate.state === "none";
        expect([estimate.low, estimate.high, ...bests].map((number) => number !== null)).toEqual(Array(7).fill(stated));
        if (!stated) continue;
        for (const best of bests) expect(best).toBeGreaterThanOrEqual(estimate.low!);
        for (const best of bests) expect(best).toBeLessThanOrEqual(estimate.high!);
      }
    }),
    { numRuns: RUNS },
  );
});

test("where a record declares its own floors, the history says what the rules say with those", () => {
  const floors = fc
    .constantFrom(...VAGUE_WORDS)
    .chain((first) =>
      fc.record(
        Object.fromEntries(VAGUE_WORDS.map((word) => [word, fc.integer({ min: 1, max: word === first ? 4 : 60 })])) as Record<
          VagueWord,
          fc.Arbitrary<number>
        >,
      ),
    );
  fc.assert(
    fc.property(anyIncident, floors, (incident, declared) => {
      const read = (one: Figure): Figure => ({ ...one, amount: amountOf(boundsOf(one.amount), declared) });
      const claims = incident.claims.map((claim) => ({ ...claim, figures: claim.figures.map(read) }));
      const rows = estimateHistory({ ...incident, claims });
      for (const [metric, group] of SLICES)
        for (const at of instantsToAsk(incident))
          expectSame(
            { at, ...stored(rows, metric, group, at) },
            { at, ...(naiveEstimate(incident, metric, group, at, declared) ?? NOT_STATED) },
          );
    }),
    { numRuns: RUNS },
  );
});
