/** The incident that some of a text's claims speak of: one that the record has, or a new one with its facts. */
import { optionsOf } from "@/app/_server/form-words";
import type { DeskEvent } from "@/app/_server/reading-proposals";
import { SelectField, TextField } from "@/components/forms/field";
import { Row } from "@/components/forms/layout";
import { PlaceField } from "@/components/forms/place-field";
import { ChoiceField } from "@/components/reading-desk/choice-field";
import styles from "@/components/reading-desk/reading-desk.module.css";
import { dateText } from "@/components/reading/times";
import { ATTACK_TYPES } from "@/domain/vocabulary";
import { pathIn, type Words } from "@/messages";

export function EventHead({ words, event, at }: { words: Words; event: DeskEvent; at: number }) {
  const { t } = words;
  const prefix = `e.${at}.`;
  return (
    <>
      <h2 id={`event-${at}`} className={styles.eventTitle}>
        {eventText(words, event)}
      </h2>
      {event.isWider && <p className="muted">{t("admin.read.widerHelp")}</p>}
      <ChoiceField
        name={`${prefix}incident`}
        legend={t("admin.read.whichIncident")}
        options={[
          ...event.near.map(({ code, title, dateStart, publication }) => ({
            value: code,
            label: `${code} · ${title}`,
            note: `· ${dateText(words, dateStart)} · ${t(`words.publication.${publication}`)}`,
          })),
          { value: "new", label: t("admin.read.newIncident") },
        ]}
      />
      <div className={styles.newIncident}>
        <TextField name={`${prefix}title`} label={t("forms.incident.title")} width="wide" maxLength={200} />
        <Row>
          <TextField name={`${prefix}dateStart`} label={t("admin.read.date")} type="date" width="short" />
          <SelectField
            name={`${prefix}attackType`}
            label={t("forms.incident.attackType")}
            options={optionsOf(ATTACK_TYPES, (word) => t(`words.attack.${word}`))}
          />
        </Row>
        <Place words={words} event={event} name={`${prefix}place`} />
      </div>
    </>
  );
}

function Place({ words: { t, locale }, event: { place, homonyms }, name }: { words: Words; event: DeskEvent; name: string }) {
  const isUnknown = place !== null && !place.isKnown;
  return (
    <>
      <PlaceField
        name={name}
        label={t("forms.incident.place")}
        hint={isUnknown ? t("admin.read.placeUnknown", { place: place.name }) : t("admin.read.placeOrCountry")}
        from={pathIn(locale, "/admin/places")}
      />
      {homonyms.length > 1 && (
        <p className={styles.homonyms}>
          {t("admin.read.homonyms", { place: place?.name ?? "" })}{" "}
          {homonyms.map(({ typed, label }) => (
            <button key={typed} type="button" className="quiet" data-into={name} value={typed}>
              {label}
            </button>
          ))}
        </p>
      )}
    </>
  );
}

/** "Kharkiv, 1 March 2022". */
export function eventText(words: Words, { place, date, isWider }: DeskEvent): string {
  const { t } = words;
  if (isWider) return t("admin.read.wider");
  return [place?.name ?? t("admin.read.noPlace"), date === null ? t("admin.read.noDate") : dateText(words, date)].join(", ");
}
