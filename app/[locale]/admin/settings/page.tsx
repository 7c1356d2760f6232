/** The record's settings, for admins. */
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { askAside } from "@/app/_server/aside";
import { readDb } from "@/app/_server/database";
import { formWords, keptForm, optionsOf } from "@/app/_server/form-words";
import { queryOf, wordsOf, type LocaleParams, type SearchParams } from "@/app/_server/page";
import { may, visitOf } from "@/app/_server/session";
import { floorField, floorsValues, settingsValues, stateOf } from "@/app/_server/settings-form";
import { ActionForm } from "@/components/forms/action-form";
import { SelectField, TextArea, TextField } from "@/components/forms/field";
import { FieldSet, Notice, Row } from "@/components/forms/layout";
import { SubmitButton } from "@/components/forms/submit-button";
import { ownMethodVersion, readFloors } from "@/db/queries/methodology";
import { findRecord } from "@/db/queries/record";
import { VAGUE_FLOORS } from "@/domain/figure";
import { POLICIES } from "@/domain/vocabulary";
import { pathIn, type Words } from "@/messages";
import { Desk } from "../_parts/desk";
import styles from "../_parts/desk.module.css";
import { saveFloors, saveSettings } from "./actions";

const PATH = "/admin/settings";
const LICENCES = ["CC BY 4.0", "CC BY-SA 4.0", "CC BY-NC 4.0", "CC0 1.0", "ODbL 1.0"];

export async function generateMetadata({ params }: { params: LocaleParams }): Promise<Metadata> {
  const { t } = await wordsOf(params);
  return { title: t("admin.settingsPage.title") };
}

export default async function SettingsPage({ params, searchParams }: { params: LocaleParams; searchParams: SearchParams }) {
  const words = await wordsOf(params);
  const { t, locale } = words;
  const { actor, lost } = await visitOf(locale, PATH);
  if (actor && !may(actor, "admin")) notFound();
  const initial = actor ? settingsValues(findRecord(readDb())) : {};
  const version = actor ? stateOf(initial) : "";
  const saved = (await queryOf(searchParams)).get("saved");
  return (
    <Desk words={words} actor={actor} path={PATH}>
      {saved && actor && <Notice>{t(saved === "floors" ? "admin.saved.floors" : "admin.saved.settings")}</Notice>}
      <h1>{actor ? t("admin.settingsPage.title") : t("admin.lost.title")}</h1>
      {(actor || lost !== "floors") && (
        <ActionForm
          key={version}
          id="settings"
          action={saveSettings}
          permalink={pathIn(locale, PATH)}
          initial={initial}
          hidden={{ version }}
          words={formWords(words)}
          kept={keptForm(words, actor, PATH, "settings")}
        >
          <SettingsFields words={words} />
          <div className={styles.actions}>
            <SubmitButton label={t("forms.settings.save")} pending={t("forms.pending")} />
          </div>
        </ActionForm>
      )}
      {(actor || lost === "floors") && <FloorsSection words={words} isKnown={actor !== null} />}
    </Desk>
  );
}

/** What vague words count as: each change is a version of the record's method, and makes estimates anew. */
async function FloorsSection({ words, isKnown }: { words: Words; isKnown: boolean }) {
  const { t, locale } = words;
  const db = readDb();
  const version = isKnown ? String(ownMethodVersion(db)) : "";
  const said = isKnown ? await askAside("vagueWords") : null;
  return (
    <section className={styles.section} id="vague-words">
      <h2>{t("forms.floors.title")}</h2>
      <p className={styles.lead}>
        {t("forms.floors.lead")} <a href={pathIn(locale, "/methodology#vague")}>{t("methodology.title")}</a>
      </p>
      <ActionForm
        key={version}
        id="floors"
        action={saveFloors}
        permalink={`${pathIn(locale, PATH)}#floors`}
        initial={isKnown ? floorsValues(readFloors(db)) : {}}
        hidden={{ version }}
        words={formWords(words)}
      >
        <FieldSet title={t("forms.floors.numbers")} help={t("forms.floors.help")}>
          <Row>
            {VAGUE_FLOORS.map(({ word, also }) => (
              <TextField
                key={word}
                name={floorField(word)}
                label={[word, also.find((one) => /\p{Script=Cyrillic}/u.test(one))].filter(Boolean).join(", ")}
                hint={said ? t("forms.floors.said", { count: said[word] }) : undefined}
                inputMode="numeric"
                width="short"
                plain
              />
            ))}
          </Row>
        </FieldSet>
        <TextArea name="why" label={t("forms.floors.why")} hint={t("forms.floors.whyHint")} rows={2} />
        <div className={styles.actions}>
          <SubmitButton label={t("forms.floors.save")} pending={t("forms.pending")} />
        </div>
      </ActionForm>
    </section>
  );
}

function SettingsFields({ words: { t } }: { words: Words }) {
  return (
    <>
      <FieldSet title={t("forms.settings.names")}>
        <TextField name="title" label={t("forms.settings.title")} width="wide" maxLength={200} />
        <TextField name="titleUk" label={t("forms.settings.titleUk")} optional width="wide" maxLength={200} />
        <TextArea
          name="description"
          label={t("forms.settings.description")}
          hint={t("forms.settings.descriptionHint")}
          optional
          rows={4}
        />
        <TextArea name="descriptionUk" label={t("forms.settings.descriptionUk")} optional rows={4} />
      </FieldSet>
      <FieldSet title={t("forms.settings.scope")}>
        <TextField name="countries" label={t("forms.settings.countries")} hint={t("forms.settings.countriesHint")} plain />
        <TextField
          name="firstDay"
          label={t("forms.settings.firstDay")}
          hint={t("forms.settings.firstDayHint")}
          optional
          plain
          width="short"
        />
        <TextField
          name="timeZone"
          label={t("forms.settings.timeZone")}
          hint={t("forms.settings.timeZoneHint")}
          list="zones"
          plain
        />
        <DataList id="zones" values={Intl.supportedValuesOf("timeZone")} />
        <Row>
          <TextField
            name="codePrefix"
            label={t("forms.settings.codePrefix")}
            hint={t("forms.settings.codePrefixHint")}
            width="short"
            maxLength={10}
            plain
          />
        </Row>
      </FieldSet>
      <FieldSet title={t("forms.settings.reading")}>
        <SelectField
          name="defaultPolicy"
          label={t("forms.settings.defaultPolicy")}
          hint={t("forms.settings.defaultPolicyHint")}
          options={optionsOf(POLICIES, (policy) => t(`words.policySentence.${policy}`))}
        />
      </FieldSet>
      <FieldSet title={t("forms.settings.terms")}>
        <TextField
          name="licence"
          label={t("forms.settings.licence")}
          hint={t("forms.settings.licenceHint")}
          optional
          list="licences"
          width="wide"
          maxLength={500}
        />
        <DataList id="licences" values={LICENCES} />
        <TextField
          name="contact"
          label={t("forms.settings.contact")}
          hint={t("forms.settings.contactHint")}
          optional
          width="wide"
          maxLength={500}
        />
      </FieldSet>
    </>
  );
}

function DataList({ id, values }: { id: string; values: readonly string[] }) {
  return (
    <datalist id={id}>
      {values.map((value) => (
        <option key={value} value={value} />
      ))}
    </datalist>
  );
}
