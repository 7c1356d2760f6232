/** One metric's chart with its legend, its table and its data. */
import { withFilter, type Filter } from "@/domain/filter";
import { totalOf, type SeriesCell, type StackedSeries, type Sum } from "@/domain/series";
import type { Metric } from "@/domain/vocabulary";
import { pathIn, type Words } from "@/messages";
import type { ChartData } from "../charts/chart-data";
import { chartPaths } from "../charts/chart-paths";
import { ChartPicture } from "../charts/chart-picture";
import { ChartTools } from "../charts/chart-tools";
import { EachChart } from "../charts/each-chart";
import { MOST_PANELS } from "../charts/each-drawing";
import { DEFAULT_VIEW, withView, type View } from "../charts/kinds";
import { highlighting, Legend } from "../charts/legend";
import { packChart } from "../charts/packed";
import { PeriodChart } from "../charts/period-chart";
import { csvPath } from "../filter/filter-form";
import { personsText, rangeText, rangeWording } from "../reading/numbers";
import { lent } from "../reading/lent";
import { Once } from "../reading/once";
import { seriesRows } from "./series-rows";
import styles from "./series-section.module.css";

interface Props {
  words: Words;
  metric: Metric;
  filter: Filter;
  series: StackedSeries;
  cells: readonly SeriesCell[];
  data: ChartData;
  cityName: (slug: string | null) => string;
  /** The page's address without its language and query; the kinds of chart are links of this page. */
  path?: string;
  view?: View;
}

export function SeriesSection({ words, metric, filter, series, cells, data, cityName, path, view = DEFAULT_VIEW }: Props) {
  const { t, locale } = words;
  const here = (other: View) => `${pathIn(locale, withView(path ?? "/", filter, other))}#${data.id}`;
  const cities = new Set(cells.map(({ city }) => city).filter((city) => city !== null)).size;
  const outside = totalOf(cells.filter((cell) => cell.city === null && cell.by === series.by));
  return (
    <section aria-labelledby={data.id}>
      <h2 id={data.id} className={metric === "wounded" ? "wounded" : undefined}>
        {data.title}
      </h2>
      <p className="muted">{t(`chart.caption.${data.kind}`)}</p>
      {data.kind === "each" ? (
        <figure className={styles.figure}>
          <figcaption className="visually-hidden">{data.summary}</figcaption>
          <EachChart
            words={words}
            data={data}
            ownScale={view.ownScale}
            otherScale={here({ ...view, ownScale: !view.ownScale })}
            cityHref={(slug) => pathIn(locale, withFilter(`/cities/${slug}`, { ...filter, cities: [] }))}
          />
        </figure>
      ) : (
        <figure className={`${styles.figure} ${highlighting}`} aria-label={data.summary}>
          {data.layers.length > 1 && <Legend layers={data.layers} label={t("chart.layers")} />}
          <PeriodChart chart={packChart(data, rangeWording(words))}>
            <ChartPicture data={data} number={(persons) => personsText(words, persons)} />
          </PeriodChart>
          <figcaption className="visually-hidden">{data.summary}</figcaption>
        </figure>
      )}
      {data.kind === "each" && cities > MOST_PANELS && (
        <p className="muted">{t("chart.moreCities", { count: cities - MOST_PANELS })}</p>
      )}
      {data.kind === "each" && outside.incidents > 0 && (
        <p className="muted">{t("chart.noCityPanel", { incidents: outside.incidents, range: rangeText(words, outside) })}</p>
      )}
      {series.undated.incidents > 0 && (
        <p className="muted">
          {t("dashboard.undated", { incidents: series.undated.incidents, range: rangeText(words, series.undated) })}
        </p>
      )}
      <ChartTools
        words={words}
        title={data.title}
        kinds={path === undefined ? undefined : { current: view.kind, href: (kind) => here({ kind, ownScale: false }) }}
        csv={csvPath("series", { ...filter, metric, by: series.by })}
        paths={chartPaths(words, metric, withView("", filter, view).slice(1))}
        page={here(view)}
      />
      <details className={styles.table}>
        <summary>{t("dashboard.table")}</summary>
        <SeriesTable words={words} metric={metric} cells={cells} cityName={cityName} title={data.title} />
      </details>
    </section>
  );
}

interface TableProps extends Pick<Props, "words" | "metric" | "cells" | "cityName"> {
  title: string;
}

function SeriesTable({ words, metric, cells, cityName, title }: TableProps) {
  const { t } = words;
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={title}>
      <table data-series={metric}>
        <caption className="visually-hidden">{title}</caption>
        <thead>
          <tr>
            <th scope="col">{t("dashboard.period")}</th>
            <th scope="col">{t("dashboard.city")}</th>
            <th scope="col" className="num">
              {t("dashboard.range")}
            </th>
            <th scope="col" className="num">
              {t("dashboard.bestColumn")}
            </th>
            <th scope="col" className="num">
              {t("dashboard.incidentsColumn")}
            </th>
            <th scope="col" className="num">
              {t("dashboard.withoutColumn")}
            </th>
          </tr>
        </thead>
        <Once tag="tbody" html={lent(seriesRows(words, cells, cityName))} />
        <tfoot>
          <tr>
            <th scope="row" colSpan={2}>
              {t("dashboard.total")}
            </th>
            <SumCells words={words} sum={totalOf(cells)} />
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

function SumCells({ words, sum }: { words: Words; sum: Sum }) {
  return (
    <>
      <td className="num">{rangeText(words, sum)}</td>
      <td className="num">{sum.best === null ? "" : personsText(words, sum.best)}</td>
      <td className="num">{personsText(words, sum.incidents)}</td>
      <td className="num">{personsText(words, sum.incidentsWithoutFigure)}</td>
    </>
  );
}
