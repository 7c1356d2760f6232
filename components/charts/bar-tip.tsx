"use client";
/** What a chart tells of one bar: range, figure taken, who speaks, its largest incidents, and the way to all of them. */
import { useBehind } from "./behind";
import type { ChartBar, ChartData } from "./chart-data";
import styles from "./bar-tip.module.css";

interface Props {
  data: ChartData;
  bar: ChartBar;
  /** The layer that is told alone (a panel's city); absent: the whole bar with its layers. */
  layer?: number;
  /** Whether a finger asked: then the links in it can be pressed. */
  touched: boolean;
}

export function BarTip({ data, bar, layer, touched }: Props) {
  const href = hrefOf(data, bar, layer);
  const behind = useBehind(href === null ? null : href.replace("/incidents?", `/chart/behind-${data.metric}.json?`));
  if (href === null) return null;
  return (
    <div className={styles.tip} data-tip-of={bar.start}>
      <p className={styles.label}>
        {layer === undefined ? "" : `${data.layers[layer]!.name}, `}
        {bar.label}
      </p>
      <p className={styles.range}>{layer === undefined ? bar.rangeText : bar.partTexts[layer]}</p>
      <p>
        {layer === undefined ? bar.detail : bar.partDetails[layer]}
        {behind && behind.sources !== "" && ` · ${behind.sources}`}
      </p>
      {layer === undefined && data.layers.length > 1 && (
        <ul className={styles.layers}>
          {data.layers.map(
            ({ name, tone }, index) =>
              bar.partTexts[index] !== "" && (
                <li key={name} className={styles[`tone-${tone}`]}>
                  <span>{name}</span>
                  <span>{bar.partTexts[index]}</span>
                </li>
              ),
          )}
        </ul>
      )}
      {behind && behind.largest.length > 0 && (
        <ul className={styles.behind}>
          {behind.largest.map((incident) => (
            <li key={incident.href}>
              <a href={incident.href} tabIndex={touched ? undefined : -1}>
                {layer === undefined && `${incident.place}: `}
                <span lang={incident.language}>{incident.title}</span>
              </a>{" "}
              <b>{incident.toll}</b>
            </li>
          ))}
          {behind.more !== "" && <li className={styles.label}>{behind.more}</li>}
        </ul>
      )}
      <p className={styles.deed}>{touched ? <a href={href}>{data.follow.link}</a> : data.follow.hint}</p>
    </div>
  );
}

/** The incidents behind a bar, or behind one city's part of it; null in a gap. */
export function hrefOf(data: ChartData, bar: ChartBar, layer?: number): string | null {
  if (bar.href === null || layer === undefined) return bar.href;
  const city = data.layers[layer]!.city;
  if (bar.partTexts[layer] === "" || city === null) return null;
  const [path, query] = bar.href.split("?") as [string, string];
  const pairs = new URLSearchParams(query);
  pairs.delete("city");
  pairs.set("city", city);
  return `${path}?${pairs.toString()}`;
}

export function follow(href: string | null): void {
  if (href !== null) window.location.assign(href);
}
