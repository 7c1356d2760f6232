/** cities.csv: a city, town or village a row, with its sums over counted incidents. */
import type { Sum } from "../series";
import { GROUPS, METRICS, POLICIES, type Group, type Metric, type Policy } from "../vocabulary";
import type { Column, Dataset } from "./column";

export interface CityCells {
  slug: string;
  name: string;
  nameLocal: string | null;
  admin1: string | null;
  country: string;
  pcode: string | null;
  latitude: number;
  longitude: number;
  population: number | null;
  incidents: number;
  sums: Partial<Record<Metric, Sum>>;
  group: Group;
  policy: Policy;
  knownOn: string | null;
}

function metricColumns(metric: Metric): Column<CityCells>[] {
  const of = (row: CityCells) => row.sums[metric];
  return [
    {
      name: `${metric}_low`,
      type: "integer",
      hxl: `#affected+${metric}+min`,
      meaning: "Sum of the lowest counting figures, in persons; empty where no incident has a figure.",
      value: (r) => of(r)?.low ?? null,
    },
    {
      name: `${metric}_best`,
      type: "integer",
      hxl: `#affected+${metric}+best`,
      meaning: "Sum of the figures that the policy takes.",
      value: (r) => of(r)?.best ?? null,
    },
    {
      name: `${metric}_high`,
      type: "integer",
      hxl: `#affected+${metric}+max`,
      meaning: "Sum of the highest counting figures; with …_open = true a floor.",
      value: (r) => of(r)?.high ?? null,
    },
    {
      name: `${metric}_open`,
      type: "boolean",
      always: true,
      hxl: `#affected+${metric}+open`,
      meaning: "Whether the high has no upper end: or more.",
      value: (r) => of(r)?.open ?? false,
    },
    {
      name: `${metric}_incidents_without_figure`,
      type: "integer",
      always: true,
      hxl: `#meta+${metric}+nofigure+num`,
      meaning: "Counted incidents that have no such figure; they add nothing.",
      value: (r) => of(r)?.incidentsWithoutFigure ?? r.incidents,
    },
  ];
}

export const citiesDataset: Dataset<CityCells> = {
  name: "cities",
  meaning: "Cities with a published, counted incident, and their sums.",
  key: ["city_slug"],
  columns: [
    {
      name: "city_slug",
      type: "string",
      always: true,
      hxl: "#loc+id",
      meaning: "The city's name in addresses: the parameter city.",
      value: (r) => r.slug,
    },
    {
      name: "city",
      type: "string",
      always: true,
      hxl: "#loc+name",
      meaning: "City, town or village of the gazetteer.",
      value: (r) => r.name,
    },
    {
      name: "name_local",
      type: "string",
      hxl: "#loc+name+local",
      meaning: "Its name in the local language.",
      value: (r) => r.nameLocal,
    },
    { name: "admin1", type: "string", hxl: "#adm1+name", meaning: "First-level division.", value: (r) => r.admin1 },
    {
      name: "country",
      type: "string",
      always: true,
      hxl: "#country+code",
      meaning: "Country, ISO 3166-1 alpha-2.",
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
      name: "latitude",
      type: "number",
      always: true,
      hxl: "#geo+lat",
      meaning: "Degrees north, WGS 84.",
      value: (r) => r.latitude,
    },
    {
      name: "longitude",
      type: "number",
      always: true,
      hxl: "#geo+lon",
      meaning: "Degrees east, WGS 84.",
      value: (r) => r.longitude,
    },
    {
      name: "population",
      type: "integer",
      hxl: "#population",
      meaning: "Inhabitants after the gazetteer; empty where it does not say.",
      value: (r) => r.population,
    },
    {
      name: "incidents",
      type: "integer",
      always: true,
      hxl: "#meta+incidents+num",
      meaning: "Counted incidents of the view, with or without a figure.",
      value: (r) => r.incidents,
    },
    ...METRICS.flatMap(metricColumns),
    {
      name: "group",
      type: "string",
      always: true,
      hxl: "#affected+type",
      words: GROUPS,
      meaning: "Whom the sums count.",
      value: (r) => r.group,
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
