/** Timing: medians of several runs, in milliseconds. */
import { closeSync, copyFileSync, fsyncSync, openSync } from "node:fs";

export interface Times {
  median: number;
  p99: number;
  worst: number;
  /** Processor time of one piece of work on average, which other work on the machine changes less; absent where not known. */
  processor?: number;
}

/** Copies a file to be measured on; what is written afterwards need not wait until the copy itself is on the disk. */
export function copyWhole(file: string, to: string): void {
  copyFileSync(file, to);
  const copy = openSync(to, "r+");
  fsyncSync(copy);
  closeSync(copy);
}

export function timesOf(samples: readonly number[]): Times {
  const sorted = [...samples].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;
  return { median: at(0.5), p99: at(0.99), worst: sorted.at(-1)! };
}

/** How long each piece of work takes, each done `rounds` times in turn after one that warms up. */
export function time(works: readonly (() => unknown)[], rounds = 5): Times {
  const samples: number[] = [];
  for (const work of works) work();
  const before = process.cpuUsage();
  for (let round = 0; round < rounds; round++) {
    for (const work of works) {
      const started = performance.now();
      work();
      samples.push(performance.now() - started);
    }
  }
  const { user, system } = process.cpuUsage(before);
  return { ...timesOf(samples), processor: (user + system) / 1000 / samples.length };
}

/** The same for work that is awaited, once each. */
export async function timeOnce(works: readonly (() => Promise<unknown>)[]): Promise<Times> {
  const samples: number[] = [];
  for (const work of works) {
    const started = performance.now();
    await work();
    samples.push(performance.now() - started);
  }
  return timesOf(samples);
}

/** "12.3 ms", "1.2 s". */
export function said(ms: number): string {
  if (ms >= 10_000) return `${(ms / 1000).toFixed(0)} s`;
  return ms >= 1_000 ? `${(ms / 1000).toFixed(1)} s` : ms < 1 ? `${ms.toFixed(2)} ms` : `${ms.toFixed(1)} ms`;
}
