/** A source's claims, incident by incident: when, what, and what each figure does in the estimate shown. */
import type { Bounds } from "@/domain/figure";
import type { CityOf } from "@/domain/incident-summary";
import type { ClaimStatus, DatePrecision, Group, LocationPrecision, Metric, Scope, Stance } from "@/domain/vocabulary";
import type { Part } from "@/domain/estimate";
import type { Words } from "@/messages";
import { cityText, languageOf } from "../reading/names";
import { amountText, personsText } from "../reading/numbers";
import { incidentDateText, shortDateText, statedText } from "../reading/times";
import styles from "./sources.module.css";

export interface ShownClaim {
  code: string;
  publisher: string;
  url: string | null;
  archiveUrl: string | null;
  publishedAt: string | null;
  asOf: string | null;
  retrievedAt: string;
  stance: Stance;
  status: ClaimStatus;
  preliminary: boolean;
  figures: readonly (Bounds & { metric: Metric; group: Group; scope: Scope })[];
  parts: Partial<Record<Metric, Part["is"]>>;
}

export interface ShownIncident {
  code: string;
  title: string;
  dateStart: string;
  dateEnd: string | null;
  datePrecision: DatePrecision;
  locationPrecision: LocationPrecision;
  city: CityOf | null;
  best: Partial<Record<Metric, number | null>>;
  claims: readonly ShownClaim[];
  href: string;
}

interface Props {
  words: Words;
  timeZone: string;
  metrics: readonly Metric[];
  group: Group;
  incidents: readonly ShownIncident[];
}

export function SourceClaims({ words, timeZone, metrics, group, incidents }: Props) {
  const { t } = words;
  return (
    <table className={styles.claims} data-source-claims="">
      <caption className="visually-hidden">{t("sources.claimsTitle")}</caption>
      <thead>
        <tr>
          <th scope="col">{t("sources.incident")}</th>
          <th scope="col">{t("sources.when")}</th>
          {metrics.map((metric) => (
            <th key={metric} scope="col" className="num">
              {capital(t(`words.metric.${metric}`))}
            </th>
          ))}
          <th scope="col">{t("sources.part")}</th>
        </tr>
      </thead>
      {incidents.map((incident) => (
        <tbody key={incident.code}>
          {incident.claims.map((claim, index) => (
            <tr key={claim.code}>
              {index === 0 && (
                <th scope="rowgroup" rowSpan={incident.claims.length}>
                  <IncidentName words={words} incident={incident} metrics={metrics} />
                </th>
              )}
              <td>
                <When words={words} claim={claim} timeZone={timeZone} />
              </td>
              {metrics.map((metric) => (
                <td
                  key={metric}
                  className={`${styles.figure} ${metric === "wounded" ? "wounded" : ""}`}
                  data-label={capital(t(`words.metric.${metric}`))}
                >
                  <Amount words={words} claim={claim} metric={metric} group={group} />
                </td>
              ))}
              <td className={styles.part}>{partText(words, claim, metrics)}</td>
            </tr>
          ))}
        </tbody>
      ))}
    </table>
  );
}

function IncidentName({ words, incident, metrics }: { words: Words; incident: ShownIncident; metrics: readonly Metric[] }) {
  const place = incident.city ? cityText(words, incident.city) : words.t(`words.locationPrecision.${incident.locationPrecision}`);
  const taken = metrics
    .filter((metric) => incident.best[metric] != null)
    .map((metric) => `${words.t(`words.metric.${metric}`)} ${personsText(words, incident.best[metric]!)}`);
  return (
    <>
      <a href={incident.href}>
        {place}: <span lang={languageOf(incident.title)}>{incident.title}</span>
      </a>
      <span className={styles.small}>{incidentDateText(words, incident)}</span>
      {taken.length > 0 && <span className={styles.small}>{words.t("sources.taken", { best: taken.join(", ") })}</span>}
    </>
  );
}

function When({ words, claim, timeZone }: { words: Words; claim: ShownClaim; timeZone: string }) {
  const { t } = words;
  const report = t("incident.inReport", { publisher: claim.publisher });
  return (
    <>
      {whenText(words, claim, timeZone)}
      <span className={styles.small}>
        {claim.url ? (
          <a href={claim.url} rel="noopener nofollow">
            {report}
          </a>
        ) : (
          report
        )}
        {claim.archiveUrl && (
          <>
            {" · "}
            <a href={claim.archiveUrl} rel="noopener nofollow">
              {t("incident.archived")}
            </a>
          </>
        )}
        {[
          claim.stance === "asserts" ? "" : t(`words.stance.${claim.stance}`),
          claim.preliminary ? t("incident.preliminary") : "",
          claim.status === "standing" ? "" : t(`words.status.${claim.status}`),
        ]
          .filter(Boolean)
          .map((remark) => ` · ${remark}`)}
      </span>
    </>
  );
}

/** When the world could read a claim, as stated: published, else as of, else the day it was read. */
export function whenText(
  words: Words,
  claim: Pick<ShownClaim, "publishedAt" | "asOf" | "retrievedAt">,
  timeZone: string,
): string {
  const { publishedAt, asOf, retrievedAt } = claim;
  if (publishedAt !== null) return statedText(words, publishedAt, timeZone);
  if (asOf !== null) return words.t("incident.asOf", { date: statedText(words, asOf, timeZone) });
  return words.t("incident.undated", { date: shortDateText(words, retrievedAt.slice(0, 10)) });
}

function Amount({ words, claim, metric, group }: { words: Words; claim: ShownClaim; metric: Metric; group: Group }) {
  const figure = claim.figures.find((one) => one.metric === metric && one.group === group);
  const others = claim.figures.filter((one) => one.metric === metric && one.group !== group);
  return (
    <>
      <b>{figure ? amountText(words, figure) : "–"}</b>
      {figure && figure.scope !== "incident" && <span className={styles.small}>{words.t(`words.scope.${figure.scope}`)}</span>}
      {others.map((one) => (
        <span key={one.group} className={styles.small}>
          {words.t(`words.group.${one.group}`)}: {amountText(words, one)}
        </span>
      ))}
    </>
  );
}

function partText({ t }: Words, claim: ShownClaim, metrics: readonly Metric[]): string {
  const told = metrics.flatMap((metric) => (claim.parts[metric] ? [{ metric, part: claim.parts[metric] }] : []));
  if (told.length === 0) return t(claim.stance === "denies" ? "incident.part.denied" : "incident.part.none");
  if (told.every(({ part }) => part === told[0]!.part)) return t(`incident.part.${told[0]!.part}`);
  return told.map(({ metric, part }) => `${t(`words.metric.${metric}`)}: ${t(`incident.part.${part}`)}`).join("; ");
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
