/** What a claim was at each save. */
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { claimContentValues } from "@/app/_server/claim-form";
import { readDb } from "@/app/_server/database";
import { claimFieldName } from "@/app/_server/field-names";
import { queryOf, wordsOf, type LocaleParams, type SearchParams } from "@/app/_server/page";
import { may, visitOf } from "@/app/_server/session";
import { findClaimForEdit } from "@/db/queries/desk";
import { findRecord } from "@/db/queries/record";
import { listRevisions, type ClaimContent } from "@/db/queries/revisions";
import { ClaimInput } from "@/domain/claim";
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

export default async function ClaimRevisions({ params, searchParams }: { params: Params; searchParams: SearchParams }) {
  const words = await wordsOf(params);
  const { t, locale } = words;
  const { code } = await params;
  const path = `/admin/claims/${code}/revisions`;
  const { actor } = await visitOf(locale, path);
  if (!actor)
    return (
      <Desk words={words} actor={null} path={path}>
        <h1>{t("admin.lost.title")}</h1>
      </Desk>
    );
  const db = readDb();
  const claim = findClaimForEdit(db, actor, code);
  if (!claim) notFound();
  const query = await queryOf(searchParams);
  const mayRestore = claim.publication !== "retracted" && (claim.publication !== "published" || may(actor, "editor"));
  return (
    <Desk words={words} actor={actor} path={path}>
      <p className={styles.kicker}>
        <a href={pathIn(locale, `/admin/claims/${code}`)}>
          {code} · {claim.claimant.name}
        </a>
      </p>
      <h1>{t("admin.revisions.title")}</h1>
      <p className={styles.lead}>{t("admin.revisions.lead")}</p>
      <Revisions
        words={words}
        revisions={listRevisions(db, actor, `claim ${code}`).map(({ content, ...state }) => ({
          ...state,
          values:
            content === null
              ? {}
              : {
                  ...claimContentValues(ClaimInput.parse(content)),
                  publication: (content as ClaimContent).publication ?? "",
                  incident: (content as ClaimContent).incident ?? "",
                },
        }))}
        chosen={{ a: query.get("a"), b: query.get("b") }}
        label={(field) =>
          field === "publication"
            ? t("admin.awaiting.publication")
            : field === "incident"
              ? t("admin.incident")
              : claimFieldName(words, field)
        }
        timeZone={findRecord(db).timeZone}
        permalink={pathIn(locale, path)}
        restore={
          mayRestore ? { action: restore, hidden: { code, incident: claim.incidentCode, version: String(claim.version) } } : null
        }
      />
    </Desk>
  );
}
