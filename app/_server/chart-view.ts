/** The chart of one metric under a filter, for files and frames: the same numbers and words as on the page. */
import { chartData, type ChartData } from "@/components/charts/chart-data";
import { chartFile, scaleSetter, type FileWords } from "@/components/charts/chart-file";
import { MOST_PANELS } from "@/components/charts/each-drawing";
import { parseView, VIEW_PARAMETERS, withView, type View } from "@/components/charts/kinds";
import { toldFilter } from "@/components/filter/told";
import { cityText } from "@/components/reading/names";
import { personsText, rangeText } from "@/components/reading/numbers";
import { dayText } from "@/components/reading/times";
import { findDashboard } from "@/db/queries/dashboard";
import { findRecord } from "@/db/queries/record";
import { spanToDraw, type Filter } from "@/domain/filter";
import { stackByCity, totalOf } from "@/domain/series";
import type { Metric } from "@/domain/vocabulary";
import { pathIn, type Words } from "@/messages";
import { readDb } from "./database";
import { machineFilter, problem } from "./machine";

export interface ChartRequest {
  filter: Filter;
  view: View;
  narrow: boolean;
}

/** The filter and the view of a request for one metric's chart, or the 400 that names what could not be read. */
export function chartRequest(request: Request, metric: Metric): ChartRequest | { problem: Response } {
  const query = new URL(request.url).searchParams;
  const { view, problems } = parseView(query);
  const first = problems[0];
  if (first)
    return {
      problem: problem(
        400,
        "A parameter could not be read",
        `“${first.value.slice(0, 60)}” is no value of ${first.parameter}. It can be: ${(first.allowed ?? []).join(", ")}.`,
        {
          errors: problems,
        },
      ),
    };
  for (const name of VIEW_PARAMETERS) query.delete(name);
  const read = machineFilter(query, { flags: ["narrow"] });
  if ("problem" in read) return read;
  if (read.filter.metric && read.filter.metric !== metric)
    return {
      problem: problem(
        400,
        "A parameter could not be read",
        `This chart shows ${metric}: leave metric out, or ask for /chart/${read.filter.metric}.svg.`,
      ),
    };
  return { filter: { ...read.filter, metric }, view, narrow: read.flags.has("narrow") };
}

export interface ChartView {
  data: ChartData;
  file: FileWords;
  isEmpty: boolean;
}

/** The chart with the words that go along with it. `origin` is the site's public address. */
export function chartView(words: Words, { filter, view }: ChartRequest, metric: Metric, origin: string): ChartView {
  const { t, locale } = words;
  const db = readDb();
  const record = findRecord(db);
  const found = findDashboard(db, filter);
  const cells = found.series.find((one) => one.metric === metric)!.cells;
  const cityName = (slug: string) => {
    const city = found.cities.get(slug);
    return city ? cityText(words, city) : slug;
  };
  const series = stackByCity(cells, found.by, view.kind === "each" ? MOST_PANELS : undefined, spanToDraw(filter, found.by));
  const data = chartData(words, series, {
    metric,
    filter,
    kind: view.kind,
    layerName: (key) =>
      key.kind === "city" ? cityName(key.city) : key.kind === "none" ? t("words.noCity") : t("words.otherPlaces"),
  });
  const { metric: _, ...shown } = filter;
  const told = toldFilter(words, shown, { timeZone: found.timeZone, cityName });
  const largest = scaleSetter(data);
  const notes = [
    `${capital(told.join(", "))}. ${t("dashboard.total")}: ${rangeText(words, totalOf(cells))}.`,
    view.kind === "each"
      ? view.ownScale
        ? t("chart.ownScaleTold")
        : `${t("chart.commonScale")} ${largest ? t("chart.dwarfed", { city: largest }) : ""}`
      : "",
    `${t(`chart.caption.${view.kind}`)} ${t("chart.rangeNote")}`,
    series.undated.incidents > 0
      ? t("dashboard.undated", { incidents: series.undated.incidents, range: rangeText(words, series.undated) })
      : "",
    record.isDemo ? t("site.demo") : "",
  ].filter((note) => note !== "");
  const page = `${origin}${pathIn(locale, withView("/", shown, view))}#${data.id}`;
  return {
    data,
    isEmpty: cells.length === 0,
    file: {
      title: cells.length === 0 ? t("dashboard.empty") : data.title,
      notes: cells.length === 0 ? [t("dashboard.emptyHelp")] : notes,
      summary: data.summary,
      source: `${t("chart.source", { record: locale === "uk" && record.titleUk ? record.titleUk : record.title })}${record.licence ? ` · ${t("site.licence", { licence: record.licence })}` : ""}`,
      address: page,
      drawn: t("chart.pictured", { date: dayText(words, db.now(), record.timeZone) }),
      language: locale,
    },
  };
}

/** The chart as the text of an SVG file. */
export function chartSvg(words: Words, request: ChartRequest, metric: Metric, origin: string): string {
  const { data, file } = chartView(words, request, metric, origin);
  return chartFile(data, file, {
    ownScale: request.view.ownScale,
    narrow: request.narrow,
    number: (persons) => personsText(words, persons),
  });
}

/**
 * The site's public address: the configured one, else where the server says it serves. Never the address that was asked:
 * answers are kept and shared, and a request's Host is whatever its sender writes.
 */
export function siteOrigin(): string {
  return process.env.ATTEST_ORIGIN || process.env.ATTEST_SERVED_AT || "";
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
