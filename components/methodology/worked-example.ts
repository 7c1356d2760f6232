/** An invented incident by which the methodology page shows the rules; its numbers are computed as any incident's are. */
import { estimateHistory, rowKnownAt, type ClaimForEstimate, type Estimate } from "@/domain/estimate";
import type { Amount } from "@/domain/figure";

/** Who speaks in the example; their names are words of the page. */
export const EXAMPLE_VOICES = ["deputy", "adviser", "governor", "prosecutor", "report"] as const;
export type ExampleVoice = (typeof EXAMPLE_VOICES)[number];

export interface ExampleClaim {
  voice: ExampleVoice;
  publishedAt: string;
  amount: Amount;
}

/** In the order of publication; the zone is UTC. */
export const EXAMPLE_CLAIMS: readonly ExampleClaim[] = [
  { voice: "deputy", publishedAt: "2020-03-01T09:57", amount: { qualifier: "at_least", low: 2 } },
  { voice: "adviser", publishedAt: "2020-03-01T13:24", amount: { qualifier: "at_least", low: 10 } },
  { voice: "governor", publishedAt: "2020-03-01T19:48", amount: { qualifier: "exact", value: 7 } },
  { voice: "governor", publishedAt: "2020-04-01T16:54", amount: { qualifier: "exact", value: 29 } },
  { voice: "prosecutor", publishedAt: "2020-05-12T11:00", amount: { qualifier: "exact", value: 29 } },
  { voice: "report", publishedAt: "2022-03-31", amount: { qualifier: "about", value: 44 } },
];

/** Moments at which the page says what was known. */
const KNOWN = [
  "2020-03-01T12:00Z",
  "2020-03-01T14:00Z",
  "2020-03-01T20:00Z",
  "2020-04-02T00:00Z",
  "2020-05-13T00:00Z",
  "2022-04-01T12:00Z",
];

export interface ExampleMoment {
  at: number;
  estimate: Estimate;
}

/** What followed from the claims at each moment, the last of them with every claim. */
export function exampleMoments(): ExampleMoment[] {
  const claims = EXAMPLE_CLAIMS.map(({ voice, publishedAt, amount }, index): ClaimForEstimate => ({
    recordedNo: index + 1,
    voice,
    publishedAt,
    asOf: null,
    retrievedAt: "2022-04-01",
    stance: "asserts",
    status: "standing",
    statusAt: null,
    isRepeat: false,
    figures: [{ metric: "killed", group: "all", scope: "incident", amount }],
  }));
  const history = estimateHistory({ dateStart: "2020-03-01", dateEnd: null, timeZone: "UTC", claims, rulings: [] });
  return KNOWN.map((known) => Date.parse(known)).map((at) => ({ at, estimate: rowKnownAt(history, at)!.estimate }));
}

/** An amount for each qualifier, shown with its range and number. */
export const EXAMPLE_AMOUNTS: readonly Amount[] = [
  { qualifier: "exact", value: 5 },
  { qualifier: "about", value: 20 },
  { qualifier: "at_least", low: 10 },
  { qualifier: "more_than", low: 20 },
  { qualifier: "up_to", high: 8 },
  { qualifier: "between", low: 10, high: 15 },
  { qualifier: "between", low: 10, high: 15, best: 12 },
  { qualifier: "vague", word: "dozens" },
  { qualifier: "vague", word: "many" },
  { qualifier: "none" },
  { qualifier: "unknown" },
];
