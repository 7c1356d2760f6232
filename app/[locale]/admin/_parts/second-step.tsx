/** One's own second step of signing in: setting it up with an app, and turning it off. */
import { formWords } from "@/app/_server/form-words";
import { secondStepOf, type SignedIn } from "@/app/_server/session";
import { ActionForm } from "@/components/forms/action-form";
import { TextField } from "@/components/forms/field";
import { PasswordField } from "@/components/forms/password-field";
import { SubmitButton } from "@/components/forms/submit-button";
import type { Words } from "@/messages";
import { beginCodes, confirmCodes, endCodes } from "../account/actions";
import styles from "./desk.module.css";

export function SecondStep({ words, actor, permalink }: { words: Words; actor: SignedIn; permalink: string }) {
  const { t } = words;
  const state = secondStepOf(actor);
  const form = { permalink: `${permalink}#second-step`, words: formWords(words) };
  return (
    <section id="second-step" className={styles.section}>
      <h2>{t("account.second.title")}</h2>
      {state.is === "off" && (
        <>
          <p className={styles.lead}>{t("account.second.off")}</p>
          <ActionForm id="codes-begin" action={beginCodes} {...form}>
            <SubmitButton label={t("account.second.begin")} pending={t("forms.pending")} quiet />
          </ActionForm>
        </>
      )}
      {state.is === "begun" && (
        <>
          <p className={styles.lead}>{t("account.second.begun")}</p>
          <svg
            className={styles.qr}
            role="img"
            aria-label={t("account.second.qr")}
            viewBox={`-4 -4 ${state.qr.size + 8} ${state.qr.size + 8}`}
            shapeRendering="crispEdges"
          >
            <rect x="-4" y="-4" width={state.qr.size + 8} height={state.qr.size + 8} fill="#fff" />
            <path d={state.qr.path} fill="#000" />
          </svg>
          <p>
            {t("account.second.key")} <code className={styles.hash}>{state.secret.replace(/(.{4})(?=.)/g, "$1 ")}</code>
          </p>
        </>
      )}
      {/* It stays where it is once it is on: its answer holds the recovery codes, shown this once. */}
      {state.is !== "off" && (
        <ActionForm
          key="confirm"
          id="codes-confirm"
          action={confirmCodes}
          {...form}
          words={{ ...form.words, made: t("account.second.codes") }}
        >
          {state.is === "begun" && (
            <>
              <TextField
                name="code"
                label={t("account.second.code")}
                width="short"
                autoComplete="one-time-code"
                maxLength={10}
                plain
              />
              <SubmitButton label={t("account.second.confirm")} pending={t("forms.pending")} />
            </>
          )}
        </ActionForm>
      )}
      {state.is === "on" && (
        <>
          <p className={styles.lead}>{t("account.second.on", { codes: state.codesLeft })}</p>
          <ActionForm id="codes-end" action={endCodes} {...form}>
            <PasswordField
              name="passwordNow"
              label={t("account.own.now")}
              autoComplete="current-password"
              show={t("account.show")}
              hide={t("account.hide")}
            />
            <SubmitButton label={t("account.second.end")} pending={t("forms.pending")} quiet />
          </ActionForm>
        </>
      )}
    </section>
  );
}
