/** What publishing would change for readers, and the buttons that publish and retract. */
import { formWords } from "@/app/_server/form-words";
import { may, type SignedIn } from "@/app/_server/session";
import { ActionForm } from "@/components/forms/action-form";
import { TextArea, TextField } from "@/components/forms/field";
import { SubmitButton } from "@/components/forms/submit-button";
import { rangeText } from "@/components/reading/numbers";
import { estimateText } from "@/components/reading/estimates";
import type { EstimatePreview, IncidentForEdit } from "@/db/queries/desk";
import type { TotalEffect } from "@/db/queries/totals-effect";
import type { WaitingItem } from "@/db/queries/waiting";
import type { Policy } from "@/domain/vocabulary";
import type { Words } from "@/messages";
import { instantText } from "@/components/reading/times";
import { dropPlan, plan, publish, retract } from "../incidents/actions";
import { Reviewing } from "./reviewing";
import { Waiting } from "./waiting";
import styles from "./desk.module.css";

interface Props {
  words: Words;
  actor: SignedIn;
  incident: IncidentForEdit;
  preview: readonly EstimatePreview[];
  /** What it would change in the totals of the record. */
  totals: readonly TotalEffect[];
  /** Which number of an estimate is shown as its best. */
  policy: Policy;
  /** The waiting claims and their versions, so that only what was seen is published. */
  seen: string;
  permalink: string;
  /** When it is to be published by itself, milliseconds UTC; null where nobody has decided so. */
  publishAt: number | null;
  timeZone: string;
  waiting: readonly WaitingItem[];
}

export function Publishing({
  words,
  actor,
  incident,
  preview,
  totals,
  policy,
  seen,
  permalink,
  publishAt,
  timeZone,
  waiting,
}: Props) {
  const { t } = words;
  const { code, version, publication, claims } = incident;
  const isPublished = publication === "published";
  const waits = !isPublished || claims.some((claim) => claim.publication === "draft" || claim.publication === "submitted");
  return (
    <>
      <p>{waits ? t("admin.publish.lead", { policy: t(`words.policySentence.${policy}`) }) : t("admin.publish.leadNothing")}</p>
      <Waiting
        words={words}
        items={waiting}
        withheld={new Set(claims.filter((claim) => claim.claimant.isWithheld).map((claim) => claim.code))}
        timeZone={timeZone}
      />
      <Estimates words={words} preview={preview} totals={totals} policy={policy} isPublished={isPublished} waits={waits} />
      {waits && claims.length === 0 && <p className="muted">{t("admin.publish.needsClaim")}</p>}
      {waits && claims.length > 0 && !may(actor, "editor") && <p className="muted">{t("admin.publish.needsEditor")}</p>}
      {waits && claims.length > 0 && may(actor, "editor") && (
        <PublishForm
          words={words}
          hidden={{ code, version: String(version), seen }}
          permalink={permalink}
          isPublished={isPublished}
        />
      )}
      {publishAt !== null && (
        <>
          <p className={styles.warning}>{t("admin.plan.planned", { when: instantText(words, publishAt, timeZone) })}</p>
          {may(actor, "editor") && <DropPlanForm words={words} hidden={{ code }} permalink={permalink} />}
        </>
      )}
      {waits && claims.length > 0 && publishAt === null && may(actor, "editor") && (
        <PlanForm words={words} hidden={{ code, version: String(version), seen }} permalink={permalink} />
      )}
      <Reviewing words={words} actor={actor} incident={incident} permalink={permalink} />
    </>
  );
}

interface FormProps {
  words: Words;
  hidden: Record<string, string>;
  permalink: string;
}

export function PublishForm({ words, hidden, permalink, isPublished = false }: FormProps & { isPublished?: boolean }) {
  const { t } = words;
  return (
    <ActionForm
      key={`${hidden.version} ${hidden.seen}`}
      id="publish"
      action={publish}
      permalink={`${permalink}#publish`}
      hidden={hidden}
      words={formWords(words)}
    >
      <SubmitButton
        label={isPublished ? t("admin.publish.buttonAgain") : t("admin.publish.button")}
        pending={t("admin.publish.pending")}
      />
    </ActionForm>
  );
}

export function PlanForm({ words, hidden, permalink }: FormProps) {
  const { t } = words;
  return (
    <ActionForm
      key={`plan ${hidden.version} ${hidden.seen}`}
      id="plan"
      action={plan}
      permalink={`${permalink}#plan`}
      hidden={hidden}
      words={formWords(words)}
    >
      <TextField name="publishAt" label={t("admin.plan.at")} hint={t("admin.plan.hint")} plain />
      <SubmitButton label={t("admin.plan.button")} pending={t("forms.pending")} quiet />
    </ActionForm>
  );
}

function DropPlanForm({ words, hidden, permalink }: FormProps) {
  const { t } = words;
  return (
    <ActionForm id="unplan" action={dropPlan} permalink={`${permalink}#unplan`} hidden={hidden} words={formWords(words)}>
      <SubmitButton label={t("admin.plan.drop")} pending={t("forms.pending")} quiet />
    </ActionForm>
  );
}

export function RetractForm({ words, hidden, permalink }: FormProps) {
  const { t } = words;
  return (
    <ActionForm
      key={hidden.version}
      id="retract"
      action={retract}
      permalink={`${permalink}#retract`}
      hidden={hidden}
      words={formWords(words)}
    >
      <TextArea name="reason" label={t("admin.retract.reason")} rows={2} />
      <SubmitButton label={t("admin.retract.button")} pending={t("admin.retract.pending")} quiet />
    </ActionForm>
  );
}

function Estimates({
  words,
  preview,
  totals,
  policy,
  isPublished,
  waits,
}: {
  words: Words;
  preview: readonly EstimatePreview[];
  totals: readonly TotalEffect[];
  policy: Policy;
  isPublished: boolean;
  waits: boolean;
}) {
  const { t } = words;
  return (
    <div className="scroll">
      <table className={styles.estimates}>
        <thead>
          <tr>
            <td />
            <th scope="col">{t("admin.publish.now")}</th>
            {waits && <th scope="col">{t("admin.publish.then")}</th>}
          </tr>
        </thead>
        <tbody>
          {preview.map(({ metric, now, after: waiting }) => {
            const [before, after] = [estimateText(words, now, policy), estimateText(words, waiting, policy)];
            return (
              <tr key={metric} className={metric === "wounded" ? "wounded" : undefined}>
                <th scope="row">{t(`forms.claim.figure.${metric as "killed"}`)}</th>
                <td>{isPublished ? before : t("admin.publish.unseen")}</td>
                {waits && <td>{isPublished && before === after ? t("admin.publish.same") : after}</td>}
              </tr>
            );
          })}
          {waits &&
            totals.map(({ metric, now, after: then }) => {
              const [before, after] = [rangeText(words, now), rangeText(words, then)];
              return (
                <tr key={`all ${metric}`} className={metric === "wounded" ? "wounded" : undefined}>
                  <th scope="row">{t("admin.publish.total", { metric: t(`forms.claim.figure.${metric as "killed"}`) })}</th>
                  <td>{before}</td>
                  <td>{before === after ? t("admin.publish.same") : after}</td>
                </tr>
              );
            })}
        </tbody>
      </table>
    </div>
  );
}
