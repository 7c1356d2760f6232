/** A one-time link: an invitation to make an account, or somebody's new password. */
import type { Metadata } from "next";
import { formWords } from "@/app/_server/form-words";
import { wordsOf, type LocaleParams } from "@/app/_server/page";
import { oneTimeLink } from "@/app/_server/session";
import { ActionForm } from "@/components/forms/action-form";
import { TextField } from "@/components/forms/field";
import { PasswordField } from "@/components/forms/password-field";
import { SubmitButton } from "@/components/forms/submit-button";
import { pathIn, type Words } from "@/messages";
import { Entrance } from "../../admin/_parts/entrance";
import { choosePassword, join } from "./actions";

type Params = LocaleParams<{ token: string }>;

export async function generateMetadata({ params }: { params: Params }): Promise<Metadata> {
  const { t } = await wordsOf(params);
  return { title: t("account.invitation.title"), robots: { index: false, follow: false }, referrer: "same-origin" };
}

export default async function OneTimeLinkPage({ params }: { params: Params }) {
  const words = await wordsOf(params);
  const { t, locale } = words;
  const { token } = await params;
  const path = `/invitation/${token}`;
  const link = oneTimeLink(token);
  if (link.is === "dead") return <DeadLink words={words} path={path} problem={link.problem} />;
  if (link.is === "reset") return <NewPassword words={words} path={path} token={token} email={link.email} />;
  return (
    <Entrance words={words} path={path}>
      <h1>{t(link.isFirst ? "account.invitation.titleFirst" : "account.invitation.title")}</h1>
      <p className="muted">
        {link.isFirst ? t("account.invitation.lead") : t("account.invitation.leadRole", { role: t(`words.role.${link.role}`) })}
      </p>
      <ActionForm id="join" action={join} permalink={pathIn(locale, path)} hidden={{ token }} words={formWords(words)}>
        <TextField name="name" label={t("account.name")} hint={t("account.nameHint")} autoComplete="name" maxLength={120} />
        <TextField name="email" label={t("account.email")} type="email" inputMode="email" autoComplete="username" plain />
        <PasswordChoice words={words} />
        <SubmitButton label={t("account.invitation.button")} pending={t("forms.pending")} />
      </ActionForm>
    </Entrance>
  );
}

function NewPassword({ words, path, token, email }: { words: Words; path: string; token: string; email: string }) {
  const { t, locale } = words;
  return (
    <Entrance words={words} path={path}>
      <h1>{t("account.reset.title")}</h1>
      <p className="muted">{t("account.reset.lead", { email })}</p>
      <ActionForm id="reset" action={choosePassword} permalink={pathIn(locale, path)} hidden={{ token }} words={formWords(words)}>
        <PasswordChoice words={words} />
        <SubmitButton label={t("account.reset.button")} pending={t("forms.pending")} />
      </ActionForm>
    </Entrance>
  );
}

function PasswordChoice({ words: { t } }: { words: Words }) {
  return (
    <PasswordField
      name="password"
      label={t("account.newPassword")}
      hint={t("account.newPasswordHint")}
      autoComplete="new-password"
      show={t("account.show")}
      hide={t("account.hide")}
    />
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
