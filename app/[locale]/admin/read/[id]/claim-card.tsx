/** One claim of a text: its figures, who says so, why it was read so and what is unsure; to be taken, corrected or left out. */
import { figureField } from "@/app/_server/claim-form";
import { optionsOf } from "@/app/_server/form-words";
import type { DeskEvent, DeskProposal } from "@/app/_server/reading-proposals";
import { SelectField, TextArea, TextField } from "@/components/forms/field";
import { Row } from "@/components/forms/layout";
import { ChoiceField } from "@/components/reading-desk/choice-field";
import { ErrorFold } from "@/components/reading-desk/error-fold";
import styles from "@/components/reading-desk/reading-desk.module.css";
import { languageOf } from "@/components/reading/names";
import { amountText } from "@/components/reading/numbers";
import { boundsOf } from "@/domain/figure";
import { CLAIMANT_KINDS, METRICS, SCOPES, STANCES } from "@/domain/vocabulary";
import type { Words } from "@/messages";
import { eventText } from "./event-head";

interface Props {
  words: Words;
  proposal: DeskProposal;
  /** Its number in the form. */
  index: number;
  /** Its number in the text. */
  number: number;
  events: readonly DeskEvent[];
}

export function ClaimCard({ words, proposal, index, number, events }: Props) {
  const { t } = words;
  const prefix = `c.${index}.`;
  const heading = `claim-${index}-title`;
  return (
    <article id={`claim-${index}`} className={styles.card} data-claim={index} tabIndex={-1} aria-labelledby={heading}>
      <header className={styles.cardHead}>
        <h3 id={heading}>
          <span className="visually-hidden">{t("admin.read.claim", { number })}: </span>
          <Figures words={words} proposal={proposal} />
        </h3>
        <ChoiceField
          name={`${prefix}take`}
          legend={t("admin.read.decide", { number })}
          inline
          options={[
            { value: "yes", label: t("admin.read.take") },
            { value: "no", label: t("admin.read.leave") },
          ]}
        />
      </header>
      <blockquote className={styles.quote} lang={languageOf(proposal.quote)}>
        {proposal.quote} <a href={`#words-${index}`}>{t("admin.read.inText")}</a>
      </blockquote>
      <div className={styles.fields}>
        <div className={styles.amounts}>
          {METRICS.map((metric) => (
            <TextField
              key={metric}
              name={prefix + figureField({ metric, group: "all" })}
              label={t(`forms.claim.figure.${metric}`)}
              width="short"
              plain
            />
          ))}
          {proposal.figures
            .filter(({ group }) => group !== "all")
            .map(({ metric, group }) => (
              <TextField
                key={`${metric} ${group}`}
                name={prefix + figureField({ metric, group })}
                label={`${t(`forms.claim.figure.${metric}`)}: ${t(`words.group.${group}`)}`}
                width="short"
                plain
              />
            ))}
        </div>
        <TextField
          name={`${prefix}claimant.name`}
          label={t("forms.claim.claimant")}
          hint={claimantHint(words, proposal)}
          list="claimants"
          width="wide"
          autoComplete="off"
          maxLength={200}
        />
        {proposal.alike.length > 0 && (
          <p className={styles.homonyms}>
            {t("admin.read.alike")}{" "}
            {proposal.alike.slice(0, 3).map(({ name }) => (
              <button key={name} type="button" className="quiet" data-into={`${prefix}claimant.name`} value={name}>
                {name}
              </button>
            ))}
          </p>
        )}
      </div>
      <Reasons words={words} proposal={proposal} />
      <More words={words} proposal={proposal} prefix={prefix} events={events} />
    </article>
  );
}

/** "Killed at least 10 · wounded 35", with the metric's colour. */
function Figures({ words, proposal: { figures } }: { words: Words; proposal: DeskProposal }) {
  const { t } = words;
  return figures.map(({ metric, group, amount }) => (
    <span key={`${metric} ${group}`} className={styles.stated} data-part={metric} data-share={group !== "all" || undefined}>
      {t("admin.read.stated", {
        metric: t(`words.metric.${metric}`),
        group: group === "all" ? "" : `, ${t(`words.group.${group}`)}`,
        amount: amountText(words, boundsOf(amount)),
      })}
    </span>
  ));
}

function claimantHint({ t }: Words, { claimant, source }: DeskProposal): string {
  if (claimant === null) return t("admin.read.claimantNone");
  if (source === null) return t("admin.read.claimantNew", { name: claimant.name });
  if (source.name === claimant.name) return t("admin.read.claimantSame", { kind: t(`words.kind.${source.kind}`) });
  return t("admin.read.claimantKnown", { name: claimant.name, known: source.name });
}

/** Why it was read so, and what is uncertain. */
function Reasons({ words: { t }, proposal: { why, doubts, repeats } }: { words: Words; proposal: DeskProposal }) {
  const unsure = doubts.map((doubt) => doubt.slice("reading.".length) as "pronoun");
  return (
    <div className={styles.reasons}>
      {repeats && <p className={styles.doubt}>{t("admin.read.repeats", { code: repeats.code, publisher: repeats.publisher })}</p>}
      {unsure.length > 0 && (
        <ul aria-label={t("admin.read.unsure")}>
          {unsure.map((doubt) => (
            <li key={doubt} className={styles.doubt}>
              {t(`admin.read.doubt.${doubt}`)}
            </li>
          ))}
        </ul>
      )}
      <p className="muted">
        {t("admin.read.whySo")} {why.map((pattern) => t(`admin.read.why.${pattern}`)).join("; ")}.
      </p>
    </div>
  );
}

const FOLDED = ["event", "claimant.kind", "claimant.role", "scope", "stance", "repeats", "quote", "asOf"];

function More({
  words,
  proposal,
  prefix,
  events,
}: {
  words: Words;
  proposal: DeskProposal;
  prefix: string;
  events: readonly DeskEvent[];
}) {
  const { t } = words;
  const { repeats, claimant, attack, date, place } = proposal;
  const facts = [
    place?.name ?? t("admin.read.noPlace"),
    date ?? t("admin.read.noDate"),
    t(`words.attack.${attack}`),
    claimant?.role ?? null,
  ].filter((fact) => fact !== null);
  return (
    <ErrorFold summary={t("admin.read.more")} fields={FOLDED.map((name) => prefix + name)}>
      <p className="muted">{t("admin.read.readAs", { facts: facts.join(" · ") })}</p>
      <SelectField
        name={`${prefix}event`}
        label={t("admin.read.belongsTo")}
        options={events.map((event, at) => ({ value: String(at), label: eventText(words, event) }))}
      />
      <Row>
        <SelectField
          name={`${prefix}claimant.kind`}
          label={t("forms.claim.kind")}
          options={optionsOf(CLAIMANT_KINDS, (word) => t(`words.kind.${word}`))}
        />
        <TextField name={`${prefix}claimant.role`} label={t("forms.claim.role")} optional maxLength={200} />
      </Row>
      <Row>
        <SelectField
          name={`${prefix}scope`}
          label={t("forms.claim.scope")}
          options={optionsOf(SCOPES, (word) => t(`words.scope.${word}`))}
        />
        <SelectField
          name={`${prefix}stance`}
          label={t("forms.claim.stance")}
          options={optionsOf(STANCES, (word) => t(`words.stance.${word}`))}
        />
      </Row>
      {repeats && (
        <SelectField
          name={`${prefix}repeats`}
          label={t("forms.claim.repeats")}
          options={[
            { value: repeats.code, label: `${repeats.code} · ${repeats.publisher}` },
            { value: "", label: t("forms.claim.repeatsNone") },
          ]}
        />
      )}
      <TextArea name={`${prefix}quote`} label={t("forms.claim.quote")} hint={t("forms.claim.quoteHint")} optional />
      <TextField name={`${prefix}asOf`} label={t("forms.claim.asOf")} optional plain />
    </ErrorFold>
  );
}
