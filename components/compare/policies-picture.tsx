/** A sum under every policy as dots over its range: one line a policy, all on one scale from 0. */
import { POLICIES, type Metric } from "@/domain/vocabulary";
import type { Words } from "@/messages";
import { axisTicks } from "../charts/chart-data";
import { pictureFile, type FileWords } from "../charts/chart-file";
import { Sheet, type Size } from "../charts/frame";
import { textWidth } from "../charts/text-width";
import { n } from "../charts/whisker";
import { personsText, rangeText } from "../reading/numbers";
import type { Compared } from "./compared-table";
import type { Policy } from "@/domain/vocabulary";
import styles from "./compare.module.css";

const LINE = 32;
const WIDE = 640;
const NARROW = 380;

interface Props {
  words: Words;
  sum: Compared;
  baseline: Policy;
  metric: Metric;
}

/** The picture on the page, for wide screens and for phones. */
export function PoliciesPicture(props: Props) {
  if (props.sum.low === null || props.sum.high === null) return null;
  return [WIDE, NARROW].map((width) => (
    <Sheet key={width} size={sizeOf(width)} className={width === WIDE ? styles.wide : styles.narrow}>
      <PoliciesDrawing {...props} width={width} />
    </Sheet>
  ));
}

/** The picture as a file. */
export function policiesFile(file: FileWords, { narrow, ...props }: Props & { narrow: boolean }): string {
  const size = sizeOf(narrow ? NARROW : WIDE);
  const colour = props.metric === "wounded" ? "var(--wounded)" : "var(--ink)";
  if (props.sum.low === null) return pictureFile(file, { ...size, height: 0 }, colour, null, 0, () => null);
  return pictureFile(file, size, colour, null, 0, ({ x, y }) => (
    <g transform={`translate(${x} ${y})`} fontFamily="var(--sans)" fontSize={12}>
      <PoliciesDrawing {...props} width={size.width} />
    </g>
  ));
}

/** The range, and what each policy takes of it. */
export function policiesSummary(words: Words, metric: Metric, sum: Compared): string {
  const { t } = words;
  const taken = POLICIES.map((policy) => {
    const best = sum.best[policy];
    return `${t(`words.policy.${policy}`)}: ${best === null ? t("words.range.noFigure") : personsText(words, best)}`;
  });
  const name = t(`words.metric.${metric}`);
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}: ${rangeText(words, sum)}. ${taken.join("; ")}.`;
}

function sizeOf(width: number): Size {
  return { width, height: POLICIES.length * LINE + 26 };
}

function PoliciesDrawing({ words, sum, baseline, metric, width }: Props & { width: number }) {
  const [low, high] = [sum.low ?? 0, sum.high ?? 0];
  const names = POLICIES.map((policy) => words.t(`words.policy.${policy}`));
  const left = Math.max(...names.map((name) => textWidth(name, 12.6))) + 14;
  const ticks = axisTicks(high);
  const x = (persons: number) => n(left + (persons / ticks.at(-1)!) * (width - left - 34));
  const { height } = sizeOf(width);
  // On a narrow sheet every other tick is enough.
  const shown = width < WIDE ? ticks.filter((_, index) => index % 2 === 0) : ticks;
  return (
    <>
      {shown.map((tick) => (
        <g key={tick}>
          <path d={`M${x(tick)} 4V${height - 20}`} stroke={tick === 0 ? "var(--ink)" : "var(--hairline)"} />
          <text x={x(tick)} y={height - 5} textAnchor="middle" fill="var(--muted)">
            {personsText(words, tick)}
          </text>
        </g>
      ))}
      {POLICIES.map((policy, index) => {
        const y = index * LINE + 20;
        const best = sum.best[policy];
        const isBase = policy === baseline;
        return (
          <g key={policy}>
            <text x={left - 12} y={y + 4} textAnchor="end" fill="var(--ink)" fontWeight={isBase ? 600 : 400}>
              {names[index]}
            </text>
            <path d={`M${x(low)} ${y}H${x(high)}`} stroke="var(--field)" strokeWidth={4} strokeOpacity={0.5} />
            {sum.open && <path d={`M${x(high) + 3} ${y - 4}l5 4l-5 4`} fill="none" stroke="var(--ink)" strokeWidth={1.3} />}
            {best !== null && (
              <>
                <circle
                  cx={x(best)}
                  cy={y}
                  r={isBase ? 5.5 : 4.5}
                  fill={metric === "wounded" ? "var(--wounded-mark)" : "var(--killed-mark)"}
                />
                <text x={x(best)} y={y - 8} textAnchor="middle" fill="var(--ink)">
                  {personsText(words, best)}
                </text>
              </>
            )}
          </g>
        );
      })}
    </>
  );
}
