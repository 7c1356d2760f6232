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
  /** What else there is to say. */
  note?: string;
}

export const isDeep = process.env.ATTEST_DEEP === "1";

/** The full count under test:deep, the reduced one otherwise; ATTEST_DEEP_COUNT names another. */
export function times(full: number, reduced: number): number {
  const asked = Number(process.env.ATTEST_DEEP_COUNT ?? 0);
  return asked > 0 ? Math.min(asked, full) : isDeep ? full : reduced;
}

/** Writes a figure down, where somebody collects them. */
export function noteFigure(figure: Figure): void {
  const file = process.env.ATTEST_FIGURES;
  if (file) appendFileSync(file, `${JSON.stringify(figure)}\n`);
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
