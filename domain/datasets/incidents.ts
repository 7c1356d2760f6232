/** incidents.csv: an incident a row, with its estimate for each metric. */
import {
  ATTACK_TYPES,
  DATE_PRECISIONS,
  FIGURE_STATES,
  LOCATION_PRECISIONS,
  METRICS,
  POLICIES,
  type AttackType,
  type DatePrecision,
  type FigureState,
  type LocationPrecision,
  type Metric,
  type Policy,
} from "../vocabulary";
import type { Column, Dataset } from "./column";

export interface MetricCells {
  state: FigureState;
  low: number | null;
  best: number | null;
  high: number | null;
  open: boolean;
  voices: number;
}

/** What an incident's row and a claim's row say of the incident itself. */
export interface IncidentFacts {
  incidentId: string;
  title: string;
  dateStart: string;
  dateEnd: string | null;
  datePrecision: DatePrecision;
  city: string | null;
  admin1: string | null;
  country: string | null;
  pcode: string | null;
  latitude: number | null;
  longitude: number | null;
  locationPrecision: LocationPrecision;
  attackType: AttackType;
  target: string | null;
  counted: boolean;
  partOf: string | null;
  externalIds: string | null;
}

export interface IncidentRow extends IncidentFacts {
  status: "published" | "retracted";
  metrics: Record<Metric, MetricCells>;
  claims: number;
  firstPublishedAt: string | null;
  lastPublishedAt: string | null;
  policy: Policy;
  knownOn: string | null;
}

type FactColumn = Column<IncidentFacts>;

/** The columns that say when and where, the same in incidents.csv and claims.csv. */
export const factColumns = {
  dateStart: {
    name: "date_start",
    type: "date",
    always: true,
    hxl: "#date+start",
    meaning: "Day of the incident, or its first day.",
    value: (r) => r.dateStart,
  },
  dateEnd: {
    name: "date_end",
    type: "date",
    hxl: "#date+end",
    meaning: "Its last day where it spans days; else empty.",
    value: (r) => r.dateEnd,
  },
  datePrecision: {
    name: "date_precision",
    type: "string",
    always: true,
    hxl: "#date+precision",
    words: DATE_PRECISIONS,
    meaning: "How finely the date is known.",
    value: (r) => r.datePrecision,
  },
  city: {
    name: "city",
    type: "string",
    hxl: "#loc+name",
    meaning: "City, town or village of the gazetteer; empty where the place is known less finely.",
    value: (r) => r.city,
  },
  admin1: {
    name: "admin1",
    type: "string",
    hxl: "#adm1+name",
    meaning: "First-level division of the place.",
    value: (r) => r.admin1,
  },
  country: {
    name: "country",
    type: "string",
    hxl: "#country+code",
    meaning: "Country of the place, ISO 3166-1 alpha-2.",
    value: (r) => r.country,
  },
  pcode: {
    name: "pcode",
    type: "string",
    hxl: "#adm1+code",
    meaning: "OCHA P-code of the first-level division.",
    value: (r) => r.pcode,
  },
  latitude: {
    name: "latitude",
    type: "number",
    hxl: "#geo+lat",
    meaning: "Degrees north, WGS 84: the incident's own where known, else the place's.",
    value: (r) => r.latitude,
  },
  longitude: { name: "longitude", type: "number", hxl: "#geo+lon", meaning: "Degrees east, WGS 84.", value: (r) => r.longitude },
  locationPrecision: {
    name: "location_precision",
    type: "string",
    always: true,
    hxl: "#loc+precision",
    words: LOCATION_PRECISIONS,
    meaning: "How finely the location is known.",
    value: (r) => r.locationPrecision,
  },
  attackType: {
    name: "attack_type",
    type: "string",
    always: true,
    hxl: "#event+type",
    words: ATTACK_TYPES,
    meaning: "Kind of attack.",
    value: (r) => r.attackType,
  },
  target: {
    name: "target",
    type: "string",
    hxl: "#event+target",
    meaning: "What was hit, in the recorders' words.",
    value: (r) => r.target,
  },
  counted: {
    name: "counted",
    type: "boolean",
    always: true,
    hxl: "#meta+counted",
    meaning: "Whether sums count it; false where a wider or narrower incident already stands for it.",
    value: (r) => r.counted,
  },
  partOf: {
    name: "part_of",
    type: "string",
    hxl: "#meta+partof",
    meaning: "incident_id of the wider incident that it is part of.",
    value: (r) => r.partOf,
  },
  externalIds: {
    name: "external_ids",
    type: "string",
    hxl: "#meta+id+external",
    meaning: "Its ids in other data sets, as scheme:id, separated by spaces.",
    value: (r) => r.externalIds,
  },
} as const satisfies Record<string, FactColumn>;

function metricColumns(metric: Metric): Column<IncidentRow>[] {
  const of = (row: IncidentRow) => row.metrics[metric];
  const noun = metric === "casualties" ? "killed or wounded, not separated by the source" : metric;
  return [
    {
      name: `${metric}_state`,
      type: "string",
      always: true,
      hxl: `#affected+${metric}+state`,
      words: FIGURE_STATES,
      meaning: `Whether there is a figure of people ${noun}, a stated none, a stated unknown, or nothing stated.`,
      value: (r) => of(r).state,
    },
    {
      name: `${metric}_low`,
      type: "integer",
      hxl: `#affected+${metric}+min`,
      meaning: "Lowest counting figure, in persons; empty without a figure.",
      value: (r) => of(r).low,
    },
    {
      name: `${metric}_best`,
      type: "integer",
      hxl: `#affected+${metric}+best`,
      meaning: "The figure that the policy takes.",
      value: (r) => of(r).best,
    },
    {
      name: `${metric}_high`,
      type: "integer",
      hxl: `#affected+${metric}+max`,
      meaning: "Highest counting figure; with …_open = true a floor.",
      value: (r) => of(r).high,
    },
    {
      name: `${metric}_open`,
      type: "boolean",
      always: true,
      hxl: `#affected+${metric}+open`,
      meaning: "Whether the high has no upper end: or more.",
      value: (r) => of(r).open,
    },
    {
      name: `${metric}_voices`,
      type: "integer",
      always: true,
      hxl: `#affected+${metric}+voices+num`,
      meaning: "How many voices count in the estimate.",
      value: (r) => of(r).voices,
    },
  ];
}

export const incidentsDataset: Dataset<IncidentRow> = {
  name: "incidents",
  meaning: "Published incidents with their estimates, each derived from the standing claims.",
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
      name: "title",
      type: "string",
      always: true,
      hxl: "#event+name",
      meaning: "What was hit or happened, in the recorders' words.",
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
    {
      name: "status",
      type: "string",
      always: true,
      hxl: "#status",
      words: ["published"],
      meaning: "Always published: drafts and retracted incidents are in no export.",
      value: (r) => r.status,
    },
    factColumns.counted,
    factColumns.partOf,
    ...METRICS.flatMap(metricColumns),
    {
      name: "claims",
      type: "integer",
      always: true,
      hxl: "#meta+claims+num",
      meaning: "Published claims made about it by the day asked for.",
      value: (r) => r.claims,
    },
    {
      name: "first_published_at",
      type: "datetime",
      always: true,
      hxl: "#date+published+first",
      meaning: "When its first claim became public, UTC.",
      value: (r) => r.firstPublishedAt,
    },
    {
      name: "last_published_at",
      type: "datetime",
      always: true,
      hxl: "#date+published+last",
      meaning: "When its newest claim became public, UTC.",
      value: (r) => r.lastPublishedAt,
    },
    factColumns.externalIds,
    {
      name: "policy",
      type: "string",
      always: true,
      hxl: "#meta+policy",
      words: POLICIES,
      meaning: "Which of the deciding figures is taken as best.",
      value: (r) => r.policy,
    },
    {
      name: "known_on",
      type: "string",
      hxl: "#date+known",
      meaning: "The day or instant of public knowledge asked for; empty: as known today.",
      value: (r) => r.knownOn,
    },
  ],
};
