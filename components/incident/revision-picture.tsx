/**
 * How the toll of one metric was reported: each claim as a circle at the time it was published, the estimate's range as a
 * band that fades out upward where it was open, and the figure taken as a stepped line. Drawn on the server.
 */
import { claimantText } from "../reading/names";
import type { Words } from "@/messages";
import { brokenTime } from "../charts/broken-time";
import { axisTicks } from "../charts/chart-data";
import { placeLabels, type Box } from "../charts/labels";
import { fitName, textWidth } from "../charts/text-width";
import { n } from "../charts/whisker";
import { amountText, personsText, rangeText } from "../reading/numbers";
import { statedAtText } from "../reading/stated";
import type { Revision, RevisionPoint, RevisionStep } from "./revision";
import { timeTicks } from "./revision-axis";

export interface Size {
  width: number;
  height: number;
}

export const REVISION_WIDE: Size = { width: 1140, height: 330 };
export const REVISION_NARROW: Size = { width: 380, height: 330 };

interface Props {
  words: Words;
  revision: Revision;
  timeZone: string;
  size: Size;
  /** Unique in the document: names the gradient. */
  id: string;
  className?: string;
  /** Where it lies on a larger sheet. */
  at?: { x: number; y: number; width: number };
}

const COLOUR = {
  killed: "var(--killed-mark)",
  wounded: "var(--wounded-mark)",
  missing: "var(--ink)",
  casualties: "var(--ink)",
} as const;
const TEXT = { killed: "var(--ink)", wounded: "var(--wounded)", missing: "var(--ink)", casualties: "var(--ink)" } as const;
const RADIUS = 4.5;

export function RevisionPicture({ words, revision, timeZone, size, id, className, at }: Props) {
  const { points, steps, metric, until } = revision;
  const isNarrow = size.width < 600;
  const last = steps.at(-1);
  const endText = last?.best == null ? "" : rangeText(words, last);
  const margin = {
    top: 26,
    bottom: 44,
    left: isNarrow ? 34 : 44,
    right: isNarrow ? 10 : Math.max(70, textWidth(endText, 14) + 18),
  };
  const instants = [...points.map(({ at }) => at), ...steps.map(({ from }) => from), until];
  const time = brokenTime(instants, {
    left: margin.left,
    right: size.width - margin.right,
    mark: isNarrow ? 14 : 26,
    least: isNarrow ? 44 : 70,
    mostBreaks: isNarrow ? 4 : 7,
    end: until,
  });
  const ticks = axisTicks(mostOf(revision));
  const top = ticks.at(-1)!;
  const base = size.height - margin.bottom;
  const y = (persons: number) => n(base - (persons / top) * (base - margin.top));
  const placed = dodged(points, time.x, y);
  const spans = steps
    .filter((step) => step.best !== null)
    .map((step) => ({ step, left: n(time.x(step.from)), right: n(time.x(step.until)) }));
  const clocks = new Set(points.filter(({ clock }) => clock).map(({ at }) => at));
  const labels = placeLabels(
    placed.map(({ point, x, y: top }, index) => {
      const amount = `: ${amountText(words, point.bounds)}`;
      // The name gives way, never the figure.
      const text =
        fitName(claimantText(words, point.claimant), Math.max((isNarrow ? 165 : 280) - textWidth(amount), 40)) + amount;
      return {
        key: String(index),
        x,
        y: top,
        clear: RADIUS,
        text,
        width: textWidth(text),
        weight: { counts: 2, passed: 1, never: 0 }[point.standing] + (point.number === last?.best ? 0.5 : 0) + index / 1000,
      };
    }),
    {
      bounds: { left: 2, right: size.width - 2, top: 2, bottom: base - 2 },
      taken: [
        ...placed.map(({ x, y: top, point }): Box => around(x, top, RADIUS, point.end === "open" ? 15 : RADIUS)),
        ...(endText === "" || isNarrow
          ? []
          : [{ left: size.width - margin.right, right: size.width, top: y(last!.best!) - 12, bottom: y(last!.best!) + 6 }]),
      ],
      crossed: spans.flatMap(({ step, left, right }, index) => {
        const level = y(step.best!);
        const before = index === 0 ? level : y(spans[index - 1]!.step.best!);
        return [
          { left, right, top: level - 1, bottom: level + 1 },
          { left: left - 1, right: left + 1, top: Math.min(level, before), bottom: Math.max(level, before) },
        ];
      }),
    },
  );
  return (
    <svg
      viewBox={`0 0 ${size.width} ${size.height}`}
      aria-hidden="true"
      focusable="false"
      className={className}
      fontFamily="var(--sans)"
      fontSize={12}
      {...(at ? { x: at.x, y: at.y, width: at.width, height: n((at.width * size.height) / size.width) } : {})}
    >
      <linearGradient id={id} x1="0" x2="0" y1="1" y2="0">
        <stop offset="0" stopColor={COLOUR[metric]} stopOpacity={0.16} />
        <stop offset="1" stopColor={COLOUR[metric]} stopOpacity={0} />
      </linearGradient>
      {ticks.map((tick) => (
        <g key={tick}>
          <path
            d={`M${margin.left} ${y(tick)}H${size.width - margin.right}`}
            stroke={tick === 0 ? "var(--ink)" : "var(--hairline)"}
            strokeWidth={tick === 0 ? 1.2 : 1}
          />
          <text x={margin.left - 8} y={y(tick) + 4} textAnchor="end" fill="var(--muted)">
            {personsText(words, tick)}
          </text>
        </g>
      ))}
      {spans.map(({ step, left, right }) => (
        <Band
          key={step.from}
          step={step}
          left={left}
          right={right}
          y={y}
          ceiling={margin.top - 20}
          colour={COLOUR[metric]}
          fade={id}
        />
      ))}
      {time.breaks.map(({ left, right }) => (
        <BreakMark key={left} left={left} right={right} top={margin.top - 6} base={base} />
      ))}
      <path d={stepLine(spans, y)} fill="none" stroke={COLOUR[metric]} strokeWidth={2} />
      {timeTicks(words, time, timeZone, clocks).map((tick) => (
        <g key={tick.x} fill="var(--muted)" textAnchor={tick.anchor}>
          <path d={`M${n(tick.x)} ${base}v5`} stroke="var(--ink)" strokeWidth={1} />
          <text x={n(tick.x)} y={base + 19}>
            {tick.text}
          </text>
          {tick.below !== "" && (
            <text x={n(tick.x)} y={base + 35}>
              {tick.below}
            </text>
          )}
        </g>
      ))}
      {placed.map(({ point, x, y: at }, index) => (
        <g key={`${point.claim} ${index}`}>
          <title>{`${claimantText(words, point.claimant)}: ${amountText(words, point.bounds)} · ${statedAtText(words, point, timeZone)}`}</title>
          <Point point={point} x={x} y={at} scale={y} colour={COLOUR[metric]} />
        </g>
      ))}
      {labels.map((label) => (
        <text
          key={label.key}
          x={n(label.x)}
          y={n(label.y)}
          textAnchor={label.anchor}
          fill={placed[Number(label.key)]!.point.standing === "counts" ? TEXT[metric] : "var(--muted)"}
          stroke="var(--paper)"
          strokeWidth={3}
          strokeOpacity={0.8}
          strokeLinejoin="round"
          paintOrder="stroke"
        >
          {label.text}
        </text>
      ))}
      {endText !== "" && !isNarrow && (
        <text x={size.width - margin.right + 8} y={y(last!.best!) + 4} fill={TEXT[metric]} fontWeight={600} fontSize={14}>
          {endText}
        </text>
      )}
    </svg>
  );
}

interface PlacedPoint {
  point: RevisionPoint;
  x: number;
  y: number;
}

/** Points that would cover each other stand side by side; a claim without a clock stands for its whole day anyway. */
function dodged(points: readonly RevisionPoint[], x: (instant: number) => number, y: (persons: number) => number): PlacedPoint[] {
  const placed: PlacedPoint[] = [];
  for (const point of points) {
    let left = x(point.at);
    const top = y(point.number);
    while (placed.some((other) => Math.abs(other.x - left) < 2 * RADIUS && Math.abs(other.y - top) < 2 * RADIUS))
      left -= 2 * RADIUS + 1;
    placed.push({ point, x: n(left), y: top });
  }
  return placed;
}

function mostOf({ points, steps }: Revision): number {
  const most = Math.max(
    1,
    ...points.map(({ number, high }) => Math.max(number, high ?? 0)),
    ...steps.map(({ high }) => high ?? 0),
  );
  const isOpen =
    points.some(({ end, number }) => end === "open" && number >= most * 0.9) ||
    steps.some(({ open, high }) => open && high! >= most * 0.9);
  return isOpen ? most * 1.08 : most;
}

interface BandProps {
  step: RevisionStep;
  left: number;
  right: number;
  y: (persons: number) => number;
  ceiling: number;
  colour: string;
  fade: string;
}

const FADE = 46;

function Band({ step, left, right, y, ceiling, colour, fade }: BandProps) {
  const [low, high] = [y(step.low!), y(step.high!)];
  const end = Math.max(high - FADE, ceiling);
  const width = n(right - left);
  if (width <= 0) return null;
  return (
    <g data-band={step.open ? "open" : "closed"}>
      {low > high && <rect x={left} width={width} y={high} height={n(low - high)} fill={colour} fillOpacity={0.16} />}
      {step.open && <rect x={left} width={width} y={end} height={n(high - end)} fill={`url(#${fade})`} />}
    </g>
  );
}

/** The figure taken: level while it held, a step where it changed; a time without a figure is a gap. */
function stepLine(spans: readonly { step: RevisionStep; left: number; right: number }[], y: (persons: number) => number): string {
  return spans
    .map(({ step, left, right }, index) => {
      const before = spans[index - 1];
      const joined = before !== undefined && before.step.until === step.from;
      return `${joined ? `V${y(step.best!)}` : `M${left} ${y(step.best!)}`}H${right}`;
    })
    .join("");
}

/** Where time was cut out: the axis opens, and two dotted lines run up through the drawing. */
function BreakMark({ left, right, top, base }: { left: number; right: number; top: number; base: number }) {
  const middle = (left + right) / 2;
  const [a, b] = [n(middle - 4), n(middle + 4)];
  return (
    <g data-break="">
      <rect x={a} width={n(b - a)} y={base - 4} height={8} fill="var(--paper)" />
      <path
        d={`M${n(a - 2)} ${base + 5}l4 -10M${n(b - 2)} ${base + 5}l4 -10`}
        stroke="var(--ink)"
        strokeWidth={1.2}
        fill="none"
      />
      <path
        d={`M${a} ${top}V${base - 8}M${b} ${top}V${base - 8}`}
        stroke="var(--field)"
        strokeWidth={1}
        strokeDasharray="1 4"
        fill="none"
      />
    </g>
  );
}

interface PointProps {
  point: RevisionPoint;
  x: number;
  y: number;
  scale: (persons: number) => number;
  colour: string;
}

function Point({ point, x, y, scale, colour }: PointProps) {
  const stroke = point.standing === "never" ? "var(--field)" : colour;
  return (
    <g fill="none" stroke={stroke} strokeWidth={1.5} data-point={point.standing}>
      {point.low !== null && point.high !== null && (
        <path
          d={`M${x} ${scale(point.low)}V${scale(point.high)}M${x - 3} ${scale(point.low)}h6M${x - 3} ${scale(point.high)}h6`}
          strokeWidth={1.2}
        />
      )}
      {point.end === "open" && <path d={`M${x} ${n(y - RADIUS)}v-10m-3.5 3.5l3.5 -3.5l3.5 3.5`} strokeWidth={1.3} />}
      {point.end === "up_to" && <path d={`M${x} ${n(y + RADIUS)}v9m-3.5 -3.5l3.5 3.5l3.5 -3.5`} strokeWidth={1.3} />}
      <circle
        cx={x}
        cy={y}
        r={point.standing === "never" ? RADIUS - 1 : RADIUS}
        fill={point.standing === "counts" ? colour : "var(--paper)"}
        strokeDasharray={point.standing === "never" ? "2 1.6" : undefined}
      />
    </g>
  );
}

function around(x: number, y: number, reach: number, up: number): Box {
  return { left: x - reach - 1, right: x + reach + 1, top: y - up - 1, bottom: y + reach + 1 };
}
