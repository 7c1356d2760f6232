"use client";
/** Zooming and moving a map that the server drew: buttons, keys, and marks that keep their size. Without it the map stands. */
import { useEffect, useRef, useState, useSyncExternalStore, type KeyboardEvent, type ReactNode } from "react";
import styles from "./city-map.module.css";
import { reachable } from "./reachable";

interface Props {
  className: string;
  label: string;
  texts: Record<"zoomIn" | "zoomOut" | "reset" | "keys", string>;
  size: { width: number; height: number };
  children: ReactNode;
}

interface Window {
  zoom: number;
  x: number;
  y: number;
}

const MOST_ZOOM = 16;
const STEP = 1.6;
const never = () => () => undefined;

export function MapZoom({ className, label, texts, size, children }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const whole: Window = { zoom: 1, x: size.width / 2, y: size.height / 2 };
  const [seen, setSeen] = useState(whole);
  const isLive = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  useEffect(() => {
    const svg = box.current?.querySelector("svg");
    if (svg) show(svg, seen, size);
  }, [seen, size]);

  const zoomBy = (factor: number) =>
    setSeen((now) => within({ ...now, zoom: Math.min(MOST_ZOOM, Math.max(1, now.zoom * factor)) }, size));
  const moveBy = (x: number, y: number) =>
    setSeen((now) =>
      within({ ...now, x: now.x + (x * size.width) / now.zoom / 6, y: now.y + (y * size.height) / now.zoom / 6 }, size),
    );
  const onKey = (event: KeyboardEvent) => {
    const deeds: Record<string, () => void> = {
      "+": () => zoomBy(STEP),
      "=": () => zoomBy(STEP),
      "-": () => zoomBy(1 / STEP),
      "0": () => setSeen(whole),
      ArrowLeft: () => moveBy(-1, 0),
      ArrowRight: () => moveBy(1, 0),
      ArrowUp: () => moveBy(0, -1),
      ArrowDown: () => moveBy(0, 1),
    };
    const deed = deeds[event.key];
    if (!deed || event.ctrlKey || event.metaKey || event.altKey) return;
    // At the whole map the arrows belong to the page.
    if (event.key.startsWith("Arrow") && seen.zoom === 1) return;
    event.preventDefault();
    deed();
  };
  return (
    <div
      ref={box}
      className={className}
      role="group"
      aria-label={label}
      onKeyDown={onKey}
      data-zoom={Math.round(seen.zoom * 10) / 10}
    >
      {children}
      {isLive && (
        <div className={`${styles.zoom} screen-only`} title={texts.keys}>
          <button type="button" aria-label={texts.zoomIn} onClick={() => zoomBy(STEP)} disabled={seen.zoom >= MOST_ZOOM}>
            +
          </button>
          <button type="button" aria-label={texts.zoomOut} onClick={() => zoomBy(1 / STEP)} disabled={seen.zoom <= 1}>
            −
          </button>
          <button type="button" aria-label={texts.reset} onClick={() => setSeen(whole)} disabled={seen.zoom <= 1}>
            0
          </button>
        </div>
      )}
    </div>
  );
}

/** The window kept inside the map. */
function within(seen: Window, { width, height }: Props["size"]): Window {
  const [halfWidth, halfHeight] = [width / 2 / seen.zoom, height / 2 / seen.zoom];
  return {
    zoom: seen.zoom,
    x: Math.min(width - halfWidth, Math.max(halfWidth, seen.x)),
    y: Math.min(height - halfHeight, Math.max(halfHeight, seen.y)),
  };
}

/** Shows a window of the drawing; marks and names keep their size, so that crowded ones come apart. */
function show(svg: SVGSVGElement, { zoom, x, y }: Window, { width, height }: Props["size"]): void {
  svg.setAttribute("viewBox", `${x - width / 2 / zoom} ${y - height / 2 / zoom} ${width / zoom} ${height / zoom}`);
  for (const mark of svg.querySelectorAll<SVGGElement>("[data-at]"))
    mark.setAttribute("transform", `translate(${mark.dataset.at}) scale(${1 / zoom})`);
  const links = [...svg.querySelectorAll<SVGAElement>("a[data-city]")];
  const marks = links.map((link) => {
    const [left = 0, top = 0] = (link.querySelector<SVGGElement>("[data-at]")!.dataset.at ?? "").split(" ").map(Number);
    const r = Number(link.querySelector("[data-circle]")?.getAttribute("r") ?? 0);
    return { x: left * zoom, y: top * zoom, r };
  });
  const inOrder = reachable(marks);
  for (const [index, link] of links.entries()) {
    if (inOrder[index]) link.removeAttribute("tabindex");
    else link.setAttribute("tabindex", "-1");
  }
}
