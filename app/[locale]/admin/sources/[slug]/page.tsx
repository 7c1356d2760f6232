/** Amending a source: its kind, its role, its party, and whose voice it is. */
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { readDb } from "@/app/_server/database";
import { formWords, keptForm, optionsOf } from "@/app/_server/form-words";
import { queryOf, wordsOf, type LocaleParams, type SearchParams } from "@/app/_server/page";
import { may, visitOf, type SignedIn } from "@/app/_server/session";
import { sourceValues, stateOf } from "@/app/_server/settings-form";
import { ActionForm } from "@/components/forms/action-form";
import { SelectField, TextField } from "@/components/forms/field";
import { Notice } from "@/components/forms/layout";
import { SubmitButton } from "@/components/forms/submit-button";
import { findSourceForEdit, listSources, listSpellings, type KnownSource } from "@/db/queries/desk";
import { CLAIMANT_KINDS } from "@/domain/vocabulary";
import { pathIn, type Words } from "@/messages";
import { Desk } from "../../_parts/desk";
import styles from "../../_parts/desk.module.css";
import { MergeSource, SourceNotes, WithholdSource } from "../../_parts/source-more";
import { saveSource } from "../actions";

const SAVED = ["source", "merged", "note", "withheld", "shown"] as const;

type Params = LocaleParams<{ slug: string }>;

export async function generateMetadata({ params }: { params: Params }): Promise<Metadata> {
  const { t } = await wordsOf(params);
  return { title: t("admin.sourcePage.title") };
}

export default async function SourcePage({ params, searchParams }: { params: Params; searchParams: SearchParams }) {
  const words = await wordsOf(params);
  const { t, locale } = words;
  const { slug } = await params;
  const path = `/admin/sources/${slug}`;
  const { actor } = await visitOf(locale, path);
  if (!actor)
    return (
      <Desk words={words} actor={null} path={path}>
        <h1>{t("admin.lost.title")}</h1>
        <SourceForm words={words} actor={null} path={path} initial={{}} hidden={{ slug: "", version: "" }} known={[]} />
      </Desk>
    );
  const source = findSourceForEdit(readDb(), actor, slug);
  if (!source) notFound();
  const initial = sourceValues(source);
  const asked = (await queryOf(searchParams)).get("saved");
  const saved = SAVED.find((word) => word === asked);
  const spellings = listSpellings(readDb(), actor, source.id);
  const permalink = pathIn(locale, path);
  return (
    <Desk words={words} actor={actor} path={path}>
      {saved && <Notice>{t(`admin.saved.${saved}`)}</Notice>}
      <p className={styles.kicker}>
        <a href={pathIn(locale, "/admin/sources")}>{t("admin.sourcePage.back")}</a>
      </p>
      <h1>{source.name}</h1>
      <p>
        <a href={pathIn(locale, `/sources/${slug}`)}>{t("admin.sourcePage.public")}</a>
      </p>
      {source.isWithheld && <p className={styles.warning}>{t("admin.sourcePage.isWithheld")}</p>}
      {spellings.length > 0 && <p className="muted">{t("admin.sourcePage.spellings", { names: spellings.join(", ") })}</p>}
      <p className={styles.lead}>{t(may(actor, "editor") ? "admin.sourcePage.published" : "admin.forEditors")}</p>
      {may(actor, "editor") && (
        <SourceForm
          words={words}
          actor={actor}
          path={path}
          initial={initial}
          hidden={{ slug, version: stateOf(initial) }}
          known={listSources(readDb(), actor)}
        />
      )}
      <SourceNotes words={words} actor={actor} slug={slug} permalink={permalink} />
      {may(actor, "editor") && (
        <>
          <WithholdSource words={words} slug={slug} isWithheld={source.isWithheld} permalink={permalink} />
          <MergeSource words={words} slug={slug} permalink={permalink} />
        </>
      )}
    </Desk>
  );
}

interface FormProps {
  words: Words;
  actor: SignedIn | null;
  path: string;
  initial: Record<string, string>;
  hidden: Record<string, string>;
  known: readonly KnownSource[];
}

function SourceForm({ words, actor, path, initial, hidden, known }: FormProps) {
  const { t, locale } = words;
  return (
    <ActionForm
      key={hidden.version}
      id="source"
      action={saveSource}
      permalink={pathIn(locale, path)}
      initial={initial}
      hidden={hidden}
      words={formWords(words)}
      kept={keptForm(words, actor, path, "source")}
    >
      <TextField name="name" label={t("forms.source.name")} width="wide" maxLength={200} />
      <SelectField
        name="kind"
        label={t("forms.source.kind")}
        options={optionsOf(CLAIMANT_KINDS, (kind) => t(`words.kind.${kind}`))}
      />
      <TextField name="role" label={t("forms.source.role")} optional width="wide" maxLength={200} />
      <TextField name="party" label={t("forms.source.party")} hint={t("forms.source.partyHint")} optional maxLength={200} />
      <TextField
        name="voice"
        label={t("forms.source.voice")}
        hint={t("forms.source.voiceHint")}
        optional
        list="voices"
        width="wide"
        autoComplete="off"
        maxLength={200}
      />
      <datalist id="voices">
        {known.map(({ name }) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <div className={styles.actions}>
        <SubmitButton label={t("forms.source.save")} pending={t("forms.pending")} />
      </div>
    </ActionForm>
  );
}
