/** Direct labels beside their points, without overlaps: each takes the best free place of several, or is left out. */

export interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

export interface LabelWish {
  key: string;
  /** The point that the label belongs to, and how far the label keeps away from it. */
  x: number;
  y: number;
  clear: number;
  text: string;
  width: number;
  /** Larger is placed first. */
  weight: number;
}

export interface PlacedLabel {
  key: string;
  text: string;
  /** Start or end of the baseline. */
  x: number;
  y: number;
  anchor: "start" | "end" | "middle";
}

const HEIGHT = 13;
const RISE = 9.5;

interface Place {
  dx: number;
  dy: number;
  anchor: PlacedLabel["anchor"];
}

function placesAround(clear: number): Place[] {
  const near = clear + 4;
  return [
    { dx: near, dy: 4, anchor: "start" },
    { dx: near, dy: -7, anchor: "start" },
    { dx: near, dy: 15, anchor: "start" },
    { dx: -near, dy: 4, anchor: "end" },
    { dx: -near, dy: -7, anchor: "end" },
    { dx: -near, dy: 15, anchor: "end" },
    { dx: 0, dy: -near - 3, anchor: "middle" },
    { dx: 0, dy: near + 11, anchor: "middle" },
    { dx: near, dy: -20, anchor: "start" },
    { dx: near, dy: 28, anchor: "start" },
    { dx: -near, dy: -20, anchor: "end" },
    { dx: -near, dy: 28, anchor: "end" },
  ];
}

/**
 * Places the labels. `taken` may not be covered (the points themselves); `crossed` may, at a price (lines, for one).
 */
export function placeLabels(
  wishes: readonly LabelWish[],
  { bounds, taken, crossed = [] }: { bounds: Box; taken: readonly Box[]; crossed?: readonly Box[] },
): PlacedLabel[] {
  const full: Box[] = [...taken];
  const placed: PlacedLabel[] = [];
  for (const wish of [...wishes].sort((a, b) => b.weight - a.weight)) {
    const free = placesAround(wish.clear)
      .map((place, index) => ({ place, box: boxOf(wish, place), index }))
      .filter(({ box }) => isInside(box, bounds) && !full.some((other) => overlaps(box, other)))
      .map((one) => ({ ...one, price: one.index + 20 * crossed.filter((line) => overlaps(one.box, line)).length }));
    if (free.length === 0) continue;
    const { place, box } = free.reduce((best, one) => (one.price < best.price ? one : best));
    full.push(box);
    placed.push({ key: wish.key, text: wish.text, x: wish.x + place.dx, y: wish.y + place.dy, anchor: place.anchor });
  }
  return placed;
}

/** The room that a placed label takes. */
export function boxOf({ x, y, width }: Pick<LabelWish, "x" | "y" | "width">, { dx, dy, anchor }: Place): Box {
  const start = x + dx - (anchor === "start" ? 0 : anchor === "end" ? width : width / 2);
  const base = y + dy;
  return { left: start, right: start + width, top: base - RISE, bottom: base - RISE + HEIGHT };
}

export function overlaps(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

function isInside(box: Box, bounds: Box): boolean {
  return box.left >= bounds.left && box.right <= bounds.right && box.top >= bounds.top && box.bottom <= bounds.bottom;
}
