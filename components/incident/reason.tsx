/** Why an estimate is what it is, in a sentence or two. */
import type { Reason } from "@/domain/estimate";
import type { FigureState, Metric, Policy } from "@/domain/vocabulary";
import type { Words } from "@/messages";
import { personsText } from "../reading/numbers";

export interface Explained {
  state: FigureState;
  low: number | null;
  high: number | null;
  open: boolean;
  voices: number;
  best: Record<Policy, number | null>;
  reason: Reason;
}

interface Props {
  words: Words;
  metric: Metric;
  policy: Policy;
  /** Undefined where no claim names the metric. */
  estimate: Explained | undefined;
  ruling: { reason: string; date: string } | null;
}

export function ReasonSentence({ words, metric, policy, estimate, ruling }: Props) {
  const { t } = words;
  return (
    <p
      data-metric={metric}
      data-state={estimate?.state ?? "not_stated"}
      data-low={estimate?.low ?? ""}
      data-best={estimate?.best[policy] ?? ""}
      data-high={estimate?.high ?? ""}
      data-open={String(estimate?.open ?? false)}
    >
      <b>{capital(t(`words.metric.${metric}`))}:</b> {mainSentence(words, policy, estimate, ruling)}{" "}
      {estimate && droppedSentence(words, estimate.reason)}
    </p>
  );
}

function mainSentence(words: Words, policy: Policy, estimate: Explained | undefined, ruling: Props["ruling"]): string {
  const { t } = words;
  if (!estimate || estimate.state === "not_stated") return t("incident.reason.not_stated");
  const best = estimate.best[policy];
  if (ruling && best !== null) return t("incident.reason.ruled", { best: personsText(words, best), ...ruling });
  if (estimate.state === "none" || estimate.state === "unknown") return t(`incident.reason.${estimate.state}`);
  const values = { best: personsText(words, best ?? 0), voices: estimate.voices, policy: t(`words.policySentence.${policy}`) };
  if (estimate.voices === 1) return t("incident.reason.single", values);
  return estimate.low === estimate.high ? t("incident.reason.agree", values) : t("incident.reason.differ", values);
}

function droppedSentence({ t }: Words, reason: Reason): string {
  const counts = new Map<Reason[number]["is"], number>();
  for (const { is } of reason) if (is !== "decides" && is !== "counts") counts.set(is, (counts.get(is) ?? 0) + 1);
  if (counts.size === 0) return "";
  const total = [...counts.values()].reduce((a, b) => a + b, 0);
  const parts = [...counts].map(([is, count]) => t(`incident.reason.droppedPart.${is}`, { count }));
  return `${t("incident.reason.dropped", { count: total })} ${parts.join(", ")}.`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
