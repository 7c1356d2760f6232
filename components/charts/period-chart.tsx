"use client";
/** A stacked chart: the server's picture first, then Recharts in the same box once it has loaded. */
import { useEffect, useState, type ComponentType, type ReactNode } from "react";
import type { ChartData } from "./chart-data";
import styles from "./stacked-chart.module.css";

interface Props {
  data: ChartData;
  locale: string;
  /** The first picture, drawn on the server. */
  children: ReactNode;
}

export function StackedChart({ data, locale, children }: Props) {
  const [Chart, setChart] = useState<ComponentType<{ data: ChartData; locale: string }> | null>(null);
  useEffect(() => {
    let wanted = true;
    // If the file does not come, the picture stays: it says the same.
    import("./stacked-recharts").then(({ StackedRecharts }) => wanted && setChart(() => StackedRecharts)).catch(() => undefined);
    return () => {
      wanted = false;
    };
  }, []);
  return (
    <div className={styles.box} data-chart={Chart ? "drawn" : "picture"}>
      {Chart ? <Chart data={data} locale={locale} /> : children}
    </div>
  );
}
