/** changes.csv of a release: the incidents that it tells otherwise than the release before it. */
import { CHANGE_KINDS, type ChangedIncident } from "../release";
import { METRICS, type Metric } from "../vocabulary";
import type { Column, Dataset } from "./column";

type Toll = "low" | "best" | "high" | "open";
const SAYS: Record<Toll, string> = {
  low: "Lowest counting figure",
  best: "The figure that the default policy takes",
  high: "Highest counting figure",
  open: "Whether the high has no upper end",
};

function tollColumns(metric: Metric): Column<ChangedIncident>[] {
  return (Object.keys(SAYS) as Toll[]).flatMap((part) =>
    (["before", "after"] as const).map((side) => ({
      name: `${metric}_${part}_${side}`,
      type: part === "open" ? ("boolean" as const) : ("integer" as const),
      hxl: null,
      meaning: `${SAYS[part]}, in the ${side === "before" ? "release before" : "new release"}; empty without one.`,
      value: ({ tolls }: ChangedIncident) => tolls[metric][side]?.[part] ?? null,
    })),
  );
}

export const releaseChangesDataset: Dataset<ChangedIncident> = {
  name: "changes",
  meaning: "Incidents that two releases tell differently.",
  key: ["incident_id"],
  columns: [
    {
      name: "incident_id",
      type: "string",
      always: true,
      hxl: "#event+id",
      meaning: "Stable identifier, never reused.",
      value: (r) => r.incidentId,
    },
    {
      name: "change",
      type: "string",
      always: true,
      hxl: null,
      words: CHANGE_KINDS,
      meaning: "Whether the new release has it and the one before had not, the other way round, or both tell it differently.",
      value: (r) => r.change,
    },
    { name: "title", type: "string", always: true, hxl: "#event+name", meaning: "Its newest title.", value: (r) => r.title },
    {
      name: "date_start",
      type: "date",
      always: true,
      hxl: "#date+start",
      meaning: "Its newest date.",
      value: (r) => r.dateStart,
    },
    {
      name: "parts",
      type: "string",
      hxl: null,
      meaning: "What both tell differently, separated by spaces; empty where only one has it.",
      value: (r) => r.parts.join(" ") || null,
    },
    { name: "claims_before", type: "integer", hxl: null, meaning: "Published claims before.", value: (r) => r.claims.before },
    { name: "claims_after", type: "integer", hxl: null, meaning: "Published claims now.", value: (r) => r.claims.after },
    ...METRICS.flatMap(tollColumns),
  ],
};
