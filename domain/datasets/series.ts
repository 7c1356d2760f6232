/** series.csv: killed and wounded by period and city, exactly the view of the page. */
import type { SeriesCell } from "../series";
import { GROUPS, METRICS, PERIODS, POLICIES, type Group, type Policy } from "../vocabulary";
import type { Dataset } from "./column";

export interface SeriesRow extends SeriesCell {
  cityName: string | null;
  admin1: string | null;
  country: string | null;
  pcode: string | null;
  group: Group;
  policy: Policy;
  knownOn: string | null;
}

export const seriesDataset: Dataset<SeriesRow> = {
  name: "series",
  meaning: "Sums over counted incidents by period, city and metric. There is no row without an incident.",
  columns: [
    {
      name: "period_start",
      type: "date",
      always: true,
      hxl: "#date+start",
      meaning: "First day of the period, at its calendar start even where a filter cuts it.",
      value: (r) => r.periodStart,
    },
    {
      name: "by",
      type: "string",
      always: true,
      hxl: "#meta+period",
      words: PERIODS,
      meaning: "Length of the row's period: the one asked for, or a coarser one for incidents whose date is known less finely.",
      value: (r) => r.by,
    },
    {
      name: "city",
      type: "string",
      hxl: "#loc+name",
      meaning: "City, town or village; empty for incidents known only to a district, region, country or the sea.",
      value: (r) => r.cityName,
    },
    { name: "admin1", type: "string", hxl: "#adm1+name", meaning: "First-level division of the city.", value: (r) => r.admin1 },
    {
      name: "country",
      type: "string",
      hxl: "#country+code",
      meaning: "Country of the city, ISO 3166-1 alpha-2.",
      value: (r) => r.country,
    },
    {
      name: "pcode",
      type: "string",
      hxl: "#adm1+code",
      meaning: "OCHA P-code of the first-level division.",
      value: (r) => r.pcode,
    },
    {
      name: "metric",
      type: "string",
      always: true,
      hxl: "#indicator+name",
      words: METRICS,
      meaning: "What is counted, in persons; casualties are killed or wounded together where a source does not separate them.",
      value: (r) => r.metric,
    },
    {
      name: "group",
      type: "string",
      always: true,
      hxl: "#affected+type",
      words: GROUPS,
      meaning: "Whom the figures count; all unless a group was asked for.",
      value: (r) => r.group,
    },
    {
      name: "low",
      type: "integer",
      hxl: "#affected+min",
      meaning: "Sum of the lowest counting figures; empty where no incident has a figure.",
      value: (r) => r.low,
    },
    {
      name: "best",
      type: "integer",
      hxl: "#affected+best",
      meaning: "Sum of the figures that the policy takes; empty where no incident has a figure.",
      value: (r) => r.best,
    },
    {
      name: "high",
      type: "integer",
      hxl: "#affected+max",
      meaning: "Sum of the highest counting figures; with open = true it is a floor: or more.",
      value: (r) => r.high,
    },
    {
      name: "open",
      type: "boolean",
      always: true,
      hxl: "#meta+open",
      meaning: "Whether a source says at least, more than or a vague word, so that the high has no upper end.",
      value: (r) => r.open,
    },
    {
      name: "incidents",
      type: "integer",
      always: true,
      hxl: "#meta+incidents+num",
      meaning: "Counted incidents in the row, with or without a figure.",
      value: (r) => r.incidents,
    },
    {
      name: "incidents_without_figure",
      type: "integer",
      always: true,
      hxl: "#meta+incidents+nofigure+num",
      meaning: "Those of them that have no figure for the metric; they add nothing.",
      value: (r) => r.incidentsWithoutFigure,
    },
    {
      name: "policy",
      type: "string",
      always: true,
      hxl: "#meta+policy",
      words: POLICIES,
      meaning: "Which of an incident's deciding figures is taken as best.",
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
