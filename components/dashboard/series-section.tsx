/** One metric's chart with its legend, its table and its data. */
import type { Filter } from "@/domain/filter";
import { totalOf, type SeriesCell, type StackedSeries, type Sum } from "@/domain/series";
import type { Metric } from "@/domain/vocabulary";
import type { Words } from "@/messages";
import type { ChartData } from "../charts/chart-data";
import { Legend } from "../charts/legend";
import { StackedChart } from "../charts/stacked-chart";
import { StackedPicture } from "../charts/stacked-picture";
import { csvPath } from "../filter/filter-form";
import { personsText, rangeText } from "../reading/numbers";
import { periodText } from "../reading/times";
import styles from "./series-section.module.css";

interface Props {
  words: Words;
  metric: Metric;
  filter: Filter;
  series: StackedSeries;
  cells: readonly SeriesCell[];
  data: ChartData;
  cityName: (slug: string | null) => string;
}

export function SeriesSection({ words, metric, filter, series, cells, data, cityName }: Props) {
  const { t, locale } = words;
  return (
    <section aria-labelledby={data.id}>
      <h2 id={data.id} className={metric === "wounded" ? "wounded" : undefined}>
        {data.title}
      </h2>
      <p className="muted">{t("dashboard.caption")}</p>
      <figure className={styles.figure} aria-label={data.summary}>
        <Legend layers={data.layers} />
        <StackedChart data={data} locale={locale}>
          <StackedPicture data={data} number={(persons) => personsText(words, persons)} />
        </StackedChart>
        <figcaption className="visually-hidden">{data.summary}</figcaption>
      </figure>
      {series.undated.incidents > 0 && (
        <p className="muted">
          {t("dashboard.undated", { incidents: series.undated.incidents, range: rangeText(words, series.undated) })}
        </p>
      )}
      <div className={styles.tools}>
        <details>
          <summary>{t("dashboard.table")}</summary>
          <SeriesTable words={words} metric={metric} cells={cells} cityName={cityName} title={data.title} />
        </details>
        <a href={csvPath("series", { ...filter, metric, by: series.by })} download>
          {t("dashboard.csv")}
        </a>
      </div>
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
        <tbody>
          {cells.map((cell) => (
            <tr
              key={`${cell.by} ${cell.periodStart} ${cell.city}`}
              data-start={cell.periodStart}
              data-by={cell.by}
              data-city={cell.city ?? ""}
              {...dataOf(cell)}
            >
              <td>{periodText(words, cell.periodStart, cell.by)}</td>
              <td>{cityName(cell.city)}</td>
              <SumCells words={words} sum={cell} />
            </tr>
          ))}
        </tbody>
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

/** The cell's plain numbers, for scripts and tests that read the page. */
function dataOf({ low, best, high, open }: Sum): Record<`data-${string}`, string | number | boolean> {
  return { "data-low": low ?? "", "data-best": best ?? "", "data-high": high ?? "", "data-open": String(open) };
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
