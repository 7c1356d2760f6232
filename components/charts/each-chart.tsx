/** Small multiples: each city by itself, all on one scale unless the reader asks for their own. */
import type { Words } from "@/messages";
import { PanelProbe } from "./panel-probe";
import { personsText, rangeWording } from "../reading/numbers";
import { axisTicks, type ChartData } from "./chart-data";
import styles from "./each-chart.module.css";
import { dwarfing, PanelDrawing, panelsOf } from "./each-drawing";
import { packChart } from "./packed";

interface Props {
  words: Words;
  data: ChartData;
  ownScale: boolean;
  /** The address of this view with the other kind of scale. */
  otherScale: string;
  cityHref: (slug: string) => string;
}

export function EachChart({ words, data, ownScale, otherScale, cityHref }: Props) {
  const { t } = words;
  const panels = panelsOf(data);
  const largest = dwarfing(panels);
  const common = data.ticks.at(-1)!;
  return (
    <>
      <p className="muted">
        {t(ownScale ? "chart.ownScaleTold" : "chart.commonScale")}{" "}
        {ownScale ? (
          <a href={otherScale}>{t("chart.toCommonScale")}</a>
        ) : (
          largest && (
            <>
              {t("chart.dwarfed", { city: data.layers[largest.layer]!.name })} <a href={otherScale}>{t("chart.ownScale")}</a>
            </>
          )
        )}
      </p>
      <PanelProbe chart={packChart(data, rangeWording(words))}>
        <ul className={styles.panels} data-scale={ownScale ? "own" : "common"}>
          {panels.map(({ layer, most }) => {
            const { name, city, rangeText } = data.layers[layer]!;
            return (
              <li key={city}>
                <h3>
                  <a href={cityHref(city!)}>{name}</a> <span>{rangeText}</span>
                </h3>
                <div data-panel={layer}>
                  <PanelDrawing
                    data={data}
                    layer={layer}
                    top={ownScale ? axisTicks(most).at(-1)! : common}
                    number={(persons) => personsText(words, persons)}
                    className={styles.panel}
                  />
                </div>
              </li>
            );
          })}
        </ul>
      </PanelProbe>
    </>
  );
}
