/** The entrance for recorders and editors. */
import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { formWords } from "@/app/_server/form-words";
import { queryOf, wordsOf, type LocaleParams, type SearchParams } from "@/app/_server/page";
import { currentActor, isAskedForCode } from "@/app/_server/session";
import { ActionForm } from "@/components/forms/action-form";
import { TextField } from "@/components/forms/field";
import { Notice } from "@/components/forms/layout";
import { PasswordField } from "@/components/forms/password-field";
import { SubmitButton } from "@/components/forms/submit-button";
import { pathIn, type Words } from "@/messages";
import { Entrance } from "../admin/_parts/entrance";
import { enter, enterCode } from "./actions";

export async function generateMetadata({ params }: { params: LocaleParams }): Promise<Metadata> {
  const { t } = await wordsOf(params);
  return { title: t("account.signIn.title"), robots: { index: false, follow: false } };
}

export default async function SignInPage({ params, searchParams }: { params: LocaleParams; searchParams: SearchParams }) {
  const words = await wordsOf(params);
  const { t, locale } = words;
  const query = await queryOf(searchParams);
  const next = query.get("next") ?? "";
  if (next === "" && (await currentActor())) redirect(pathIn(locale, "/admin"));
  if (await isAskedForCode()) return <CodeStep words={words} next={next} />;
  return (
    <Entrance words={words} path="/sign-in">
      <h1>{t("account.signIn.title")}</h1>
      <p className="muted">{t("account.signIn.lead")}</p>
      {query.get("done") === "out" && <Notice>{t("account.signIn.signedOut")}</Notice>}
      <ActionForm id="sign-in" action={enter} permalink={pathIn(locale, "/sign-in")} hidden={{ next }} words={formWords(words)}>
        <TextField name="email" label={t("account.email")} type="email" inputMode="email" autoComplete="username" plain />
        <PasswordField
          name="password"
          label={t("account.password")}
          autoComplete="current-password"
          show={t("account.show")}
          hide={t("account.hide")}
        />
        <SubmitButton label={t("account.signIn.button")} pending={t("account.signIn.pending")} />
      </ActionForm>
    </Entrance>
  );
}

/** Asks for the code once the password was right. */
function CodeStep({ words, next }: { words: Words; next: string }) {
  const { t, locale } = words;
  return (
    <Entrance words={words} path="/sign-in">
      <h1>{t("account.code.title")}</h1>
      <p className="muted">{t("account.code.lead")}</p>
      <ActionForm id="code" action={enterCode} permalink={pathIn(locale, "/sign-in")} hidden={{ next }} words={formWords(words)}>
        <TextField
          name="code"
          label={t("account.code.code")}
          hint={t("account.code.hint")}
          width="short"
          autoComplete="one-time-code"
          maxLength={30}
          plain
        />
        <SubmitButton label={t("account.signIn.button")} pending={t("account.signIn.pending")} />
      </ActionForm>
    </Entrance>
  );
}
