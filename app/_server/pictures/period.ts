/** The chart of one metric over time under a filter: the same numbers and words as on the page. */
import { chartData } from "@/components/charts/chart-data";
import { chartFile, scaleSetter } from "@/components/charts/chart-file";
import { MOST_PANELS } from "@/components/charts/each-drawing";
import { parseView, VIEW_PARAMETERS, withView } from "@/components/charts/kinds";
import { toldFilter } from "@/components/filter/told";
import { cityText } from "@/components/reading/names";
import { personsText, rangeText } from "@/components/reading/numbers";
import { findDashboard } from "@/db/queries/dashboard";
import { metricsOf, spanToDraw } from "@/domain/filter";
import { stackByCity, totalOf } from "@/domain/series";
import { sharedCities } from "@/domain/shared-cities";
import type { Metric } from "@/domain/vocabulary";
import { readDb } from "../database";
import { problem } from "../machine";
import { capital, demoNote, pictureFilter, pictureFoot, type MakePicture } from "./picture";

/** The picture of a metric's series. */
export function periodPicture(metric: Metric): MakePicture {
  return (words, query, origin) => {
    const { view, problems } = parseView(query);
    const read = pictureFilter(query, VIEW_PARAMETERS, problems);
    if ("problem" in read) return read;
    if (read.filter.metric && read.filter.metric !== metric)
      return {
        problem: problem(
          400,
          "A parameter could not be read",
          `This chart shows ${metric}: leave metric out, or ask for /chart/${read.filter.metric}.svg.`,
        ),
      };
    const { t } = words;
    const { metric: named, ...shown } = read.filter;
    const filter = { ...read.filter, metric };
    // Colours are the page's: it shows this metric among the usual ones, or alone where its address names it.
    const isUsual = metricsOf(shown).includes(metric);
    const page = named || !isUsual ? filter : shown;
    const found = findDashboard(readDb(), page);
    const { cells } = found.series.find((one) => one.metric === metric)!;
    const apart = sharedCities(
      found.series.map((one) => one.cells),
      found.by,
    );
    const cityName = (slug: string) => {
      const city = found.cities.get(slug);
      return city ? cityText(words, city) : slug;
    };
    const series = stackByCity(cells, found.by, view.kind === "each" ? MOST_PANELS : apart, spanToDraw(filter, found.by));
    const data = chartData(words, series, {
      metric,
      filter,
      kind: view.kind,
      cities: apart,
      layerName: (key) =>
        key.kind === "city" ? cityName(key.city) : key.kind === "none" ? t("words.noCity") : t("words.otherPlaces"),
    });
    const told = toldFilter(words, shown, { timeZone: found.timeZone, cityName });
    const isEmpty = cells.length === 0;
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
      ...demoNote(words),
    ].filter((note) => note !== "");
    const file = {
      title: isEmpty ? t("dashboard.empty") : data.title,
      notes: isEmpty ? [t("dashboard.emptyHelp")] : notes,
      summary: data.summary,
      ...pictureFoot(words, `${withView("/", page, view)}#${data.id}`, origin),
    };
    return {
      name: `${metric}-${view.kind}`,
      words: file,
      svg: (narrow) =>
        chartFile(data, file, { ownScale: view.ownScale, narrow, number: (persons) => personsText(words, persons) }),
    };
  };
}
