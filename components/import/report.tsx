/** What an import made or would make, and what is wrong with its rows. */
import { personsText } from "@/components/reading/numbers";
import type { Words } from "@/messages";
import { problemSentence } from "./sentences";
import styles from "./import.module.css";

interface Counts {
  new: number;
  updated: number;
  unchanged: number;
}

export interface Reported {
  rows: number;
  incidents: Counts;
  claims: Counts;
  rulings: Counts;
  places: number;
  sources: number;
  newPlaces: readonly string[];
  newSources: readonly string[];
}

export function ReportTable({ words, report }: { words: Words; report: Reported }) {
  const { t } = words;
  const kinds = (["incidents", "claims", "rulings"] as const).filter(
    (kind) => kind !== "rulings" || Object.values(report.rulings).some((n) => n > 0),
  );
  return (
    <>
      <p>{t("import.rowsRead", { rows: report.rows })}</p>
      <div className={styles.table}>
        <table className={styles.counts}>
          <caption className="visually-hidden">{t("import.counts.caption")}</caption>
          <thead>
            <tr>
              <td />
              {(["new", "updated", "unchanged"] as const).map((what) => (
                <th key={what} scope="col">
                  {t(`import.counts.${what}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {kinds.map((kind) => (
              <tr key={kind}>
                <th scope="row">{t(`import.counts.${kind}`)}</th>
                {(["new", "updated", "unchanged"] as const).map((what) => (
                  <td key={what}>{personsText(words, report[kind][what])}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Names
        title={t("import.placesNew", { count: report.places })}
        names={report.newPlaces}
        all={report.places}
        more={(count) => t("import.andMore", { count })}
      />
      <Names
        title={t("import.sourcesNew", { count: report.sources })}
        names={report.newSources}
        all={report.sources}
        more={(count) => t("import.andMore", { count })}
      />
    </>
  );
}

const MOST_SHOWN = 40;

function Names({
  title,
  names,
  all,
  more,
}: {
  title: string;
  names: readonly string[];
  all: number;
  more: (count: number) => string;
}) {
  const shown = names.slice(0, MOST_SHOWN);
  return (
    <p>
      {title}{" "}
      <span className={styles.names}>{[...shown, ...(all > shown.length ? [more(all - shown.length)] : [])].join(", ")}</span>
    </p>
  );
}

export interface ProblemRow {
  isWarning: boolean;
  no: number;
  row: number;
  column: string | null;
  code: string;
  values: Record<string, string | number>;
}

export function ProblemTable({ words, problems, caption }: { words: Words; problems: readonly ProblemRow[]; caption: string }) {
  const { t } = words;
  return (
    <div className={styles.table} tabIndex={0} role="region" aria-label={caption}>
      <table>
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{t("import.row")}</th>
            <th scope="col">{t("import.column")}</th>
            <th scope="col">{t("import.says")}</th>
          </tr>
        </thead>
        <tbody>
          {problems.map((problem) => (
            <tr key={problem.no}>
              <td>{problem.row}</td>
              <td>
                {problem.column === null ? <span className="muted">{t("import.wholeRow")}</span> : <code>{problem.column}</code>}
              </td>
              <td>
                {problem.isWarning && <span className="muted">{t("import.isNote")} </span>}
                {problemSentence(words, problem)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
