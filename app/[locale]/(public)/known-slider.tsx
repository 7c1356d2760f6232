"use client";
/**
 * "As known on" as a slider with steps and play, over the field that does the same without a script. The browser's own
 * slider stands until it is touched; then the component library's takes its place.
 */
import { useRouter } from "next/navigation";
import { useEffect, useRef, useState, useSyncExternalStore, useTransition, type ComponentType } from "react";
import type { KnownRangeProps } from "@/components/known/known-range";
import styles from "./known-slider.module.css";

interface Props {
  /** Values of `known`, oldest first; behind the last one is today. */
  steps: readonly string[];
  known: string | null;
  /** This view's address without `known`. */
  base: string;
  language: string;
  timeZone: string;
  texts: Record<"label" | "play" | "pause" | "back" | "on" | "today" | "help", string>;
}

/** Playing takes about as many pictures as a person watches, however many steps there are. */
const MOST_PICTURES = 40;
const PAUSE_MS = 900;

export function KnownSlider({ steps, known, base, language, timeZone, texts }: Props) {
  const router = useRouter();
  const [isPending, startTransition] = useTransition();
  const [isPlaying, setIsPlaying] = useState(false);
  const shown = indexOf(steps, known);
  const [at, setAt] = useState(shown);
  const settling = useRef<ReturnType<typeof setTimeout>>(undefined);
  const isLive = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  const isStill = useSyncExternalStore(onMotionChange, wantsStillness, () => false);

  const native = useRef<HTMLInputElement>(null);
  const asked = useRef(false);
  const [range, setRange] = useState<{ Range: ComponentType<KnownRangeProps>; isFocused: boolean } | null>(null);
  const load = () => {
    if (asked.current) return;
    asked.current = true;
    // If it does not come, the browser's own stays: it does the same.
    import("@/components/known/known-range").then(
      ({ KnownRange }) => {
        const swap = () => setRange({ Range: KnownRange, isFocused: document.activeElement === native.current });
        // Never out of a hand that holds it.
        if (native.current?.matches(":active")) window.addEventListener("pointerup", () => setTimeout(swap), { once: true });
        else swap();
      },
      () => undefined,
    );
  };

  const go = (index: number) => {
    const bounded = Math.min(steps.length, Math.max(0, index));
    setAt(bounded);
    clearTimeout(settling.current);
    // A dragged slider passes many steps; only where it rests is asked for.
    settling.current = setTimeout(() => startTransition(() => router.replace(addressOf(bounded), { scroll: false })), 120);
  };
  const take = (index: number) => {
    setIsPlaying(false);
    go(index);
  };
  const addressOf = (index: number) => {
    const value = steps[index];
    return value === undefined ? base : `${base}${base.includes("?") ? "&" : "?"}known=${value}`;
  };

  useEffect(() => {
    if (!isPlaying || isPending) return;
    const stride = Math.ceil(steps.length / MOST_PICTURES);
    const timer = setTimeout(() => (at >= steps.length ? setIsPlaying(false) : go(at + stride)), PAUSE_MS);
    return () => clearTimeout(timer);
  });

  const text = at >= steps.length ? texts.today : stepText(steps[at]!, language, timeZone);
  return (
    <div
      className={`${styles.slider} ${isLive ? "" : styles.waiting} screen-only`}
      aria-busy={isPending}
      data-known-slider=""
      onPointerEnter={load}
      onFocus={load}
    >
      {range ? (
        <div className={styles.field}>
          <span aria-hidden="true">{texts.label}</span>
          <range.Range
            language={language}
            label={texts.label}
            text={text}
            most={steps.length}
            value={at}
            isFocused={range.isFocused}
            onChange={take}
          />
        </div>
      ) : (
        <label className={styles.field}>
          <span>{texts.label}</span>
          <input
            ref={native}
            type="range"
            min={0}
            max={steps.length}
            value={at}
            aria-valuetext={text}
            title={texts.help}
            onChange={(event) => take(Number(event.currentTarget.value))}
          />
        </label>
      )}
      <output>{text}</output>
      <button type="button" className="quiet" onClick={() => go(at - 1)} disabled={at <= 0}>
        {texts.back}
      </button>
      <button type="button" className="quiet" onClick={() => go(at + 1)} disabled={at >= steps.length}>
        {texts.on}
      </button>
      {!isStill && (
        <button
          type="button"
          className="quiet"
          aria-pressed={isPlaying}
          onClick={() => {
            if (!isPlaying && at >= steps.length) go(0);
            setIsPlaying(!isPlaying);
          }}
        >
          {isPlaying ? texts.pause : texts.play}
        </button>
      )}
    </div>
  );
}

/** The last step at or before a value; behind all of them is today. */
function indexOf(steps: readonly string[], known: string | null): number {
  if (known === null) return steps.length;
  const until = known.length === 10 ? `${known}T23:59:59Z` : known;
  const index = steps.findLastIndex((step) => step <= until);
  return Math.max(index, 0);
}

function stepText(step: string, language: string, timeZone: string): string {
  if (step.length === 10)
    return new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone: "UTC" }).format(new Date(`${step}T00:00:00Z`));
  return new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short", hourCycle: "h23", timeZone }).format(
    new Date(step),
  );
}

const never = () => () => undefined;
const STILL = "(prefers-reduced-motion: reduce)";

function wantsStillness(): boolean {
  return window.matchMedia(STILL).matches;
}

function onMotionChange(changed: () => void): () => void {
  const query = window.matchMedia(STILL);
  query.addEventListener("change", changed);
  return () => query.removeEventListener("change", changed);
}
