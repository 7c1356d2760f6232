/** Cities by their toll: the figure taken as a dot, the range as a bar, an open end as an arrow. */
import type { Sum } from "@/domain/series";
import type { Metric } from "@/domain/vocabulary";
import type { Words } from "@/messages";
import type { ChartPaths } from "../charts/chart-paths";
import { ChartTools } from "../charts/chart-tools";
import { personsText, rangeText } from "../reading/numbers";
import { rankingSummary } from "./ranking-file";
import styles from "./ranking.module.css";

export interface RankedRow extends Sum {
  name: string;
  href: string;
}

interface ChartProps {
  words: Words;
  metric: Metric;
  rows: readonly RankedRow[];
  csv: string;
  paths: ChartPaths;
  page: string;
}

/** The ranking as a chart: its sentence, its table, and what can be taken along. */
export function RankingChart({ words, metric, rows, csv, paths, page }: ChartProps) {
  const title = words.t("ranking.title", { metric: words.t(`chart.metricTitle.${metric}`) });
  if (rows.length === 0) return null;
  return (
    <figure className={styles.figure}>
      <figcaption className="visually-hidden">{rankingSummary(words, metric, rows)}</figcaption>
      <Ranking words={words} caption={title} metric={metric} rows={rows} />
      <ChartTools words={words} title={title} csv={csv} paths={paths} page={page} height={160 + rows.length * 30} />
    </figure>
  );
}

const WIDTH = 400;

interface Props {
  words: Words;
  metric: Metric;
  rows: readonly RankedRow[];
  caption: string;
}

function Ranking({ words, metric, rows, caption }: Props) {
  const most = Math.max(1, ...rows.map((row) => row.high ?? 0));
  const x = (persons: number) => Math.round((8 + (persons / most) * (WIDTH - 24)) * 10) / 10;
  return (
    <table className={`${styles.ranking} ${metric === "wounded" ? styles.wounded : ""}`}>
      <caption className="visually-hidden">{caption}</caption>
      <thead className="visually-hidden">
        <tr>
          <th scope="col">{words.t("dashboard.city")}</th>
          <th scope="col">{words.t("dashboard.bestColumn")}</th>
          <td />
          <th scope="col">{words.t("dashboard.range")}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.href}>
            <th scope="row">
              <a href={row.href}>{row.name}</a>
            </th>
            <td className={styles.best}>{row.best === null ? "–" : personsText(words, row.best)}</td>
            <td className={styles.bar}>
              {row.low !== null && row.high !== null && row.best !== null && (
                <svg viewBox={`0 0 ${WIDTH} 16`} preserveAspectRatio="none" aria-hidden="true">
                  <path className={styles.track} d={`M8 8H${WIDTH - 16}`} />
                  <path className={styles.range} d={`M${x(row.low)} 8H${x(row.high)}`} />
                  {row.open && (
                    <path className={styles.open} d={`M${x(row.high) + 3} 4L${x(row.high) + 8} 8L${x(row.high) + 3} 12`} />
                  )}
                  <path className={styles.dot} d={`M${x(row.best)} 8h0.01`} />
                </svg>
              )}
            </td>
            <td className={styles.text}>{rangeText(words, row)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
