/** One city's bars with their ranges, small: a panel of the small multiples. */
import type { ChartData } from "./chart-data";
import { frameOf, Sheet, type Size } from "./frame";
import { BarRanges, n } from "./whisker";

export const PANEL: Size = { width: 260, height: 104 };
export const PANEL_MARGIN = { top: 20, right: 2, bottom: 18, left: 2 };

interface Props {
  data: ChartData;
  /** Which layer the panel shows, and the top of its scale. */
  layer: number;
  top: number;
  number: (persons: number) => string;
  className?: string;
}

export function PanelDrawing({ data, layer, top, number, className }: Props) {
  return (
    <Sheet size={PANEL} className={className}>
      <PanelMarks data={data} layer={layer} top={top} number={number} />
    </Sheet>
  );
}

/** A panel without its sheet, to be set on another one. */
export function PanelMarks({ data, layer, top, number }: Omit<Props, "className">) {
  const { bars } = data;
  const { x, y, band } = frameOf(PANEL, bars.length, top, PANEL_MARGIN);
  const width = n(Math.max(1.5, Math.min(band * 0.7, 14)));
  const first = bars[0];
  return (
    <>
      <path d={`M2 ${y(top)}H${PANEL.width - 2}`} stroke="var(--hairline)" />
      <path d={`M2 ${y(0)}H${PANEL.width - 2}`} stroke="var(--ink)" />
      <text x={PANEL.width - 2} y={y(top) - 4} textAnchor="end" fill="var(--muted)" fontSize={11}>
        {number(top)}
      </text>
      {bars.map((bar, at) => {
        const best = bar.parts[layer];
        const range = bar.partRanges[layer];
        return (
          (best != null || range) && (
            <g key={bar.start}>
              <title>{`${bar.label}: ${bar.partTexts[layer]}`}</title>
              {best ? (
                <rect
                  x={n(x(at) - width / 2)}
                  width={width}
                  y={y(best)}
                  height={n(y(0) - y(best))}
                  fill={data.colour}
                  fillOpacity={0.82}
                />
              ) : null}
            </g>
          )
        );
      })}
      <BarRanges bars={bars.map(({ partRanges }) => partRanges[layer])} x={x} y={y} stroke="var(--field)" fade={8} />
      {first && (
        <text x={2} y={PANEL.height - 4} fill="var(--muted)" fontSize={11}>
          {first.tick}
        </text>
      )}
      {bars.length > 1 && (
        <text x={PANEL.width - 2} y={PANEL.height - 4} textAnchor="end" fill="var(--muted)" fontSize={11}>
          {data.lastTick}
        </text>
      )}
    </>
  );
}

export interface Panel {
  layer: number;
  /** The largest number in it. */
  most: number;
}

export const MOST_PANELS = 12;

/** The panels of a chart, largest sum first: cities only. */
export function panelsOf(data: ChartData): Panel[] {
  return data.layers.flatMap((layer, index) =>
    layer.city === null
      ? []
      : [
          {
            layer: index,
            most: Math.max(1, ...data.bars.map((bar) => Math.max(bar.parts[index] ?? 0, bar.partRanges[index]?.high ?? 0))),
          },
        ],
  );
}

/** The panel that dwarfs the others, if the common scale is more than thrice what most of them need. */
export function dwarfing(panels: readonly Panel[]): Panel | null {
  if (panels.length < 3) return null;
  const sorted = [...panels].sort((a, b) => b.most - a.most);
  const middle = sorted[Math.ceil(sorted.length / 2)]!;
  return sorted[0]!.most > 3 * middle.most ? sorted[0]! : null;
}
