/** A series made ready to draw: labels in the reader's language, plain values, nothing left to compute. */
import { addDays, nextPeriod } from "@/domain/dates";
import { withFilter, type Filter } from "@/domain/filter";
import { totalOf, type LayerKey, type StackedSeries, type Sum } from "@/domain/series";
import type { Metric, Period } from "@/domain/vocabulary";
import { pathIn, type Words } from "@/messages";
import { personsText, rangeText } from "../reading/numbers";
import { periodText, tickText } from "../reading/times";
import { cumulative } from "./cumulative";
import type { ChartKind } from "./kinds";

export interface ChartLayer {
  name: string;
  /** 1–6 for the page's cities in their order, "other" for the rest. */
  tone: Tone;
  /** The city's slug; null for what is no single city. */
  city: string | null;
  /** The layer's sum over all periods, in words. */
  rangeText: string;
}

export type Tone = 1 | 2 | 3 | 4 | 5 | 6 | "other";

export interface ChartBar {
  start: string;
  label: string;
  /** Under the axis; empty where the ticks would crowd. */
  tick: string;
  /** Best of each layer, in the layers' order; null where the layer has no incident or no figure. */
  parts: (number | null)[];
  /** Null where the period has no incident, or none with a figure: a gap, not a zero. */
  low: number | null;
  best: number | null;
  high: number | null;
  open: boolean;
  rangeText: string;
  /** "taken 44 · 3 incidents · 1 without a figure", or empty in a gap. */
  detail: string;
  partTexts: string[];
  /** As `detail`, of each layer by itself; only where layers are drawn by themselves. */
  partDetails: string[];
  /** Low and high of each layer; null where it has no figure. */
  partRanges: ({ low: number; high: number; open: boolean } | null)[];
  /** The incidents behind the bar: of a running sum all up to its period. */
  href: string | null;
}

export interface ChartData {
  id: string;
  kind: ChartKind;
  metric: Metric;
  /** What a tooltip says of its deeds: by pointer or key, and as a link where a finger asks. */
  follow: { hint: string; link: string };
  /** Of the metric: ink for killed, ochre for wounded. */
  colour: string;
  /** The name of all layers together. */
  totalName: string;
  title: string;
  summary: string;
  layers: ChartLayer[];
  bars: ChartBar[];
  /** The last period, as short as the first tick and with its year. */
  lastTick: string;
  /** Ends of the axis: 0 and a round number at or above every high. */
  ticks: number[];
}

interface Options {
  metric: Metric;
  filter: Filter;
  layerName: (key: LayerKey) => string;
  kind?: ChartKind;
  /** The cities of all charts of the page, by which each has its colour; absent: this chart's own, in their order. */
  cities?: readonly string[];
}

/** The drawing of a series, in the reader's language. */
export function chartData(
  words: Words,
  stacked: StackedSeries,
  { metric, filter, layerName, kind = "stacked", cities = citiesOf(stacked) }: Options,
): ChartData {
  const { t } = words;
  const series = kind === "cumulative" ? cumulative(stacked) : stacked;
  const layers = series.layers.map(({ key, total }): ChartLayer => ({
    name: layerName(key),
    tone: key.kind === "city" ? toneOf(cities.indexOf(key.city)) : "other",
    city: key.kind === "city" ? key.city : null,
    rangeText: rangeText(words, total),
  }));
  const bars = series.periods.map((start, index): ChartBar => {
    const total = series.totals[index];
    const parts = series.layers.map(({ sums }) => sums[index]);
    return {
      start,
      label: periodText(words, start, series.by),
      tick: isTicked(series, index) ? tickText(words, start, series.by, index === 0) : "",
      parts: parts.map((sum) => sum?.best ?? null),
      low: total?.low ?? null,
      best: total?.best ?? null,
      high: total?.high ?? null,
      open: total?.open ?? false,
      rangeText: total ? rangeText(words, total) : "",
      detail: total ? detailText(words, total) : "",
      partTexts: parts.map((sum) => (sum ? rangeText(words, sum) : "")),
      partDetails: kind === "each" ? parts.map((sum) => (sum ? detailText(words, sum) : "")) : [],
      partRanges: parts.map((sum) =>
        sum && sum.low !== null && sum.high !== null ? { low: sum.low, high: sum.high, open: sum.open } : null,
      ),
      href: total ? incidentsPath(words, filter, kind === "cumulative" ? series.periods[0]! : start, start, series.by) : null,
    };
  });
  return {
    id: `chart-${metric}`,
    kind,
    metric,
    follow: { hint: t("chart.followHint"), link: t("chart.followLink") },
    colour: COLOUR[metric],
    totalName: t("chart.total"),
    title: t(`chart.title.${kind}`, { metric: t(`chart.metricTitle.${metric}`), by: t(`words.byPeriod.${series.by}`) }),
    summary: summaryText(words, stacked, metric),
    layers,
    bars,
    lastTick: bars.length > 0 ? tickText(words, bars.at(-1)!.start, series.by, true) : "",
    ticks: axisTicks(mostOf(bars, kind)),
  };
}

const citiesOf = ({ layers }: StackedSeries): string[] => layers.flatMap(({ key }) => (key.kind === "city" ? [key.city] : []));

/** The colour of the city at a place of the page's cities; behind the sixth they share the others'. */
const toneOf = (index: number): Tone => (index >= 0 && index < 6 ? ((index + 1) as Tone) : "other");

const COLOUR: Record<Metric, string> = {
  killed: "var(--killed-mark)",
  wounded: "var(--wounded-mark)",
  missing: "var(--ink)",
  casualties: "var(--ink)",
};

/** The largest number that a kind of chart draws. */
function mostOf(bars: readonly ChartBar[], kind: ChartKind): number {
  if (kind === "stacked" || kind === "cumulative")
    return Math.max(0, ...bars.map((bar) => Math.max(bar.high ?? 0, bar.best ?? 0)));
  return Math.max(
    0,
    ...bars.flatMap(({ parts, partRanges }) => [
      ...parts.map((part) => part ?? 0),
      ...partRanges.map((range) => range?.high ?? 0),
    ]),
  );
}

const MOST_TICKS = 9;

/** Which periods carry a tick: the first, and regular ones that keep a year's beginning where there are many months. */
function isTicked({ periods, by }: StackedSeries, index: number): boolean {
  if (index === 0) return true;
  const start = periods[index]!;
  if (by === "month" && periods.length > MOST_TICKS) {
    const monthNumber = Number(start.slice(5, 7)) - 1;
    const step = [3, 6, 12, 24, 60, 120].find((months) => periods.length / months <= MOST_TICKS) ?? 240;
    const elapsed = Number(start.slice(0, 4)) * 12 + monthNumber;
    // The first tick carries its year and is wide: nothing close behind it.
    return elapsed % step === 0 && index >= periods.length / 14;
  }
  const every = Math.ceil(periods.length / MOST_TICKS);
  return index % every === 0 && periods.length - index >= every / 2;
}

function detailText(
  { t, ...words }: Words,
  total: { best: number | null; incidents: number; incidentsWithoutFigure: number },
): string {
  return [
    total.best === null ? "" : t("dashboard.best2", { best: personsText({ t, ...words }, total.best) }),
    t("dashboard.tooltipIncidents", { count: total.incidents }),
    total.incidentsWithoutFigure > 0 ? t("dashboard.tooltipWithout", { count: total.incidentsWithoutFigure }) : "",
  ]
    .filter((part) => part !== "")
    .join(" · ");
}

/** The list of incidents from one period's start to the end of another, under the rest of the filter. */
function incidentsPath({ locale }: Words, filter: Filter, first: string, start: string, by: Period): string {
  const last = addDays(nextPeriod(start, by), -1);
  const from = filter.from && filter.from > first ? filter.from : first;
  const to = filter.to && filter.to < last ? filter.to : last;
  const { by: _by, ...rest } = filter;
  return pathIn(locale, withFilter("/incidents", { ...rest, from, to }));
}

function summaryText(words: Words, series: StackedSeries, metric: Metric): string {
  const known = series.periods
    .map((start, index) => ({ start, total: series.totals[index] }))
    .filter(({ total }) => total?.best != null);
  if (known.length === 0) return words.t("words.range.noFigure");
  const peak = known.reduce((most, one) => (one.total!.best! > most.total!.best! ? one : most));
  const name = words.t(`words.metric.${metric}`);
  const shown = { metric: name.charAt(0).toUpperCase() + name.slice(1), from: periodText(words, series.periods[0]!, series.by) };
  if (series.periods.length === 1) return words.t("dashboard.summaryOne", { ...shown, range: rangeText(words, peak.total!) });
  const summary = words.t("dashboard.summary", {
    ...shown,
    periods: series.periods.length,
    to: periodText(words, series.periods.at(-1)!, series.by),
    peak: periodText(words, peak.start, series.by),
    range: rangeText(words, peak.total!),
    total: rangeText(words, totalOf(series.layers.map((layer) => layer.total))),
  });
  return series.periods.length < 4 ? summary : `${summary} ${trendText(words, series)}`;
}

/** The trend without a judgement: what the first half of the periods adds up to, and the second. */
function trendText(words: Words, { totals }: StackedSeries): string {
  const half = Math.floor(totals.length / 2);
  const sumText = (sums: readonly (Sum | undefined)[]) => rangeText(words, totalOf(sums.filter((sum) => sum !== undefined)));
  return words.t("chart.trend", { first: sumText(totals.slice(0, half)), second: sumText(totals.slice(-half)) });
}

/** Round ticks from 0 to at least `most`: four or five steps of 1, 2 or 5 times a power of ten, never fractions of a person. */
export function axisTicks(most: number): number[] {
  const rough = Math.max(most, 4) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(
    1,
    [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough && Number.isInteger(candidate)) ??
      10 * power,
  );
  const ticks = [0];
  while (ticks.at(-1)! < most || ticks.length < 3) ticks.push(ticks.at(-1)! + step);
  return ticks;
}
