/**
 * The ranges of bars or points: each a thin line from low to high with small caps; an open end fades out upward instead. All
 * of a chart's are a handful of paths, not a handful each: a chart of years has hundreds of them.
 */
import type { ChartBar } from "./chart-data";

export interface Stretch {
  x: number;
  /** Where low and high lie, in pixels. */
  low: number;
  high: number;
  open: boolean;
}

interface Props {
  ranges: readonly Stretch[];
  stroke?: string;
  /** How far an open end reaches up, in pixels. */
  fade?: number;
}

const CAP = 2.5;
/** An open end: four ever paler pieces, then a small arrowhead. */
const PALER = [0.75, 0.55, 0.4, 0.28];

export function Whiskers({ ranges, stroke = "var(--ink)", fade = 14 }: Props) {
  if (ranges.length === 0) return null;
  const open = ranges.filter((range) => range.open);
  const closed = ranges.filter((range) => !range.open);
  const lines = marks(ranges.map(({ x, low, high }) => [x, low, "v", high - low]));
  const caps = [...ranges.map(({ x, low }) => ({ x, y: low })), ...closed.map(({ x, high }) => ({ x, y: high }))];
  const step = fade / PALER.length;
  return (
    <g fill="none" stroke={stroke}>
      <path d={lines} stroke="var(--paper)" strokeWidth={3} strokeOpacity={0.55} />
      <path d={lines} />
      <path d={marks(caps.map(({ x, y }) => [x - CAP, y, "h", 2 * CAP]))} />
      {open.length > 0 && (
        <g data-range="open">
          {PALER.map((opacity, part) => (
            <path
              key={opacity}
              d={marks(open.map(({ x, high }) => [x, high - step * part, "v", -step]))}
              strokeOpacity={opacity}
            />
          ))}
          <path d={open.map(({ x, high }) => `M${n(x - 3)} ${n(high - fade + 3.5)}l3-3.5l3 3.5`).join("")} strokeOpacity={0.7} />
        </g>
      )}
    </g>
  );
}

interface BarRangesProps {
  /** A period each; null where there is nothing. */
  bars: readonly (Pick<ChartBar, "low" | "high" | "open"> | null | undefined)[];
  x: (index: number) => number;
  y: (persons: number) => number;
  stroke?: string;
  fade?: number;
}

/** The ranges of bars, where they have one. */
export function BarRanges({ bars, x, y, stroke, fade }: BarRangesProps) {
  const ranges = bars.flatMap((bar, index) =>
    bar == null || bar.low === null || bar.high === null || (bar.low === bar.high && !bar.open)
      ? []
      : [{ x: x(index), low: y(bar.low), high: y(bar.high), open: bar.open }],
  );
  return <Whiskers ranges={ranges} stroke={stroke} fade={fade} />;
}

type Mark = readonly [x: number, y: number, towards: "v" | "h", length: number];

/** Straight marks as one path, each told from the end of the one before: short, and alike where a drawing repeats itself. */
export function marks(list: readonly Mark[]): string {
  let [x0, y0] = [0, 0];
  return list
    .map(([left, top, towards, length], index) => {
      const [x, y] = [n(left), n(top)];
      // From rounded to rounded, so that nothing adds up.
      const end = n(n((towards === "v" ? top : left) + length) - (towards === "v" ? y : x));
      const [dx, dy] = [n(x - x0), n(y - y0)];
      [x0, y0] = towards === "v" ? [x, n(y + end)] : [n(x + end), y];
      return `${index === 0 ? "M" : "m"}${dx}${dy < 0 ? "" : " "}${dy}${towards}${end}`;
    })
    .join("");
}

/** A coordinate, short. */
export function n(value: number): number {
  return Math.round(value * 10) / 10;
}
