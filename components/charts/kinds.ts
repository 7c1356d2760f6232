/** The kinds of chart that a series can be drawn as, and the page's own parameters that choose among them. */
import { withFilter, type Filter, type FilterProblem } from "@/domain/filter";

export const CHART_KINDS = ["stacked", "each", "lines", "cumulative"] as const;
export type ChartKind = (typeof CHART_KINDS)[number];

/** How a series is drawn: its kind, and whether small multiples share one scale. */
export interface View {
  kind: ChartKind;
  ownScale: boolean;
}

export const DEFAULT_VIEW: View = { kind: "stacked", ownScale: false };

/** Parameters beside the filter's; `chart=stacked|each|lines|cumulative`, `scale=own`. */
export const VIEW_PARAMETERS = ["chart", "scale"] as const;

/** Reads the view of a query; what cannot be read is left out and named. Empty values count as absent. */
export function parseView(query: URLSearchParams): { view: View; problems: FilterProblem[] } {
  const problems: FilterProblem[] = [];
  const listed = <Word extends string>(parameter: string, words: readonly Word[]): Word | undefined => {
    const values = [...new Set(query.getAll(parameter).map((value) => value.trim()))].filter((value) => value !== "");
    if (values.length > 1) problems.push({ parameter, value: values.join(", "), code: "given_twice" });
    if (values.length !== 1) return undefined;
    const word = words.find((one) => one === values[0]);
    if (!word) problems.push({ parameter, value: values[0]!, code: "not_in_list", allowed: words });
    return word;
  };
  const kind = listed("chart", CHART_KINDS) ?? DEFAULT_VIEW.kind;
  const ownScale = listed("scale", ["own"]) === "own";
  return { view: { kind, ownScale: ownScale && kind === "each" }, problems };
}

/** The view's parameters; defaults are left out. */
export function viewToQuery({ kind, ownScale }: View): Record<string, string> {
  return { ...(kind === DEFAULT_VIEW.kind ? {} : { chart: kind }), ...(ownScale && kind === "each" ? { scale: "own" } : {}) };
}

/** An address with the filter and the view. */
export function withView(path: string, filter: Filter, view: View): string {
  const address = withFilter(path, filter);
  const query = new URLSearchParams(viewToQuery(view)).toString();
  return query === "" ? address : `${address}${address.includes("?") ? "&" : "?"}${query}`;
}
