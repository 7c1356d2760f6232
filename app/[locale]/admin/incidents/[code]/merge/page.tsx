/** An incident that is another one, or two: merging and splitting, for editors. */
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { readDb } from "@/app/_server/database";
import { formWords, keptForm, newFormKey } from "@/app/_server/form-words";
import { incidentValues, nearLink } from "@/app/_server/incident-form";
import { queryOf, wordsOf, type LocaleParams, type SearchParams } from "@/app/_server/page";
import { requireRole } from "@/app/_server/session";
import { ActionForm } from "@/components/forms/action-form";
import { CheckboxField, TextArea, TextField } from "@/components/forms/field";
import { FieldSet, Notice } from "@/components/forms/layout";
import { SubmitButton } from "@/components/forms/submit-button";
import { instantText } from "@/components/reading/times";
import { findIncidentForEdit } from "@/db/queries/desk";
import { findPlaces } from "@/db/queries/places";
import { findRecord } from "@/db/queries/record";
import { listNear } from "@/db/queries/review";
import { listProposedSplits, type ProposedSplit } from "@/db/queries/splits";
import { pathIn, type Words } from "@/messages";
import { claimOption } from "../../../_parts/claim-list";
import { Desk } from "../../../_parts/desk";
import styles from "../../../_parts/desk.module.css";
import { IncidentFields } from "../../../_parts/incident-fields";
import { confirm, drop, merge, split } from "./actions";

type Params = LocaleParams<{ code: string }>;

export async function generateMetadata({ params }: { params: Params }): Promise<Metadata> {
  const [{ t }, { code }] = [await wordsOf(params), await params];
  return { title: `${t("admin.merge.title")}: ${code}` };
}

const SAVED = ["proposed", "dropped"] as const;

export default async function MergePage({ params, searchParams }: { params: Params; searchParams: SearchParams }) {
  const words = await wordsOf(params);
  const { t, locale } = words;
  const { code } = await params;
  const path = `/admin/incidents/${code}/merge`;
  const actor = await requireRole(locale, path, "editor");
  const db = readDb();
  const incident = findIncidentForEdit(db, actor, code);
  if (!incident || incident.publication === "retracted") notFound();
  const version = String(incident.version);
  const permalink = pathIn(locale, path);
  const { timeZone } = findRecord(db);
  const placeId = incident.place === null ? undefined : findPlaces(db, incident.place)[0]?.id;
  const near =
    placeId === undefined ? [] : listNear(db, actor, { placeId, date: incident.dateStart }).filter((one) => one.code !== code);
  const formKey = newFormKey();
  const saved = (await queryOf(searchParams)).get("saved");
  const [proposed] = listProposedSplits(db, actor, code);
  return (
    <Desk words={words} actor={actor} path={path}>
      {SAVED.filter((one) => one === saved).map((one) => (
        <Notice key={one}>{t(`admin.merge.${one}`)}</Notice>
      ))}
      <p className={styles.kicker}>
        <a href={pathIn(locale, `/admin/incidents/${code}`)}>
          {code} · {incident.title}
        </a>
      </p>
      <h1>{t("admin.merge.title")}</h1>
      {proposed && <Proposal words={words} proposed={proposed} permalink={permalink} timeZone={timeZone} />}
      <h2>{t("admin.merge.mergeTitle")}</h2>
      <p className={styles.lead}>{t("admin.merge.mergeLead")}</p>
      <ActionForm
        key={`merge ${version}`}
        id="merge"
        action={merge}
        permalink={`${permalink}#merge`}
        hidden={{ code, version }}
        words={formWords(words)}
      >
        <TextField name="into" label={t("admin.merge.into")} hint={t("admin.merge.intoHint")} width="short" list="near" plain />
        <datalist id="near">
          {near.map((one) => (
            <option key={one.code} value={one.code}>
              {nearLink(one, locale).label}
            </option>
          ))}
        </datalist>
        <TextArea name="reason" label={t("admin.merge.reason")} rows={2} />
        <SubmitButton label={t("admin.merge.button")} pending={t("forms.pending")} quiet />
      </ActionForm>

      <section className={styles.section}>
        <h2>{t("admin.merge.splitTitle")}</h2>
        <p className={styles.lead}>{t("admin.merge.splitLead")}</p>
        {incident.publication === "published" && <p className={styles.lead}>{t("admin.merge.splitSecond")}</p>}
        {proposed ? (
          <p className="muted">{t("admin.merge.splitWaits")}</p>
        ) : incident.claims.length < 2 ? (
          <p className="muted">{t("admin.merge.splitOne")}</p>
        ) : (
          <ActionForm
            key={`split ${version}`}
            id="split"
            action={split}
            permalink={`${permalink}#split`}
            initial={{ ...incidentValues(incident), title: "" }}
            hidden={{ code, version, formKey }}
            words={formWords(words)}
            kept={keptForm(words, actor, path, "split")}
          >
            <FieldSet title={t("admin.merge.moving")}>
              {incident.claims.map((claim) => (
                <CheckboxField key={claim.code} name={`move.${claim.code}`} label={claimOption(words, claim, timeZone).label} />
              ))}
            </FieldSet>
            <IncidentFields words={words} />
            <TextArea name="reason" label={t("admin.merge.reason")} rows={2} />
            <SubmitButton label={t("admin.merge.splitButton")} pending={t("forms.pending")} quiet />
          </ActionForm>
        )}
      </section>
    </Desk>
  );
}

/** A split that waits for a second editor: what would become of the incident, and the two ways to end it. */
function Proposal({
  words,
  proposed,
  permalink,
  timeZone,
}: {
  words: Words;
  proposed: ProposedSplit;
  permalink: string;
  timeZone: string;
}) {
  const { t } = words;
  const { code, version, claims, incident, reason, at, by, isStale, isOwn } = proposed;
  const hidden = { code, version: String(version) };
  const facts = [
    [t("forms.incident.title"), incident.title],
    [t("forms.incident.dateStart"), [incident.dateStart, incident.dateEnd].filter(Boolean).join(" – ")],
    [t("forms.incident.place"), incident.place ?? ""],
    [t("admin.merge.moving"), claims.join(", ")],
    [t("admin.merge.reason"), reason],
  ] as const;
  return (
    <section className={styles.section} id="proposal">
      <h2>{t("admin.merge.proposalTitle")}</h2>
      <p>{t("admin.merge.proposalBy", { name: by, when: instantText(words, at, timeZone) })}</p>
      <dl className={styles.facts}>
        {facts
          .filter(([, value]) => value !== "")
          .map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
      {isStale && <p className={styles.warning}>{t("errors.split.changed")}</p>}
      {isOwn && <p className="muted">{t("admin.merge.proposalOwn")}</p>}
      {!isStale && !isOwn && (
        <ActionForm id="confirm" action={confirm} permalink={`${permalink}#confirm`} hidden={hidden} words={formWords(words)}>
          <SubmitButton label={t("admin.merge.confirm")} pending={t("forms.pending")} />
        </ActionForm>
      )}
      <ActionForm id="drop" action={drop} permalink={`${permalink}#drop`} hidden={hidden} words={formWords(words)}>
        <SubmitButton label={t("admin.merge.drop")} pending={t("forms.pending")} quiet />
      </ActionForm>
    </section>
  );
}
