/** Cities with what was reported of each: range and figure taken, a metric beside the other. */
import type { Sum } from "@/domain/series";
import type { Metric } from "@/domain/vocabulary";
import type { Words } from "@/messages";
import { personsText, rangeText } from "../reading/numbers";
import styles from "./cities.module.css";

export interface ShownCity {
  slug: string;
  name: string;
  admin1: string | null;
  href: string;
  incidents: number;
  sums: Partial<Record<Metric, Sum>>;
}

export function CityTable({
  words,
  metrics,
  cities,
}: {
  words: Words;
  metrics: readonly Metric[];
  cities: readonly ShownCity[];
}) {
  const { t } = words;
  return (
    <table className={styles.cities} data-cities="">
      <caption className="visually-hidden">{t("cities.table")}</caption>
      <thead>
        <tr>
          <th scope="col">{t("cities.name")}</th>
          <th scope="col">{t("cities.admin1")}</th>
          {metrics.map((metric) => (
            <th key={metric} scope="colgroup" colSpan={2} className="num">
              {capital(t(`words.metric.${metric}`))}
            </th>
          ))}
          <th scope="col" className="num">
            {t("cities.incidents")}
          </th>
        </tr>
      </thead>
      <tbody>
        {cities.map((city) => (
          <tr key={city.slug} data-city={city.slug}>
            <th scope="row">
              <a href={city.href}>{city.name}</a>
            </th>
            <td className={styles.admin}>{city.admin1}</td>
            {metrics.map((metric) => (
              <Toll key={metric} words={words} metric={metric} sum={city.sums[metric]} />
            ))}
            <td className="num" data-label={t("cities.incidents")}>
              {personsText(words, city.incidents)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Toll({ words, metric, sum }: { words: Words; metric: Metric; sum: Sum | undefined }) {
  const name = capital(words.t(`words.metric.${metric}`));
  const tone = metric === "wounded" ? "wounded" : "";
  return (
    <>
      <td className={`num ${styles.best} ${tone}`} data-label={name} data-metric={metric} data-best={sum?.best ?? ""}>
        {sum?.best == null ? "–" : personsText(words, sum.best)}
      </td>
      <td className={`num ${styles.range}`}>{sum ? rangeText(words, sum) : words.t("words.range.noFigure")}</td>
    </>
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
