"use client";
/**
 * A chart of periods: the server's picture first; Recharts in the same box once a reader has moved, by pointer, touch, key or
 * scrolling, has come near it, and the page has nothing else to do.
 */
import { useEffect, useRef, useState, type ComponentType, type ReactNode } from "react";
import { onceMoved, whenIdle } from "./first-move";
import type { PackedChart } from "./packed";
import styles from "./period-chart.module.css";

interface Props {
  chart: PackedChart;
  /** The first picture, drawn on the server. */
  children: ReactNode;
}

/** How far below the window a chart is when it is made ready. */
const NEAR = "240px";

export function PeriodChart({ chart, children }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const [Chart, setChart] = useState<ComponentType<Pick<Props, "chart">> | null>(null);
  const wanted = useRef(false);
  const tapped = useRef<Tap | null>(null);
  const load = () => {
    if (wanted.current) return;
    wanted.current = true;
    // If the file does not come, the picture stays: it says the same.
    import("./period-recharts")
      .then(({ PeriodRecharts }) => wanted.current && setChart(() => PeriodRecharts))
      .catch(() => undefined);
  };
  useEffect(() => {
    if (Chart) return;
    let cancel = () => {};
    let stop = () => {};
    const seen = new IntersectionObserver(
      (entries) => {
        if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
        seen.disconnect();
        stop = onceMoved(() => (cancel = whenIdle(load)));
      },
      { rootMargin: `${NEAR} 0px` },
    );
    seen.observe(box.current!);
    return () => {
      seen.disconnect();
      stop();
      cancel();
    };
  }, [Chart]);
  useEffect(
    () => () => {
      wanted.current = false;
    },
    [],
  );
  useEffect(() => {
    const tap = tapped.current;
    if (!Chart || !tap) return;
    tapped.current = null;
    // A finger that was there before the chart means what it will mean from now on.
    const timer = setTimeout(() => tapAgain(box.current!, tap), 100);
    return () => clearTimeout(timer);
  }, [Chart]);
  return (
    <div
      ref={box}
      className={styles.box}
      data-chart={Chart ? "drawn" : "picture"}
      data-kind={chart.kind}
      onPointerEnter={load}
      onPointerDown={({ pointerType, clientX, clientY }) => {
        if (!Chart && pointerType !== "mouse") tapped.current = { pointerType, clientX, clientY };
        load();
      }}
      onFocus={load}
    >
      {Chart ? <Chart chart={chart} /> : children}
    </div>
  );
}

interface Tap {
  pointerType: string;
  clientX: number;
  clientY: number;
}

function tapAgain(box: HTMLElement, tap: Tap): void {
  const target = document.elementFromPoint(tap.clientX, tap.clientY);
  if (!target || !box.contains(target)) return;
  target.dispatchEvent(new PointerEvent("pointerdown", { ...tap, bubbles: true }));
  target.dispatchEvent(new MouseEvent("mousemove", { clientX: tap.clientX, clientY: tap.clientY, bubbles: true }));
}
