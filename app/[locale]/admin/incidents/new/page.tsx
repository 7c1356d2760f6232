/** A new incident, with its first claim if there is one to enter. */
import type { Metadata } from "next";
import { claimValues } from "@/app/_server/claim-form";
import { readDb } from "@/app/_server/database";
import { formWords, keptForm, newFormKey } from "@/app/_server/form-words";
import { incidentValues } from "@/app/_server/incident-form";
import { queryOf, wordsOf, type LocaleParams, type SearchParams } from "@/app/_server/page";
import { visitOf } from "@/app/_server/session";
import { ActionForm } from "@/components/forms/action-form";
import { DistinctField } from "@/components/forms/distinct-field";
import { SubmitButton } from "@/components/forms/submit-button";
import { listSources } from "@/db/queries/desk";
import { pathIn } from "@/messages";
import { ClaimFields } from "../../_parts/claim-fields";
import { Desk } from "../../_parts/desk";
import styles from "../../_parts/desk.module.css";
import { IncidentBasics, IncidentMore } from "../../_parts/incident-fields";
import { reportValues, SameReport } from "../../_parts/same-report";
import { today } from "../../_parts/today";
import { enterIncident } from "../actions";

const PATH = "/admin/incidents/new";
/** Where an incident was and when decide which others are offered as the same. */
const WATCHED = { place: "place", dateStart: "date" };

export async function generateMetadata({ params }: { params: LocaleParams }): Promise<Metadata> {
  const { t } = await wordsOf(params);
  return { title: t("admin.new.title") };
}

export default async function NewIncidentPage({ params, searchParams }: { params: LocaleParams; searchParams: SearchParams }) {
  const words = await wordsOf(params);
  const { t, locale } = words;
  const { actor } = await visitOf(locale, PATH);
  const formKey = newFormKey();
  const report = (await queryOf(searchParams)).get("report");
  const initial = {
    ...incidentValues(null),
    ...(actor ? claimValues(null, { prefix: "claim.", today: today(readDb()) }) : {}),
    ...(actor ? reportValues(actor, report, "claim.") : {}),
  };
  return (
    <Desk words={words} actor={actor} path={PATH}>
      <h1>{t("admin.new.title")}</h1>
      <p className={styles.lead}>{t("admin.new.lead")}</p>
      {actor && <SameReport words={words} actor={actor} href={(claim) => `${pathIn(locale, PATH)}?report=${claim}`} />}
      <ActionForm
        key={formKey}
        id="new"
        action={enterIncident}
        permalink={pathIn(locale, PATH)}
        initial={initial}
        hidden={{ formKey }}
        words={formWords(words)}
        kept={keptForm(words, actor, PATH, "new")}
      >
        <IncidentBasics words={words} />
        <DistinctField
          name="distinct"
          title={t("forms.near.title")}
          label={t("forms.near.distinct")}
          hint={t("forms.near.hint")}
          from={pathIn(locale, "/admin/incidents/near")}
          watched={WATCHED}
        />
        <h2>{t("admin.new.firstClaim")}</h2>
        <p className="muted">{t("admin.new.firstClaimHelp")}</p>
        <ClaimFields words={words} prefix="claim." sources={actor ? listSources(readDb(), actor) : []} repeatable={[]} />
        <IncidentMore words={words} />
        <div className={styles.actions}>
          <SubmitButton label={t("admin.new.save")} pending={t("forms.pending")} />
        </div>
      </ActionForm>
    </Desk>
  );
}
