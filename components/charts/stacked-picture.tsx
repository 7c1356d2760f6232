/**
 * The chart's first picture, drawn on the server as plain SVG: it is there before any script and without one. The same
 * data, order and colours as the chart that replaces it in the browser.
 */
import type { ChartBar, ChartData } from "./chart-data";
import styles from "./stacked-picture.module.css";

interface Size {
  width: number;
  height: number;
}

export const WIDE: Size = { width: 1140, height: 270 };
export const NARROW: Size = { width: 380, height: 250 };
const MARGIN = { top: 14, right: 6, bottom: 26, left: 44 };

/** Two drawings of one chart; the style sheet shows the one that fits. */
export function StackedPicture({ data, number }: { data: ChartData; number: (persons: number) => string }) {
  return (
    <>
      <Drawing data={data} number={number} size={WIDE} className={styles.wide!} />
      <Drawing data={data} number={number} size={NARROW} className={styles.narrow!} />
    </>
  );
}

function Drawing({
  data,
  number,
  size,
  className,
}: {
  data: ChartData;
  number: (persons: number) => string;
  size: Size;
  className: string;
}) {
  const { bars, ticks, layers } = data;
  const inner = { width: size.width - MARGIN.left - MARGIN.right, height: size.height - MARGIN.top - MARGIN.bottom };
  const top = ticks.at(-1)!;
  const y = (persons: number) => round(MARGIN.top + inner.height * (1 - persons / top));
  const band = inner.width / Math.max(bars.length, 1);
  const x = (index: number) => round(MARGIN.left + band * (index + 0.5));
  const barWidth = round(Math.min(band * 0.7, 48));
  return (
    <svg className={className} viewBox={`0 0 ${size.width} ${size.height}`} aria-hidden="true" focusable="false">
      {ticks.map((tick) => (
        <g key={tick}>
          <line
            className={tick === 0 ? styles.base : styles.grid}
            x1={MARGIN.left}
            x2={size.width - MARGIN.right}
            y1={y(tick)}
            y2={y(tick)}
          />
          <text className={styles.tick} x={MARGIN.left - 8} y={y(tick) + 4} textAnchor="end">
            {number(tick)}
          </text>
        </g>
      ))}
      {bars.map((bar, index) => (
        <g key={bar.start}>
          {stack(bar).map(({ layer, from, to }) => (
            <rect
              key={layer}
              className={toneClass(layers[layer]!.tone)}
              x={round(x(index) - barWidth / 2)}
              width={barWidth}
              y={y(to)}
              height={round(y(from) - y(to))}
            />
          ))}
          <Whisker bar={bar} x={x(index)} y={y} reach={Math.min(4, barWidth / 3)} />
          {bar.tick !== "" && (
            <text
              className={styles.tick}
              x={x(index)}
              y={size.height - 6}
              textAnchor={index === 0 && bars.length > 2 ? "start" : "middle"}
            >
              {bar.tick}
            </text>
          )}
        </g>
      ))}
    </svg>
  );
}

/** The range of a bar: a line from low to high with short ends; an open end is an arrow instead. */
function Whisker({ bar, x, y, reach }: { bar: ChartBar; x: number; y: (persons: number) => number; reach: number }) {
  if (bar.low === null || bar.high === null || (bar.low === bar.high && !bar.open)) return null;
  const [low, high] = [y(bar.low), y(bar.high)];
  const tip = bar.open ? Math.max(high - 7, 2) : high;
  return (
    <g className={styles.whisker}>
      <path d={`M${x} ${low}V${tip}`} />
      <path d={`M${round(x - reach)} ${low}H${round(x + reach)}`} />
      <path
        d={
          bar.open
            ? `M${round(x - reach)} ${round(tip + reach)}L${x} ${tip}L${round(x + reach)} ${round(tip + reach)}`
            : `M${round(x - reach)} ${high}H${round(x + reach)}`
        }
      />
    </g>
  );
}

function stack(bar: ChartBar): { layer: number; from: number; to: number }[] {
  const pieces: { layer: number; from: number; to: number }[] = [];
  let from = 0;
  for (const [layer, persons] of bar.parts.entries()) {
    if (persons === null || persons === 0) continue;
    pieces.push({ layer, from, to: from + persons });
    from += persons;
  }
  return pieces;
}

function toneClass(tone: ChartData["layers"][number]["tone"]): string {
  return styles[`tone-${tone}`]!;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
