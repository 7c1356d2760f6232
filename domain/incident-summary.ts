/** An incident as lists show it. */
import type { Addend } from "./series";
import type { AttackType, DatePrecision, LocationPrecision, Metric } from "./vocabulary";

/** An estimate under one policy, with how many voices count in it. */
export interface Toll extends Addend {
  voices: number;
}

/** The city of an incident; null where it is known less finely. */
export interface CityOf {
  slug: string;
  name: string;
  nameLocal: string | null;
}

export interface IncidentSummary {
  id: number;
  code: string;
  title: string;
  dateStart: string;
  dateEnd: string | null;
  datePrecision: DatePrecision;
  locationPrecision: LocationPrecision;
  attackType: AttackType;
  city: CityOf | null;
  counted: boolean;
  /** How many voices speak in its claims. */
  sources: number;
  claims: number;
  toll: Record<Metric, Toll>;
}
