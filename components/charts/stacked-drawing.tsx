/** Stacked bars with their ranges: the same drawing for the page's first picture and for files. */
import type { ChartBar, ChartData } from "./chart-data";
import { Axes, frameOf, Sheet, type Size } from "./frame";
import { BarRanges, marks, n } from "./whisker";

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
        // One path a layer, each piece a stroke as wide as a bar: a chart of years has a thousand of them.
        <path
          key={layer.name}
          data-layer={layer.tone}
          stroke={`var(--city-${layer.tone})`}
          strokeWidth={width}
          d={marks(
            bars.flatMap((bar, at) => {
              const piece = pieceOf(bar, index);
              return piece ? [[x(at), y(piece.from), "v", y(piece.to) - y(piece.from)] as const] : [];
            }),
          )}
        />
      ))}
      <g data-layer="ranges">
        <BarRanges bars={bars} x={x} y={y} />
      </g>
    </Sheet>
  );
}

function pieceOf(bar: ChartBar, layer: number): { from: number; to: number } | null {
  const persons = bar.parts[layer];
  if (!persons) return null;
  const from = bar.parts.slice(0, layer).reduce<number>((sum, part) => sum + (part ?? 0), 0);
  return { from, to: from + persons };
}
