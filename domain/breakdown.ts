/**
 * Groups held beside the total: what a claim's own parts do not add up to. Sources make such mistakes, and their figures
 * are kept as stated: these are warnings for the recorder, never refusals.
 */
import { rangeOf, type Figure } from "./figure";
import { METRICS, type Group, type Metric } from "./vocabulary";

export interface BreakdownWarning {
  metric: Metric;
  code: "group_above_total" | "parts_above_total" | "parts_below_total";
  groups: Group[];
  /** The least that the groups add up to, and the most that the total allows. */
  parts: number;
  total: number;
}

/** Two ways of dividing people, each complete in itself: by part in the fighting, and by age and sex. */
const DIVISIONS: readonly (readonly Group[])[] = [
  ["civilians", "combatants"],
  ["children", "women", "men"],
];

/** What does not add up among the figures of one claim, metric by metric. */
export function breakdownWarnings(figures: readonly Figure[]): BreakdownWarning[] {
  return METRICS.flatMap((metric) =>
    warningsOf(
      metric,
      figures.filter((figure) => figure.metric === metric),
    ),
  );
}

function warningsOf(metric: Metric, figures: readonly Figure[]): BreakdownWarning[] {
  const least = new Map(figures.map(({ group, amount }) => [group, rangeOf(amount).low]));
  const all = figures.find(({ group }) => group === "all");
  const most = all ? rangeOf(all.amount).high : null;
  if (!all || most === null) return [];
  const warnings: BreakdownWarning[] = [];
  for (const [group, low] of least) {
    if (group !== "all" && low !== null && low > most)
      warnings.push({ metric, code: "group_above_total", groups: [group], parts: low, total: most });
  }
  for (const division of DIVISIONS) {
    const given = division.filter((group) => least.get(group) != null);
    if (given.length < 2) continue;
    const parts = given.reduce((sum, group) => sum + least.get(group)!, least.get("unknown") ?? 0);
    const isAboveAlready = warnings.some(({ groups }) => groups.some((group) => given.includes(group)));
    if (parts > most && !isAboveAlready) warnings.push({ metric, code: "parts_above_total", groups: given, parts, total: most });
    const bounded = figures.filter(({ group }) => given.includes(group)).every(({ amount }) => !rangeOf(amount).open);
    const total = rangeOf(all.amount).low!;
    if (given.length === division.length && bounded && parts < total)
      warnings.push({ metric, code: "parts_below_total", groups: given, parts, total });
  }
  return warnings;
}
