/** Bringing tables in: a new one, and those that were brought. For editors and admins. */
import type { Metadata } from "next";
import { readDb } from "@/app/_server/database";
import { wordsOf, type LocaleParams } from "@/app/_server/page";
import { requireRole } from "@/app/_server/session";
import { Upload } from "@/components/import/upload";
import { personsText } from "@/components/reading/numbers";
import { instantText } from "@/components/reading/times";
import { listImports, MOST_UPLOADED } from "@/db/queries/imports";
import { findRecord } from "@/db/queries/record";
import { pathIn } from "@/messages";
import { Desk } from "../_parts/desk";
import styles from "../_parts/desk.module.css";

const PATH = "/admin/import";

export async function generateMetadata({ params }: { params: LocaleParams }): Promise<Metadata> {
  const { t } = await wordsOf(params);
  return { title: t("import.title") };
}

export default async function ImportPage({ params }: { params: LocaleParams }) {
  const words = await wordsOf(params);
  const { t, locale } = words;
  const actor = await requireRole(locale, PATH, "editor");
  const db = readDb();
  const { timeZone } = findRecord(db);
  const imports = listImports(db).filter(({ isHere, state, header }) => isHere || state !== "uploaded" || header.length > 0);
  const most = personsText(words, MOST_UPLOADED / 1_000_000);
  return (
    <Desk words={words} actor={actor} path={PATH}>
      <h1>{t("import.title")}</h1>
      <p className={styles.lead}>{t("import.lead")}</p>
      <Upload
        to={pathIn(locale, `${PATH}/upload`)}
        next={pathIn(locale, PATH)}
        most={MOST_UPLOADED}
        words={{
          file: t("import.file"),
          hint: t("import.fileHint", { most }),
          upload: t("import.upload"),
          uploading: t("import.uploading"),
          tooLarge: t("import.tooLarge", { most }),
          emptyFile: t("import.emptyFile"),
          noFile: t("import.noFile"),
          tooMany: t("import.tooMany"),
          signedOut: t("import.signedOut"),
          broken: t("import.broken", { percent: "{percent}" }),
          noRoom: t("import.noRoom"),
          refused: t("import.notUploaded", { says: "{says}" }),
        }}
      />
      <noscript>
        <p>{t("import.uploadNeedsScript")}</p>
      </noscript>
      <h2>{t("import.list")}</h2>
      {imports.length === 0 && <p className="muted">{t("import.none")}</p>}
      {imports.length > 0 && (
        <ul className={styles.list}>
          {imports.map((one) => (
            <li key={one.id}>
              <a className={styles.entry} href={pathIn(locale, `${PATH}/${one.id}`)}>
                {one.names.join(", ")}
              </a>
              <p>
                {t(`import.state.${one.state}`)}
                {one.report ? `. ${t("import.rowsRead", { rows: one.report.rows })}` : "."}
              </p>
              <p className={styles.small}>
                {t("import.by", { actor: one.actor, when: instantText(words, one.createdAt, timeZone) })}
              </p>
            </li>
          ))}
        </ul>
      )}
    </Desk>
  );
}
