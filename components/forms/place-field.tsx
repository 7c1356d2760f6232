"use client";
/** A place by any spelling. While a person types, a list of places is offered; without JavaScript it is a plain field. */
import { useEffect, useId, useRef, useState } from "react";
import { TextField } from "./field";

interface Suggestion {
  value: string;
  label: string;
}

interface Props {
  name: string;
  label: string;
  hint: string;
  optional?: boolean;
  /** Where suggestions come from: `{"places": [{value, label}]}` for `?q=`. */
  from: string;
}

const PAUSE_MS = 120;

export function PlaceField({ from, ...field }: Props) {
  const list = useId();
  const [suggestions, setSuggestions] = useState<readonly Suggestion[]>([]);
  const pending = useRef<{ timer: ReturnType<typeof setTimeout>; request: AbortController } | null>(null);

  function stop() {
    if (!pending.current) return;
    clearTimeout(pending.current.timer);
    pending.current.request.abort();
  }
  useEffect(() => stop, []);

  function suggest(text: string) {
    stop();
    if (text.trim().length < 2) return setSuggestions([]);
    const request = new AbortController();
    const timer = setTimeout(() => {
      fetch(`${from}?q=${encodeURIComponent(text)}`, { signal: request.signal })
        .then((answer) => (answer.ok ? (answer.json() as Promise<{ places: Suggestion[] }>) : { places: [] }))
        .then(({ places }) => setSuggestions(places))
        // Suggestions are a help, no more: without them the field takes any spelling all the same.
        .catch(() => {});
    }, PAUSE_MS);
    pending.current = { timer, request };
  }

  return (
    <>
      <TextField {...field} list={list} plain autoComplete="off" onType={suggest} />
      <datalist id={list}>
        {suggestions.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </datalist>
    </>
  );
}
