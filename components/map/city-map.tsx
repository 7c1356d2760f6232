/** Cities on their countries: a circle's area is in proportion to the figure taken, a paler one's to the highest. */
import type { Metric } from "@/domain/vocabulary";
import type { Words } from "@/messages";
import type { PlacedLabel } from "../charts/labels";
import { inOneText } from "../reading/markup";
import { personsText, rangeText } from "../reading/numbers";
import styles from "./city-map.module.css";
import { AreaScale } from "./map-file";
import { MapZoom } from "./map-zoom";
import { reachable } from "./reachable";
import { labelsOf, MAP_SIZE as SIZE, mapSummary, spotsOf, type PlacedCity, type Spot } from "./spots";

export interface MappedCity extends PlacedCity {
  href: string;
}

interface Props {
  words: Words;
  metric: Metric;
  /** ISO 3166-1 alpha-2 codes of the record's countries. */
  countries: readonly string[];
  cities: readonly MappedCity[];
}

const MOST_LABELS = 14;
/** On a phone the drawing is about half as large, and its names are drawn larger for that. */
const NARROW_TEXT = 1.75;
const MOST_LABELS_NARROW = 7;
/** Of the map's own width, so that its circles are as large as the map's. */
const SCALE_WIDTH = 128;

export function CityMap({ words, metric, countries, cities }: Props) {
  const { t } = words;
  if (cities.length === 0) return null;
  const { ground, spots, scale } = spotsOf(countries, cities);
  const wide = labelsOf(spots.slice(0, MOST_LABELS), 1, spots);
  const narrow = labelsOf(spots.slice(0, MOST_LABELS_NARROW), NARROW_TEXT, spots);
  const colour = metric === "wounded" ? "var(--wounded-mark)" : "var(--killed-mark)";
  const inOrder = reachable(spots.map(({ x, y, r }) => ({ x, y, r })));
  const told = (city: MappedCity) =>
    city.best === null
      ? t("map.citySmall", { city: city.name, metric: t(`words.metric.${metric}`) })
      : t("map.city", {
          city: city.name,
          range: rangeText(words, city),
          metric: t(`words.metric.${metric}`),
          incidents: city.incidents,
        });
  return (
    <>
      <MapZoom
        className={styles.map!}
        label={`${t("map.label", { metric: t(`words.metric.${metric}`) })}. ${mapSummary(words, metric, cities)}`}
        texts={{ zoomIn: t("map.zoomIn"), zoomOut: t("map.zoomOut"), reset: t("map.reset"), keys: t("map.keys") }}
        size={SIZE}
      >
        {inOneText(
          <svg viewBox={`0 0 ${SIZE.width} ${SIZE.height}`} role="presentation" className={styles.ground}>
            <path d={ground.others} className={styles.others} />
            <path d={ground.own} className={styles.own} />
            {spots.map(({ city, x, y, r, highR }, index) => (
              <a
                key={city.slug}
                href={city.href}
                tabIndex={inOrder[index] ? undefined : -1}
                aria-label={told(city)}
                data-city={city.slug}
              >
                <title>{told(city)}</title>
                <g transform={`translate(${x} ${y})`} data-at={`${x} ${y}`} fill={colour}>
                  <circle r={Math.max(12, r)} fill="transparent" />
                  {highR !== null && <circle r={highR} className={city.open ? styles.open : styles.high} stroke={colour} />}
                  <circle
                    r={r}
                    className={city.best === null ? styles.none : styles.best}
                    stroke={city.best === null ? colour : undefined}
                    data-circle=""
                  />
                </g>
              </a>
            ))}
            <Labels labels={wide} spots={spots} className={styles.wide!} />
            <Labels labels={narrow} spots={spots} className={styles.narrow!} />
          </svg>,
        )}
        <svg viewBox={`-1 -65 ${SCALE_WIDTH} 66`} aria-hidden="true" focusable="false" className={styles.scale}>
          <AreaScale scale={scale} colour="var(--muted)" number={(persons) => personsText(words, persons)} text={1.1} />
        </svg>
      </MapZoom>
      <details className={styles.list}>
        <summary>{t("map.list")}</summary>
        <ul>
          {spots.map(({ city }) => (
            <li key={city.slug}>
              <a href={city.href}>{city.name}</a>: {rangeText(words, city)}
              {city.best !== null &&
                city.low !== city.high &&
                ` (${t("dashboard.best2", { best: personsText(words, city.best) })})`}
            </li>
          ))}
        </ul>
      </details>
    </>
  );
}

function Labels({ labels, spots, className }: { labels: readonly PlacedLabel[]; spots: readonly Spot[]; className: string }) {
  return (
    <g aria-hidden="true" className={`${styles.labels} ${className}`}>
      {labels.map((label) => {
        const { x, y } = spots.find(({ city }) => city.slug === label.key)!;
        return (
          <g key={label.key} transform={`translate(${x} ${y})`} data-at={`${x} ${y}`}>
            <text x={Math.round(label.x - x)} y={Math.round(label.y - y)} textAnchor={label.anchor}>
              {label.text}
            </text>
          </g>
        );
      })}
    </g>
  );
}
