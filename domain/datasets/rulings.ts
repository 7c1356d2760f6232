/** rulings.csv: an editor's decision a row, those that were revoked too. With claims.csv it makes the same record again. */
import { isoInstant } from "../dates";
import { GROUPS, METRICS, type Group, type Metric } from "../vocabulary";
import type { Dataset } from "./column";

export interface RulingRow {
  rulingId: number;
  incidentId: string;
  metric: Metric;
  group: Group;
  best: number;
  reason: string;
  /** Milliseconds UTC, as are the next. */
  ruledAt: number;
  revokedAt: number | null;
  revokedReason: string | null;
}

export const rulingsDataset: Dataset<RulingRow> = {
  name: "rulings",
  meaning: "Decisions of the editors that override the best figure of an incident, with their reasons.",
  key: ["ruling_id"],
  columns: [
    {
      name: "ruling_id",
      type: "integer",
      always: true,
      hxl: "#meta+ruling+id",
      meaning: "Number of the ruling; a later one on the same incident, metric and group replaces an earlier one.",
      value: (r) => r.rulingId,
    },
    {
      name: "incident_id",
      type: "string",
      always: true,
      hxl: "#event+id",
      meaning: "Incident that was ruled on.",
      value: (r) => r.incidentId,
    },
    {
      name: "metric",
      type: "string",
      always: true,
      hxl: "#indicator+name",
      words: METRICS,
      meaning: "What is counted.",
      value: (r) => r.metric,
    },
    {
      name: "group",
      type: "string",
      always: true,
      hxl: "#affected+type",
      words: GROUPS,
      meaning: "Whom the number counts.",
      value: (r) => r.group,
    },
    {
      name: "best",
      type: "integer",
      always: true,
      hxl: "#affected+best",
      meaning: "The number ruled, in persons.",
      value: (r) => r.best,
    },
    { name: "reason", type: "string", always: true, hxl: "#meta+reason", meaning: "Why.", value: (r) => r.reason },
    {
      name: "ruled_at",
      type: "datetime",
      always: true,
      hxl: "#date+ruled",
      meaning: "The instant from which it holds, UTC.",
      value: (r) => isoInstant(r.ruledAt),
    },
    {
      name: "revoked_at",
      type: "datetime",
      hxl: "#date+revoked",
      meaning: "The instant at which it ended, UTC; empty while it holds.",
      value: (r) => (r.revokedAt === null ? null : isoInstant(r.revokedAt)),
    },
    {
      name: "revoked_reason",
      type: "string",
      hxl: "#meta+reason+revoked",
      meaning: "Why it ended.",
      value: (r) => r.revokedReason,
    },
  ],
};
