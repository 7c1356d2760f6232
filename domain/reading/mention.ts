/** What one predicate says: a metric, the people it is said of, and why it was read so. */
import type { Amount } from "../figure";
import type { Metric, Scope } from "../vocabulary";
import type { Phrase } from "./phrase";

/** The pattern ids that `why` names; one explanation each in the messages. */
export const PATTERNS = [
  "passive",
  "active",
  "participle",
  "elliptic",
  "died",
  "dead",
  "lost_lives",
  "took_lives",
  "suffered",
  "toll_noun",
  "toll_raised",
  "death_of",
  "bodies_found",
  "killed_and_wounded",
  "nobody",
  "unknown",
  "including",
  "relative",
  "list_summed",
  "singular",
  "number_words",
  "hospital",
  "missing",
] as const;
export type Pattern = (typeof PATTERNS)[number];

/** Message keys of what is uncertain about a candidate. */
export const DOUBTS = [
  "reading.additional",
  "reading.pronoun",
  "reading.definite",
  "reading.bodies",
  "reading.toll_revised",
  "reading.share",
  "reading.wider",
  "reading.no_number",
  "reading.name_counted",
  "reading.claimant_continued",
  "reading.claimant_unstated",
  "reading.date_assumed",
  "reading.place_assumed",
  "reading.place_homonyms",
  "reading.list_summed",
  "reading.combined",
  "reading.attacker",
  "reading.word_without_floor",
  "reading.antecedent",
  "reading.restated",
  "reading.hospital",
] as const;
export type Doubt = (typeof DOUBTS)[number];

export interface Mention {
  metric: Metric;
  amount: Amount | null;
  phrases: readonly Phrase[];
  parts: readonly Phrase[];
  /** Tokens [from, to) of the predicate. */
  from: number;
  to: number;
  why: Pattern[];
  doubts: Doubt[];
  scope: Scope;
  /** A running total that replaces what was read before. */
  total: boolean;
  /** A stand-alone "3 fatalities". */
  plainTotal: boolean;
}
