"use client";
/** Asks what is behind a bar once a reader has stopped at it; each answer is asked for once. */
import { useEffect, useState } from "react";

/** What the server tells of a bar, in the reader's language. */
export interface BehindTold {
  /** "5 named sources"; empty where none or too many. */
  sources: string;
  largest: { href: string; place: string; title: string; language: string; toll: string }[];
  /** "and 3 more incidents", or empty. */
  more: string;
}

/** A pointer that crosses the chart asks for nothing. */
const PAUSE = 180;
const kept = new Map<string, BehindTold>();

/** What is behind the bar at an address, or null until it is told (and where it cannot be: the bar's own numbers stand). */
export function useBehind(address: string | null): BehindTold | null {
  const [told, setTold] = useState<{ address: string; behind: BehindTold } | null>(null);
  useEffect(() => {
    if (address === null || kept.has(address)) return;
    const stopped = new AbortController();
    const timer = setTimeout(() => {
      fetch(address, { signal: stopped.signal })
        .then((answer) => (answer.ok ? (answer.json() as Promise<BehindTold>) : null))
        .then((behind) => {
          if (!behind) return;
          kept.set(address, behind);
          setTold({ address, behind });
        })
        // Without an answer the tooltip keeps to the chart's own numbers.
        .catch(() => undefined);
    }, PAUSE);
    return () => {
      clearTimeout(timer);
      stopped.abort();
    };
  }, [address]);
  if (address === null) return null;
  return kept.get(address) ?? (told?.address === address ? told.behind : null);
}
