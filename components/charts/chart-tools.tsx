/** Under each chart: its kinds, and what can be taken along. */
import type { Words } from "@/messages";
import type { ChartPaths } from "./chart-paths";
import { ChartShare } from "./chart-share";
import styles from "./chart-tools.module.css";
import { CHART_KINDS, type ChartKind } from "./kinds";

interface Props {
  words: Words;
  title: string;
  /** The chart's kinds with their addresses; none where there is only one. */
  kinds?: { current: ChartKind; href: (kind: ChartKind) => string } | undefined;
  csv: string;
  paths: ChartPaths;
  /** Path of this view of the page, with the chart's anchor. */
  page: string;
  /** How tall the frame should be, in pixels. */
  height?: number;
}

export function ChartTools({ words: { t }, title, kinds, csv, paths, page, height = 460 }: Props) {
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
      <a href={paths.png} download>
        {t("chart.png")}
      </a>
      <a href={paths.svg} download>
        {t("chart.svg")}
      </a>
      <ChartShare
        page={page}
        embed={paths.embed}
        title={title}
        height={height}
        texts={{
          copyLink: t("chart.copyLink"),
          copied: t("chart.copied"),
          embed: t("chart.embed"),
          embedHelp: t("chart.embedHelp"),
          embedCode: t("chart.embedCode"),
          copyCode: t("chart.copyCode"),
          close: t("chart.close"),
          failed: t("chart.failed"),
        }}
      />
    </div>
  );
}
