/** How a source's figures of one incident followed each other: "at least 10 → 7 → 29". */
import type { Metric, Group } from "@/domain/vocabulary";
import type { Words } from "@/messages";
import { cityText, languageOf } from "../reading/names";
import { amountText } from "../reading/numbers";
import { whenText, type ShownIncident } from "./source-claims";
import styles from "./sources.module.css";

interface Props {
  words: Words;
  timeZone: string;
  metrics: readonly Metric[];
  group: Group;
  incidents: readonly ShownIncident[];
}

export function SourceChanges({ words, timeZone, metrics, group, incidents }: Props) {
  const { t } = words;
  const changed = incidents.flatMap((incident) =>
    metrics.flatMap((metric) => {
      const steps = incident.claims.flatMap((claim) => {
        const figure = claim.figures.find((one) => one.metric === metric && one.group === group && one.scope === "incident");
        return figure ? [{ code: claim.code, text: amountText(words, figure), when: whenText(words, claim, timeZone) }] : [];
      });
      return steps.length > 1 ? [{ incident, metric, steps }] : [];
    }),
  );
  if (changed.length === 0) return <p className="muted">{t("sources.changesNone")}</p>;
  return (
    <ul className={styles.changes}>
      {changed.map(({ incident, metric, steps }) => (
        <li key={`${incident.code} ${metric}`}>
          <a href={incident.href}>
            {incident.city ? cityText(words, incident.city) : t(`words.locationPrecision.${incident.locationPrecision}`)}:{" "}
            <span lang={languageOf(incident.title)}>{incident.title}</span>
          </a>
          , {t(`words.metric.${metric}`)}:{" "}
          <ol>
            {steps.map((step) => (
              <li key={step.code}>
                <b className={metric === "wounded" ? "wounded" : undefined}>{step.text}</b>{" "}
                <span className="muted">({step.when})</span>
              </li>
            ))}
          </ol>
        </li>
      ))}
    </ul>
  );
}
