/** Under each chart: its kinds, and what can be taken along. */
import type { ReactNode } from "react";
import type { Words } from "@/messages";
import { ChartShare } from "./chart-share";
import styles from "./chart-tools.module.css";
import { CHART_KINDS, type ChartKind } from "./kinds";

interface Props {
  words: Words;
  title: string;
  /** The chart's kinds with their addresses; none where there is only one. */
  kinds?: { current: ChartKind; href: (kind: ChartKind) => string };
  csv: string;
  /** Paths of the SVG file, the page's view, and the frame. */
  svg: string;
  page: string;
  embed: string | null;
  children?: ReactNode;
}

export function ChartTools({ words: { t }, title, kinds, csv, svg, page, embed, children }: Props) {
  return (
    <div className={styles.tools} role="group" aria-label={`${t("chart.tools")}: ${title}`}>
      {kinds && (
        <ul className={styles.kinds} aria-label={t("chart.kinds")}>
          {CHART_KINDS.map((kind) => (
            <li key={kind}>
              <a href={kinds.href(kind)} aria-current={kind === kinds.current ? "true" : undefined}>
                {t(`chart.kind.${kind}`)}
              </a>
            </li>
          ))}
        </ul>
      )}
      <a href={csv} download>
        {t("dashboard.csv")}
      </a>
      <a href={svg} download>
        {t("chart.svg")}
      </a>
      <ChartShare
        svg={svg}
        page={page}
        embed={embed}
        title={title}
        texts={{
          png: t("chart.png"),
          copyLink: t("chart.copyLink"),
          copied: t("chart.copied"),
          embed: t("chart.embed"),
          embedHelp: t("chart.embedHelp"),
          embedCode: t("chart.embedCode"),
          copyCode: t("chart.copyCode"),
          failed: t("chart.failed"),
        }}
      />
      {children}
    </div>
  );
}
