/** The ranking of cities as a file, and its sentence. */
import type { Sum } from "@/domain/series";
import type { Metric } from "@/domain/vocabulary";
import type { Words } from "@/messages";
import { pictureFile, type FileWords } from "../charts/chart-file";
import { fitText } from "../charts/text-width";
import { n } from "../charts/whisker";
import { personsText, rangeText } from "../reading/numbers";

export interface FiledRow extends Sum {
  name: string;
  /** The city whose neighbours the others are. */
  isOwn?: boolean;
}

interface Props {
  words: Words;
  metric: Metric;
  rows: readonly FiledRow[];
  narrow: boolean;
}

const LINE = 28;

/** The file of a ranking. */
export function rankingFile(file: FileWords, { words, metric, rows, narrow }: Props): string {
  const size = { width: narrow ? 420 : 760, height: rows.length * LINE + 4 };
  const name = narrow ? 130 : 190;
  const [from, to] = [name + 56, size.width - (narrow ? 126 : 160)];
  const most = Math.max(1, ...rows.map((row) => row.high ?? 0));
  const x = (persons: number) => n(from + 6 + (persons / most) * (to - from - 16));
  const mark = metric === "wounded" ? "var(--wounded-mark)" : "var(--killed-mark)";
  return pictureFile(file, size, metric === "wounded" ? "var(--wounded)" : "var(--ink)", null, 0, (at) => (
    <g transform={`translate(${at.x} ${at.y})`} fontFamily="var(--sans)" fontSize={13} fill="var(--ink)">
      {rows.map((row, index) => (
        <g key={row.name} transform={`translate(0 ${index * LINE})`}>
          {index > 0 && <path d={`M0 0H${size.width}`} stroke="var(--hairline)" />}
          <text x={0} y={19} fontWeight={row.isOwn ? 600 : 400}>
            {fitText(row.name, name - 8, 13)}
          </text>
          <text x={name + 40} y={19} textAnchor="end" fontWeight={600}>
            {row.best === null ? "–" : personsText(words, row.best)}
          </text>
          {row.low !== null && row.high !== null && row.best !== null && (
            <>
              <path d={`M${from} 14.5H${to}`} stroke="var(--hairline)" />
              <path d={`M${x(row.low)} 14.5H${x(row.high)}`} stroke="var(--field)" strokeWidth={4} strokeOpacity={0.6} />
              {row.open && <path d={`M${x(row.high) + 4} 10.5l4 4l-4 4`} fill="none" stroke="var(--ink)" strokeWidth={1.3} />}
              <circle cx={x(row.best)} cy={14.5} r={4} fill={mark} />
            </>
          )}
          <text x={size.width} y={19} textAnchor="end" fill="var(--muted)">
            {rangeText(words, row)}
          </text>
        </g>
      ))}
    </g>
  ));
}

/** The first and the last of a ranking with their ranges. */
export function rankingSummary(words: Words, metric: Metric, rows: readonly FiledRow[]): string {
  const [first, last] = [rows[0]!, rows.at(-1)!];
  const name = words.t(`words.metric.${metric}`);
  if (rows.length === 1) return words.t("ranking.summaryOne", { city: first.name, metric: name, range: rangeText(words, first) });
  return words.t("ranking.summary", {
    count: rows.length,
    metric: name,
    first: first.name,
    firstRange: rangeText(words, first),
    last: last.name,
    lastRange: rangeText(words, last),
  });
}
