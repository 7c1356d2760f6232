/** A metric's bars with their ranges, all places together: half of a card. */
import type { ChartData } from "../charts/chart-data";
import { frameOf } from "../charts/frame";
import { textWidth } from "../charts/text-width";
import { BarRanges, n } from "../charts/whisker";
import type { Room } from "./card";

interface Props {
  data: ChartData;
  title: string;
  at: Room;
  number: (persons: number) => string;
}

export function CardBars({ data, title, at, number }: Props) {
  const top = data.ticks.at(-1)!;
  const size = { width: at.width, height: at.height };
  const left = textWidth(number(top), 17) + 12;
  const { x, y, band } = frameOf(size, data.bars.length, top, { top: 40, right: 2, bottom: 28, left });
  const width = n(Math.max(2, Math.min(band * 0.7, 46)));
  const [first, last] = [data.bars[0], data.bars.at(-1)];
  return (
    <g transform={`translate(${at.x} ${n(at.y)})`} fontFamily="var(--sans)" fontSize={17}>
      <text x={0} y={18} fontSize={19} fontWeight={600} fill={data.id === "chart-wounded" ? "var(--wounded)" : "var(--ink)"}>
        {title}
      </text>
      {[0, top / 2, top].map((tick) => (
        <g key={tick}>
          <path
            d={`M${left} ${y(tick)}H${size.width}`}
            stroke={tick === 0 ? "var(--ink)" : "var(--hairline)"}
            strokeWidth={1.4}
          />
          {Number.isInteger(tick) && (
            <text x={left - 8} y={y(tick) + 6} textAnchor="end" fill="var(--muted)">
              {number(tick)}
            </text>
          )}
        </g>
      ))}
      {data.bars.map(
        (bar, index) =>
          bar.best !== null &&
          bar.best > 0 && (
            <rect
              key={bar.start}
              x={n(x(index) - width / 2)}
              width={width}
              y={y(bar.best)}
              height={n(y(0) - y(bar.best))}
              fill={data.colour}
              fillOpacity={0.8}
            />
          ),
      )}
      <BarRanges bars={data.bars} x={x} y={y} stroke="var(--field)" />
      {first && (
        <text x={left} y={size.height - 6} fill="var(--muted)">
          {first.tick || first.label}
        </text>
      )}
      {last && data.bars.length > 1 && (
        <text x={size.width} y={size.height - 6} textAnchor="end" fill="var(--muted)">
          {last.label}
        </text>
      )}
    </g>
  );
}
