/** What every chart of periods has: its size, its scales, its axes. */
import type { ReactNode } from "react";
import { textWidth } from "./text-width";
import { n } from "./whisker";

export interface Size {
  width: number;
  height: number;
}

export const WIDE: Size = { width: 1140, height: 270 };
export const NARROW: Size = { width: 380, height: 250 };

export interface Margin {
  top: number;
  right: number;
  bottom: number;
  left: number;
}

export const MARGIN: Margin = { top: 20, right: 6, bottom: 26, left: 44 };

export interface Frame {
  size: Size;
  margin: Margin;
  /** Pixels of a period, and where its middle lies. */
  band: number;
  x: (index: number) => number;
  y: (persons: number) => number;
}

/** Scales of a chart: periods side by side, persons from 0 to `top`. */
export function frameOf(size: Size, periods: number, top: number, margin: Margin = MARGIN): Frame {
  const inner = { width: size.width - margin.left - margin.right, height: size.height - margin.top - margin.bottom };
  const band = inner.width / Math.max(periods, 1);
  return {
    size,
    margin,
    band,
    x: (index) => n(margin.left + band * (index + 0.5)),
    y: (persons) => n(margin.top + inner.height * (1 - persons / top)),
  };
}

interface AxesProps {
  frame: Frame;
  /** Values of the vertical axis with their texts; 0 is the base line. */
  values: readonly (readonly [number, string])[];
  /** Texts under the periods; empty where there is none. */
  ticks: readonly string[];
}

export function Axes({ frame, values, ticks }: AxesProps) {
  const { size, margin, x, y } = frame;
  return (
    <>
      {values.map(([value, text]) => (
        <g key={value}>
          <path
            d={`M${margin.left} ${y(value)}H${size.width - margin.right}`}
            stroke={value === 0 ? "var(--ink)" : "var(--hairline)"}
            strokeWidth={value === 0 ? 1.2 : 1}
          />
          <text x={margin.left - 8} y={y(value) + 4} textAnchor="end" fill="var(--muted)">
            {text}
          </text>
        </g>
      ))}
      {shownTicks(ticks, x).map(
        (text, index) =>
          text !== "" && (
            <text
              key={index}
              x={x(index)}
              y={size.height - 6}
              textAnchor={index === 0 && ticks.length > 2 ? "start" : "middle"}
              fill="var(--muted)"
            >
              {text}
            </text>
          ),
      )}
    </>
  );
}

/** Ticks without those that would touch the one before. */
function shownTicks(ticks: readonly string[], x: (index: number) => number): string[] {
  let free = -Infinity;
  return ticks.map((text, index) => {
    const half = textWidth(text) / 2;
    const isFirst = index === 0 && ticks.length > 2;
    if (text === "" || x(index) - (isFirst ? 0 : half) < free) return "";
    free = x(index) + (isFirst ? 2 * half : half) + 6;
    return text;
  });
}

interface SheetProps {
  size: Size;
  className?: string;
  children: ReactNode;
  /** Where it lies on a larger sheet. */
  at?: { x: number; y: number; width: number };
}

/** The sheet of a drawing; its words are told beside it. */
export function Sheet({ size, className, children, at }: SheetProps) {
  return (
    <svg
      className={className}
      viewBox={`0 0 ${size.width} ${size.height}`}
      aria-hidden="true"
      focusable="false"
      fontFamily="var(--sans)"
      fontSize={12}
      {...(at ? { x: at.x, y: at.y, width: at.width, height: n((at.width * size.height) / size.width) } : {})}
    >
      {children}
    </svg>
  );
}
