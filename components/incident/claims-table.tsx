/** Every claim: when it was public, who says so and where, what it says, and its part in the figure shown. */
import type { Reason } from "@/domain/estimate";
import type { Bounds } from "@/domain/figure";
import type { ClaimantKind, ClaimStatus, Group, Metric, Scope, Stance } from "@/domain/vocabulary";
import { claimantText } from "../reading/names";
import { pathIn, type Words } from "@/messages";
import { amountText } from "../reading/numbers";
import { shortDateText, statedText } from "../reading/times";
import styles from "./claims-table.module.css";

export interface ShownClaim {
  code: string;
  recordedNo: number;
  claimant: string;
  claimantSlug: string;
  claimantKind: ClaimantKind;
  claimantRole: string | null;
  publisher: string;
  url: string | null;
  archiveUrl: string | null;
  publishedAt: string | null;
  asOf: string | null;
  retrievedAt: string;
  stance: Stance;
  status: ClaimStatus;
  statusReason: string | null;
  preliminary: boolean;
  scope: Scope;
  attributedTo: string | null;
  quote: string | null;
  figures: (Bounds & { metric: Metric; group: Group; scope: Scope })[];
}

interface Props {
  words: Words;
  claims: readonly ShownClaim[];
  timeZone: string;
  /** Each claim's part in the estimates of killed and of wounded. */
  reasons: { killed: Reason; wounded: Reason };
}

export function ClaimsTable({ words, claims, timeZone, reasons }: Props) {
  const { t } = words;
  return (
    <table className={styles.claims}>
      <thead>
        <tr>
          <th scope="col">{t("incident.published")}</th>
          <th scope="col">{t("incident.who")}</th>
          <th scope="col" className="num">
            {t("incident.what")}
          </th>
          <th scope="col" className="num">
            {t("incident.wounded")}
          </th>
          <th scope="col">{t("incident.inToday")}</th>
        </tr>
      </thead>
      <tbody>
        {claims.map((claim) => (
          <tr key={claim.code} id={claim.code}>
            <td>
              <When words={words} claim={claim} timeZone={timeZone} />
            </td>
            <td>
              <Who words={words} claim={claim} />
            </td>
            <td className={styles.figure} data-label={t("incident.what")}>
              <Amount words={words} claim={claim} metric="killed" />
            </td>
            <td className={`${styles.figure} wounded`} data-label={t("incident.wounded")}>
              <Amount words={words} claim={claim} metric="wounded" />
            </td>
            <td className={styles.part}>{partText(words, claim, reasons)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function When({ words, claim, timeZone }: { words: Words; claim: ShownClaim; timeZone: string }) {
  const { t } = words;
  const { publishedAt, asOf, retrievedAt } = claim;
  const asOfText = asOf === null ? null : t("incident.asOf", { date: statedText(words, asOf, timeZone) });
  if (publishedAt === null && asOfText === null)
    return <>{t("incident.undated", { date: shortDateText(words, retrievedAt.slice(0, 10)) })}</>;
  return (
    <>
      {publishedAt === null ? asOfText : statedText(words, publishedAt, timeZone)}
      {publishedAt !== null && asOfText && <span className={styles.small}>{asOfText}</span>}
    </>
  );
}

function Who({ words, claim }: { words: Words; claim: ShownClaim }) {
  const { t } = words;
  const report = t("incident.inReport", { publisher: claim.publisher });
  const remarks = [
    claim.stance === "asserts" ? "" : t(`words.stance.${claim.stance}`),
    claim.preliminary ? t("incident.preliminary") : "",
    claim.attributedTo ? t("incident.blames", { who: claim.attributedTo }) : "",
    claim.status === "standing"
      ? ""
      : `${t(`words.status.${claim.status}`)}${claim.statusReason ? `: ${claim.statusReason}` : ""}`,
    claim.quote ? t("incident.exactly", { quote: claim.quote }) : "",
  ].filter((remark) => remark !== "");
  return (
    <>
      <a href={pathIn(words.locale, `/sources/${claim.claimantSlug}`)} className={styles.claimant}>
        {claimantText(words, claim.claimant)}
      </a>
      <span className={styles.small}>
        {claim.claimantRole ?? t(`words.kind.${claim.claimantKind}`)} ·{" "}
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
        {remarks.length > 0 && ` · ${remarks.join(" · ")}`}
      </span>
    </>
  );
}

function Amount({ words, claim, metric }: { words: Words; claim: ShownClaim; metric: "killed" | "wounded" }) {
  const { t } = words;
  const main = claim.figures.find((f) => f.metric === metric && f.group === "all");
  const groups = claim.figures.filter((f) => f.metric === metric && f.group !== "all");
  const together =
    metric === "killed"
      ? claim.figures.filter((f) => (f.metric === "casualties" || f.metric === "missing") && f.group === "all")
      : [];
  return (
    <>
      <span className={styles.main}>{main ? amountText(words, main) : "–"}</span>
      {groups.map((f) => (
        <span key={f.group} className={styles.small}>
          {t(`words.group.${f.group}`)}: {amountText(words, f)}
        </span>
      ))}
      {together.map((f) => (
        <span key={f.metric} className={styles.small}>
          {t(`words.metric.${f.metric}`)}: {amountText(words, f)}
        </span>
      ))}
    </>
  );
}

function partText({ t }: Words, claim: ShownClaim, { killed, wounded }: Props["reasons"]): string {
  const of = (reason: Reason) => reason.find((part) => part.claim === claim.recordedNo)?.is;
  const [forKilled, forWounded] = [of(killed), of(wounded)];
  if (!forKilled && !forWounded) return claim.stance === "denies" ? t("incident.part.denied") : t("incident.part.none");
  if (!forKilled || !forWounded || forKilled === forWounded) return t(`incident.part.${(forKilled ?? forWounded)!}`);
  return `${t("words.metric.killed")}: ${t(`incident.part.${forKilled}`)}; ${t("words.metric.wounded")}: ${t(`incident.part.${forWounded}`)}`;
}
