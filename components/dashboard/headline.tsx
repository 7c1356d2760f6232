/** The record in a sentence: how many were reported killed and wounded, with the range, in how many incidents, when. */
import type { ReactNode } from "react";
import type { Sum } from "@/domain/series";
import type { Metric } from "@/domain/vocabulary";
import type { Words } from "@/messages";
import { personsText, rangeText } from "../reading/numbers";
import { dateText } from "../reading/times";

export interface Told {
  metrics: readonly { metric: Metric; total: Sum }[];
  incidents: number;
  places: number;
  span: { from: string; to: string } | null;
}

export function Headline({ words, told }: { words: Words; told: Told }) {
  const { t } = words;
  const { metrics, incidents, places, span } = told;
  const dates =
    span === null
      ? ""
      : span.from === span.to
        ? t("dashboard.date", { from: dateText(words, span.from) })
        : t("dashboard.dates", { from: dateText(words, span.from), to: dateText(words, span.to) });
  return (
    <h1>
      {metrics.map(({ metric, total }, index) => (
        <span key={metric}>
          {index > 0 && t("dashboard.join")}
          {tollPhrase(words, metric, total)}
        </span>
      ))}
      {oneFullStop(t("dashboard.where", { incidents, places, dates }))}
    </h1>
  );
}

/** A date can end in a full stop of its own ("2024 р."). */
function oneFullStop(sentence: string): string {
  return sentence.replace(/\.\.$/, ".");
}

type Shape = "range" | "rangeOpen" | "one" | "oneOpen" | "none" | "noFigure";

function shapeOf({ low, high, open }: Sum): Shape {
  if (low === null || high === null) return "noFigure";
  if (high === 0 && !open) return "none";
  if (low === high) return open ? "oneOpen" : "one";
  return open ? "rangeOpen" : "range";
}

/** "Between 1,610 and 2,975 or more people were reported killed". */
function tollPhrase(words: Words, metric: Metric, total: Sum): ReactNode {
  const { t } = words;
  if (metric === "missing" || metric === "casualties") return `${t(`words.metric.${metric}`)}: ${rangeText(words, total)}`;
  return t.rich(`dashboard.${metric}.${shapeOf(total)}`, {
    low: personsText(words, total.low ?? 0),
    high: personsText(words, total.high ?? 0),
    count: total.low ?? 0,
    b: (chunks) => <b className={metric === "wounded" ? "wounded" : undefined}>{chunks}</b>,
  });
}
