/** Cities on their countries: a circle's area is in proportion to the figure taken, a paler one's to the highest. */
import type { Sum } from "@/domain/series";
import type { Metric } from "@/domain/vocabulary";
import type { Words } from "@/messages";
import { placeLabels, type PlacedLabel } from "../charts/labels";
import { textWidth } from "../charts/text-width";
import { personsText, rangeText } from "../reading/numbers";
import styles from "./city-map.module.css";
import { groundOf, type Size } from "./ground";
import { reachable } from "./reachable";
import { MapZoom } from "./map-zoom";

export interface MappedCity extends Sum {
  slug: string;
  name: string;
  longitude: number;
  latitude: number;
  href: string;
}

interface Props {
  words: Words;
  metric: Metric;
  /** ISO 3166-1 alpha-2 codes of the record's countries. */
  countries: readonly string[];
  cities: readonly MappedCity[];
}

const SIZE: Size = { width: 640, height: 440 };
const LARGEST = 30;
const SMALLEST = 2.5;
const MOST_LABELS = 14;
/** On a phone the drawing is about half as large, and its names are drawn larger for that. */
const NARROW_TEXT = 1.75;
const MOST_LABELS_NARROW = 7;

interface Spot {
  city: MappedCity;
  x: number;
  y: number;
  r: number;
}

export function CityMap({ words, metric, countries, cities }: Props) {
  const { t } = words;
  if (cities.length === 0) return null;
  const ground = groundOf(
    countries,
    cities.map(({ longitude, latitude }) => [longitude, latitude]),
    SIZE,
  );
  const most = Math.max(1, ...cities.map(({ best, high }) => Math.max(best ?? 0, high ?? 0)));
  const radius = (persons: number) => Math.round(Math.max(SMALLEST, LARGEST * Math.sqrt(persons / most)) * 10) / 10;
  // The largest first, so that the small ones lie above them and can be reached.
  const spots = [...cities]
    .sort((a, b) => (b.best ?? -1) - (a.best ?? -1))
    .flatMap((city) => {
      const spot = ground.at(city.longitude, city.latitude);
      return spot ? [{ city, ...spot, r: city.best === null ? SMALLEST : radius(city.best) }] : [];
    });
  const wide = labelsOf(spots.slice(0, MOST_LABELS), 1);
  const narrow = labelsOf(spots.slice(0, MOST_LABELS_NARROW), NARROW_TEXT);
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
        label={`${t("map.label", { metric: t(`words.metric.${metric}`) })}. ${summaryText(words, metric, spots[0]!.city, spots.length)}`}
        texts={{ zoomIn: t("map.zoomIn"), zoomOut: t("map.zoomOut"), reset: t("map.reset"), keys: t("map.keys") }}
        size={SIZE}
      >
        <svg viewBox={`0 0 ${SIZE.width} ${SIZE.height}`} role="presentation" className={styles.ground}>
          <path d={ground.others} className={styles.others} />
          <path d={ground.own} className={styles.own} />
          {spots.map(({ city, x, y, r }, index) => (
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
                {city.high !== null && radius(city.high) > r && (
                  <circle r={radius(city.high)} className={city.open ? styles.open : styles.high} stroke={colour} />
                )}
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

/** Names of the largest, where they fit, for text `scale` times as large. */
function labelsOf(spots: readonly Spot[], scale: number): PlacedLabel[] {
  const small = (value: number) => value / scale;
  return placeLabels(
    spots.map(({ city, x, y, r }, index) => ({
      key: city.slug,
      x: small(x),
      y: small(y),
      clear: small(r),
      text: city.name,
      width: textWidth(city.name),
      weight: spots.length - index,
    })),
    {
      bounds: { left: 2, right: small(SIZE.width) - 2, top: 2, bottom: small(SIZE.height) - 2 },
      taken: spots.map(({ x, y, r }) => ({ left: small(x - r), right: small(x + r), top: small(y - r), bottom: small(y + r) })),
    },
  ).map((label) => ({ ...label, x: label.x * scale, y: label.y * scale }));
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

function summaryText(words: Words, metric: Metric, largest: MappedCity, count: number): string {
  return words.t("map.summary", {
    count,
    city: largest.name,
    range: rangeText(words, largest),
    metric: words.t(`words.metric.${metric}`),
  });
}
