/** What the revision chart draws of one metric: each claim's figure at the time it was public, and the estimate's history. */
import type { Reason } from "@/domain/estimate";
import { amountOf, isOpenEnded, numberOf, rangeOf, type Bounds, type Floors } from "@/domain/figure";
import { hasClock } from "@/domain/dates";
import type { FigureState, Group, Metric, Policy, Scope } from "@/domain/vocabulary";

/** Whether a figure counts in the estimate shown, counted once and was passed since, or never could. */
export type Standing = "counts" | "passed" | "never";

export interface RevisionPoint {
  claim: string;
  claimant: string;
  /** When it was public, milliseconds UTC. */
  at: number;
  /** Whether the page said a clock, or only a day or a month: then the point is at that day's end. */
  clock: boolean;
  number: number;
  /** The figure's own range where it has one (between, up to); null where it is one number. */
  low: number | null;
  high: number | null;
  end: "none" | "open" | "up_to";
  standing: Standing;
  bounds: Bounds;
}

/** The estimate from an instant until the next; without a figure low, best and high are null. */
export interface RevisionStep {
  from: number;
  until: number;
  low: number | null;
  best: number | null;
  high: number | null;
  open: boolean;
}

export interface Revision {
  metric: Metric;
  points: RevisionPoint[];
  steps: RevisionStep[];
  /** The end of the chart: now, or the instant of the view. */
  until: number;
  /** Figures of wider scope: they speak of more than this incident and would dwarf it; in the table only. */
  wider: number;
  /** Claims that speak of the metric but name no number. */
  numberless: number;
}

export interface RevisionClaim {
  code: string;
  recordedNo: number;
  claimant: string;
  publishedAt: string | null;
  asOf: string | null;
  publicAt: number;
  scope: Scope;
  figures: readonly (Bounds & { metric: Metric; group: Group; scope: Scope })[];
}

export interface RevisionRow {
  knownFrom: number;
  knownUntil: number | null;
  state: FigureState;
  low: number | null;
  high: number | null;
  open: boolean;
  best: Record<Policy, number | null>;
}

interface Given {
  metric: Metric;
  policy: Policy;
  claims: readonly RevisionClaim[];
  history: readonly RevisionRow[];
  /** Each figure's part in the estimate shown. */
  reason: Reason;
  until: number;
  /** What vague words count as in this record. */
  floors: Floors;
}

export function revisionOf({ metric, policy, claims, history, reason, until, floors }: Given): Revision {
  const parts = new Map(reason.map((part) => [part.claim, part.is]));
  const points: RevisionPoint[] = [];
  let [wider, numberless] = [0, 0];
  for (const claim of claims) {
    for (const figure of claim.figures) {
      if (figure.metric !== metric || figure.group !== "all" || claim.publicAt > until) continue;
      const amount = amountOf(figure, floors);
      const number = numberOf(amount);
      if (number === null) numberless += 1;
      else if (figure.scope === "wider" || claim.scope === "wider") wider += 1;
      else {
        const { low, high } = rangeOf(amount);
        points.push({
          claim: claim.code,
          claimant: claim.claimant,
          at: claim.publicAt,
          clock: hasClock(claim.publishedAt ?? claim.asOf ?? ""),
          number,
          low: low !== null && high !== null && low < high ? low : null,
          high: low !== null && high !== null && low < high ? high : null,
          end: isOpenEnded(amount) ? "open" : amount.qualifier === "up_to" ? "up_to" : "none",
          standing: standingOf(figure.scope === "part" ? "part" : parts.get(claim.recordedNo)),
          bounds: figure,
        });
      }
    }
  }
  const steps = history
    .filter((row) => row.knownFrom <= until)
    .map((row): RevisionStep => {
      const has = row.state === "figure" || row.state === "none";
      return {
        from: row.knownFrom,
        until: Math.min(row.knownUntil ?? until, until),
        low: has ? row.low : null,
        best: has ? row.best[policy] : null,
        high: has ? row.high : null,
        open: row.open,
      };
    });
  return { metric, points: points.sort((a, b) => a.at - b.at), steps: merged(steps), until, wider, numberless };
}

function standingOf(part: Reason[number]["is"] | undefined): Standing {
  if (part === "decides" || part === "counts") return "counts";
  return part === "overtaken" || part === "replaced" ? "passed" : "never";
}

/** Steps whose numbers are the same are one: only the reason changed. */
function merged(steps: readonly RevisionStep[]): RevisionStep[] {
  const out: RevisionStep[] = [];
  for (const step of steps) {
    const last = out.at(-1);
    if (
      last &&
      last.until === step.from &&
      last.low === step.low &&
      last.best === step.best &&
      last.high === step.high &&
      last.open === step.open
    )
      last.until = step.until;
    else out.push({ ...step });
  }
  return out;
}
