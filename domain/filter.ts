/**
 * The filter: which incidents, which numbers, as known when. The URL is its only home; this file is the URL's only
 * reader (`parseFilter`), writer (`filterToQuery`) and narrator (`describeFilter`). Parameter names stay (docs/data-dictionary.md).
 */
import { automaticPeriod, daysBetween, endOfDay, instantOf, isCivilDate, isStatedTime } from "./dates";
import {
  ATTACK_TYPES,
  DEFAULT_POLICY,
  GROUPS,
  METRICS,
  PERIODS,
  POLICIES,
  type AttackType,
  type Group,
  type Metric,
  type Period,
  type Policy,
} from "./vocabulary";

export const FILTER_PARAMETERS = ["from", "to", "city", "metric", "group", "policy", "by", "known", "attack"] as const;
export type FilterParameter = (typeof FILTER_PARAMETERS)[number];

/** A view of the record. Absent fields mean everything: all days, all cities, killed and wounded, today's knowledge. */
export interface Filter {
  from?: string;
  to?: string;
  /** Slugs, sorted, without repeats. */
  cities: readonly string[];
  metric?: Metric;
  group: Group;
  policy: Policy;
  /** The policy of an address that names none, where the record's settings say another than the software's. */
  standard?: Policy;
  /** Absent: chosen by the span of the dates. */
  by?: Period;
  /** As written: a civil date (that day's end in the record's time zone) or an instant with Z. */
  known?: string;
  attack?: AttackType;
}

export const EVERYTHING: Filter = { cities: [], group: "all", policy: DEFAULT_POLICY };

/** Everything, as a record takes its figures where nobody asks otherwise. */
export function everythingBy(standard: Policy): Filter {
  return standard === DEFAULT_POLICY ? EVERYTHING : { ...EVERYTHING, policy: standard, standard };
}

/** A parameter that could not be read: its name, what was sent, and a message key that says what to do. */
export interface FilterProblem {
  parameter: string;
  value: string;
  code:
    | "bad_date"
    | "reversed"
    | "unknown_city"
    | "not_in_list"
    | "bad_known"
    | "given_twice"
    | "unknown_parameter"
    | "too_many"
    | "bad_limit"
    | "bad_cursor";
  /** The values that would have been understood, where there is a list. */
  allowed?: readonly string[];
}

/** What `parseFilter` gives: the filter without the bad parts, and each bad part named. Nothing is guessed. */
export interface ParsedFilter {
  filter: Filter;
  problems: FilterProblem[];
}

const MOST_CITIES = 100;

/**
 * Reads a query. `isCity` tells whether a slug exists. Empty values count as absent (a form sends them). Never throws.
 * `standard` is the record's policy where the query names none. Parameters that are not the filter's are left to the caller, see `unknownParameters`.
 */
export function parseFilter(
  query: URLSearchParams,
  isCity: (slug: string) => boolean,
  standard: Policy = DEFAULT_POLICY,
): ParsedFilter {
  const problems: FilterProblem[] = [];
  const one = (parameter: FilterParameter): string | undefined => {
    const values = query
      .getAll(parameter)
      .map((value) => value.trim())
      .filter((value) => value !== "");
    if (new Set(values).size > 1) {
      problems.push({ parameter, value: values.join(", "), code: "given_twice" });
      return undefined;
    }
    return values[0];
  };
  const listed = <Word extends string>(parameter: FilterParameter, words: readonly Word[]): Word | undefined => {
    const value = one(parameter);
    if (value === undefined) return undefined;
    if ((words as readonly string[]).includes(value)) return value as Word;
    problems.push({ parameter, value, code: "not_in_list", allowed: words });
    return undefined;
  };
  const date = (parameter: "from" | "to"): string | undefined => {
    const value = one(parameter);
    if (value === undefined || isCivilDate(value)) return value;
    problems.push({ parameter, value, code: "bad_date" });
    return undefined;
  };

  let from = date("from");
  let to = date("to");
  if (from && to && from > to) {
    problems.push({ parameter: "from", value: `${from} – ${to}`, code: "reversed" });
    from = to = undefined;
  }
  const filter: Filter = {
    ...defined({ from, to }),
    cities: readCities(query, isCity, problems),
    ...defined({ metric: listed("metric", METRICS) }),
    group: listed("group", GROUPS) ?? "all",
    policy: listed("policy", POLICIES) ?? standard,
    ...(standard === DEFAULT_POLICY ? {} : { standard }),
    ...defined({ by: listed("by", PERIODS), known: readKnown(one("known"), problems), attack: listed("attack", ATTACK_TYPES) }),
  };
  return { filter, problems };
}

function readCities(query: URLSearchParams, isCity: (slug: string) => boolean, problems: FilterProblem[]): string[] {
  const slugs = [
    ...new Set(
      query
        .getAll("city")
        .map((slug) => slug.trim())
        .filter((slug) => slug !== ""),
    ),
  ].sort();
  if (slugs.length > MOST_CITIES) {
    problems.push({ parameter: "city", value: String(slugs.length), code: "too_many" });
    return [];
  }
  return slugs.filter((slug) => {
    if (isCity(slug)) return true;
    problems.push({ parameter: "city", value: slug, code: "unknown_city" });
    return false;
  });
}

function readKnown(value: string | undefined, problems: FilterProblem[]): string | undefined {
  if (value === undefined || isCivilDate(value)) return value;
  // A "+" in an address arrives as a space: read it as the plus it was.
  const instant = value.replace(/(\d) (\d{2}:?\d{2})$/, "$1+$2");
  if (isStatedTime(instant) && /(Z|[+-]\d{2}:?\d{2})$/.test(instant.slice(11)))
    return new Date(instantOf(instant, "UTC")).toISOString().replace(".000Z", "Z");
  problems.push({ parameter: "known", value, code: "bad_known" });
  return undefined;
}

/** Parameters of a machine route that it does not know, each as a problem; `more` are the route's own, `of` those of the filter. */
export function unknownParameters(
  query: URLSearchParams,
  more: readonly string[] = [],
  of: readonly FilterParameter[] = FILTER_PARAMETERS,
): FilterProblem[] {
  const known: readonly string[] = [...of, ...more];
  return [...new Set(query.keys())]
    .filter((name) => !known.includes(name))
    .map((name) => ({ parameter: name, value: query.get(name) ?? "", code: "unknown_parameter", allowed: known }));
}

/** The query of a filter, defaults left out, in one fixed order: equal filters give equal addresses. */
export function filterToQuery(filter: Filter): URLSearchParams {
  const query = new URLSearchParams();
  if (filter.from) query.set("from", filter.from);
  if (filter.to) query.set("to", filter.to);
  for (const city of [...filter.cities].sort()) query.append("city", city);
  if (filter.metric) query.set("metric", filter.metric);
  if (filter.group !== "all") query.set("group", filter.group);
  if (filter.policy !== (filter.standard ?? DEFAULT_POLICY)) query.set("policy", filter.policy);
  if (filter.by) query.set("by", filter.by);
  if (filter.known) query.set("known", filter.known);
  if (filter.attack) query.set("attack", filter.attack);
  return query;
}

/** How numbers are read (policy, as known on), of everything: what a link to one thing takes along. */
export function readingOf({ policy, standard, known }: Filter): Filter {
  return { cities: [], group: "all", policy, ...defined({ standard, known }) };
}

/** An address with the filter's query: "/incidents?from=2022-03-01", or the bare path for everything. */
export function withFilter(path: string, filter: Filter): string {
  const query = filterToQuery(filter).toString();
  return query ? `${path}?${query}` : path;
}

/** The instant that `known` means, in milliseconds UTC, or null for today's knowledge. */
export function knownInstant(filter: Filter, timeZone: string): number | null {
  if (!filter.known) return null;
  return isCivilDate(filter.known) ? endOfDay(filter.known, timeZone) : instantOf(filter.known, timeZone);
}

/** The metrics that a view shows: the one asked for, or killed and wounded. */
export function metricsOf(filter: Filter): readonly Metric[] {
  return filter.metric ? [filter.metric] : ["killed", "wounded"];
}

/** The period of a view: the one asked for, or by the span from the first to the last incident shown. */
export function periodOf(filter: Filter, span: { from: string; to: string } | null): Period {
  if (filter.by) return filter.by;
  const from = filter.from ?? span?.from;
  const to = filter.to ?? span?.to;
  return from && to && from <= to ? automaticPeriod(from, to) : "month";
}

const DAYS_IN: Record<Period, number> = { day: 1, week: 7, month: 30, year: 365 };
const MOST_PERIODS_OF_A_FILTER = 400;

/**
 * The days that a chart shows beside those with incidents: from the filter's first to its last, so that quiet periods stay
 * visible as gaps. Undefined where it names no span, or one of more periods than could be told apart.
 */
export function spanToDraw(filter: Filter, by: Period): { from: string; to: string } | undefined {
  const { from, to } = filter;
  if (!from || !to) return undefined;
  return daysBetween(from, to) / DAYS_IN[by] > MOST_PERIODS_OF_A_FILTER ? undefined : { from, to };
}

/** One clause of the sentence that tells a filter: a message key under "filter.told" and its values. */
export interface Clause {
  key: "cities" | "dates" | "since" | "until" | "metric" | "group" | "policy" | "known" | "attack";
  values: Record<string, string | readonly string[]>;
}

/** What a filter says, clause by clause, for the page's sentence and an export's notes; words are in messages/. */
export function describeFilter(filter: Filter): Clause[] {
  const clauses: Clause[] = [];
  if (filter.cities.length > 0) clauses.push({ key: "cities", values: { cities: filter.cities } });
  if (filter.from && filter.to) clauses.push({ key: "dates", values: { from: filter.from, to: filter.to } });
  else if (filter.from) clauses.push({ key: "since", values: { from: filter.from } });
  else if (filter.to) clauses.push({ key: "until", values: { to: filter.to } });
  if (filter.metric) clauses.push({ key: "metric", values: { metric: filter.metric } });
  if (filter.group !== "all") clauses.push({ key: "group", values: { group: filter.group } });
  clauses.push({ key: "policy", values: { policy: filter.policy } });
  if (filter.known) clauses.push({ key: "known", values: { known: filter.known } });
  if (filter.attack) clauses.push({ key: "attack", values: { attack: filter.attack } });
  return clauses;
}

function defined<Fields extends Record<string, unknown>>(fields: Fields): { [Key in keyof Fields]?: NonNullable<Fields[Key]> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
}
