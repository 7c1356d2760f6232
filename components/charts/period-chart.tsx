"use client";
/** A chart of periods: the server's picture first, then Recharts in the same box once it has loaded. */
import { useEffect, useState, type ComponentType, type ReactNode } from "react";
import type { ChartData } from "./chart-data";
import styles from "./period-chart.module.css";

interface Props {
  data: ChartData;
  locale: string;
  /** The first picture, drawn on the server. */
  children: ReactNode;
}

interface Drawn {
  data: ChartData;
  locale: string;
}

export function PeriodChart({ data, locale, children }: Props) {
  const [Chart, setChart] = useState<ComponentType<Drawn> | null>(null);
  useEffect(() => {
    let wanted = true;
    // If the file does not come, the picture stays: it says the same.
    import("./period-recharts").then(({ PeriodRecharts }) => wanted && setChart(() => PeriodRecharts)).catch(() => undefined);
    return () => {
      wanted = false;
    };
  }, []);
  return (
    <div className={styles.box} data-chart={Chart ? "drawn" : "picture"} data-kind={data.kind}>
      {Chart ? <Chart data={data} locale={locale} /> : children}
    </div>
  );
}
