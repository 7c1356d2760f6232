/**
 * A chart as a file that explains itself wherever it ends up: title, what is shown, range note, the drawing, source line,
 * address and date, on light paper and with its own colours.
 */
import type { ReactNode } from "react";
import type { ChartData } from "./chart-data";
import { dwarfing, PANEL, PanelMarks, panelsOf } from "./each-drawing";
import { axisTicks } from "./chart-data";
import { NARROW, WIDE, type Size } from "./frame";
import { LinesDrawing } from "./lines-drawing";
import { StackedDrawing } from "./stacked-drawing";
import { svgText } from "./svg-text";
import { fitText, textWidth, wrapText } from "./text-width";

export interface FileWords {
  title: string;
  /** What is shown, which marks mean what, what is left out: paragraphs. */
  notes: readonly string[];
  /** For those who hear the picture. */
  summary: string;
  source: string;
  address: string;
  drawn: string;
  language: string;
}

const PAD = 24;
const LINE = 17;

/** The file of a drawing: `body` is placed `at` a width that leaves margins. */
export function pictureFile(
  words: FileWords,
  size: Size,
  colour: string,
  legend: ReactNode,
  legendHeight: number,
  body: (at: { x: number; y: number; width: number }) => ReactNode,
): string {
  const width = size.width + 2 * PAD;
  const inner = size.width;
  const titles = wrapText(words.title, inner / 1.15, 20);
  const notes = words.notes.flatMap((note) => wrapText(note, inner, 12.5));
  const feet = [words.source, words.address, words.drawn].flatMap((line) => wrapText(line, inner, 12));
  let y = PAD + 18;
  const titleAt = y;
  y += titles.length * 26;
  const notesAt = y - 2;
  y += notes.length * LINE + 6;
  const legendAt = y;
  y += legendHeight;
  const bodyAt = y;
  y += size.height + 22;
  const feetAt = y;
  y += feet.length * LINE + PAD - 10;
  const height = Math.ceil(y);
  const text = svgText(
    <>
      <title>{words.title}</title>
      <desc>{words.summary}</desc>
      <rect width={width} height={height} fill="var(--paper)" />
      <g fontFamily="var(--serif)" fontSize={20} fontWeight={600} fill={colour}>
        {titles.map((line, index) => (
          <text key={line} x={PAD} y={titleAt + index * 26}>
            {line}
          </text>
        ))}
      </g>
      <g fontFamily="var(--sans)" fontSize={12.5} fill="var(--muted)">
        {notes.map((line, index) => (
          <text key={index} x={PAD} y={notesAt + index * LINE}>
            {line}
          </text>
        ))}
      </g>
      <g transform={`translate(${PAD} ${legendAt})`} fontFamily="var(--sans)" fontSize={12.5} fill="var(--ink)">
        {legend}
      </g>
      {body({ x: PAD, y: bodyAt, width: inner })}
      <path d={`M${PAD} ${feetAt - 16}H${width - PAD}`} stroke="var(--hairline)" />
      <g fontFamily="var(--sans)" fontSize={12} fill="var(--muted)">
        {feet.map((line, index) => (
          <text key={index} x={PAD} y={feetAt + index * LINE}>
            {line}
          </text>
        ))}
      </g>
    </>,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" xml:lang="${words.language}">${text}</svg>\n`;
}

interface Options {
  ownScale: boolean;
  narrow: boolean;
  number: (persons: number) => string;
}

/** The file of a chart of periods. */
export function chartFile(data: ChartData, words: FileWords, { ownScale, narrow, number }: Options): string {
  const colour = data.id === "chart-wounded" ? "var(--wounded)" : "var(--ink)";
  if (data.kind === "each") {
    const panels = panelsOf(data);
    const across = narrow ? 1 : 4;
    const [stepX, stepY] = [PANEL.width + 28, PANEL.height + 30];
    const size = { width: across * stepX - 28, height: Math.ceil(panels.length / across) * stepY };
    const common = data.ticks.at(-1)!;
    return pictureFile(words, size, colour, null, 0, ({ x, y }) =>
      panels.map(({ layer, most }, index) => {
        const { name, rangeText } = data.layers[layer]!;
        return (
          <g
            key={name}
            transform={`translate(${x + (index % across) * stepX} ${y + Math.floor(index / across) * stepY + 14})`}
            fontFamily="var(--sans)"
            fontSize={12}
          >
            <text x={2} y={0} fontWeight={600} fill="var(--ink)">
              {fitText(name, PANEL.width - textWidth(rangeText) - 12)}
            </text>
            <text x={PANEL.width - 2} y={0} textAnchor="end" fill="var(--muted)">
              {rangeText}
            </text>
            <PanelMarks data={data} layer={layer} top={ownScale ? axisTicks(most).at(-1)! : common} number={number} />
          </g>
        );
      }),
    );
  }
  const size = narrow ? NARROW : WIDE;
  const Drawing = data.kind === "stacked" ? StackedDrawing : LinesDrawing;
  const { rows, entries } = legendOf(data, size.width);
  return pictureFile(
    words,
    size,
    colour,
    entries.map(({ name, tone, x, row }) => (
      <g key={name} transform={`translate(${x} ${row * 20})`}>
        <rect y={-10} width={11} height={11} fill={`var(--city-${tone})`} />
        <text x={17}>{name}</text>
      </g>
    )),
    rows * 20 + 4,
    (at) => <Drawing data={data} number={number} size={size} at={at} />,
  );
}

function legendOf({ layers }: ChartData, width: number) {
  let [x, row] = [0, 0];
  if (layers.length < 2) return { rows: 0, entries: [] };
  const entries = layers.map(({ name, tone }) => {
    const own = textWidth(name, 12.5) + 36;
    if (x > 0 && x + own > width) [x, row] = [0, row + 1];
    const entry = { name, tone, x, row };
    x += own;
    return entry;
  });
  return { rows: row + 1, entries };
}

/** Whose bar sets the common scale of small multiples, if it dwarfs the others. */
export function scaleSetter(data: ChartData): string | null {
  const largest = dwarfing(panelsOf(data));
  return largest && data.layers[largest.layer]!.name;
}
