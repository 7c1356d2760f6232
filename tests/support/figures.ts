/**
 * What a deep test measured, for the table in docs/quality.md. A test runs a reduced count within CI's time, and the full one
 * under `npm run test:deep`, which also names the file that figures are written to.
 */
import { appendFileSync } from "node:fs";

export interface Figure {
  /** What was done, in words; names its row in the table. */
  what: string;
  /** How often. */
  count: number;
  /** How many of them went wrong. */
  wrong: number;
  /** What to draw the same cases from again; null where nothing was drawn. */
  seed: number | null;
  /** What else there is to say; "{name}" stands for a tally of this name. */
  note?: string;
  /** Counts of the note, which are added up where the test ran in parts. */
  tallies?: Record<string, number>;
  /** Which part of the whole this is, "3/10"; absent where it is all. */
  part?: string;
}

export const isDeep = process.env.ATTEST_DEEP === "1";

/** The full count under test:deep, the reduced one otherwise; ATTEST_DEEP_COUNT names another. */
export function times(full: number, reduced: number): number {
  const asked = Number(process.env.ATTEST_DEEP_COUNT ?? 0);
  return asked > 0 ? Math.min(asked, full) : isDeep ? full : reduced;
}

/**
 * Which cases of a full count this run takes, from the first to before the last: all of them, or one part of several
 * (ATTEST_DEEP_PART=3/10), so that hours can be cut into minutes. `count` is how many that is.
 */
export function share(full: number, reduced: number): { from: number; to: number; count: number } {
  const count = times(full, reduced);
  const [k = 1, n = 1] = (process.env.ATTEST_DEEP_PART ?? "1/1").split("/").map(Number);
  const [from, to] = [Math.floor(((k - 1) * count) / n), Math.floor((k * count) / n)];
  return { from, to, count: to - from };
}

/** Writes a figure down, where somebody collects them. */
export function noteFigure(figure: Figure): void {
  const { ATTEST_FIGURES: file, ATTEST_DEEP_PART: part } = process.env;
  if (file) appendFileSync(file, `${JSON.stringify({ ...figure, ...(part ? { part } : {}) })}\n`);
}

/** The figures of a file, one for each thing measured: of several runs the last, of parts their sum. */
export function figuresIn(text: string): Figure[] {
  const measured = new Map<string, Map<string, Figure>>();
  for (const line of text.split("\n").filter((one) => one !== "")) {
    const figure = JSON.parse(line) as Figure;
    const parts = measured.get(figure.what) ?? new Map<string, Figure>();
    const [whole] = parts.values();
    // Parts of another cut, or a whole run before, measured the same cases.
    if (whole && whole.part?.split("/")[1] !== figure.part?.split("/")[1]) parts.clear();
    measured.set(figure.what, parts.set(figure.part ?? "", figure));
  }
  return [...measured.values()].map((parts) => [...parts.values()].reduce(together));
}

function together(one: Figure, other: Figure): Figure {
  const tallies = { ...one.tallies };
  for (const [name, n] of Object.entries(other.tallies ?? {})) tallies[name] = (tallies[name] ?? 0) + n;
  return { ...other, count: one.count + other.count, wrong: one.wrong + other.wrong, tallies };
}

/** A figure's note with its tallies in it. */
export function noteOf({ note = "", tallies = {} }: Figure): string {
  return note.replaceAll(/\{(\w+)\}/g, (whole, name: string) => tallies[name]?.toLocaleString("en") ?? whole);
}

/** Numbers in [0, 1) that a seed gives again (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
