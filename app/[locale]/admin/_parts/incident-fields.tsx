/** The fields of an incident: what everybody fills in, and what few do. */
import { optionsOf } from "@/app/_server/form-words";
import { CheckboxField, SelectField, TextArea, TextField } from "@/components/forms/field";
import { FieldSet, Row } from "@/components/forms/layout";
import { PlaceField } from "@/components/forms/place-field";
import { ATTACK_TYPES, DATE_PRECISIONS, LOCATION_PRECISIONS, LOCATIONS_SHOWN } from "@/domain/vocabulary";
import { pathIn, type Words } from "@/messages";

/** What happened, where and when. */
export function IncidentFields({ words }: { words: Words }) {
  return (
    <>
      <IncidentBasics words={words} />
      <IncidentMore words={words} />
    </>
  );
}

export function IncidentBasics({ words }: { words: Words }) {
  const { t, locale } = words;
  return (
    <FieldSet title={t("forms.incident.facts")}>
      <TextField
        name="title"
        label={t("forms.incident.title")}
        hint={t("forms.incident.titleHint")}
        width="wide"
        maxLength={200}
      />
      <TextField name="dateStart" label={t("forms.incident.dateStart")} hint={t("forms.incident.dateHint")} width="short" plain />
      <PlaceField
        name="place"
        label={t("forms.incident.place")}
        hint={t("forms.incident.placeHint")}
        from={pathIn(locale, "/admin/places")}
      />
      <SelectField
        name="attackType"
        label={t("forms.incident.attackType")}
        options={optionsOf(ATTACK_TYPES, (word) => t(`words.attack.${word}`))}
      />
    </FieldSet>
  );
}

/** A longer time, a closer location, what it belongs to. */
export function IncidentMore({ words: { t } }: { words: Words }) {
  return (
    <FieldSet title={t("forms.incident.more")}>
      <Row>
        <TextField name="dateEnd" label={t("forms.incident.dateEnd")} optional width="short" plain />
        <SelectField
          name="datePrecision"
          label={t("forms.incident.datePrecision")}
          options={optionsOf(DATE_PRECISIONS, (word) => t(`words.datePrecision.${word}`))}
        />
      </Row>
      <SelectField
        name="locationPrecision"
        label={t("forms.incident.locationPrecision")}
        options={optionsOf(LOCATION_PRECISIONS, (word) => t(`words.locationPrecision.${word}`))}
      />
      <Row>
        <TextField
          name="latitude"
          label={t("forms.incident.latitude")}
          hint={t("forms.incident.coordinatesHint")}
          optional
          inputMode="decimal"
          width="short"
          plain
        />
        <TextField name="longitude" label={t("forms.incident.longitude")} optional inputMode="decimal" width="short" plain />
      </Row>
      <SelectField
        name="obscure"
        label={t("forms.incident.obscure")}
        hint={t("forms.incident.obscureHint")}
        options={[
          { value: "", label: t("forms.incident.obscureNone") },
          ...optionsOf(LOCATIONS_SHOWN, (word) => t(`forms.incident.obscureTo.${word}`)),
        ]}
      />
      <TextField name="target" label={t("forms.incident.target")} optional maxLength={200} />
      <CheckboxField name="counted" label={t("forms.incident.counted")} hint={t("forms.incident.countedHint")} />
      <TextField
        name="partOf"
        label={t("forms.incident.partOf")}
        hint={t("forms.incident.partOfHint")}
        optional
        width="short"
        plain
      />
      <TextArea name="note" label={t("forms.incident.note")} hint={t("forms.incident.noteHint")} optional />
    </FieldSet>
  );
}
