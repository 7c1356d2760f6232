/**
 * The chart's first picture, drawn on the server as plain SVG: it is there before any script and without one. Two
 * drawings of one chart; the style sheet shows the one that fits.
 */
import type { ChartData } from "./chart-data";
import { NARROW, WIDE } from "./frame";
import { LinesDrawing } from "./lines-drawing";
import styles from "./picture.module.css";
import { StackedDrawing } from "./stacked-drawing";
import { inOneText } from "../reading/markup";

export function ChartPicture({ data, number }: { data: ChartData; number: (persons: number) => string }) {
  const Drawing = data.kind === "stacked" ? StackedDrawing : LinesDrawing;
  return (
    <>
      {inOneText(<Drawing data={data} number={number} size={WIDE} className={styles.wide} />)}
      {inOneText(<Drawing data={data} number={number} size={NARROW} className={styles.narrow} />)}
    </>
  );
}
