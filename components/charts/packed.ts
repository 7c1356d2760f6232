/**
 * A chart's data as it travels to the browser: numbers once, and no text that follows from them. Of a record of years that is
 * a third of what the data are, in every page that shows the chart.
 */
import { rangesIn, type RangeWording } from "../reading/range-wording";
import type { ChartBar, ChartData } from "./chart-data";

/** A chart whose bars are short texts. */
export interface PackedChart extends Omit<ChartData, "bars"> {
  bars: readonly PackedBar[];
  wording: RangeWording;
}

interface PackedBar extends Pick<ChartBar, "start" | "label" | "detail"> {
  tick?: string;
  /** Named as every address is: a copy without a server finds them by their names. */
  href?: string;
  sum: string;
  /** The layers' sums, between semicolons. */
  parts: string;
  partDetails?: readonly string[];
}

type Numbers = Pick<ChartBar, "low" | "best" | "high" | "open">;

/** A sum in a few characters: "44 29 44+" is best, low and high, open; "-" a sum without a figure; "" no sum at all. */
function packSum({ low, best, high, open }: Numbers, text: string): string {
  if (text === "") return "";
  if (low === null || high === null) return "-";
  return `${best ?? ""} ${low} ${high}${open ? "+" : ""}`;
}

const NOTHING: Numbers = { low: null, best: null, high: null, open: false };

function unpackSum(packed: string): Numbers {
  if (packed === "" || packed === "-") return NOTHING;
  const [best, low, high] = packed.split(" ") as [string, string, string];
  const open = high.endsWith("+");
  return { best: best === "" ? null : Number(best), low: Number(low), high: Number(open ? high.slice(0, -1) : high), open };
}

export function packChart({ bars, ...chart }: ChartData, wording: RangeWording): PackedChart {
  return {
    ...chart,
    wording,
    bars: bars.map((bar): PackedBar => {
      const parts = bar.parts.map((best, index) => {
        const range = bar.partRanges[index];
        return packSum(
          { low: range?.low ?? null, best, high: range?.high ?? null, open: range?.open ?? false },
          bar.partTexts[index]!,
        );
      });
      return {
        start: bar.start,
        label: bar.label,
        detail: bar.detail,
        sum: packSum(bar, bar.rangeText),
        parts: parts.join(";"),
        // What is absent travels as nothing at all.
        ...(bar.tick === "" ? {} : { tick: bar.tick }),
        ...(bar.href === null ? {} : { href: bar.href }),
        ...(bar.partDetails.length === 0 ? {} : { partDetails: bar.partDetails }),
      };
    }),
  };
}

/** The chart as it was packed. */
export function unpackChart({ bars, wording, ...chart }: PackedChart): ChartData {
  const rangeText = rangesIn(wording);
  const textOf = (packed: string, numbers: Numbers): string => (packed === "" ? "" : rangeText(numbers));
  return {
    ...chart,
    bars: bars.map(({ sum, parts: packedParts, tick = "", href = null, partDetails = [], ...bar }): ChartBar => {
      const packed = packedParts.split(";").slice(0, chart.layers.length);
      const parts = packed.map(unpackSum);
      const total = unpackSum(sum);
      return {
        ...bar,
        ...total,
        tick,
        href,
        rangeText: textOf(sum, total),
        parts: parts.map(({ best }) => best),
        partTexts: parts.map((part, index) => textOf(packed[index]!, part)),
        partDetails: [...partDetails],
        partRanges: parts.map(({ low, high, open }) => (low === null || high === null ? null : { low, high, open })),
      };
    }),
  };
}
