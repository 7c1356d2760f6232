"use client";
/**
 * The filter's fields come alive on use: at the first touch of the form the component library is loaded, and fields that it
 * does better take the native ones' places, with what was typed, chosen and focused. Without it the native ones stay.
 */
import { createContext, useContext, useEffect, useEffectEvent, useRef, useState, type ReactNode } from "react";
import type { Parts } from "./filter-parts";

/** What the native fields held when the parts took their places. */
export interface Live {
  parts: Parts;
  cities: readonly OfferedSpellings[];
  /** Values by field, as a form would send them. */
  values: ReadonlyMap<string, readonly string[]>;
  /** The name of the field that had the focus. */
  focused: string | null;
  /** Whether the main pointer is a finger. */
  isTouched: boolean;
  /** The language of dates and lists, BCP 47. */
  language: string;
}

export interface OfferedSpellings {
  slug: string;
  name: string;
  spellings: readonly string[];
}

const LiveContext = createContext<Live | null>(null);

interface Props {
  className: string;
  language: string;
  /** Address of the cities' spellings. */
  spellings: string;
  children: ReactNode;
}

export function FilterLive({ className, language, spellings, children }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const [live, setLive] = useState<Live | null>(null);
  const asked = useRef(false);
  const load = () => {
    if (asked.current) return;
    asked.current = true;
    // If either does not come, the native fields stay: they do the same.
    Promise.all([import("./filter-parts"), fetch(spellings).then((response) => response.json() as Promise<OfferedSpellings[]>)])
      .then(([{ PARTS }, cities]) => box.current && setLive({ parts: PARTS, cities, language, ...stateOf(box.current) }))
      .catch(() => undefined);
  };
  // Scripts come after the page is drawn: a pointer or a key may have been here before anything listened.
  const loadIfInUse = useEffectEvent(() => {
    if (box.current!.matches(":hover, :focus-within")) load();
  });
  useEffect(() => loadIfInUse(), []);
  return (
    <div ref={box} className={className} onPointerEnter={load} onFocus={load} data-live={live ? "" : undefined}>
      <LiveContext value={live}>{children}</LiveContext>
    </div>
  );
}

function stateOf(box: HTMLElement): Pick<Live, "values" | "focused" | "isTouched"> {
  const form = box.closest("form")!;
  const values = new Map<string, string[]>();
  for (const [name, value] of new FormData(form)) values.set(name, [...(values.get(name) ?? []), String(value)]);
  const focused = document.activeElement?.closest<HTMLElement>("[data-field]")?.dataset.field ?? null;
  return { values, focused, isTouched: window.matchMedia("(pointer: coarse)").matches };
}

interface FieldProps {
  name: "city" | "from" | "to" | "known";
  label: string;
  /** Words of the part, by their names in it. */
  texts: Readonly<Record<string, string>>;
  timeZone: string;
  /** The native field. */
  children: ReactNode;
}

/** A native field until the parts are there. */
export function LiveField({ name, label, texts, timeZone, children }: FieldProps) {
  const live = useContext(LiveContext);
  // A phone's own date wheel is better than any of ours.
  if (!live || (live.isTouched && name !== "city")) return <div data-field={name}>{children}</div>;
  const Part = name === "city" ? live.parts.CityField : name === "known" ? live.parts.KnownField : live.parts.DayField;
  return <Part name={name} label={label} texts={texts} live={live} timeZone={timeZone} />;
}
