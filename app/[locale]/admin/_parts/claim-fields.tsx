/** The fields of a claim: what everybody fills in first, so that a claim is entered from one field to the next; the rest after it. */
import { figureField, FORM_FIGURES } from "@/app/_server/claim-form";
import { optionsOf } from "@/app/_server/form-words";
import { Effect } from "@/components/forms/effect";
import { CheckboxField, SelectField, TextArea, TextField, type Option } from "@/components/forms/field";
import { Fold } from "@/components/forms/fold";
import { FieldSet, Row } from "@/components/forms/layout";
import { SaidField } from "@/components/forms/said-field";
import type { KnownSource } from "@/db/queries/desk";
import { CLAIMANT_KINDS, CLAIM_STATUSES, METRICS, SCOPES, STANCES } from "@/domain/vocabulary";
import { pathIn, type Words } from "@/messages";

interface Props {
  words: Words;
  /** What field names begin with, where the claim is part of a larger form. */
  prefix?: string;
  sources: readonly KnownSource[];
  /** Claims of the same incident that this one may repeat; null where they are not to be shown, but one may have been chosen. */
  repeatable: readonly Option[] | null;
}

export function ClaimFields({ words, prefix = "", sources, repeatable }: Props) {
  const { t, locale } = words;
  const list = `${prefix}sources`.replace(".", "-");
  return (
    <>
      <FieldSet title={t("forms.claim.who")}>
        <TextField
          name={`${prefix}claimant.name`}
          label={t("forms.claim.claimant")}
          hint={t("forms.claim.claimantHint")}
          list={list}
          width="wide"
          autoComplete="off"
          maxLength={200}
        />
        <datalist id={list}>
          {sources.map(({ name, role, kind }) => (
            <option key={name} value={name}>
              {role ?? t(`words.kind.${kind}`)}
            </option>
          ))}
        </datalist>
        <SaidField
          name={`${prefix}said`}
          label={t("forms.claim.said")}
          hint={t("forms.claim.saidHint")}
          understood={t("forms.claim.saidUnderstood")}
          figures={figureLabels(words, prefix)}
        />
        <Effect
          from={pathIn(locale, "/admin/incidents/effect")}
          title={t("forms.claim.effect")}
          before={t("forms.claim.effectBefore")}
          after={t("forms.claim.effectAfter")}
          same={t("forms.claim.effectSame")}
          nothing={t("forms.claim.effectNothing")}
        />
      </FieldSet>
      <FieldSet title={t("forms.claim.where")}>
        <TextField name={`${prefix}report.publisher`} label={t("forms.claim.publisher")} maxLength={200} />
        <TextField
          name={`${prefix}report.url`}
          label={t("forms.claim.url")}
          optional
          type="url"
          inputMode="url"
          width="wide"
          plain
        />
        <TextField
          name={`${prefix}report.publishedAt`}
          label={t("forms.claim.publishedAt")}
          hint={t("forms.claim.publishedAtHint")}
          optional
          plain
        />
      </FieldSet>
      <FieldSet title={t("forms.claim.figures")} help={t("forms.claim.figuresHint")}>
        <Figures words={words} prefix={prefix} />
        <SelectField
          name={`${prefix}scope`}
          label={t("forms.claim.scope")}
          hint={t("forms.claim.scopeHint")}
          options={optionsOf(SCOPES, (word) => t(`words.scope.${word}`))}
        />
        <CheckboxField name={`${prefix}preliminary`} label={t("forms.claim.preliminary")} />
        {(repeatable === null || repeatable.length > 0) && (
          <SelectField
            name={`${prefix}repeats`}
            label={t("forms.claim.repeats")}
            hint={t("forms.claim.repeatsHint")}
            options={[{ value: "", label: t("forms.claim.repeatsNone") }, ...(repeatable ?? [])]}
          />
        )}
        <TextArea name={`${prefix}quote`} label={t("forms.claim.quote")} hint={t("forms.claim.quoteHint")} optional />
      </FieldSet>
      <FieldSet title={t("forms.claim.more")}>
        <Row>
          <SelectField
            name={`${prefix}claimant.kind`}
            label={t("forms.claim.kind")}
            hint={t("forms.claim.kindHint")}
            options={[
              { value: "", label: t("forms.claim.kindByName") },
              ...optionsOf(CLAIMANT_KINDS, (word) => t(`words.kind.${word}`)),
            ]}
          />
          <TextField name={`${prefix}claimant.role`} label={t("forms.claim.role")} optional maxLength={200} />
        </Row>
        <CheckboxField
          name={`${prefix}claimant.withheld`}
          label={t("forms.claim.withheld")}
          hint={t("forms.claim.withheldHint")}
        />
        <Row>
          <SelectField
            name={`${prefix}stance`}
            label={t("forms.claim.stance")}
            options={optionsOf(STANCES, (word) => t(`words.stance.${word}`))}
          />
          <TextField name={`${prefix}attributedTo`} label={t("forms.claim.attributedTo")} optional maxLength={200} />
        </Row>
        <Row>
          <TextField name={`${prefix}asOf`} label={t("forms.claim.asOf")} hint={t("forms.claim.asOfHint")} optional plain />
          <TextField name={`${prefix}report.retrievedAt`} label={t("forms.claim.retrievedAt")} plain />
        </Row>
        <TextField
          name={`${prefix}report.archiveUrl`}
          label={t("forms.claim.archiveUrl")}
          optional
          type="url"
          inputMode="url"
          width="wide"
          plain
        />
        <TextField name={`${prefix}report.title`} label={t("forms.claim.reportTitle")} optional width="wide" maxLength={500} />
      </FieldSet>
      <FieldSet title={t("forms.claim.statusTitle")}>
        <Row>
          <SelectField
            name={`${prefix}status`}
            label={t("forms.claim.status")}
            options={optionsOf(CLAIM_STATUSES, (word) => t(`words.status.${word}`))}
          />
          <TextField
            name={`${prefix}statusAt`}
            label={t("forms.claim.statusAt")}
            hint={t("forms.claim.statusAtHint")}
            optional
            plain
          />
        </Row>
        <TextField name={`${prefix}statusReason`} label={t("forms.claim.statusReason")} optional width="wide" maxLength={500} />
        <TextArea name={`${prefix}note`} label={t("forms.claim.note")} hint={t("forms.incident.noteHint")} optional />
      </FieldSet>
    </>
  );
}

/** Every figure that has a field of its own, by its metric and group. */
function figureLabels({ t }: Words, prefix: string): Record<string, { label: string; field: string }> {
  return Object.fromEntries(
    FORM_FIGURES.map(({ metric, group }) => {
      const name = t(`forms.claim.figure.${metric}`);
      const label = group === "all" ? name : `${name}, ${t(`words.group.${group}`)}`;
      return [`${metric} ${group}`, { label, field: prefix + figureField({ metric, group }) }];
    }),
  );
}

function Figures({ words: { t }, prefix }: { words: Words; prefix: string }) {
  const parts = FORM_FIGURES.filter(({ group }) => group !== "all");
  return (
    <>
      <Row>
        {METRICS.filter((metric) => metric !== "casualties").map((metric) => (
          <TextField
            key={metric}
            name={prefix + figureField({ metric, group: "all" })}
            label={t(`forms.claim.figure.${metric}`)}
            width="short"
            plain
          />
        ))}
      </Row>
      <TextField
        name={prefix + figureField({ metric: "casualties", group: "all" })}
        label={t("forms.claim.figure.casualties")}
        hint={t("forms.claim.figure.casualtiesHint")}
        width="short"
        plain
      />
      <Fold summary={t("forms.claim.groups")} fields={parts.map((part) => prefix + figureField(part))}>
        <p className="muted">{t("forms.claim.groupsHint")}</p>
        <Row>
          {parts.map((part) => (
            <TextField
              key={`${part.metric} ${part.group}`}
              name={prefix + figureField(part)}
              label={`${t(`forms.claim.figure.${part.metric}`)}: ${t(`words.group.${part.group}`)}`}
              width="short"
              plain
            />
          ))}
        </Row>
      </Fold>
    </>
  );
}
