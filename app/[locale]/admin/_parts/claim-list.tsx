/** An incident's claims as the desk sees them: drafts, withdrawn and set-aside ones too. */
import { readDb } from "@/app/_server/database";
import type { ClaimForEdit } from "@/db/queries/desk";
import { readFloors } from "@/db/queries/methodology";
import { amountText } from "@/components/reading/numbers";
import { breakdownWarnings } from "@/domain/breakdown";
import { amountOf } from "@/domain/figure";
import { statedText } from "@/components/reading/times";
import { pathIn, type Words } from "@/messages";
import styles from "./desk.module.css";

interface Props {
  words: Words;
  claims: readonly ClaimForEdit[];
  timeZone: string;
  /** The captured texts that claims were taken from, by the claim's code. */
  texts: ReadonlyMap<string, number>;
}

export function ClaimList({ words, claims, timeZone, texts }: Props) {
  const { t, locale } = words;
  return (
    <ul className={styles.list}>
      {claims.map((claim) => (
        <li key={claim.code} className={styles.claim}>
          <p className={styles.small}>{publishedText(words, claim, timeZone)}</p>
          <div>
            <p>
              <strong>{claim.claimant.name}</strong>
              {claim.claimant.role && <span className="muted">, {claim.claimant.role}</span>}
            </p>
            <p className={styles.small}>
              {claim.report.url ? (
                <a href={claim.report.url} rel="noopener noreferrer" target="_blank">
                  {t("admin.page.inPublisher", { publisher: claim.report.publisher })} ↗
                </a>
              ) : (
                t("admin.page.inPublisher", { publisher: claim.report.publisher })
              )}
              {texts.has(claim.code) && (
                <>
                  {" · "}
                  <a href={pathIn(locale, `/admin/claims/${claim.code}#from-text`)}>{t("admin.read.fromTextShort")}</a>
                </>
              )}
            </p>
            {claim.quote && <p className={styles.small}>{t("words.amount.vague", { word: claim.quote })}</p>}
            <p>
              {tagsOf(words, claim).map((tag) => (
                <span key={tag} className={styles.tag}>
                  {tag}
                </span>
              ))}
            </p>
            <ClaimWarnings words={words} claim={claim} />
          </div>
          <Figures words={words} claim={claim} />
          <a href={pathIn(locale, `/admin/claims/${claim.code}`)} aria-label={t("admin.page.amendClaim", { code: claim.code })}>
            {t("admin.page.amend")}
          </a>
        </li>
      ))}
    </ul>
  );
}

function Figures({ words, claim: { figures } }: { words: Words; claim: ClaimForEdit }) {
  const { t } = words;
  if (figures.length === 0) return <p className="muted">{t("admin.page.noFigures")}</p>;
  const wholeFirst = [...figures].sort((a, b) => Number(b.group === "all") - Number(a.group === "all"));
  return (
    <dl>
      {wholeFirst.map((figure) => (
        <div key={`${figure.metric} ${figure.group}`}>
          <dt>
            {t(`words.metric.${figure.metric}`)}
            {figure.group !== "all" && `, ${t(`words.group.${figure.group}`)}`}
          </dt>
          <dd className={figure.metric === "wounded" ? "wounded" : undefined}>{amountText(words, figure)}</dd>
        </div>
      ))}
    </dl>
  );
}

/** What does not add up among a claim's own figures: a warning, since sources make such mistakes. */
export function ClaimWarnings({ words: { t }, claim }: { words: Words; claim: ClaimForEdit }) {
  const floors = readFloors(readDb());
  const warnings = breakdownWarnings(claim.figures.map((figure) => ({ ...figure, amount: amountOf(figure, floors) })));
  if (warnings.length === 0) return null;
  return (
    <div className={styles.warning}>
      {warnings.map(({ metric, code, groups, parts, total }) => (
        <p key={`${metric} ${code} ${groups.join(" ")}`}>
          {t(`admin.warning.${code}`, {
            metric: t(`forms.claim.figure.${metric}`),
            groups: groups.map((group) => t(`words.group.${group}`)).join(", "),
            parts,
            total,
          })}
        </p>
      ))}
      <p className={styles.small}>{t("admin.warning.lead")}</p>
    </div>
  );
}

function publishedText(words: Words, { report, asOf }: ClaimForEdit, timeZone: string): string {
  if (report.publishedAt) return statedText(words, report.publishedAt, timeZone);
  if (asOf) return words.t("admin.page.asOf", { date: statedText(words, asOf, timeZone) });
  return words.t("admin.page.undated", { date: statedText(words, report.retrievedAt, timeZone) });
}

/** What sets a claim apart from a plain published one. */
function tagsOf({ t }: Words, claim: ClaimForEdit): string[] {
  return [
    claim.publication === "published" ? null : t(`words.publication.${claim.publication}`),
    claim.status === "standing" ? null : t(`words.status.${claim.status}`),
    claim.stance === "asserts" ? null : t(`words.stance.${claim.stance}`),
    claim.scope === "incident" ? null : t(`words.scope.${claim.scope}`),
    claim.repeats && t("admin.page.repeats", { code: claim.repeats }),
  ].filter((tag) => tag !== null && tag !== "") as string[];
}

/** A claim in a list of claims to choose from: "C17 · Ihor Terekhov, 28 Feb 2022". */
export function claimOption(words: Words, claim: ClaimForEdit, timeZone: string): { value: string; label: string } {
  return { value: claim.code, label: `${claim.code} · ${claim.claimant.name}, ${publishedText(words, claim, timeZone)}` };
}
