/** Read an article: paste a text, say where it stands; and the texts that wait. */
import type { Metadata } from "next";
import { readDb } from "@/app/_server/database";
import { formWords, newFormKey } from "@/app/_server/form-words";
import { queryOf, wordsOf, type LocaleParams, type SearchParams } from "@/app/_server/page";
import { visitOf, type SignedIn } from "@/app/_server/session";
import { ActionForm } from "@/components/forms/action-form";
import { TextArea } from "@/components/forms/field";
import { FieldSet, Notice } from "@/components/forms/layout";
import { SubmitButton } from "@/components/forms/submit-button";
import { FileField } from "@/components/reading-desk/file-field";
import { TextFromFile } from "@/components/reading-desk/text-from-file";
import { listReadings } from "@/db/queries/readings";
import { findRecord } from "@/db/queries/record";
import { pathIn, type Words } from "@/messages";
import { Desk } from "../_parts/desk";
import styles from "../_parts/desk.module.css";
import { AboutFields } from "./about-fields";
import { startReading } from "./actions";
import { ReadingLine } from "./reading-line";

const PATH = "/admin/read";

export async function generateMetadata({ params }: { params: LocaleParams }): Promise<Metadata> {
  const { t } = await wordsOf(params);
  return { title: t("admin.read.title") };
}

export default async function ReadPage({ params, searchParams }: { params: LocaleParams; searchParams: SearchParams }) {
  const words = await wordsOf(params);
  const { t, locale } = words;
  const { actor } = await visitOf(locale, PATH);
  const query = await queryOf(searchParams);
  const formKey = newFormKey();
  return (
    <Desk words={words} actor={actor} path={PATH}>
      {query.get("saved") === "closed" && <Notice>{t("admin.read.closed")}</Notice>}
      <h1>{t("admin.read.title")}</h1>
      <p className={styles.lead}>{t("admin.read.lead")}</p>
      <TextFromFile name="reading-new" into="text" file="file">
        <ActionForm
          key={formKey}
          id="read"
          action={startReading}
          permalink={pathIn(locale, PATH)}
          hidden={{ formKey }}
          words={formWords(words)}
        >
          <FieldSet title={t("admin.read.text")}>
            <TextArea name="text" label={t("admin.read.paste")} hint={t("admin.read.pasteHint")} rows={12} />
            <FileField name="file" label={t("admin.read.file")} hint={t("admin.read.fileHint")} accept=".txt,text/plain" />
          </FieldSet>
          <AboutFields words={words} />
          <div className={styles.actions}>
            <SubmitButton label={t("admin.read.button")} pending={t("admin.read.pending")} />
          </div>
        </ActionForm>
      </TextFromFile>
      {actor && <Waiting words={words} actor={actor} />}
    </Desk>
  );
}

function Waiting({ words, actor }: { words: Words; actor: SignedIn }) {
  const { t } = words;
  const db = readDb();
  const readings = listReadings(db, actor);
  const { timeZone } = findRecord(db);
  return (
    <section aria-labelledby="waiting">
      <h2 id="waiting">{t("admin.read.waiting")}</h2>
      <ul className={styles.list}>
        {readings.length === 0 && <li className="muted">{t("admin.read.waitingNone")}</li>}
        {readings.map((reading) => (
          <li key={reading.id}>
            <ReadingLine words={words} reading={reading} timeZone={timeZone} />
          </li>
        ))}
      </ul>
    </section>
  );
}
