/** Stacked bars with their ranges: the same drawing for the page's first picture and for files. */
import type { ChartBar, ChartData } from "./chart-data";
import { Axes, frameOf, Sheet, type Size } from "./frame";
import { n, Whisker } from "./whisker";

export interface DrawingProps {
  data: ChartData;
  number: (persons: number) => string;
  size: Size;
  className?: string;
  /** Where it lies on a larger sheet. */
  at?: { x: number; y: number; width: number };
}

export function StackedDrawing({ data, number, size, className, at }: DrawingProps) {
  const { bars, ticks, layers } = data;
  const frame = frameOf(size, bars.length, ticks.at(-1)!);
  const { x, y, band } = frame;
  const width = n(Math.min(band * 0.7, 48));
  return (
    <Sheet size={size} className={className} at={at}>
      <Axes frame={frame} values={ticks.map((tick) => [tick, number(tick)])} ticks={bars.map(({ tick }) => tick)} />
      {layers.map((layer, index) => (
        // One path a layer: a chart of years has a thousand pieces.
        <path
          key={layer.name}
          data-layer={layer.tone}
          fill={`var(--city-${layer.tone})`}
          d={bars
            .map((bar, at) => {
              const piece = pieceOf(bar, index);
              return piece ? `M${n(x(at) - width / 2)} ${y(piece.from)}V${y(piece.to)}h${width}V${y(piece.from)}z` : "";
            })
            .join("")}
        />
      ))}
      <g data-layer="ranges">
        {bars.map((bar, at) => (
          <BarRange key={bar.start} bar={bar} x={x(at)} y={y} />
        ))}
      </g>
    </Sheet>
  );
}

/** The range of a bar, where it has one. */
export function BarRange({ bar, x, y, stroke, fade }: BarRangeProps) {
  if (bar.low === null || bar.high === null || (bar.low === bar.high && !bar.open)) return null;
  return <Whisker x={x} low={y(bar.low)} high={y(bar.high)} open={bar.open} stroke={stroke} fade={fade} />;
}

interface BarRangeProps {
  bar: Pick<ChartBar, "low" | "high" | "open">;
  x: number;
  y: (persons: number) => number;
  stroke?: string;
  fade?: number;
}

function pieceOf(bar: ChartBar, layer: number): { from: number; to: number } | null {
  const persons = bar.parts[layer];
  if (!persons) return null;
  const from = bar.parts.slice(0, layer).reduce<number>((sum, part) => sum + (part ?? 0), 0);
  return { from, to: from + persons };
}
