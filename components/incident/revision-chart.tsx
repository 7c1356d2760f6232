/** The revision charts of an incident: killed above wounded, each with its sentence, a key, and what is not drawn. */
import type { ReactNode } from "react";
import type { Words } from "@/messages";
import { amountText, rangeText } from "../reading/numbers";
import { instantText } from "../reading/times";
import type { Revision } from "./revision";
import { KEY } from "./revision-key";
import { REVISION_NARROW, REVISION_WIDE, RevisionPicture } from "./revision-picture";
import styles from "./revision-chart.module.css";

interface Props {
  words: Words;
  revisions: readonly Revision[];
  timeZone: string;
  /** What stands under each chart: what can be taken along. */
  tools: (metric: Revision["metric"]) => ReactNode;
}

export function RevisionCharts({ words, revisions, timeZone, tools }: Props) {
  const { t } = words;
  const drawn = revisions.filter(({ points }) => points.length > 0);
  if (drawn.length === 0) return null;
  return (
    <>
      <RevisionKey words={words} />
      {drawn.map((revision) => (
        <figure key={revision.metric} className={styles.figure} data-revision={revision.metric}>
          <h3 className={`${styles.metric} ${revision.metric === "wounded" ? "wounded" : ""}`}>
            {capital(t(`words.metric.${revision.metric}`))}
          </h3>
          <div role="img" aria-label={revisionSummary(words, revision, timeZone)}>
            <RevisionPicture
              words={words}
              revision={revision}
              timeZone={timeZone}
              size={REVISION_WIDE}
              id={`fade-${revision.metric}-wide`}
              className={styles.wide}
            />
            <RevisionPicture
              words={words}
              revision={revision}
              timeZone={timeZone}
              size={REVISION_NARROW}
              id={`fade-${revision.metric}-narrow`}
              className={styles.narrow}
            />
          </div>
          {(revision.wider > 0 || revision.numberless > 0) && (
            <figcaption className="muted">
              {[
                revision.wider > 0 ? t("chart.notDrawnWider", { count: revision.wider }) : "",
                revision.numberless > 0 ? t("chart.notDrawnNumberless", { count: revision.numberless }) : "",
              ]
                .filter((text) => text !== "")
                .join(" ")}
            </figcaption>
          )}
          {tools(revision.metric)}
        </figure>
      ))}
    </>
  );
}

/** "Killed: 5 claims from … to …, from at least 2 to 44. The figure taken began at 2 and is 29–44 at the end." */
export function revisionSummary(words: Words, { metric, points, steps }: Revision, timeZone: string): string {
  const { t } = words;
  const [first, last] = [points[0]!, points.at(-1)!];
  const held = steps.filter(({ best }) => best !== null);
  const values = {
    metric: capital(t(`words.metric.${metric}`)),
    claims: points.length,
    from: instantText(words, first.at, timeZone),
    to: instantText(words, last.at, timeZone),
    first: amountText(words, first.bounds),
    last: amountText(words, last.bounds),
  };
  if (held.length === 0) return t("chart.revisionSummaryNone", values);
  return t("chart.revisionSummary", {
    ...values,
    start: rangeText(words, held[0]!),
    end: rangeText(words, held.at(-1)!),
    changes: held.length - 1,
  });
}

function RevisionKey({ words: { t } }: { words: Words }) {
  return (
    <ul className={styles.key}>
      {KEY.map(({ word, symbol }) => (
        <li key={word}>
          <svg viewBox="0 0 26 16" aria-hidden="true" focusable="false">
            {symbol}
          </svg>
          {t(`chart.${word}`)}
        </li>
      ))}
    </ul>
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
