/** Sources with their kind and role; a branch stands under the voice it speaks with. */
import type { ClaimantKind } from "@/domain/vocabulary";
import type { Words } from "@/messages";
import { languageOf } from "../reading/names";
import { personsText } from "../reading/numbers";
import { shortDateText } from "../reading/times";
import styles from "./sources.module.css";

export interface ShownSource {
  slug: string;
  name: string;
  kind: ClaimantKind;
  role: string | null;
  /** The name of the voice that it speaks with; null: its own. */
  voiceName: string | null;
  href: string;
  claims: number;
  incidents: number;
  from: string | null;
  to: string | null;
}

export function SourceTable({ words, sources }: { words: Words; sources: readonly ShownSource[] }) {
  const { t } = words;
  return (
    <table className={styles.sources} data-sources="">
      <caption className="visually-hidden">{t("sources.table")}</caption>
      <thead>
        <tr>
          <th scope="col">{t("sources.name")}</th>
          <th scope="col">{t("sources.role")}</th>
          <th scope="col" className="num">
            {t("sources.claims")}
          </th>
          <th scope="col" className="num">
            {t("sources.incidents")}
          </th>
          <th scope="col" className="num">
            {t("sources.dates")}
          </th>
        </tr>
      </thead>
      <tbody>
        {sources.map((source) => (
          <tr key={source.slug}>
            <th scope="row" className={source.voiceName ? styles.branch : undefined}>
              <a href={source.href} lang={languageOf(source.name)}>
                {source.name}
              </a>
              {source.voiceName && <span className={styles.small}>{t("sources.branchOf", { voice: source.voiceName })}</span>}
              {source.claims === 0 && <span className={styles.small}>{t("sources.onlyBranches")}</span>}
            </th>
            <td>
              {t(`words.kind.${source.kind}`)}
              {source.role && (
                <span className={styles.small} lang={languageOf(source.role)}>
                  {source.role}
                </span>
              )}
            </td>
            <td className="num" data-label={t("sources.claims")}>
              {personsText(words, source.claims)}
            </td>
            <td className="num" data-label={t("sources.incidents")}>
              {personsText(words, source.incidents)}
            </td>
            <td className={`num ${styles.dates}`}>
              {[...new Set([source.from, source.to])]
                .filter((date) => date !== null)
                .map((date) => shortDateText(words, date))
                .join(" – ")}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
