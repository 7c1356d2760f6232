/**
 * Which of many marks a key can reach one by one: the largest first, each only where its target of 24 pixels covers no
 * other's (WCAG 2.2, 2.5.8). The others are reached by zooming in, and all of them in the list beside the map.
 */
export function reachable(marks: readonly { x: number; y: number; r: number }[], apart = 54): boolean[] {
  const taken: { x: number; y: number; r: number }[] = [];
  return marks.map((mark) => {
    const isFree = taken.every((other) => Math.hypot(other.x - mark.x, other.y - mark.y) >= Math.max(apart, mark.r + other.r));
    if (isFree) taken.push(mark);
    return isFree;
  });
}
