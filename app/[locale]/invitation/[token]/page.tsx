/** An invitation's one-time link: name, address, password. */
import type { Metadata } from "next";
import { formWords } from "@/app/_server/form-words";
import { wordsOf, type LocaleParams } from "@/app/_server/page";
import { problemOfInvitation } from "@/app/_server/session";
import { ActionForm } from "@/components/forms/action-form";
import { TextField } from "@/components/forms/field";
import { PasswordField } from "@/components/forms/password-field";
import { SubmitButton } from "@/components/forms/submit-button";
import { pathIn, type Words } from "@/messages";
import { Entrance } from "../../admin/_parts/entrance";
import { join } from "./actions";

type Params = LocaleParams<{ token: string }>;

export async function generateMetadata({ params }: { params: Params }): Promise<Metadata> {
  const { t } = await wordsOf(params);
  return { title: t("account.invitation.title"), robots: { index: false, follow: false }, referrer: "same-origin" };
}

export default async function InvitationPage({ params }: { params: Params }) {
  const words = await wordsOf(params);
  const { t, locale } = words;
  const { token } = await params;
  const path = `/invitation/${token}`;
  const problem = problemOfInvitation(token);
  if (problem !== null) return <DeadLink words={words} path={path} problem={problem} />;
  return (
    <Entrance words={words} path={path}>
      <h1>{t("account.invitation.title")}</h1>
      <p className="muted">{t("account.invitation.lead")}</p>
      <ActionForm id="join" action={join} permalink={pathIn(locale, path)} hidden={{ token }} words={formWords(words)}>
        <TextField name="name" label={t("account.name")} hint={t("account.nameHint")} autoComplete="name" maxLength={120} />
        <TextField name="email" label={t("account.email")} type="email" inputMode="email" autoComplete="username" plain />
        <PasswordField
          name="password"
          label={t("account.newPassword")}
          hint={t("account.newPasswordHint")}
          autoComplete="new-password"
          show={t("account.show")}
          hide={t("account.hide")}
        />
        <SubmitButton label={t("account.invitation.button")} pending={t("forms.pending")} />
      </ActionForm>
    </Entrance>
  );
}

function DeadLink({ words, path, problem }: { words: Words; path: string; problem: string }) {
  return (
    <Entrance words={words} path={path}>
      <h1>{words.t("account.invitation.dead")}</h1>
      <p>{words.t(`errors.${problem}` as "errors.invitation.unknown")}</p>
    </Entrance>
  );
}
