"use client";
/**
 * Charts of periods in the browser: stacked bars, lines, or the running sum. Recharts scales, moves and tells; ranges and
 * bands are the server picture's own shapes, drawn into its plot area, so that both look the same.
 */
import { useMemo, useRef, useState } from "react";
import {
  Bar,
  CartesianGrid,
  ComposedChart,
  Line,
  ResponsiveContainer,
  Tooltip,
  usePlotArea,
  XAxis,
  YAxis,
  ZIndexLayer,
} from "recharts";
import { BarTip, follow } from "./bar-tip";
import type { ChartBar, ChartData } from "./chart-data";
import { MARGIN } from "./frame";
import styles from "./period-chart.module.css";
import { EndLabels, rightOf, TotalBand } from "./lines-drawing";
import { personsIn } from "../reading/range-wording";
import { unpackChart, type PackedChart } from "./packed";
import { BarRanges } from "./whisker";

/** After a tap, until the tooltip has moved to where it was. */
const TAP = 80;

interface Row {
  bar: ChartBar;
}

export function PeriodRecharts({ chart }: { chart: PackedChart }) {
  const data = useMemo(() => unpackChart(chart), [chart]);
  const number = personsIn(chart.wording);
  const rows = data.bars.map((bar): Row => ({ bar }));
  const withEnds = data.kind === "cumulative" && !window.matchMedia("(max-width: 40rem)").matches;
  const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
  const [isTouched, setIsTouched] = useState(false);
  const tapped = useRef<string | null>(null);
  const ticks = new Map(data.bars.map((bar) => [bar.start, bar.tick]));
  return (
    <div
      className={styles.keys}
      role="presentation"
      onKeyDown={({ key, currentTarget }) => key === "Enter" && followShown(data, currentTarget)}
      onPointerDown={({ pointerType }) => setIsTouched(pointerType !== "mouse")}
      onClick={({ target, currentTarget }) => {
        if ((target as Element).closest("[data-tip-of]")) return;
        if (!isTouched) return followShown(data, currentTarget);
        // The tooltip follows the finger a moment later; what it showed before is followed by the second tap alone.
        setTimeout(() => {
          const start = shownIn(currentTarget);
          if (start !== null && start === tapped.current) followShown(data, currentTarget);
          tapped.current = start;
        }, TAP);
      }}
    >
      <ResponsiveContainer width="100%" height="100%">
        <ComposedChart
          data={rows}
          margin={{ top: MARGIN.top, right: withEnds ? rightOf(data) : MARGIN.right, bottom: 0, left: 0 }}
          barCategoryGap="15%"
          title={data.title}
          desc={data.summary}
        >
          <CartesianGrid vertical={false} stroke="var(--hairline)" />
          <XAxis
            dataKey="bar.start"
            scale="band"
            ticks={data.bars.filter((bar) => bar.tick !== "").map((bar) => bar.start)}
            tickFormatter={(start: string) => ticks.get(start) ?? ""}
            interval="equidistantPreserveStart"
            minTickGap={6}
            height={1.625 * rem}
            tickLine={false}
            axisLine={{ stroke: "var(--ink)", strokeWidth: 1.2 }}
            tick={{ fontSize: "0.75rem", fill: "var(--muted)" }}
          />
          <YAxis
            width={2.75 * rem}
            domain={[0, data.ticks.at(-1)!]}
            ticks={data.ticks}
            tickFormatter={(value: number) => number(value)}
            tickLine={false}
            axisLine={false}
            tick={{ fontSize: "0.75rem", fill: "var(--muted)" }}
          />
          <Tooltip
            isAnimationActive={false}
            cursor={{ fill: "var(--hairline)", opacity: 0.4 }}
            allowEscapeViewBox={{ x: false, y: true }}
            wrapperStyle={{ pointerEvents: isTouched ? "auto" : "none", zIndex: 2 }}
            content={({ active, payload }) => {
              const row = active ? (payload?.[0]?.payload as Row | undefined) : undefined;
              return row && <BarTip data={data} bar={row.bar} touched={isTouched} />;
            }}
          />
          {data.kind === "cumulative" && <Band data={data} />}
          {data.kind === "lines" && <PartRanges data={data} />}
          {data.layers.map((layer, index) =>
            data.kind === "stacked" ? (
              <Bar
                key={layer.name}
                name={layer.name}
                className={`layer-${layer.tone}`}
                stackId="cities"
                dataKey={(row: Row) => row.bar.parts[index]}
                fill={`var(--city-${layer.tone})`}
                maxBarSize={48}
                isAnimationActive={false}
                cursor="pointer"
              />
            ) : (
              <Line
                key={layer.name}
                name={layer.name}
                className={`layer-${layer.tone}`}
                dataKey={(row: Row) => row.bar.parts[index]}
                stroke={`var(--city-${layer.tone})`}
                strokeWidth={1.5}
                dot={data.kind === "lines" ? { r: 2.6, fill: `var(--city-${layer.tone})`, strokeWidth: 0 } : false}
                isAnimationActive={false}
              />
            ),
          )}
          {data.kind === "cumulative" && (
            <Line
              name={data.totalName}
              className="layer-total"
              dataKey="bar.best"
              stroke={data.colour}
              strokeWidth={2.2}
              dot={false}
              isAnimationActive={false}
            />
          )}
          {data.kind === "stacked" && <Ranges data={data} />}
          {withEnds && <Ends data={data} />}
        </ComposedChart>
      </ResponsiveContainer>
    </div>
  );
}

/** The scales of what Recharts has laid out: periods side by side, persons from 0. */
function useScales({ bars, ticks }: ChartData) {
  const area = usePlotArea();
  if (!area) return null;
  const band = area.width / Math.max(bars.length, 1);
  return {
    right: area.x + area.width,
    x: (index: number) => area.x + band * (index + 0.5),
    y: (persons: number) => area.y + area.height * (1 - persons / ticks.at(-1)!),
  };
}

/** Recharts draws in layers by kind; ranges lie above the bars and below the tooltip. */
const ABOVE = 800;

function Ranges({ data }: { data: ChartData }) {
  const scales = useScales(data);
  if (!scales) return null;
  return (
    <ZIndexLayer zIndex={ABOVE}>
      <g className="layer-ranges" pointerEvents="none">
        <BarRanges bars={data.bars} x={scales.x} y={scales.y} />
      </g>
    </ZIndexLayer>
  );
}

function PartRanges({ data }: { data: ChartData }) {
  const scales = useScales(data);
  if (!scales) return null;
  return data.layers.map((layer, part) => (
    <g key={layer.name} className={`layer-${layer.tone}`} pointerEvents="none">
      <BarRanges
        bars={data.bars.map(({ partRanges }) => partRanges[part])}
        x={scales.x}
        y={scales.y}
        stroke={`var(--city-${layer.tone})`}
      />
    </g>
  ));
}

function Band({ data }: { data: ChartData }) {
  const scales = useScales(data);
  return scales && <TotalBand data={data} x={scales.x} y={scales.y} />;
}

function Ends({ data }: { data: ChartData }) {
  const scales = useScales(data);
  return scales && <EndLabels data={data} left={scales.right + 8} y={scales.y} bottom={scales.y(0)} />;
}

/** Enter, or a click, on the period whose tooltip is shown opens its incidents. */
function followShown(data: ChartData, chart: Element): void {
  const start = shownIn(chart);
  follow(data.bars.find((bar) => bar.start === start)?.href ?? null);
}

function shownIn(chart: Element): string | null {
  return chart.querySelector("[data-tip-of]")?.getAttribute("data-tip-of") ?? null;
}
