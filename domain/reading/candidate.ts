/** A candidate claim: one figure as a text states it, with who, when, where, how and the spans that it was read from. */
import type { Amount } from "../figure";
import { METRICS, type AttackType, type Group, type Metric, type Scope } from "../vocabulary";
import type { Doubt, Pattern } from "./mention";
import type { Claimant } from "./speaker";
import type { KnownPlace } from "./where";

/** What the words that a claim was read from say: a figure's metric, who, when, where, how; and the sentence of them all. */
export const SPAN_PARTS = ["sentence", "claimant", "date", "place", "attack", ...METRICS] as const;
export type SpanPart = (typeof SPAN_PARTS)[number];

/** Offsets [start, end) of the text in UTF-16 units, and what stands there. */
export interface Span {
  start: number;
  end: number;
  text: string;
}

export interface Candidate {
  metric: Metric;
  group: Group;
  /** The group that all those counted belong to, where one word says so ("seven soldiers"). */
  alsoGroup: Group | null;
  scope: Scope;
  amount: Amount;
  claimant: Claimant | null;
  /** The incident's civil date as far as the text says it, or null. */
  date: string | null;
  /** Days from the text's main date: the previous day is −1. What is below 0 is another incident. */
  shift: number;
  place: { name: string; matches: readonly KnownPlace[] } | null;
  attack: AttackType;
  /** The figure's own words. */
  span: Span;
  /** The whole sentence, and every part that was read for this candidate. */
  spans: { sentence: Span; predicate: Span; claimant: Span | null; date: Span | null; place: Span | null; attack: Span | null };
  /** Pattern ids. */
  why: readonly Pattern[];
  /** Message keys of what is uncertain. */
  doubts: readonly Doubt[];
  /** How the people were named: what `combine` needs to tell a restatement from an addition. */
  evidence: Evidence;
}

export interface Evidence {
  sentence: number;
  paragraph: number;
  definite: boolean;
  numbered: boolean;
  additional: boolean;
  share: boolean;
  attacker: boolean;
  /** Names of persons counted, folded. */
  names: readonly string[];
  total: boolean;
  plainTotal: boolean;
  head: string;
  pronoun: boolean;
}
