/** What an incident was at each save. */
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { readDb } from "@/app/_server/database";
import { incidentFieldName } from "@/app/_server/field-names";
import { incidentValues } from "@/app/_server/incident-form";
import { queryOf, wordsOf, type LocaleParams, type SearchParams } from "@/app/_server/page";
import { may, visitOf } from "@/app/_server/session";
import { findIncidentForEdit } from "@/db/queries/desk";
import { findRecord } from "@/db/queries/record";
import { listRevisions, type IncidentContent } from "@/db/queries/revisions";
import { pathIn } from "@/messages";
import { Desk } from "../../../_parts/desk";
import styles from "../../../_parts/desk.module.css";
import { Revisions } from "../../../_parts/revisions";
import { restore } from "./actions";

type Params = LocaleParams<{ code: string }>;

export async function generateMetadata({ params }: { params: Params }): Promise<Metadata> {
  const [{ t }, { code }] = [await wordsOf(params), await params];
  return { title: `${t("admin.revisions.title")}: ${code}` };
}

export default async function IncidentRevisions({ params, searchParams }: { params: Params; searchParams: SearchParams }) {
  const words = await wordsOf(params);
  const { t, locale } = words;
  const { code } = await params;
  const path = `/admin/incidents/${code}/revisions`;
  const { actor } = await visitOf(locale, path);
  if (!actor)
    return (
      <Desk words={words} actor={null} path={path}>
        <h1>{t("admin.lost.title")}</h1>
      </Desk>
    );
  const db = readDb();
  const incident = findIncidentForEdit(db, actor, code);
  if (!incident) notFound();
  const query = await queryOf(searchParams);
  const mayRestore = incident.publication !== "retracted" && (incident.publication !== "published" || may(actor, "editor"));
  return (
    <Desk words={words} actor={actor} path={path}>
      <p className={styles.kicker}>
        <a href={pathIn(locale, `/admin/incidents/${code}`)}>
          {code} · {incident.title}
        </a>
      </p>
      <h1>{t("admin.revisions.title")}</h1>
      <p className={styles.lead}>{t("admin.revisions.lead")}</p>
      <Revisions
        words={words}
        revisions={listRevisions(db, actor, `incident ${code}`).map(({ content, ...state }) => ({
          ...state,
          values:
            content === null
              ? {}
              : { ...incidentValues(content as IncidentContent), publication: (content as IncidentContent).publication ?? "" },
        }))}
        chosen={{ a: query.get("a"), b: query.get("b") }}
        label={(field) => (field === "publication" ? t("admin.awaiting.publication") : incidentFieldName(words, field))}
        timeZone={findRecord(db).timeZone}
        permalink={pathIn(locale, path)}
        restore={mayRestore ? { action: restore, hidden: { code, version: String(incident.version) } } : null}
      />
    </Desk>
  );
}
