/**
 * The closed vocabularies of the record, one tuple each. Table enums, zod schemas, URL values, CSV cells and
 * labels are all made from these: add a word, never rename one (people script against them).
 */
export const METRICS = ["killed", "wounded", "missing", "casualties"] as const;
export const GROUPS = ["all", "civilians", "combatants", "children", "women", "men", "unknown"] as const;
export const QUALIFIERS = ["exact", "at_least", "more_than", "up_to", "about", "between", "vague", "none", "unknown"] as const;
export const SCOPES = ["incident", "wider", "part"] as const;
export const STANCES = ["asserts", "denies", "concedes"] as const;
export const CLAIM_STATUSES = ["standing", "withdrawn", "set_aside"] as const;
export const FIGURE_STATES = ["figure", "none", "unknown", "not_stated"] as const;
export const POLICIES = ["majority", "latest", "lowest", "highest", "median"] as const;
export const PERIODS = ["day", "week", "month", "year"] as const;
export const PUBLICATIONS = ["draft", "submitted", "published", "retracted"] as const;
export const ROLES = ["recorder", "editor", "admin"] as const;

export const CLAIMANT_KINDS = [
  "emergency_service",
  "national_government",
  "local_government",
  "military",
  "police",
  "prosecutor",
  "hospital",
  "international_organisation",
  "ngo",
  "media",
  "occupation_authority",
  "witness",
  "other",
] as const;

export const ATTACK_TYPES = [
  "missile_strike",
  "airstrike",
  "rocket_artillery",
  "shelling",
  "drone",
  "ground_attack",
  "small_arms",
  "mine_or_remnant",
  "other",
  "unknown",
] as const;

export const DATE_PRECISIONS = ["day", "days", "week", "month", "year"] as const;

export const LOCATION_PRECISIONS = ["exact", "neighbourhood", "settlement", "district", "region", "country", "sea"] as const;

/** What readers see of an incident's location that is obscured: its place alone, or the middle of a square of a tenth of a degree. */
export const LOCATIONS_SHOWN = ["place", "grid"] as const;

/** How reliable a source is, after NATO's Admiralty code (AJP-2.1): A completely to E unreliable, F cannot be judged. */
export const RELIABILITIES = ["A", "B", "C", "D", "E", "F"] as const;

/** How far an import is: `hidden` while its rows go in and nobody sees them, `finishing` once they are seen. */
export const IMPORT_STATES = [
  "uploaded",
  "checking",
  "checked",
  "importing",
  "hidden",
  "finishing",
  "done",
  "refused",
  "failed",
  "cancelled",
  "undoing",
  "undone",
] as const;

export type Metric = (typeof METRICS)[number];
export type Group = (typeof GROUPS)[number];
export type Qualifier = (typeof QUALIFIERS)[number];
export type Scope = (typeof SCOPES)[number];
export type Stance = (typeof STANCES)[number];
export type ClaimStatus = (typeof CLAIM_STATUSES)[number];
export type FigureState = (typeof FIGURE_STATES)[number];
export type Policy = (typeof POLICIES)[number];
export type Period = (typeof PERIODS)[number];
export type Publication = (typeof PUBLICATIONS)[number];
export type Role = (typeof ROLES)[number];
export type ClaimantKind = (typeof CLAIMANT_KINDS)[number];
export type AttackType = (typeof ATTACK_TYPES)[number];
export type DatePrecision = (typeof DATE_PRECISIONS)[number];
export type LocationShown = (typeof LOCATIONS_SHOWN)[number];
export type Reliability = (typeof RELIABILITIES)[number];
export type ImportState = (typeof IMPORT_STATES)[number];
export type LocationPrecision = (typeof LOCATION_PRECISIONS)[number];

export const DEFAULT_POLICY: Policy = "majority";

/** Location precisions that name a settlement; anything coarser (or the sea) belongs to no city. */
export const CITY_PRECISIONS = ["exact", "neighbourhood", "settlement"] as const satisfies readonly LocationPrecision[];

/** Whether an incident located this precisely is counted in a city's sums. */
export function isInCity(precision: LocationPrecision): boolean {
  return (CITY_PRECISIONS as readonly LocationPrecision[]).includes(precision);
}
