/** How often a source's figures were above, at and below the figure taken: one bar a metric. */
import { n } from "../charts/whisker";
import type { Room } from "./card";

export interface AgreementBar {
  name: string;
  colour: string;
  /** Below, equal, above, each with its words. */
  parts: readonly { count: number; text: string }[];
}

interface Props {
  bars: readonly AgreementBar[];
  at: Room;
}

const SHADES = [0.3, 0.85, 0.55];

export function CardAgreement({ bars, at }: Props) {
  const step = Math.min(130, at.height / Math.max(bars.length, 1));
  return bars.map(({ name, colour, parts }, row) => {
    const total = parts.reduce((sum, { count }) => sum + count, 0);
    let left = 0;
    return (
      <g
        key={name}
        transform={`translate(${at.x} ${n(at.y + row * step)})`}
        fontFamily="var(--sans)"
        fontSize={19}
        fill="var(--ink)"
      >
        <text x={0} y={20} fontWeight={600}>
          {name}
        </text>
        {parts.map(({ count }, index) => {
          const width = total === 0 ? 0 : (count / total) * at.width;
          const x = left;
          left += width;
          return (
            width > 0 && (
              <rect
                key={index}
                x={n(x)}
                y={34}
                width={n(Math.max(width - 2, 1))}
                height={26}
                fill={colour}
                fillOpacity={SHADES[index]}
              />
            )
          );
        })}
        <text x={0} y={88} fill="var(--muted)">
          {parts.map(({ text }) => text).join(" · ")}
        </text>
      </g>
    );
  });
}
