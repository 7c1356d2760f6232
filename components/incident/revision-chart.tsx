/** The revision charts of an incident: killed above wounded, each with its sentence, a key, and what is not drawn. */
import type { ReactNode } from "react";
import type { Words } from "@/messages";
import { rangeText } from "../reading/numbers";
import { instantText } from "../reading/times";
import { amountText } from "../reading/numbers";
import type { Revision } from "./revision";
import { REVISION_NARROW, REVISION_WIDE, RevisionPicture } from "./revision-picture";
import styles from "./revision-chart.module.css";

interface Props {
  words: Words;
  revisions: readonly Revision[];
  timeZone: string;
}

export function RevisionCharts({ words, revisions, timeZone }: Props) {
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
      <li>
        <Symbol>
          <circle cx={13} cy={8} r={4.5} fill="currentColor" />
        </Symbol>
        {t("chart.keyCounts")}
      </li>
      <li>
        <Symbol>
          <circle cx={13} cy={8} r={4.5} fill="none" stroke="currentColor" strokeWidth={1.5} />
        </Symbol>
        {t("chart.keyPassed")}
      </li>
      <li>
        <Symbol>
          <circle cx={13} cy={8} r={3.5} fill="none" stroke="var(--field)" strokeWidth={1.5} strokeDasharray="2 1.6" />
        </Symbol>
        {t("chart.keyNever")}
      </li>
      <li>
        <Symbol>
          <path d="M13 15V3m-3.5 3.5L13 3l3.5 3.5" fill="none" stroke="currentColor" strokeWidth={1.3} />
        </Symbol>
        {t("chart.keyOpen")}
      </li>
      <li>
        <Symbol>
          <rect x={0} y={2} width={26} height={12} fill="currentColor" fillOpacity={0.16} />
          <path d="M0 9H26" stroke="currentColor" strokeWidth={2} />
        </Symbol>
        {t("chart.keyBand")}
      </li>
      <li>
        <Symbol>
          <path d="M6 13l4 -10M14 13l4 -10" stroke="currentColor" strokeWidth={1.2} />
        </Symbol>
        {t("chart.keyBreak")}
      </li>
    </ul>
  );
}

function Symbol({ children }: { children: ReactNode }) {
  return (
    <svg viewBox="0 0 26 16" aria-hidden="true" focusable="false">
      {children}
    </svg>
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
