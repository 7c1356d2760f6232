/**
 * The picture that goes along with a shared link, 1200 by 630: the page's own sentence with its numbers, a small chart and
 * the source line. Drawn large, since it is looked at small.
 */
import { isValidElement, type ReactNode } from "react";
import { svgText } from "../charts/svg-text";
import { fitText, textWidth, wrapText } from "../charts/text-width";

export const CARD = { width: 1200, height: 630 } as const;
const PAD = 60;
const INNER = CARD.width - 2 * PAD;
const FOOT = 566;

type Mark = "plain" | "bold" | "wounded";
interface Piece {
  text: string;
  mark: Mark;
}

export interface Room {
  x: number;
  y: number;
  width: number;
  height: number;
}

interface Props {
  /** Whose record it is. */
  record: string;
  /** The page's headline, as the page has it. */
  headline: ReactNode;
  /** What of the record is shown. */
  told: string;
  source: string;
  language: string;
  /** The chart, in the room that is left. */
  body: (room: Room) => ReactNode;
}

/** The card as the text of an SVG file. */
export function cardSvg({ record, headline, told, source, language, body }: Props): string {
  const pieces = piecesOf(headline);
  // Two lines leave the chart its room; three smaller ones where there is more to say.
  const size =
    [46, 42, 38].find((one) => linesOf(pieces, one).length <= 2) ??
    [38, 34].find((one) => linesOf(pieces, one).length <= 3) ??
    30;
  const lines = linesOf(pieces, size).slice(0, 4);
  const toldLines = wrapText(told, INNER, 22).slice(0, 2);
  const headAt = 136;
  const toldAt = headAt + (lines.length - 1) * size * 1.24 + 44;
  const top = toldAt + (toldLines.length - 1) * 30 + 26;
  const text = svgText(
    <>
      <rect width={CARD.width} height={CARD.height} fill="var(--paper)" />
      <text x={PAD} y={62} fontFamily="var(--sans)" fontSize={22} fontWeight={600} fill="var(--ink)">
        {fitText(record, INNER, 22)}
      </text>
      <path d={`M${PAD} 80H${CARD.width - PAD}`} stroke="var(--ink)" strokeWidth={1.5} />
      <g fontFamily="var(--serif)" fontSize={size} fill="var(--ink)">
        {lines.map((line, index) => (
          <text key={index} x={PAD} y={headAt + index * size * 1.24}>
            {line.map((piece, at) => (
              <tspan
                key={at}
                fontWeight={piece.mark === "plain" ? 400 : 600}
                fill={piece.mark === "wounded" ? "var(--wounded)" : undefined}
              >
                {piece.text}
              </tspan>
            ))}
          </text>
        ))}
      </g>
      <g fontFamily="var(--sans)" fontSize={22} fill="var(--muted)">
        {toldLines.map((line, index) => (
          <text key={index} x={PAD} y={toldAt + index * 30}>
            {line}
          </text>
        ))}
      </g>
      {body({ x: PAD, y: top, width: INNER, height: FOOT - 20 - top })}
      <path d={`M${PAD} ${FOOT}H${CARD.width - PAD}`} stroke="var(--hairline)" strokeWidth={1.5} />
      <text x={PAD} y={FOOT + 34} fontFamily="var(--sans)" fontSize={19} fill="var(--muted)">
        {fitText(source, INNER, 19)}
      </text>
    </>,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${CARD.width}" height="${CARD.height}" viewBox="0 0 ${CARD.width} ${CARD.height}" xml:lang="${language}">${text}</svg>`;
}

/** A headline's words with their weights. Throws where it holds a component that is not a plain function. */
function piecesOf(node: ReactNode, mark: Mark = "plain"): Piece[] {
  if (node === null || node === undefined || typeof node === "boolean") return [];
  if (typeof node === "string" || typeof node === "number") return [{ text: String(node), mark }];
  if (Array.isArray(node)) return node.flatMap((one) => piecesOf(one as ReactNode, mark));
  if (!isValidElement<{ children?: ReactNode; className?: string }>(node)) throw new Error("A headline holds something unknown.");
  const { type, props } = node;
  if (typeof type === "function") return piecesOf((type as (given: typeof props) => ReactNode)(props), mark);
  if (type !== "b") return piecesOf(props.children, mark);
  return piecesOf(props.children, props.className === "wounded" ? "wounded" : "bold");
}

/** Lines no wider than the card, broken between words. */
function linesOf(pieces: readonly Piece[], size: number): Piece[][] {
  const words = pieces.flatMap(({ text, mark }) =>
    text
      .split(/(?<= )/)
      .filter((word) => word !== "")
      .map((word): Piece => ({ text: word, mark })),
  );
  const lines: Piece[][] = [[]];
  let width = 0;
  for (const [index, word] of words.entries()) {
    // What is not behind a space belongs to the word before it: no line begins with a comma.
    const isJoined = index > 0 && !words[index - 1]!.text.endsWith(" ");
    // The serif's Latin letters are narrower than the estimate, its Cyrillic ones are not.
    const own = textWidth(word.text, size) * (/\p{Script=Cyrillic}/u.test(word.text) ? 1.04 : 0.94);
    if (width > 0 && !isJoined && width + own > INNER) {
      lines.push([]);
      width = 0;
    }
    lines.at(-1)!.push(word);
    width += own;
  }
  return lines;
}
