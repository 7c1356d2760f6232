/** When a page gets what only a reader who uses it needs: not before they have moved, and not while it has other things to do. */
const MOVES = ["pointermove", "pointerdown", "keydown", "focusin", "scroll", "wheel"] as const;
let hasMoved = false;

/** Runs something once the reader has done anything on this page, at once where they have; gives back how to call it off. */
export function onceMoved(work: () => void): () => void {
  if (hasMoved || window.scrollY > 0) {
    work();
    return () => {};
  }
  const stop = () => {
    for (const name of MOVES) window.removeEventListener(name, moved);
  };
  const moved = () => {
    hasMoved = true;
    stop();
    work();
  };
  for (const name of MOVES) window.addEventListener(name, moved, { passive: true });
  return stop;
}

/** Runs something when the page has nothing else to do, within a second; gives back how to call it off. */
export function whenIdle(work: () => void): () => void {
  if (typeof window.requestIdleCallback !== "function") {
    const timer = setTimeout(work, 200);
    return () => clearTimeout(timer);
  }
  const asked = window.requestIdleCallback(work, { timeout: 1_000 });
  return () => window.cancelIdleCallback(asked);
}
