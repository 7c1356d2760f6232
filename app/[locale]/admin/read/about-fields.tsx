/** Where a text stands: its publisher, its address, its date, and the place to assume. */
import { TextField } from "@/components/forms/field";
import { FieldSet, Row } from "@/components/forms/layout";
import { PlaceField } from "@/components/forms/place-field";
import { pathIn, type Words } from "@/messages";

export function AboutFields({ words: { t, locale } }: { words: Words }) {
  return (
    <FieldSet title={t("forms.claim.where")}>
      <Row>
        <TextField name="publisher" label={t("forms.claim.publisher")} maxLength={200} />
        <TextField
          name="publishedAt"
          label={t("forms.claim.publishedAt")}
          hint={t("admin.read.publishedAtHint")}
          optional
          plain
        />
      </Row>
      <TextField name="url" label={t("forms.claim.url")} optional type="url" inputMode="url" width="wide" plain />
      <TextField name="title" label={t("forms.claim.reportTitle")} optional width="wide" maxLength={500} />
      <Row>
        <TextField name="archiveUrl" label={t("forms.claim.archiveUrl")} optional type="url" inputMode="url" plain />
        <PlaceField
          name="place"
          label={t("admin.read.place")}
          hint={t("admin.read.placeHint")}
          optional
          from={pathIn(locale, "/admin/places")}
        />
      </Row>
    </FieldSet>
  );
}
