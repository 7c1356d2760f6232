/**
 * A time axis with marked breaks. Claims crowd within hours and the next one comes years later: the longest empty
 * stretches are cut out, what lies between two cuts stays true to scale, and every cut is drawn.
 */

/** A piece of time without a cut: instants (milliseconds UTC) and where they lie, in pixels. */
export interface Stretch {
  from: number;
  to: number;
  left: number;
  right: number;
}

export interface BrokenTime {
  stretches: Stretch[];
  /** The cuts between the stretches, in order. */
  breaks: { left: number; right: number; from: number; to: number }[];
  /** Where an instant lies; one inside a cut lies inside its mark. */
  x: (instant: number) => number;
}

interface Options {
  left: number;
  right: number;
  /** Width of a break's mark. */
  mark?: number;
  /** The least width that a stretch is given. */
  least?: number;
  mostBreaks?: number;
  /** The chart's end: it has a place like the others, but nothing happened then, and it is given no room of its own. */
  end?: number;
}

const HOUR = 3_600_000;
/** Less than this is never cut out: a day's own hours stay true. */
const SHORTEST_CUT = 20 * HOUR;
/** A gap is cut where it would take more than this part of what is drawn. */
const TOO_MUCH = 0.3;

/** The axis of some instants, which need not be in order. */
export function brokenTime(instants: readonly number[], options: Options): BrokenTime {
  const { left, right, mark = 26, least = 64 } = options;
  const sorted = [...new Set(instants)].sort((a, b) => a - b);
  if (sorted.length === 0) return { stretches: [], breaks: [], x: () => left };
  const most = Math.min(options.mostBreaks ?? 6, Math.max(0, Math.floor((right - left + mark) / (least + mark)) - 1));
  const groups = groupsOf(sorted, cutsOf(sorted, most));
  const room = right - left - mark * (groups.length - 1);
  const spare = room - least * groups.length;
  // More moments get more room, but not in proportion: one busy day must not crowd out the years.
  const weights = groups.map(
    (group) => Math.min(Math.max(group.filter((instant) => instant !== options.end).length - 1, 0), 6) ** 0.8,
  );
  const weight = weights.reduce((a, b) => a + b, 0);
  let at = left;
  const stretches = groups.map((group, index): Stretch => {
    const width = least + (weight === 0 ? spare / groups.length : (spare * weights[index]!) / weight);
    const stretch = { from: group[0]!, to: group.at(-1)!, left: at, right: at + width };
    at += width + mark;
    return stretch;
  });
  const breaks = stretches.slice(1).map((next, index) => {
    const before = stretches[index]!;
    return { left: before.right, right: next.left, from: before.to, to: next.from };
  });
  return { stretches, breaks, x: (instant) => positionOf(stretches, instant) };
}

/** The gaps to cut, each by the index of the instant before it: the longest first, while one takes too much. */
function cutsOf(sorted: readonly number[], most: number): Set<number> {
  const cuts = new Set<number>();
  const gaps = sorted.slice(1).map((instant, index) => ({ index, length: instant - sorted[index]! }));
  let drawn = sorted.at(-1)! - sorted[0]!;
  for (const { index, length } of gaps.sort((a, b) => b.length - a.length)) {
    if (cuts.size >= most || length < SHORTEST_CUT || length < drawn * TOO_MUCH) break;
    cuts.add(index);
    drawn -= length;
  }
  return cuts;
}

function groupsOf(sorted: readonly number[], cuts: ReadonlySet<number>): number[][] {
  const groups: number[][] = [[]];
  for (const [index, instant] of sorted.entries()) {
    groups.at(-1)!.push(instant);
    if (cuts.has(index)) groups.push([]);
  }
  return groups;
}

/** Keeps the first and last instant of a stretch off its edges, so that their marks are whole. */
const EDGE = 14;

function positionOf(stretches: readonly Stretch[], instant: number): number {
  const first = stretches[0]!;
  if (instant < first.from) return first.left;
  for (const [index, stretch] of stretches.entries()) {
    if (instant <= stretch.to) {
      if (instant < stretch.from) return (stretches[index - 1]!.right + stretch.left) / 2;
      if (stretch.from === stretch.to) return (stretch.left + stretch.right) / 2;
      const part = (instant - stretch.from) / (stretch.to - stretch.from);
      return stretch.left + EDGE + part * (stretch.right - stretch.left - 2 * EDGE);
    }
  }
  return stretches.at(-1)!.right;
}
