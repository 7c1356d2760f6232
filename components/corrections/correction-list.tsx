/** Corrections in plain words: when, of what, and what changed from what to what. */
import type { Bounds } from "@/domain/figure";
import type { CityOf } from "@/domain/incident-summary";
import {
  ATTACK_TYPES,
  CLAIM_STATUSES,
  CLAIMANT_KINDS,
  DATE_PRECISIONS,
  LOCATION_PRECISIONS,
  POLICIES,
  SCOPES,
  STANCES,
  type DatePrecision,
  type Group,
  type LocationPrecision,
  type Metric,
  type Scope,
} from "@/domain/vocabulary";
import { isCivilDate, isStatedTime } from "@/domain/dates";
import { pathIn, type Words } from "@/messages";
import { cityText, languageOf } from "../reading/names";
import { amountText, personsText } from "../reading/numbers";
import { dateText, incidentDateText, instantText, statedText } from "../reading/times";
import styles from "./corrections.module.css";

type Value = string | number | boolean | null;
type ShownBounds = Bounds & { scope: Scope };

export type ShownChange =
  | { word: string; from: number; to: number }
  | { field: string; from: Value; to: Value }
  | { field: string }
  | { figure: { metric: Metric; group: Group }; from: ShownBounds | null; to: ShownBounds | null };

export interface ShownCorrection {
  id: number;
  at: number;
  kind: Kind;
  incident: {
    code: string;
    title: string | null;
    dateStart: string | null;
    dateEnd: string | null;
    datePrecision: DatePrecision;
    locationPrecision: LocationPrecision;
    city: CityOf | null;
  } | null;
  source: { slug: string; name: string } | null;
  claims: readonly string[];
  changes: readonly ShownChange[];
  reason: string | null;
  ruling: { metric: Metric; group: Group; best: number } | null;
  incidents?: readonly string[];
}

type Kind =
  | "incident_amended"
  | "claim_amended"
  | "claims_added"
  | "claim_retracted"
  | "incident_retracted"
  | "ruled"
  | "ruling_revoked"
  | "source_amended"
  | "incident_merged"
  | "incident_split"
  | "source_merged"
  | "source_withheld"
  | "method_changed"
  | "record_amended";

interface Props {
  words: Words;
  corrections: readonly ShownCorrection[];
  timeZone: string;
}

export function CorrectionList({ words, corrections, timeZone }: Props) {
  return (
    <ol className={styles.list}>
      {corrections.map((correction) => (
        <li key={correction.id} id={`c${correction.id}`} data-kind={correction.kind}>
          <p className={styles.when}>
            <time dateTime={new Date(correction.at).toISOString()}>{instantText(words, correction.at, timeZone)}</time>
          </p>
          <h2 className={styles.title}>
            <Subject words={words} correction={correction} />
          </h2>
          <p>
            {words.t(`corrections.kind.${correction.kind}`, {
              claims: correction.claims.join(", "),
              count: correction.claims.length,
              metric: correction.ruling ? rulingMetric(words, correction.ruling) : "",
              best: correction.ruling ? personsText(words, correction.ruling.best) : "",
            })}
          </p>
          {correction.changes.length > 0 && (
            <ul className={styles.changes}>
              {correction.changes.map((change) => (
                <li key={keyOf(change)}>
                  <Change words={words} change={change} timeZone={timeZone} />
                </li>
              ))}
            </ul>
          )}
          {correction.incidents && <Changed words={words} codes={correction.incidents} />}
          {correction.reason && (
            <p>
              {words.t("corrections.reason")} <q lang={languageOf(correction.reason)}>{correction.reason}</q>
            </p>
          )}
        </li>
      ))}
    </ol>
  );
}

function keyOf(change: ShownChange): string {
  if ("word" in change) return change.word;
  return "figure" in change ? `${change.figure.metric} ${change.figure.group}` : change.field;
}

/** Which incidents' numbers changed with the method or the settings. */
function Changed({ words: { t, locale }, codes }: { words: Words; codes: readonly string[] }) {
  if (codes.length === 0) return null;
  return (
    <p>
      {t("corrections.incidentsChanged", { count: codes.length })}{" "}
      {codes.map((code, index) => (
        <span key={code}>
          {index > 0 && ", "}
          <a href={pathIn(locale, `/incidents/${code}`)}>{code}</a>
        </span>
      ))}
    </p>
  );
}

function Subject({ words, correction }: { words: Words; correction: ShownCorrection }) {
  const { t, locale } = words;
  const { incident, source } = correction;
  if (source) {
    return (
      <a href={pathIn(locale, `/sources/${source.slug}`)} lang={languageOf(source.name)}>
        {source.name}
      </a>
    );
  }
  if (!incident)
    return correction.kind === "method_changed" ? (
      <a href={pathIn(locale, "/methodology#vague")}>{t("methodology.title")}</a>
    ) : (
      <a href={pathIn(locale, "/data")}>{t("corrections.wholeRecord")}</a>
    );
  const href = pathIn(locale, `/incidents/${incident.code}`);
  const { title, dateStart } = incident;
  if (title === null || dateStart === null)
    return <a href={href}>{t("corrections.retractedIncident", { code: incident.code })}</a>;
  const place = incident.city ? cityText(words, incident.city) : t(`words.locationPrecision.${incident.locationPrecision}`);
  return (
    <>
      <a href={href}>
        {place}: <span lang={languageOf(title)}>{title}</span>
      </a>
      <span className={styles.date}>
        {" "}
        {incidentDateText(words, { ...incident, dateStart })} · {incident.code}
      </span>
    </>
  );
}

function Change({ words, change, timeZone }: { words: Words; change: ShownChange; timeZone: string }) {
  const { t } = words;
  if ("figure" in change) {
    const { metric, group } = change.figure;
    const name = group === "all" ? t(`words.metric.${metric}`) : `${t(`words.metric.${metric}`)} (${t(`words.group.${group}`)})`;
    const text = (bounds: ShownBounds | null) =>
      bounds === null
        ? t("corrections.noFigure")
        : bounds.scope === "incident"
          ? amountText(words, bounds)
          : `${amountText(words, bounds)} (${t(`words.scope.${bounds.scope}`)})`;
    return <FromTo words={words} name={name} from={text(change.from)} to={text(change.to)} />;
  }
  if ("word" in change) {
    const orMore = (floor: number) => t("words.range.orMore", { range: personsText(words, floor) });
    return (
      <FromTo
        words={words}
        name={t("words.amount.vague", { word: change.word })}
        from={orMore(change.from)}
        to={orMore(change.to)}
      />
    );
  }
  const name = fieldName(words, change.field);
  if (!("from" in change)) return t("corrections.changed", { field: name });
  const text = (value: Value) => valueText(words, change.field, value, timeZone);
  return <FromTo words={words} name={name} from={text(change.from)} to={text(change.to)} />;
}

function FromTo({ words, name, from, to }: { words: Words; name: string; from: string; to: string }) {
  return (
    <>
      {name}: <del>{from}</del> <span aria-hidden="true">→</span>{" "}
      <span className="visually-hidden">{words.t("corrections.to")}</span> <ins>{to}</ins>
    </>
  );
}

function fieldName({ t }: Words, field: string): string {
  const key = `corrections.field.${field}` as "corrections.field.title";
  return t.has(key) ? t(key) : field;
}

function rulingMetric({ t }: Words, { metric, group }: { metric: Metric; group: Group }): string {
  return group === "all" ? t(`words.metric.${metric}`) : `${t(`words.metric.${metric}`)} (${t(`words.group.${group}`)})`;
}

/** A field's value as readers know it: vocabulary words in their language, dates written out, nothing as a dash. */
function valueText(words: Words, field: string, value: Value, timeZone: string): string {
  const { t } = words;
  const among = <Word extends string>(list: readonly Word[]) => list.find((one) => one === value);
  if (value === null || value === "") return t("corrections.empty");
  if (typeof value === "boolean") return t(value ? "corrections.yes" : "corrections.no");
  if (typeof value === "number") return personsText(words, value);
  const policy = field === "defaultPolicy" ? among(POLICIES) : undefined;
  if (policy) return t(`words.policySentence.${policy}`);
  const attack = field === "attackType" ? among(ATTACK_TYPES) : undefined;
  if (attack) return t(`words.attack.${attack}`);
  const datePrecision = field === "datePrecision" ? among(DATE_PRECISIONS) : undefined;
  if (datePrecision) return t(`words.datePrecision.${datePrecision}`);
  const location = field === "locationPrecision" ? among(LOCATION_PRECISIONS) : undefined;
  if (location) return t(`words.locationPrecision.${location}`);
  const stance = field === "stance" ? among(STANCES) : undefined;
  if (stance) return t(`words.stance.${stance}`);
  const scope = field === "scope" ? among(SCOPES) : undefined;
  if (scope) return t(`words.scope.${scope}`);
  const status = field === "status" ? among(CLAIM_STATUSES) : undefined;
  if (status) return t(`words.status.${status}`);
  const kind = field === "kind" ? among(CLAIMANT_KINDS) : undefined;
  if (kind) return t(`words.kind.${kind}`);
  if (field.startsWith("date") && isCivilDate(value)) return dateText(words, value);
  if (["asOf", "publishedAt", "statusAt"].includes(field) && isStatedTime(value)) return statedText(words, value, timeZone);
  return value;
}
