/** One's own account: the password, and where one is signed in. */
import type { Metadata } from "next";
import { readDb } from "@/app/_server/database";
import { formWords } from "@/app/_server/form-words";
import { queryOf, wordsOf, type LocaleParams, type SearchParams } from "@/app/_server/page";
import { currentSessionKey, requireActor } from "@/app/_server/session";
import { ActionForm } from "@/components/forms/action-form";
import { Notice } from "@/components/forms/layout";
import { PasswordField } from "@/components/forms/password-field";
import { SubmitButton } from "@/components/forms/submit-button";
import { instantText } from "@/components/reading/times";
import { listOwnSessions } from "@/db/queries/people";
import { findRecord } from "@/db/queries/record";
import { pathIn } from "@/messages";
import { Desk } from "../_parts/desk";
import styles from "../_parts/desk.module.css";
import { SecondStep } from "../_parts/second-step";
import { changePassword, endOwnSession } from "./actions";

const PATH = "/admin/account";

export async function generateMetadata({ params }: { params: LocaleParams }): Promise<Metadata> {
  const { t } = await wordsOf(params);
  return { title: t("account.own.title") };
}

export default async function AccountPage({ params, searchParams }: { params: LocaleParams; searchParams: SearchParams }) {
  const words = await wordsOf(params);
  const { t, locale } = words;
  const actor = await requireActor(locale, PATH);
  const db = readDb();
  const { timeZone } = findRecord(db);
  const saved = (await queryOf(searchParams)).get("saved");
  const own = await currentSessionKey();
  return (
    <Desk words={words} actor={actor} path={PATH}>
      {saved === "password" && <Notice>{t("account.own.changed")}</Notice>}
      {saved === "codesOff" && <Notice>{t("account.second.ended")}</Notice>}
      {saved === "session" && <Notice>{t("account.own.ended")}</Notice>}
      <h1>{t("account.own.title")}</h1>
      <h2>{t("account.own.sessions")}</h2>
      <p className={styles.lead}>{t("account.own.sessionsLead")}</p>
      <ul className={styles.list}>
        {listOwnSessions(db, actor).map(({ key, createdAt, seenAt }) => (
          <li key={key} className={styles.entryRow}>
            <p>
              {t("account.own.since")} {instantText(words, createdAt, timeZone)} · {t("account.own.used")}{" "}
              {instantText(words, seenAt, timeZone)}
              {key === own && (
                <>
                  {" "}
                  <span className={styles.tag}>{t("account.own.this")}</span>
                </>
              )}
            </p>
            <ActionForm
              id={`session-${key}`}
              action={endOwnSession}
              permalink={`${pathIn(locale, PATH)}#session-${key}`}
              hidden={{ key }}
              words={formWords(words)}
            >
              <SubmitButton
                label={t(key === own ? "account.own.endThis" : "account.own.end")}
                pending={t("forms.pending")}
                quiet
              />
            </ActionForm>
          </li>
        ))}
      </ul>
      <SecondStep words={words} actor={actor} permalink={pathIn(locale, PATH)} />
      <section className={styles.section}>
        <h2>{t("account.own.password")}</h2>
        <p className={styles.lead}>{t("account.own.passwordLead")}</p>
        <ActionForm id="password" action={changePassword} permalink={`${pathIn(locale, PATH)}#password`} words={formWords(words)}>
          <PasswordField
            name="passwordNow"
            label={t("account.own.now")}
            autoComplete="current-password"
            show={t("account.show")}
            hide={t("account.hide")}
          />
          <PasswordField
            name="password"
            label={t("account.newPassword")}
            hint={t("account.newPasswordHint")}
            autoComplete="new-password"
            show={t("account.show")}
            hide={t("account.hide")}
          />
          <SubmitButton label={t("account.own.button")} pending={t("forms.pending")} />
        </ActionForm>
      </section>
    </Desk>
  );
}
