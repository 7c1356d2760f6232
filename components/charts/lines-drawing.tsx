/**
 * Lines by city, or the running sum of all places with its band above the cities' own. A gap stays a gap: points are
 * joined only where periods follow each other.
 */
import { line } from "d3-shape";
import type { ChartData } from "./chart-data";
import { Axes, frameOf, MARGIN, Sheet, type Frame } from "./frame";
import { spread } from "./spread";
import type { DrawingProps } from "./stacked-drawing";
import { fitText, textWidth } from "./text-width";
import { BarRanges, n } from "./whisker";

export function LinesDrawing({ data, number, size, className, at }: DrawingProps) {
  const { bars, ticks, layers } = data;
  const isNarrow = size.width < 600;
  const right = isNarrow ? 8 : rightOf(data);
  const frame = frameOf(size, bars.length, ticks.at(-1)!, { ...MARGIN, right });
  const { x, y } = frame;
  return (
    <Sheet size={size} className={className} at={at}>
      <Axes frame={frame} values={ticks.map((tick) => [tick, number(tick)])} ticks={bars.map(({ tick }) => tick)} />
      {data.kind === "cumulative" && <TotalBand data={data} x={x} y={y} />}
      {layers.map((layer, index) => (
        <g key={layer.name} data-layer={layer.tone}>
          {data.kind === "lines" && (
            <BarRanges bars={bars.map(({ partRanges }) => partRanges[index])} x={x} y={y} stroke={`var(--city-${layer.tone})`} />
          )}
          <Track
            values={bars.map(({ parts }) => parts[index] ?? null)}
            frame={frame}
            colour={`var(--city-${layer.tone})`}
            dots={data.kind === "lines"}
          />
        </g>
      ))}
      {data.kind === "cumulative" && (
        <g data-layer="total">
          <Track values={bars.map(({ best }) => best)} frame={frame} colour={data.colour} width={2.2} dots={false} />
        </g>
      )}
      {!isNarrow && <EndLabels data={data} left={size.width - right + 8} y={y} bottom={size.height - MARGIN.bottom} />}
    </Sheet>
  );
}

interface EndLabel {
  text: string;
  value: number;
}

/** Names at the right end of a running sum: the total with its range, and each city that has a number there. */
function endLabels({ bars, layers, kind, totalName }: ChartData): EndLabel[] {
  const last = bars.at(-1);
  if (kind !== "cumulative" || !last) return [];
  const total = last.best === null ? [] : [{ text: `${totalName}: ${last.rangeText}`, value: last.best }];
  return [
    ...total,
    ...layers.flatMap((layer, index) => {
      const value = last.parts[index];
      return value == null ? [] : [{ text: `${fitText(layer.name, 130)}: ${last.partTexts[index]}`, value }];
    }),
  ];
}

/** The room that the labels at the right end need. */
export function rightOf(data: ChartData): number {
  return Math.max(MARGIN.right, ...endLabels(data).map(({ text }, index) => textWidth(text, index === 0 ? 12.6 : 12) + 14));
}

export function EndLabels({
  data,
  left,
  y,
  bottom,
}: {
  data: ChartData;
  left: number;
  y: (persons: number) => number;
  bottom: number;
}) {
  const ends = endLabels(data);
  const placed = spread(
    ends.map(({ value }) => y(value)),
    { apart: 14, top: 8, bottom },
  );
  return ends.map(({ text }, index) => (
    <text
      key={text}
      x={n(left)}
      y={n(placed[index]! + 4)}
      fontSize={12}
      fill={index === 0 ? data.colour : "var(--ink)"}
      fontWeight={index === 0 ? 600 : 400}
    >
      {text}
    </text>
  ));
}

interface BandProps {
  data: ChartData;
  x: (index: number) => number;
  y: (persons: number) => number;
}

const FADE = 20;
const STRIPS = 8;

/** The range of the running sum; above an open high it grows paler in strips and has no edge. */
export function TotalBand({ data: { bars, colour }, x, y }: BandProps) {
  const known = bars.map((bar, index) => ({ ...bar, index })).filter((bar) => bar.low !== null && bar.high !== null);
  if (known.length === 0) return null;
  const edge = (points: typeof known, side: "low" | "high", rise = 0) =>
    points.map((bar) => `${n(x(bar.index))} ${n(y(bar[side]!) - rise)}`);
  const open = known.filter((bar) => bar.open);
  return (
    <g fill={colour} pointerEvents="none" data-band="">
      <path d={`M${edge(known, "high").join("L")}L${edge(known, "low").toReversed().join("L")}Z`} fillOpacity={0.14} />
      {open.length > 1 && (
        <g data-range="open">
          {Array.from({ length: STRIPS }, (_, strip) => (
            <path
              key={strip}
              d={`M${edge(open, "high", (FADE * strip) / STRIPS).join("L")}L${edge(open, "high", (FADE * (strip + 1)) / STRIPS)
                .toReversed()
                .join("L")}Z`}
              fillOpacity={n2(0.13 * (1 - (strip + 0.5) / STRIPS))}
            />
          ))}
        </g>
      )}
    </g>
  );
}

function n2(value: number): number {
  return Math.round(value * 1000) / 1000;
}

interface TrackProps {
  values: readonly (number | null)[];
  frame: Frame;
  colour: string;
  width?: number;
  dots: boolean;
}

function Track({ values, frame: { x, y, band }, colour, width = 1.5, dots }: TrackProps) {
  const path = line<number | null>()
    .defined((value) => value !== null)
    .x((_, index) => x(index))
    .y((value) => y(value!))
    .digits(1)([...values]);
  const radius = Math.min(3, Math.max(1.6, band / 5));
  return (
    <>
      {path && <path d={path} fill="none" stroke={colour} strokeWidth={width} strokeLinejoin="round" />}
      {dots &&
        values.map(
          (value, index) => value !== null && <circle key={index} cx={x(index)} cy={y(value)} r={radius} fill={colour} />,
        )}
    </>
  );
}
