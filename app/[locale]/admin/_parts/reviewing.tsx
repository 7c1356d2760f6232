/** Asking for a review, and what was said of it. */
import { formWords } from "@/app/_server/form-words";
import { may, type SignedIn } from "@/app/_server/session";
import { ActionForm } from "@/components/forms/action-form";
import { TextArea } from "@/components/forms/field";
import { SubmitButton } from "@/components/forms/submit-button";
import { instantText } from "@/components/reading/times";
import type { IncidentForEdit } from "@/db/queries/desk";
import type { ReviewNote } from "@/db/queries/review";
import type { Words } from "@/messages";
import { sendBack, submit } from "../incidents/actions";
import styles from "./desk.module.css";

interface Props {
  words: Words;
  actor: SignedIn;
  incident: IncidentForEdit;
  review: ReviewNote | null;
  permalink: string;
}

/** The forms of a review, where there is something to submit or to send back. */
export function Reviewing({ words, actor, incident, permalink }: Omit<Props, "review">) {
  const { code, version, publication, claims } = incident;
  const hidden = { code, version: String(version) };
  const hasDraft = publication === "draft" || claims.some((claim) => claim.publication === "draft");
  const isSubmitted = publication === "submitted" || claims.some((claim) => claim.publication === "submitted");
  return (
    <>
      {hasDraft && claims.some((claim) => claim.publication !== "retracted") && (
        <SubmitForm words={words} hidden={hidden} permalink={permalink} />
      )}
      {isSubmitted && may(actor, "editor") && <SendBackForm words={words} hidden={hidden} permalink={permalink} />}
    </>
  );
}

/** "Sent back 3 May, Olena: the date is of the report." */
export function ReviewLine({ words, review, timeZone }: { words: Words; review: ReviewNote; timeZone: string }) {
  const { t } = words;
  const { is, at, by, why } = review;
  const when = instantText(words, at, timeZone);
  return is === "submitted" ? (
    <p className={styles.small}>{t("admin.submittedBy", { when, name: by })}</p>
  ) : (
    <p className={styles.warning}>{t("admin.sentBackBy", { when, name: by, reason: why ?? "" })}</p>
  );
}

interface FormProps {
  words: Words;
  hidden: Record<string, string>;
  permalink: string;
}

export function SubmitForm({ words, hidden, permalink }: FormProps) {
  const { t } = words;
  return (
    <ActionForm
      key={`submit ${hidden.version}`}
      id="submit"
      action={submit}
      permalink={`${permalink}#submit`}
      hidden={hidden}
      words={formWords(words)}
    >
      <p className="muted">{t("admin.submit.lead")}</p>
      <SubmitButton label={t("admin.submit.button")} pending={t("admin.submit.pending")} quiet />
    </ActionForm>
  );
}

export function SendBackForm({ words, hidden, permalink }: FormProps) {
  const { t } = words;
  return (
    <ActionForm
      key={`back ${hidden.version}`}
      id="back"
      action={sendBack}
      permalink={`${permalink}#back`}
      hidden={hidden}
      words={formWords(words)}
    >
      <TextArea name="reason" label={t("admin.sendBack.reason")} rows={2} />
      <SubmitButton label={t("admin.sendBack.button")} pending={t("admin.sendBack.pending")} quiet />
    </ActionForm>
  );
}
