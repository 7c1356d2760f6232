/** One incident at the desk: its claims, what publishing would change, a new claim, its facts. */
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { claimValues } from "@/app/_server/claim-form";
import { readDb } from "@/app/_server/database";
import { formWords, keptForm, newFormKey } from "@/app/_server/form-words";
import { incidentValues } from "@/app/_server/incident-form";
import { queryOf, wordsOf, type LocaleParams, type SearchParams } from "@/app/_server/page";
import { may, visitOf } from "@/app/_server/session";
import { ActionForm } from "@/components/forms/action-form";
import { Notice } from "@/components/forms/layout";
import { SubmitButton } from "@/components/forms/submit-button";
import { incidentDateText } from "@/components/reading/times";
import { claimsSeen, findIncidentForEdit, listSources, previewEstimates, type IncidentForEdit } from "@/db/queries/desk";
import { textsOfClaims } from "@/db/queries/readings";
import { findRecord } from "@/db/queries/record";
import { effectOnTotals } from "@/db/queries/totals-effect";
import { findPlan, findReview, listRulings } from "@/db/queries/review";
import { listWaiting } from "@/db/queries/waiting";
import { pathIn, type Words } from "@/messages";
import { ClaimFields } from "../../_parts/claim-fields";
import { claimOption, ClaimList, ClaimWarnings } from "../../_parts/claim-list";
import { Desk } from "../../_parts/desk";
import styles from "../../_parts/desk.module.css";
import { IncidentFields } from "../../_parts/incident-fields";
import { PlanForm, PublishForm, Publishing, RetractForm } from "../../_parts/publishing";
import { ReviewLine, SendBackForm, SubmitForm } from "../../_parts/reviewing";
import { RevokeForm, RuleForm, Rulings } from "../../_parts/rulings";
import { reportValues, SameReport } from "../../_parts/same-report";
import { today } from "../../_parts/today";
import { addClaim, saveFacts } from "../actions";

type Params = LocaleParams<{ code: string }>;

export async function generateMetadata({ params }: { params: Params }): Promise<Metadata> {
  const [{ t }, { code }] = [await wordsOf(params), await params];
  return { title: `${t("admin.incident")} ${code}` };
}

export default async function IncidentPage({ params, searchParams }: { params: Params; searchParams: SearchParams }) {
  const words = await wordsOf(params);
  const { t, locale } = words;
  const { code } = await params;
  const path = `/admin/incidents/${code}`;
  const { actor, lost } = await visitOf(locale, path);
  if (!actor) return <LostForm words={words} code={code} path={path} form={lost} />;

  const db = readDb();
  const incident = findIncidentForEdit(db, actor, code);
  if (!incident) notFound();
  const { timeZone, defaultPolicy } = findRecord(db);
  const { publication, claims } = incident;
  const permalink = pathIn(locale, path);
  const version = String(incident.version);
  const formKey = newFormKey();
  const preview = previewEstimates(db, actor, incident);
  const query = await queryOf(searchParams);
  const saved = savedText(words, query.get("saved"));
  const savedClaim = saved === null ? undefined : claims.find((claim) => claim.code === query.get("claim"));
  // Whoever saved a claim may have more of the same report.
  const lastClaim = ["both", "claim"].includes(query.get("saved") ?? "") ? (query.get("claim") ?? claims[0]?.code) : null;
  const review = publication === "retracted" ? null : findReview(db, actor, code);
  const mayEdit = publication !== "retracted" && (publication !== "published" || may(actor, "editor"));
  return (
    <Desk words={words} actor={actor} path={path}>
      {saved && (
        <Notice>
          {saved}
          {lastClaim && (
            <>
              {" "}
              <a href={`${pathIn(locale, "/admin/incidents/new")}?report=${lastClaim}`}>{t("admin.page.sameReport")}</a>
            </>
          )}
        </Notice>
      )}
      {savedClaim && <ClaimWarnings words={words} claim={savedClaim} />}
      <p className={styles.kicker}>
        {[incident.code, incidentDateText(words, incident), incident.place].filter(Boolean).join(" · ")}{" "}
        <span className={styles.tag}>{t(`words.publication.${publication}`)}</span>
      </p>
      <h1>{incident.title}</h1>
      {review && hasWaiting(incident) && <ReviewLine words={words} review={review} timeZone={timeZone} />}
      {publication === "retracted" && <p>{t("admin.page.retracted", { reason: incident.publicationReason ?? "" })}</p>}
      <nav className={styles.contents} aria-label={t("admin.page.onThisPage")}>
        {publication !== "retracted" && <a href="#publishing">{t("admin.publish.title")}</a>}
        {publication !== "retracted" && <a href="#new-claim">{t("admin.page.addClaim")}</a>}
        {publication === "published" && <a href="#rulings">{t("admin.ruling.title")}</a>}
        <a href="#about">{t("admin.page.facts")}</a>
        <a href={`${permalink}/revisions`}>{t("admin.revisions.title")}</a>
        {publication !== "retracted" && may(actor, "editor") && <a href={`${permalink}/merge`}>{t("admin.merge.title")}</a>}
        {publication === "published" && <a href={pathIn(locale, `/incidents/${code}`)}>{t("admin.page.public")}</a>}
      </nav>

      <h2>{t("admin.page.claims")}</h2>
      {claims.length === 0 ? (
        <p className="muted">{t("admin.page.claimsNone")}</p>
      ) : (
        <ClaimList words={words} claims={claims} timeZone={timeZone} texts={textsOfClaims(db, actor, code)} />
      )}

      {publication !== "retracted" && (
        <section id="publishing" className={styles.section}>
          <h2>{t("admin.publish.title")}</h2>
          <Publishing
            words={words}
            actor={actor}
            incident={incident}
            preview={preview}
            totals={effectOnTotals(db, actor, incident, preview)}
            policy={defaultPolicy}
            seen={claimsSeen(claims)}
            permalink={permalink}
            publishAt={findPlan(db, actor, incident.id)}
            timeZone={timeZone}
            waiting={listWaiting(db, actor, code)}
          />
        </section>
      )}

      {publication !== "retracted" && (
        <section id="new-claim" className={styles.section}>
          <h2>{t("admin.page.addClaim")}</h2>
          <SameReport words={words} actor={actor} href={(claim) => `${permalink}?report=${claim}#new-claim`} />
          <ActionForm
            key={formKey}
            id="claim"
            action={addClaim}
            permalink={`${permalink}#claim`}
            initial={{ ...claimValues(null, { today: today(db) }), ...reportValues(actor, query.get("report")) }}
            hidden={{ code, formKey }}
            words={formWords(words)}
            kept={keptForm(words, actor, path, "claim")}
          >
            <ClaimFields
              words={words}
              sources={listSources(db, actor)}
              repeatable={claims.map((claim) => claimOption(words, claim, timeZone))}
            />
            <div className={styles.actions}>
              <SubmitButton label={t("admin.page.saveClaim")} pending={t("forms.pending")} />
            </div>
          </ActionForm>
        </section>
      )}

      {publication === "published" && (
        <section id="rulings" className={styles.section}>
          <h2>{t("admin.ruling.title")}</h2>
          <Rulings
            words={words}
            actor={actor}
            code={code}
            rulings={listRulings(db, actor, incident.id)}
            permalink={permalink}
            timeZone={timeZone}
          />
        </section>
      )}

      <section id="about" className={styles.section}>
        <h2>{t("admin.page.facts")}</h2>
        {publication === "published" && (
          <p className="muted">{mayEdit ? t("admin.page.factsPublished") : t("admin.page.needsEditor")}</p>
        )}
        {mayEdit && (
          <ActionForm
            key={version}
            id="facts"
            action={saveFacts}
            permalink={`${permalink}#facts`}
            initial={incidentValues(incident)}
            hidden={{ code, version }}
            words={formWords(words)}
            kept={keptForm(words, actor, path, "facts")}
          >
            <IncidentFields words={words} />
            <div className={styles.actions}>
              <SubmitButton label={t("admin.page.saveFacts")} pending={t("forms.pending")} />
            </div>
          </ActionForm>
        )}
      </section>

      {publication === "published" && may(actor, "editor") && (
        <section className={styles.section}>
          <h2>{t("admin.retract.title")}</h2>
          <p className="muted">{t("admin.retract.lead")}</p>
          <RetractForm words={words} hidden={{ code, version }} permalink={permalink} />
        </section>
      )}
    </Desk>
  );
}

/** The form that was sent after its session ended, with what was typed and nothing else. */
function LostForm({ words, code, path, form }: { words: Words; code: string; path: string; form: string }) {
  const { t, locale } = words;
  const permalink = pathIn(locale, path);
  const hidden = { code, version: "", formKey: "", seen: "" };
  const save = <SubmitButton label={t("admin.claim.save")} pending={t("forms.pending")} />;
  return (
    <Desk words={words} actor={null} path={path}>
      <h1>{t("admin.lost.title")}</h1>
      {form === "publish" && <PublishForm words={words} hidden={hidden} permalink={permalink} />}
      {form === "plan" && <PlanForm words={words} hidden={hidden} permalink={permalink} />}
      {form === "submit" && <SubmitForm words={words} hidden={hidden} permalink={permalink} />}
      {form === "back" && <SendBackForm words={words} hidden={hidden} permalink={permalink} />}
      {form === "rule" && <RuleForm words={words} hidden={hidden} permalink={permalink} />}
      {form.startsWith("revoke-") && (
        <RevokeForm words={words} hidden={{ code, ruling: form.slice("revoke-".length) }} permalink={permalink} />
      )}
      {form === "retract" && <RetractForm words={words} hidden={hidden} permalink={permalink} />}
      {form === "claim" && (
        <ActionForm id="claim" action={addClaim} permalink={`${permalink}#claim`} hidden={hidden} words={formWords(words)}>
          <ClaimFields words={words} sources={[]} repeatable={null} />
          {save}
        </ActionForm>
      )}
      {form === "facts" && (
        <ActionForm id="facts" action={saveFacts} permalink={`${permalink}#facts`} hidden={hidden} words={formWords(words)}>
          <IncidentFields words={words} />
          <SubmitButton label={t("admin.page.saveFacts")} pending={t("forms.pending")} />
        </ActionForm>
      )}
    </Desk>
  );
}

/** Whether a review can still say something of it: something here is not published yet. */
function hasWaiting({ publication, claims }: IncidentForEdit): boolean {
  return [publication, ...claims.map((claim) => claim.publication)].some((is) => is === "draft" || is === "submitted");
}

const SAVED = [
  "incident",
  "both",
  "facts",
  "claim",
  "amended",
  "published",
  "retracted",
  "submitted",
  "back",
  "ruled",
  "revoked",
  "claimRetracted",
  "restored",
  "merged",
  "split",
  "planned",
  "unplanned",
] as const;

function savedText({ t }: Words, what: string | null): string | null {
  const known = SAVED.find((word) => word === what);
  return known ? t(`admin.saved.${known}`) : null;
}
