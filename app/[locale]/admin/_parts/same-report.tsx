/** Taking the next claim from a report that was read before: links that fill its fields in. */
import { readDb } from "@/app/_server/database";
import type { SignedIn } from "@/app/_server/session";
import { statedText } from "@/components/reading/times";
import { findReportOf, listRecentReports } from "@/db/queries/recent-reports";
import { findRecord } from "@/db/queries/record";
import type { Words } from "@/messages";
import styles from "./desk.module.css";

/** Links to this page with a report's fields filled in; nothing while the person has entered no claim. */
export function SameReport({ words, actor, href }: { words: Words; actor: SignedIn; href: (claim: string) => string }) {
  const { t } = words;
  const db = readDb();
  const reports = listRecentReports(db, actor);
  if (reports.length === 0) return null;
  const { timeZone } = findRecord(db);
  return (
    <p className={styles.small}>
      {t("forms.claim.sameReport")}{" "}
      {reports.map(({ claim, publisher, title, publishedAt }, index) => (
        <span key={claim}>
          {index > 0 && " · "}
          <a href={href(claim)}>
            {[publisher, title ?? (publishedAt && statedText(words, publishedAt, timeZone))].filter(Boolean).join(", ")}
          </a>
        </span>
      ))}
    </p>
  );
}

/** What the fields of a report hold when a claim is taken from the report of another. */
export function reportValues(actor: SignedIn, claim: string | null, prefix = ""): Record<string, string> {
  const report = claim === null ? null : findReportOf(readDb(), actor, claim.slice(0, 40));
  if (!report) return {};
  const { publisher, title, url, publishedAt, retrievedAt } = report;
  return Object.fromEntries(
    Object.entries({ publisher, title, url, publishedAt, retrievedAt }).map(([name, value]) => [
      `${prefix}report.${name}`,
      value ?? "",
    ]),
  );
}
