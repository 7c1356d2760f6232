/** Cities by their toll: the figure taken as a dot, the range as a bar, an open end as an arrow. */
import type { Sum } from "@/domain/series";
import type { Words } from "@/messages";
import { personsText, rangeText } from "../reading/numbers";
import styles from "./ranking.module.css";

export interface RankedRow extends Sum {
  name: string;
  href: string;
}

const WIDTH = 400;

export function Ranking({ words, rows, caption }: { words: Words; rows: readonly RankedRow[]; caption: string }) {
  const most = Math.max(1, ...rows.map((row) => row.high ?? 0));
  const x = (persons: number) => Math.round((8 + (persons / most) * (WIDTH - 24)) * 10) / 10;
  return (
    <table className={styles.ranking}>
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
