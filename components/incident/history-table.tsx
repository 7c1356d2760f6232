/** How the toll was reported: what the claims then public said, a row for each time the numbers changed. */
import type { Policy } from "@/domain/vocabulary";
import type { Words } from "@/messages";
import { personsText, tollText } from "../reading/numbers";
import { instantText } from "../reading/times";
import type { Explained } from "./reason";

export interface HistoryRow extends Explained {
  knownFrom: number;
}

interface Props {
  words: Words;
  policy: Policy;
  timeZone: string;
  killed: readonly HistoryRow[];
  wounded: readonly HistoryRow[];
}

export function HistoryTable({ words, policy, timeZone, killed, wounded }: Props) {
  const { t } = words;
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={t("incident.history")}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t("incident.knownFrom")}</th>
            <th scope="col" className="num">
              {t("incident.what")}
            </th>
            <th scope="col" className="num">
              {t("incident.policyColumn")}
            </th>
            <th scope="col" className="num">
              {t("incident.wounded")}
            </th>
            <th scope="col" className="num">
              {t("incident.policyColumn")}
            </th>
          </tr>
        </thead>
        <tbody>
          {changes(policy, killed, wounded).map(({ at, killed: k, wounded: w }) => (
            <tr key={at}>
              <td>{instantText(words, at, timeZone)}</td>
              <Cells words={words} policy={policy} row={k} />
              <Cells words={words} policy={policy} row={w} className="wounded" />
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Cells({
  words,
  policy,
  row,
  className = "",
}: {
  words: Words;
  policy: Policy;
  row: HistoryRow | undefined;
  className?: string;
}) {
  const best = row?.best[policy];
  return (
    <>
      <td className={`num ${className}`}>
        <b>{row ? tollText(words, { ...row, best: best ?? null }) : words.t("words.state.not_stated")}</b>
      </td>
      <td className="num muted">{best == null || row?.state !== "figure" ? "" : personsText(words, best)}</td>
    </>
  );
}

interface Change {
  at: number;
  killed: HistoryRow | undefined;
  wounded: HistoryRow | undefined;
}

/** The moments at which a number that is shown changed; changes of the reason alone are left out. */
function changes(policy: Policy, killed: readonly HistoryRow[], wounded: readonly HistoryRow[]): Change[] {
  const instants = [...new Set([...killed, ...wounded].map((row) => row.knownFrom))].sort((a, b) => a - b);
  const rows = instants.map((at): Change => ({ at, killed: holding(killed, at), wounded: holding(wounded, at) }));
  const shown = ({ killed: k, wounded: w }: Change) =>
    JSON.stringify([k, w].map((row) => row && [row.state, row.low, row.high, row.open, row.best[policy]]));
  return rows.filter((row, index) => index === 0 || shown(row) !== shown(rows[index - 1]!));
}

function holding(rows: readonly HistoryRow[], at: number): HistoryRow | undefined {
  return rows.findLast((row) => row.knownFrom <= at);
}
