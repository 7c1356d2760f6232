/** A series added up: each period holds the sum of itself and all before it. */
import { addSums, type StackedSeries, type Sum } from "@/domain/series";

/** Running sums; before a layer's first incident there is nothing, after it a period without one leaves the sum as it was. */
export function cumulative(series: StackedSeries): StackedSeries {
  return {
    ...series,
    layers: series.layers.map((layer) => ({ ...layer, sums: running(layer.sums) })),
    totals: running(series.totals),
  };
}

function running(sums: readonly (Sum | undefined)[]): (Sum | undefined)[] {
  let soFar: Sum | undefined;
  return sums.map((sum) => {
    if (sum) soFar = soFar ? addSums(soFar, sum) : sum;
    return soFar;
  });
}
