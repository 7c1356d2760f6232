/** A sum under every policy as dots over its range: one line a policy, all on one scale from 0. */
import { POLICIES, type Policy } from "@/domain/vocabulary";
import type { Words } from "@/messages";
import { axisTicks } from "../charts/chart-data";
import { personsText } from "../reading/numbers";
import type { Compared } from "./compared-table";
import styles from "./compare.module.css";

const WIDTH = 640;
const LEFT = 150;
const RIGHT = 60;
const LINE = 30;

interface Props {
  words: Words;
  sum: Compared;
  baseline: Policy;
  metric: "killed" | "wounded" | "other";
}

export function PoliciesPicture({ words, sum, baseline, metric }: Props) {
  if (sum.low === null || sum.high === null) return null;
  const ticks = axisTicks(sum.high);
  const x = (persons: number) => Math.round((LEFT + (persons / ticks.at(-1)!) * (WIDTH - LEFT - RIGHT)) * 10) / 10;
  const height = POLICIES.length * LINE + 26;
  const [low, high] = [x(sum.low), x(sum.high)];
  return (
    <svg
      className={`${styles.picture} ${styles[metric]}`}
      viewBox={`0 0 ${WIDTH} ${height}`}
      aria-hidden="true"
      focusable="false"
    >
      {ticks.map((tick) => (
        <g key={tick}>
          <path className={tick === 0 ? styles.base : styles.grid} d={`M${x(tick)} 4V${height - 20}`} />
          <text className={styles.tick} x={x(tick)} y={height - 5} textAnchor="middle">
            {personsText(words, tick)}
          </text>
        </g>
      ))}
      {POLICIES.map((policy, index) => {
        const y = index * LINE + 18;
        const best = sum.best[policy];
        return (
          <g key={policy}>
            <text className={policy === baseline ? styles.labelBase : styles.label} x={LEFT - 12} y={y + 4} textAnchor="end">
              {words.t(`words.policy.${policy}`)}
            </text>
            <path className={styles.range} d={`M${low} ${y}H${high}`} />
            {sum.open && <path className={styles.open} d={`M${high + 3} ${y - 4}L${high + 8} ${y}L${high + 3} ${y + 4}`} />}
            {best !== null && (
              <>
                <circle className={styles.dot} cx={x(best)} cy={y} r={policy === baseline ? 5.5 : 4.5} />
                <text className={styles.value} x={x(best)} y={y - 8} textAnchor="middle">
                  {personsText(words, best)}
                </text>
              </>
            )}
          </g>
        );
      })}
    </svg>
  );
}
