/** What an editor does with a source beside its facts: notes on how reliable it is, withholding its name, merging it. */
import { readDb } from "@/app/_server/database";
import { formWords } from "@/app/_server/form-words";
import { may, type SignedIn } from "@/app/_server/session";
import { ActionForm } from "@/components/forms/action-form";
import { SelectField, TextArea, TextField } from "@/components/forms/field";
import { SubmitButton } from "@/components/forms/submit-button";
import { SourceNoteList } from "@/components/sources/source-notes";
import { listSourceNotes } from "@/db/queries/desk";
import { RELIABILITIES } from "@/domain/vocabulary";
import type { Words } from "@/messages";
import { addNote, mergeSource, withholdSource } from "../sources/actions";
import styles from "./desk.module.css";
import { today } from "./today";

interface Props {
  words: Words;
  slug: string;
  permalink: string;
}

/** The dated notes, and for editors the form of a new one. */
export function SourceNotes({ words, actor, slug, permalink }: Props & { actor: SignedIn }) {
  const { t } = words;
  const db = readDb();
  const notes = listSourceNotes(db, slug);
  return (
    <section id="notes" className={styles.section}>
      <h2>{t("sources.notes.title")}</h2>
      <p className={styles.lead}>{t("admin.sourcePage.notesLead")}</p>
      {notes.length === 0 ? (
        <p className="muted">{t("admin.sourcePage.notesNone")}</p>
      ) : (
        <SourceNoteList words={words} notes={notes} />
      )}
      {may(actor, "editor") && (
        <ActionForm
          key={notes.length}
          id="note"
          action={addNote}
          permalink={`${permalink}#note`}
          initial={{ day: today(db), reliability: "F" }}
          hidden={{ slug }}
          words={formWords(words)}
        >
          <TextField name="day" label={t("admin.sourcePage.noteDay")} width="short" plain />
          <SelectField
            name="reliability"
            label={t("admin.sourcePage.reliability")}
            options={RELIABILITIES.map((value) => ({ value, label: `${value}: ${t(`words.reliability.${value}`)}` }))}
          />
          <TextArea name="note" label={t("admin.sourcePage.note")} hint={t("admin.sourcePage.noteHint")} rows={2} />
          <SubmitButton label={t("admin.sourcePage.noteButton")} pending={t("forms.pending")} quiet />
        </ActionForm>
      )}
    </section>
  );
}

export function WithholdSource({ words, slug, isWithheld, permalink }: Props & { isWithheld: boolean }) {
  const { t } = words;
  return (
    <section className={styles.section}>
      <h2>{t("admin.sourcePage.withholdTitle")}</h2>
      <p className={styles.lead}>{t("admin.sourcePage.withholdLead")}</p>
      <ActionForm
        id="withhold"
        action={withholdSource}
        permalink={`${permalink}#withhold`}
        hidden={{ slug, withhold: isWithheld ? "no" : "yes" }}
        words={formWords(words)}
      >
        <SubmitButton
          label={t(isWithheld ? "admin.sourcePage.show" : "admin.sourcePage.withhold")}
          pending={t("forms.pending")}
          quiet
        />
      </ActionForm>
    </section>
  );
}

export function MergeSource({ words, slug, permalink }: Props) {
  const { t } = words;
  return (
    <section className={styles.section}>
      <h2>{t("admin.sourcePage.mergeTitle")}</h2>
      <p className={styles.lead}>{t("admin.sourcePage.mergeLead")}</p>
      <ActionForm id="merge" action={mergeSource} permalink={`${permalink}#merge`} hidden={{ slug }} words={formWords(words)}>
        <TextField name="into" label={t("admin.sourcePage.mergeInto")} list="voices" width="wide" autoComplete="off" />
        <TextArea name="reason" label={t("admin.merge.reason")} rows={2} />
        <SubmitButton label={t("admin.sourcePage.mergeButton")} pending={t("forms.pending")} quiet />
      </ActionForm>
    </section>
  );
}
