/** A text cut where highlights begin and end, so that spans which overlap can be drawn as a row of plain pieces. */
import type { SpanPart } from "@/domain/reading/candidate";

/** Words of a text that belong to a claim: `of` names the claim on the page. */
export interface Mark {
  of: number;
  part: SpanPart;
  start: number;
  end: number;
}

export interface Segment {
  text: string;
  /** What it is first of all: a figure's metric before who, where, when, how; null for plain text. */
  part: Exclude<SpanPart, "sentence"> | null;
  /** The claims that it belongs to; those whose `part` it is come first. */
  of: readonly number[];
  /** Whether the figure's words begin here: its claim's link stands on it. */
  isFirst: boolean;
}

const ORDER: readonly SpanPart[] = [
  "killed",
  "wounded",
  "missing",
  "casualties",
  "claimant",
  "place",
  "date",
  "attack",
  "sentence",
];

/** The pieces of text[from, to) in order; joined they give it again. Marks outside of the text are left out. */
export function segmentsOf(text: string, marks: readonly Mark[], from = 0, to = text.length): Segment[] {
  const inside = marks
    .map((mark) => ({ ...mark, start: Math.max(mark.start, from), end: Math.min(mark.end, to), begins: mark.start }))
    .filter(({ start, end }) => end > start);
  const cuts = [...new Set([from, to, ...inside.flatMap(({ start, end }) => [start, end])])].sort((a, b) => a - b);
  const byStart = [...inside].sort((a, b) => a.start - b.start);
  const segments: Segment[] = [];
  let next = 0;
  let open: typeof byStart = [];
  for (const [index, start] of cuts.slice(0, -1).entries()) {
    const end = cuts[index + 1]!;
    while (next < byStart.length && byStart[next]!.start <= start) open.push(byStart[next++]!);
    open = open.filter((mark) => mark.end > start);
    const part = ORDER.find((one) => open.some((mark) => mark.part === one)) ?? null;
    segments.push({
      text: text.slice(start, end),
      part: part === "sentence" ? null : part,
      of: [
        ...new Set(
          [...open].sort((a, b) => Number(b.part === part) - Number(a.part === part) || a.of - b.of).map(({ of }) => of),
        ),
      ],
      isFirst: part !== "sentence" && open.some((mark) => mark.part === part && mark.begins === start),
    });
  }
  return segments;
}
