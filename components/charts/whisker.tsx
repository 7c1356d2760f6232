/** The range of a bar or a point: a thin line from low to high with small caps; an open end fades out upward instead. */

interface Props {
  x: number;
  /** Where low and high lie, in pixels. */
  low: number;
  high: number;
  open: boolean;
  /** The least y, so that nothing leaves the drawing. */
  top?: number;
  stroke?: string;
  /** How far an open end reaches up, in pixels. */
  fade?: number;
}

const CAP = 2.5;
/** An open end: four ever paler pieces, then a small arrowhead. */
const PALER = [0.75, 0.55, 0.4, 0.28];

export function Whisker({ x, low, high, open, top = 0, stroke = "var(--ink)", fade = 14 }: Props) {
  const end = open ? Math.max(high - fade, top + 1) : high;
  const step = (high - end) / PALER.length;
  return (
    <g fill="none" stroke={stroke} strokeWidth={1} data-range={open ? "open" : "closed"}>
      <path d={`M${n(x)} ${n(low)}V${n(end)}`} stroke="var(--paper)" strokeWidth={3} strokeOpacity={0.55} />
      <path
        d={`M${n(x - CAP)} ${n(low)}H${n(x + CAP)}M${n(x)} ${n(low)}V${n(high)}${open ? "" : `M${n(x - CAP)} ${n(high)}H${n(x + CAP)}`}`}
      />
      {open && (
        <>
          {PALER.map((opacity, index) => (
            <path
              key={opacity}
              d={`M${n(x)} ${n(high - step * index)}V${n(high - step * (index + 1))}`}
              strokeOpacity={opacity}
            />
          ))}
          <path d={`M${n(x - 3)} ${n(end + 3.5)}L${n(x)} ${n(end)}L${n(x + 3)} ${n(end + 3.5)}`} strokeOpacity={0.7} />
        </>
      )}
    </g>
  );
}

/** A coordinate, short. */
export function n(value: number): number {
  return Math.round(value * 10) / 10;
}
