"use client";
/**
 * Small multiples in the browser: the server's panels stay as they are drawn; a pointer, a finger or the arrow keys reach
 * each bar, its tooltip and its incidents, as in every other chart.
 */
import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from "react";
import { BarTip, follow, hrefOf } from "./bar-tip";
import type { ChartData } from "./chart-data";
import { PANEL, PANEL_MARGIN } from "./each-drawing";
import styles from "./each-chart.module.css";
import { unpackChart, type PackedChart } from "./packed";

interface Props {
  chart: PackedChart;
  children: ReactNode;
}

/** A bar of a panel, and where its tooltip hangs: pixels from the probe's corner. */
interface Reached {
  layer: number;
  bar: number;
  left: number;
  top: number;
  bottom: number;
  width: number;
  /** From the probe's right edge, where the tooltip hangs to the left; else null. */
  right: number | null;
}

export function PanelProbe({ chart, children }: Props) {
  const data = useMemo(() => unpackChart(chart), [chart]);
  const box = useRef<HTMLDivElement>(null);
  const [reached, setReached] = useState<Reached | null>(null);
  const [isTouched, setIsTouched] = useState(false);
  useEffect(() => {
    for (const panel of box.current!.querySelectorAll<HTMLElement>("[data-panel]")) {
      const layer = data.layers[Number(panel.dataset.panel)]!;
      panel.tabIndex = 0;
      panel.setAttribute("role", "application");
      panel.setAttribute("aria-label", `${layer.name}: ${layer.rangeText}`);
    }
  }, [data]);

  const reach = (panel: HTMLElement, bar: number) => {
    const layer = Number(panel.dataset.panel);
    const [outer, inner] = [box.current!.getBoundingClientRect(), panel.getBoundingClientRect()];
    const band = bandOf(inner.width, data.bars.length);
    const left = inner.left - outer.left + band.at(bar);
    setReached(
      hrefOf(data, data.bars[bar]!, layer) === null
        ? null
        : {
            layer,
            bar,
            left,
            top: inner.top - outer.top,
            bottom: inner.bottom - outer.top,
            width: band.width,
            right: left < outer.width / 2 ? null : Math.max(outer.width - left - band.width - 12, 0),
          },
    );
  };
  const pointed = (event: PointerEvent): { panel: HTMLElement; bar: number } | null => {
    const panel = (event.target as Element).closest<HTMLElement>("[data-panel]");
    if (!panel) return null;
    const { left, width } = panel.getBoundingClientRect();
    const band = bandOf(width, data.bars.length);
    const layer = Number(panel.dataset.panel);
    const bar = nearest(data, layer, (event.clientX - left - band.at(0)) / band.width - 0.5, 12 / band.width);
    return bar === null ? null : { panel, bar };
  };
  const onMove = (event: PointerEvent) => {
    if (event.pointerType !== "mouse") return;
    setIsTouched(false);
    const found = pointed(event);
    if (found) reach(found.panel, found.bar);
    else setReached(null);
  };
  const onUp = (event: PointerEvent) => {
    if ((event.target as Element).closest("[data-tip-of]") || (event.pointerType === "mouse" && event.button !== 0)) return;
    const found = pointed(event);
    if (!found) return setReached(null);
    const layer = Number(found.panel.dataset.panel);
    const isSecond = reached?.layer === layer && reached.bar === found.bar;
    if (event.pointerType === "mouse" || isSecond) return follow(hrefOf(data, data.bars[found.bar]!, layer));
    setIsTouched(true);
    reach(found.panel, found.bar);
  };
  const onKey = (event: KeyboardEvent) => {
    const panel = (event.target as Element).closest<HTMLElement>("[data-panel]");
    if (!panel || event.ctrlKey || event.metaKey || event.altKey) return;
    const layer = Number(panel.dataset.panel);
    const filled = data.bars.flatMap((bar, index) => (hrefOf(data, bar, layer) === null ? [] : [index]));
    const now = reached?.layer === layer ? filled.indexOf(reached.bar) : -1;
    const to: Record<string, number> = { ArrowRight: now + 1, ArrowLeft: now < 0 ? 0 : now - 1, Home: 0, End: filled.length - 1 };
    if (event.key === "Enter" && now >= 0) return follow(hrefOf(data, data.bars[filled[now]!]!, layer));
    if (event.key === "Escape") return setReached(null);
    const next = to[event.key];
    if (next === undefined || filled.length === 0) return;
    event.preventDefault();
    setIsTouched(false);
    reach(panel, filled[Math.min(Math.max(next, 0), filled.length - 1)]!);
  };
  return (
    <div
      ref={box}
      className={styles.probe}
      role="presentation"
      data-panels="live"
      onPointerMove={onMove}
      onPointerLeave={(event) => event.pointerType === "mouse" && setReached(null)}
      onPointerUp={onUp}
      onKeyDown={onKey}
      onBlur={() => !isTouched && setReached(null)}
    >
      {children}
      {reached && (
        <div
          className={styles.cursor}
          aria-hidden="true"
          style={{
            left: reached.left,
            top: reached.top,
            width: reached.width,
            height: reached.bottom - reached.top,
          }}
        />
      )}
      {/* Styles only once there is something to show: the server's markup may carry none. */}
      <div role="status">
        {reached && (
          <div
            className={styles.tip}
            style={{
              top: reached.bottom + 4,
              pointerEvents: isTouched ? "auto" : "none",
              ...(reached.right === null ? { left: Math.max(reached.left - 12, 0) } : { right: reached.right }),
            }}
          >
            <BarTip data={data} bar={data.bars[reached.bar]!} layer={reached.layer} touched={isTouched} />
          </div>
        )}
      </div>
    </div>
  );
}

/** The periods of a panel as wide as it is shown. */
function bandOf(shown: number, periods: number) {
  const scale = shown / PANEL.width;
  const width = ((PANEL.width - PANEL_MARGIN.left - PANEL_MARGIN.right) * scale) / Math.max(periods, 1);
  return { width, at: (index: number) => PANEL_MARGIN.left * scale + width * index };
}

/** The bar that is nearest to a place, counted in periods, and no further than `most` beyond it; bars are thin. */
function nearest(data: ChartData, layer: number, place: number, most: number): number | null {
  let best: number | null = null;
  for (const [index, bar] of data.bars.entries()) {
    if (hrefOf(data, bar, layer) === null || Math.abs(index - place) > 0.5 + most) continue;
    if (best === null || Math.abs(index - place) < Math.abs(best - place)) best = index;
  }
  return best;
}
