/** Rows with their range and, beside it, the figure that each policy takes, with its difference to the baseline. */
import { POLICIES, type Policy } from "@/domain/vocabulary";
import type { Words } from "@/messages";
import { personsText, rangeText } from "../reading/numbers";
import styles from "./compare.module.css";

/** A range that holds under every policy, and the best of each. */
export interface Compared {
  low: number | null;
  high: number | null;
  open: boolean;
  best: Record<Policy, number | null>;
}

export interface ComparedRow extends Compared {
  key: string;
  name: string;
  /** Under the name, smaller. */
  detail?: string;
  href?: string | undefined;
  lang?: string | undefined;
}

interface Props {
  words: Words;
  /** Names the table to those who hear it, and the box that scrolls sideways. */
  caption: string;
  /** What the rows are: "City". */
  heading: string;
  rows: readonly ComparedRow[];
  baseline: Policy;
  /** For scripts and tests that read the page. */
  id: string;
  /** Says the difference to the baseline under each number; without it, numbers like the baseline's are muted. */
  withDifferences?: boolean;
}

export function ComparedTable({ words, caption, heading, rows, baseline, id, withDifferences = false }: Props) {
  const { t } = words;
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={caption}>
      <table className={styles.table} data-compared={id}>
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{heading}</th>
            <th scope="col" className="num">
              {t("compare.range")}
            </th>
            {POLICIES.map((policy) => (
              <th key={policy} scope="col" className={`num ${policy === baseline ? styles.baseline : ""}`}>
                {t(`words.policy.${policy}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key} data-row={row.key}>
              <th scope="row" className={styles.name}>
                {row.href ? (
                  <a href={row.href} lang={row.lang}>
                    {row.name}
                  </a>
                ) : (
                  row.name
                )}
                {row.detail && <span className={styles.small}>{row.detail}</span>}
              </th>
              <td className="num">{rangeText(words, row)}</td>
              {POLICIES.map((policy) => (
                <td
                  key={policy}
                  className={`num ${policy === baseline ? styles.baseline : row.best[policy] === row.best[baseline] ? "muted" : ""}`}
                  data-policy={policy}
                  data-best={row.best[policy] ?? ""}
                >
                  {row.best[policy] === null ? "–" : personsText(words, row.best[policy])}
                  {withDifferences && policy !== baseline && (
                    <span className={styles.small}>{differenceText(words, row.best[policy], row.best[baseline])}</span>
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** "+12", "−3", "same"; nothing where one of the two is not there. */
export function differenceText(words: Words, best: number | null, base: number | null): string {
  if (best === null || base === null) return "";
  if (best === base) return words.t("compare.same");
  const n = personsText(words, Math.abs(best - base));
  return words.t(best > base ? "compare.more" : "compare.less", { n });
}

/** Whether the policies take different figures. */
export function differs({ best }: Pick<Compared, "best">): boolean {
  return POLICIES.some((policy) => best[policy] !== best.lowest);
}
