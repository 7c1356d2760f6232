/** Amending a claim. */
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { claimValues } from "@/app/_server/claim-form";
import { readDb } from "@/app/_server/database";
import { formWords, keptForm } from "@/app/_server/form-words";
import { wordsOf, type LocaleParams } from "@/app/_server/page";
import { may, visitOf, type SignedIn } from "@/app/_server/session";
import { ActionForm } from "@/components/forms/action-form";
import { TextArea } from "@/components/forms/field";
import { SubmitButton } from "@/components/forms/submit-button";
import { findClaimForEdit, findIncidentForEdit, listSources, type ClaimForEdit } from "@/db/queries/desk";
import { findTextOfClaim } from "@/db/queries/readings";
import { findRecord } from "@/db/queries/record";
import { pathIn, type Words } from "@/messages";
import { ClaimFields } from "../../_parts/claim-fields";
import { claimOption, ClaimWarnings } from "../../_parts/claim-list";
import { Desk } from "../../_parts/desk";
import styles from "../../_parts/desk.module.css";
import { FromText } from "../../_parts/from-text";
import { today } from "../../_parts/today";
import { retractClaim, saveClaim } from "../../incidents/actions";

type Params = LocaleParams<{ code: string }>;

export async function generateMetadata({ params }: { params: Params }): Promise<Metadata> {
  const [{ t }, { code }] = [await wordsOf(params), await params];
  return { title: t("admin.claim.title", { code }) };
}

export default async function ClaimPage({ params }: { params: Params }) {
  const words = await wordsOf(params);
  const { code } = await params;
  const path = `/admin/claims/${code}`;
  const { actor, lost } = await visitOf(words.locale, path);
  if (!actor) {
    return (
      <Desk words={words} actor={null} path={path}>
        <h1>{words.t("admin.lost.title")}</h1>
        {lost === "retract-claim" ? (
          <RetractClaimForm words={words} hidden={{ code, incident: "", version: "" }} permalink={pathIn(words.locale, path)} />
        ) : (
          <ClaimForm words={words} actor={null} path={path} claim={null} />
        )}
      </Desk>
    );
  }
  const claim = findClaimForEdit(readDb(), actor, code);
  if (!claim) notFound();
  return (
    <Desk words={words} actor={actor} path={path}>
      <Amending words={words} actor={actor} path={path} claim={claim} />
    </Desk>
  );
}

function Amending({ words, actor, path, claim }: { words: Words; actor: SignedIn; path: string; claim: ClaimForEdit }) {
  const { t, locale } = words;
  const isRetracted = claim.publication === "retracted";
  const isPublished = claim.publication === "published";
  const incident = findIncidentForEdit(readDb(), actor, claim.incidentCode)!;
  const taken = findTextOfClaim(readDb(), actor, claim.code);
  return (
    <>
      <p className={styles.kicker}>
        <a href={pathIn(locale, `/admin/incidents/${incident.code}`)}>
          {incident.code} · {incident.title}
        </a>{" "}
        <span className={styles.tag}>{t(`words.publication.${claim.publication}`)}</span>
      </p>
      <h1>{t("admin.claim.title", { code: claim.code })}</h1>
      <p>
        <a href={pathIn(locale, `${path}/revisions`)}>{t("admin.revisions.title")}</a>
      </p>
      {isRetracted && <p>{t("admin.claimRetract.retracted", { reason: claim.statusReason ?? "" })}</p>}
      <ClaimWarnings words={words} claim={claim} />
      {taken && <FromText words={words} taken={taken} />}
      {isPublished && (
        <p className={styles.lead}>{may(actor, "editor") ? t("admin.claim.published") : t("admin.page.needsEditor")}</p>
      )}
      {!isRetracted && (!isPublished || may(actor, "editor")) && (
        <ClaimForm words={words} actor={actor} path={path} claim={claim} />
      )}
      {isPublished && may(actor, "editor") && (
        <section id="retracting" className={styles.section}>
          <h2>{t("admin.claimRetract.title")}</h2>
          <p className={styles.lead}>{t("admin.claimRetract.lead")}</p>
          <RetractClaimForm
            words={words}
            hidden={{ code: claim.code, incident: claim.incidentCode, version: String(claim.version) }}
            permalink={pathIn(locale, path)}
          />
        </section>
      )}
    </>
  );
}

function RetractClaimForm({ words, hidden, permalink }: { words: Words; hidden: Record<string, string>; permalink: string }) {
  const { t } = words;
  return (
    <ActionForm
      key={hidden.version}
      id="retract-claim"
      action={retractClaim}
      permalink={`${permalink}#retract-claim`}
      hidden={hidden}
      words={formWords(words)}
    >
      <TextArea name="reason" label={t("admin.claimRetract.reason")} rows={2} />
      <SubmitButton label={t("admin.claimRetract.button")} pending={t("admin.claimRetract.pending")} quiet />
    </ActionForm>
  );
}

/** The claim's form; without an Actor it holds what was typed and nothing else. */
function ClaimForm({
  words,
  actor,
  path,
  claim,
}: {
  words: Words;
  actor: SignedIn | null;
  path: string;
  claim: ClaimForEdit | null;
}) {
  const { t, locale } = words;
  const db = readDb();
  const { timeZone } = findRecord(db);
  const others =
    actor && claim ? findIncidentForEdit(db, actor, claim.incidentCode)!.claims.filter(({ code }) => code !== claim.code) : [];
  const hidden = claim
    ? { code: claim.code, incident: claim.incidentCode, version: String(claim.version) }
    : { code: "", incident: "", version: "" };
  return (
    <ActionForm
      key={hidden.version}
      id="claim"
      action={saveClaim}
      permalink={pathIn(locale, path)}
      initial={claim ? claimValues(claim, { today: today(db) }) : {}}
      hidden={hidden}
      words={formWords(words)}
      kept={keptForm(words, actor, path, "claim")}
    >
      <ClaimFields
        words={words}
        sources={actor ? listSources(db, actor) : []}
        repeatable={claim ? others.map((other) => claimOption(words, other, timeZone)) : null}
      />
      <div className={styles.actions}>
        <SubmitButton label={t("admin.claim.save")} pending={t("forms.pending")} />
        {hidden.incident && <a href={pathIn(locale, `/admin/incidents/${hidden.incident}`)}>{t("admin.claim.back")}</a>}
      </div>
    </ActionForm>
  );
}
