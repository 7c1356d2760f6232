"use client";
/**
 * Stacked bars in the browser. The range is an invisible line of the best with an error bar from low to high; an open
 * end is a second invisible line at the high with an arrow for a dot.
 */
import { Bar, CartesianGrid, ComposedChart, ErrorBar, Line, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import type { ChartBar, ChartData, ChartLayer } from "./chart-data";
import styles from "./stacked-chart.module.css";

interface Row {
  bar: ChartBar;
  best: number | null;
  range: [number, number] | undefined;
  open: number | null;
}

export function StackedRecharts({ data, locale }: { data: ChartData; locale: string }) {
  const number = new Intl.NumberFormat(locale === "en" ? "en-GB" : locale);
  const rows = data.bars.map(rowOf);
  const top = data.ticks.at(-1)!;
  const ticks = new Map(data.bars.map((bar) => [bar.start, bar.tick]));
  return (
    <div
      className={styles.keys}
      role="presentation"
      onKeyDown={({ key, currentTarget }) => key === "Enter" && followFocused(data, currentTarget)}
    >
      <ResponsiveContainer width="100%" height="100%">
        <ComposedChart
          data={rows}
          margin={{ top: 14, right: 6, bottom: 0, left: 0 }}
          barCategoryGap="15%"
          title={data.title}
          desc={data.summary}
        >
          <CartesianGrid vertical={false} stroke="var(--hairline)" />
          <XAxis
            dataKey="bar.start"
            ticks={data.bars.filter((bar) => bar.tick !== "").map((bar) => bar.start)}
            tickFormatter={(start: string) => ticks.get(start) ?? ""}
            interval={0}
            height={26}
            tickLine={false}
            axisLine={{ stroke: "var(--ink)", strokeWidth: 1.2 }}
            tick={{ fontSize: 12, fill: "var(--muted)" }}
          />
          <YAxis
            width={44}
            domain={[0, top]}
            ticks={data.ticks}
            tickFormatter={(value: number) => number.format(value)}
            tickLine={false}
            axisLine={false}
            tick={{ fontSize: 12, fill: "var(--muted)" }}
          />
          <Tooltip
            isAnimationActive={false}
            cursor={{ fill: "var(--hairline)", opacity: 0.4 }}
            content={({ active, payload }) =>
              active ? <Tip row={payload?.[0]?.payload as Row | undefined} layers={data.layers} /> : null
            }
          />
          {data.layers.map((layer, index) => (
            <Bar
              key={layer.name}
              name={layer.name}
              stackId="cities"
              dataKey={(row: Row) => row.bar.parts[index]}
              fill={`var(--city-${layer.tone})`}
              maxBarSize={48}
              isAnimationActive={false}
              cursor="pointer"
              onClick={(_, number) => follow(data.bars[number])}
            />
          ))}
          <Line dataKey="best" stroke="none" dot={false} activeDot={false} isAnimationActive={false} legendType="none">
            <ErrorBar dataKey="range" width={4} strokeWidth={1.3} stroke="var(--ink)" direction="y" isAnimationActive={false} />
          </Line>
          <Line dataKey="open" stroke="none" dot={<OpenEnd />} activeDot={false} isAnimationActive={false} legendType="none" />
        </ComposedChart>
      </ResponsiveContainer>
    </div>
  );
}

function rowOf(bar: ChartBar): Row {
  const { low, best, high } = bar;
  const ranged = low !== null && best !== null && high !== null && low !== high;
  return { bar, best, range: ranged ? [best - low, high - best] : undefined, open: bar.open ? high : null };
}

function follow(bar: ChartBar | undefined): void {
  if (bar?.href) window.location.assign(bar.href);
}

/** Enter on the bar that the arrow keys have reached opens its incidents: the tooltip shows which one it is. */
function followFocused(data: ChartData, chart: Element): void {
  const label = chart.querySelector("[data-tip-of]")?.getAttribute("data-tip-of");
  follow(data.bars.find((bar) => bar.start === label));
}

/** "Or more": an arrow upward from the high. */
function OpenEnd({ cx, cy }: { cx?: number; cy?: number | null }) {
  if (cx === undefined || cy === undefined || cy === null || Number.isNaN(cy)) return null;
  const tip = Math.max(cy - 7, 2);
  return (
    <path
      d={`M${cx} ${cy}V${tip}M${cx - 4} ${tip + 4}L${cx} ${tip}L${cx + 4} ${tip + 4}`}
      fill="none"
      stroke="var(--ink)"
      strokeWidth={1.3}
    />
  );
}

function Tip({ row, layers }: { row: Row | undefined; layers: readonly ChartLayer[] }) {
  if (!row || row.bar.detail === "") return null;
  return (
    <div className={styles.tip} data-tip-of={row.bar.start}>
      <p className={styles.label}>{row.bar.label}</p>
      <p className={styles.range}>{row.bar.rangeText}</p>
      <p>{row.bar.detail}</p>
      <ul>
        {layers.map(
          (layer, index) =>
            row.bar.partTexts[index] !== "" && (
              <li key={layer.name} className={styles[`tone-${layer.tone}`]}>
                <span>{layer.name}</span>
                <span>{row.bar.partTexts[index]}</span>
              </li>
            ),
        )}
      </ul>
    </div>
  );
}
