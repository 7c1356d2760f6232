/** Small tables of what two charts draw: a sum under every policy, and how an incident's toll was reported. */
import { GROUPS, METRICS, POLICIES, QUALIFIERS, type Group, type Metric, type Policy, type Qualifier } from "../vocabulary";
import type { Dataset } from "./column";

export interface PolicyRow {
  metric: Metric;
  group: Group;
  policy: Policy;
  low: number | null;
  best: number | null;
  high: number | null;
  open: boolean;
  incidents: number;
  incidentsWithoutFigure: number;
  knownOn: string | null;
}

export const policiesDataset: Dataset<PolicyRow> = {
  name: "policies",
  meaning: "One view's sum under each policy: the range is the same, the best differs.",
  columns: [
    { name: "metric", type: "string", hxl: null, words: METRICS, meaning: "What is counted.", value: (r) => r.metric },
    { name: "group", type: "string", hxl: "#affected+type", words: GROUPS, meaning: "Who is counted.", value: (r) => r.group },
    {
      name: "policy",
      type: "string",
      hxl: "#meta+policy",
      words: POLICIES,
      meaning: "Which figure is taken.",
      value: (r) => r.policy,
    },
    { name: "low", type: "integer", hxl: null, meaning: "Sum of the lowest counting figures, in persons.", value: (r) => r.low },
    { name: "best", type: "integer", hxl: null, meaning: "Sum of the figures that the policy takes.", value: (r) => r.best },
    { name: "high", type: "integer", hxl: null, meaning: "Sum of the highest; with open = true a floor.", value: (r) => r.high },
    { name: "open", type: "boolean", hxl: null, meaning: "Whether the high has no upper end: or more.", value: (r) => r.open },
    { name: "incidents", type: "integer", hxl: null, meaning: "Counted incidents of the view.", value: (r) => r.incidents },
    {
      name: "incidents_without_figure",
      type: "integer",
      hxl: null,
      meaning: "Those that have no such figure; they add nothing.",
      value: (r) => r.incidentsWithoutFigure,
    },
    { name: "known_on", type: "string", hxl: "#date+known", meaning: "As known on; empty: today.", value: (r) => r.knownOn },
  ],
};

export interface RevisionRow {
  incidentId: string;
  metric: Metric;
  row: "claim" | "estimate";
  from: string;
  until: string | null;
  claimId: string | null;
  claimant: string | null;
  standing: "counts" | "passed" | "never" | null;
  qualifier: Qualifier | null;
  word: string | null;
  low: number | null;
  best: number | null;
  high: number | null;
  open: boolean;
  policy: Policy;
  knownOn: string | null;
}

export const revisionDataset: Dataset<RevisionRow> = {
  name: "revision",
  meaning: "How one incident's toll was reported: a claim's figure or a period of the estimate a row, by time.",
  columns: [
    { name: "incident_id", type: "string", hxl: null, meaning: "The incident.", value: (r) => r.incidentId },
    { name: "metric", type: "string", hxl: null, words: METRICS, meaning: "What is counted.", value: (r) => r.metric },
    { name: "row", type: "string", hxl: null, words: ["claim", "estimate"], meaning: "What the row is.", value: (r) => r.row },
    {
      name: "from",
      type: "datetime",
      hxl: null,
      meaning: "When it was public; an estimate: from when it held.",
      value: (r) => r.from,
    },
    { name: "until", type: "datetime", hxl: null, meaning: "Until when the estimate held.", value: (r) => r.until },
    { name: "claim_id", type: "string", hxl: null, meaning: "The claim.", value: (r) => r.claimId },
    { name: "claimant", type: "string", hxl: null, meaning: "Who says so.", value: (r) => r.claimant },
    {
      name: "standing",
      type: "string",
      hxl: null,
      words: ["counts", "passed", "never"],
      meaning: "Whether the figure counts in the estimate shown, counted once, or never could.",
      value: (r) => r.standing,
    },
    {
      name: "qualifier",
      type: "string",
      hxl: null,
      words: QUALIFIERS,
      meaning: "How the figure is put.",
      value: (r) => r.qualifier,
    },
    { name: "word", type: "string", hxl: null, meaning: "The vague word.", value: (r) => r.word },
    { name: "low", type: "integer", hxl: null, meaning: "A claim's as stated; an estimate's lowest.", value: (r) => r.low },
    {
      name: "best",
      type: "integer",
      hxl: null,
      meaning: "A claim's number; the figure that the policy takes.",
      value: (r) => r.best,
    },
    { name: "high", type: "integer", hxl: null, meaning: "A claim's as stated; an estimate's highest.", value: (r) => r.high },
    { name: "open", type: "boolean", hxl: null, meaning: "Whether there is no upper end: or more.", value: (r) => r.open },
    {
      name: "policy",
      type: "string",
      hxl: "#meta+policy",
      words: POLICIES,
      meaning: "Which figure is taken.",
      value: (r) => r.policy,
    },
    { name: "known_on", type: "string", hxl: "#date+known", meaning: "As known on; empty: today.", value: (r) => r.knownOn },
  ],
};
