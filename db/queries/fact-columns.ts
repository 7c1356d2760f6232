/** What an export says of an incident itself, each as SQL once. Aliases: i incident, p its place. */
import { sql, type SQL } from "drizzle-orm";
import type { IncidentFacts } from "@/domain/datasets/incidents";

export type FactName = keyof IncidentFacts;

export const FACT_COLUMNS: Record<FactName, string> = {
  incidentId: "i.code",
  title: "i.title",
  dateStart: "i.date_start",
  dateEnd: "i.date_end",
  datePrecision: "i.date_precision",
  city: "case when i.location_precision in ('exact', 'neighbourhood', 'settlement') then p.name end",
  admin1: "p.admin1",
  country: "p.country",
  pcode: "p.admin1_pcode",
  latitude: "coalesce(i.latitude, p.latitude)",
  longitude: "coalesce(i.longitude, p.longitude)",
  locationPrecision: "i.location_precision",
  attackType: "i.attack_type",
  target: "i.target",
  counted: "i.counted",
  partOf: "(select w.code from incident w where w.id = i.part_of_id and w.publication = 'published')",
  externalIds:
    "(select group_concat(x.scheme || ':' || x.value, ' ' order by x.scheme, x.value) from incident_external_id x where x.incident_id = i.id)",
};

/** The columns of a select, each under its name in `IncidentFacts`. */
export const FACTS: SQL = sql.raw(
  Object.entries(FACT_COLUMNS)
    .map(([name, expression]) => `${expression} as ${name}`)
    .join(", "),
);
