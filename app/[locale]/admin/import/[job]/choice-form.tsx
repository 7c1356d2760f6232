/** How a table is to be read: its format, and where no format knows it, what its columns hold. */
import { readDb } from "@/app/_server/database";
import { formWords } from "@/app/_server/form-words";
import { choiceValues, CONSTANT_PARTS, MAPPED_METRICS } from "@/app/_server/import-form";
import { may, type SignedIn } from "@/app/_server/session";
import { ActionForm } from "@/components/forms/action-form";
import { CheckboxField, SelectField, TextField } from "@/components/forms/field";
import { FieldSet, Row } from "@/components/forms/layout";
import { SubmitButton } from "@/components/forms/submit-button";
import { ForFormat } from "@/components/import/for-format";
import { rememberedMapping, type ImportShown } from "@/db/queries/imports";
import { FORMAT_NAMES } from "@/domain/formats/formats";
import { GENERIC_PARTS } from "@/domain/formats/generic";
import { pathIn, type Words } from "@/messages";
import { choose } from "../actions";

interface Props {
  words: Words;
  actor: SignedIn;
  job: ImportShown;
  path: string;
}

export function ChoiceForm({ words, actor, job, path }: Props) {
  const { t, locale } = words;
  const remembered = job.mapping === null ? rememberedMapping(readDb(), job.header) : null;
  const names = job.header.filter((name) => name !== "");
  const isLooked = job.report !== null;
  return (
    <section>
      <h2>{t("import.how")}</h2>
      <p className="muted">
        {names.length === 0 ? t("import.unreadable") : t("import.columnsFound", { count: names.length, names: names.join(", ") })}
      </p>
      <ActionForm
        key={`${job.state} ${job.report?.rows}`}
        id="choose"
        action={choose}
        permalink={`${pathIn(locale, path)}#choose`}
        initial={choiceValues(job, remembered)}
        hidden={{ job: String(job.id) }}
        words={formWords(words)}
      >
        <SelectField
          name="format"
          label={t("import.format")}
          hint={t("import.formatHint")}
          options={FORMAT_NAMES.map((value) => ({ value, label: t(`import.formats.${value as "ucdp"}`) }))}
        />
        <SelectField
          name="dates"
          label={t("import.dates")}
          hint={t("import.datesHint")}
          options={(["told", "dmy", "mdy"] as const).map((value) => ({ value, label: t(`import.dateOrders.${value}`) }))}
        />
        <ForFormat name="generic" of="choose-format">
          <Mapping words={words} names={names} isRemembered={remembered !== null} />
        </ForFormat>
        {may(actor, "admin") && <CheckboxField name="publish" label={t("import.publish")} hint={t("import.publishHint")} />}
        <SubmitButton label={t(isLooked ? "import.checkAgain" : "import.check")} pending={t("import.pending")} />
      </ActionForm>
    </section>
  );
}

function Mapping({ words: { t }, names, isRemembered }: { words: Words; names: readonly string[]; isRemembered: boolean }) {
  const columns = [{ value: "", label: t("import.notInTable") }, ...names.map((value) => ({ value, label: value }))];
  return (
    <FieldSet title={t("import.mapping")} help={`${t("import.mappingHint")}${isRemembered ? ` ${t("import.remembered")}` : ""}`}>
      {GENERIC_PARTS.map((part) => {
        const label = t(`import.parts.${part}`);
        const column = <SelectField key={part} name={`column.${part}`} label={label} options={columns} />;
        if (!(CONSTANT_PARTS as readonly string[]).includes(part)) return column;
        return (
          <Row key={part}>
            {column}
            <TextField name={`constant.${part}`} label={t("import.constant", { field: label })} maxLength={200} />
          </Row>
        );
      })}
      {MAPPED_METRICS.map((metric) => {
        const named = { metric: capital(t(`words.metric.${metric}`)) };
        return (
          <Row key={metric}>
            <SelectField name={`amount.${metric}`} label={t("import.figureAmount", named)} options={columns} />
            <SelectField name={`min.${metric}`} label={t("import.figureMin", named)} options={columns} />
            <SelectField name={`max.${metric}`} label={t("import.figureMax", named)} options={columns} />
            <SelectField name={`best.${metric}`} label={t("import.figureBest", named)} options={columns} />
          </Row>
        );
      })}
      <TextField name="scheme" label={t("import.scheme")} hint={t("import.schemeHint")} maxLength={40} plain />
    </FieldSet>
  );
}

/** As at the start of a line. */
function capital(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}
