/** claims.csv: one figure a row; a claim without a figure is one row with an empty metric. Bounds as stated. */
import {
  CLAIM_STATUSES,
  CLAIMANT_KINDS,
  GROUPS,
  METRICS,
  QUALIFIERS,
  SCOPES,
  STANCES,
  type ClaimantKind,
  type ClaimStatus,
  type Group,
  type Metric,
  type Qualifier,
  type Scope,
  type Stance,
} from "../vocabulary";
import type { Dataset } from "./column";
import { factColumns, type IncidentFacts } from "./incidents";

export interface ClaimRow extends IncidentFacts {
  claimId: string;
  recordedNo: number;
  claimant: string;
  claimantKind: ClaimantKind;
  voice: string;
  attributedTo: string | null;
  publisher: string;
  url: string | null;
  archiveUrl: string | null;
  publishedAt: string | null;
  asOf: string | null;
  retrievedAt: string;
  stance: Stance;
  claimStatus: ClaimStatus;
  statusAt: string | null;
  statusReason: string | null;
  preliminary: boolean;
  repeats: string | null;
  scope: Scope;
  metric: Metric | null;
  group: Group | null;
  qualifier: Qualifier | null;
  low: number | null;
  high: number | null;
  best: number | null;
  word: string | null;
  quote: string | null;
}

export const claimsDataset: Dataset<ClaimRow> = {
  name: "claims",
  meaning: "What each source said of each incident's toll, one figure a row, with its bounds as stated.",
  columns: [
    {
      name: "incident_id",
      type: "string",
      always: true,
      hxl: "#event+id",
      meaning: "Incident that the claim is about.",
      value: (r) => r.incidentId,
    },
    {
      name: "incident_title",
      type: "string",
      always: true,
      hxl: "#event+name",
      meaning: "The incident's title.",
      value: (r) => r.title,
    },
    factColumns.dateStart,
    factColumns.dateEnd,
    factColumns.datePrecision,
    factColumns.city,
    factColumns.admin1,
    factColumns.country,
    factColumns.pcode,
    factColumns.latitude,
    factColumns.longitude,
    factColumns.locationPrecision,
    factColumns.attackType,
    factColumns.target,
    factColumns.counted,
    factColumns.partOf,
    factColumns.externalIds,
    {
      name: "claim_id",
      type: "string",
      always: true,
      hxl: "#meta+claim+id",
      meaning: "Stable identifier of the claim, never reused.",
      value: (r) => r.claimId,
    },
    {
      name: "recorded_no",
      type: "integer",
      always: true,
      hxl: "#meta+claim+num",
      meaning: "The order in which claims were recorded; of equal times the later one is newer.",
      value: (r) => r.recordedNo,
    },
    {
      name: "claimant",
      type: "string",
      always: true,
      hxl: "#contact+name",
      meaning: "Who states the figure.",
      value: (r) => r.claimant,
    },
    {
      name: "claimant_kind",
      type: "string",
      always: true,
      hxl: "#contact+type",
      words: CLAIMANT_KINDS,
      meaning: "What kind of claimant.",
      value: (r) => r.claimantKind,
    },
    {
      name: "voice",
      type: "string",
      always: true,
      hxl: "#contact+voice",
      meaning: "Whose voice the claimant is: claims of one voice replace each other.",
      value: (r) => r.voice,
    },
    {
      name: "attributed_to",
      type: "string",
      hxl: "#actor+blamed",
      meaning: "Who is blamed by the claim.",
      value: (r) => r.attributedTo,
    },
    {
      name: "publisher",
      type: "string",
      always: true,
      hxl: "#meta+source",
      meaning: "Publication in which the claim was read.",
      value: (r) => r.publisher,
    },
    { name: "url", type: "string", hxl: "#meta+url", meaning: "Address of the report.", value: (r) => r.url },
    {
      name: "archive_url",
      type: "string",
      hxl: "#meta+url+archive",
      meaning: "Address of an archived copy.",
      value: (r) => r.archiveUrl,
    },
    {
      name: "published_at",
      type: "string",
      hxl: "#date+published",
      meaning: "When the report was published, as printed: a month, a date, a clock or an instant.",
      value: (r) => r.publishedAt,
    },
    {
      name: "as_of",
      type: "string",
      hxl: "#date+asof",
      meaning: "The moment the claim speaks of, as stated.",
      value: (r) => r.asOf,
    },
    {
      name: "retrieved_at",
      type: "string",
      always: true,
      hxl: "#date+retrieved",
      meaning: "When the recorders read the report.",
      value: (r) => r.retrievedAt,
    },
    {
      name: "stance",
      type: "string",
      always: true,
      hxl: "#meta+stance",
      words: STANCES,
      meaning: "Whether the claimant asserts, denies or concedes.",
      value: (r) => r.stance,
    },
    {
      name: "claim_status",
      type: "string",
      always: true,
      hxl: "#status+claim",
      words: CLAIM_STATUSES,
      meaning: "Standing, withdrawn by its source, or set aside by the editors.",
      value: (r) => r.claimStatus,
    },
    { name: "status_at", type: "string", hxl: "#date+status", meaning: "When its source withdrew it.", value: (r) => r.statusAt },
    {
      name: "status_reason",
      type: "string",
      hxl: "#meta+status+reason",
      meaning: "Why it was withdrawn or set aside.",
      value: (r) => r.statusReason,
    },
    {
      name: "preliminary",
      type: "boolean",
      always: true,
      hxl: "#meta+preliminary",
      meaning: "Whether the claimant calls the figures preliminary.",
      value: (r) => r.preliminary,
    },
    {
      name: "repeats",
      type: "string",
      hxl: "#meta+repeats",
      meaning: "claim_id of the claim whose statement this one merely carries.",
      value: (r) => r.repeats,
    },
    {
      name: "scope",
      type: "string",
      always: true,
      hxl: "#meta+scope",
      words: SCOPES,
      meaning: "Whether the figure speaks of this incident, of more, or of part of it; only incident is counted.",
      value: (r) => r.scope,
    },
    {
      name: "metric",
      type: "string",
      hxl: "#indicator+name",
      words: METRICS,
      meaning: "What is counted; empty for a claim without a figure.",
      value: (r) => r.metric,
    },
    {
      name: "group",
      type: "string",
      hxl: "#affected+type",
      words: GROUPS,
      meaning: "Whom the figure counts.",
      value: (r) => r.group,
    },
    {
      name: "qualifier",
      type: "string",
      hxl: "#indicator+qualifier",
      words: QUALIFIERS,
      meaning: "How the number was stated.",
      value: (r) => r.qualifier,
    },
    {
      name: "low",
      type: "integer",
      hxl: "#affected+min",
      meaning: "Lower bound as stated, in persons; empty where none was.",
      value: (r) => r.low,
    },
    {
      name: "high",
      type: "integer",
      hxl: "#affected+max",
      meaning: "Upper bound as stated; empty where none was.",
      value: (r) => r.high,
    },
    {
      name: "best",
      type: "integer",
      hxl: "#affected+best",
      meaning: "The source's own best figure within a range, where it gives one.",
      value: (r) => r.best,
    },
    { name: "word", type: "string", hxl: "#affected+word", meaning: "The word of a vague figure.", value: (r) => r.word },
    {
      name: "quote",
      type: "string",
      hxl: "#description+quote",
      meaning: "A few of the source's own words.",
      value: (r) => r.quote,
    },
  ],
};
