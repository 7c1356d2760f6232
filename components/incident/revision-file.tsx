/** A revision chart as a file: the page's drawing with the key to its marks. */
import { pictureFile, type FileWords } from "../charts/chart-file";
import { textWidth } from "../charts/text-width";
import type { Words } from "@/messages";
import type { Revision } from "./revision";
import { KEY } from "./revision-key";
import { REVISION_NARROW, REVISION_WIDE, RevisionPicture } from "./revision-picture";

interface Props {
  words: Words;
  revision: Revision;
  timeZone: string;
  narrow: boolean;
}

/** The file of one metric's revisions. */
export function revisionFile(file: FileWords, { words, revision, timeZone, narrow }: Props): string {
  const size = narrow ? REVISION_NARROW : REVISION_WIDE;
  const colour = revision.metric === "wounded" ? "var(--wounded)" : "var(--ink)";
  if (revision.points.length === 0) return pictureFile(file, { ...size, height: 0 }, colour, null, 0, () => null);
  const { rows, entries } = keyOf(words, size.width);
  return pictureFile(
    file,
    size,
    colour,
    entries.map(({ word, symbol, text, x, row }) => (
      <g key={word} transform={`translate(${x} ${row * 20})`} color={colour}>
        <g transform="translate(0 -12)">{symbol}</g>
        <text x={32} fill="var(--muted)">
          {text}
        </text>
      </g>
    )),
    rows * 20 + 8,
    (at) => <RevisionPicture words={words} revision={revision} timeZone={timeZone} size={size} id="fade" at={at} />,
  );
}

function keyOf(words: Words, width: number) {
  let [x, row] = [0, 0];
  const entries = KEY.map(({ word, symbol }) => {
    const text = words.t(`chart.${word}`);
    const own = textWidth(text, 12.5) + 52;
    if (x > 0 && x + own > width) [x, row] = [0, row + 1];
    const entry = { word, symbol, text, x, row };
    x += own;
    return entry;
  });
  return { rows: row + 1, entries };
}
