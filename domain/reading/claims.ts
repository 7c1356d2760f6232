/** Candidates grouped into claims: what one claimant says of one incident, as `attest read` and the desk show it. */
import { boundsOf, type Bounds } from "../figure";
import type { Metric } from "../vocabulary";
import type { Candidate, Span } from "./candidate";
import { combine, type Combined } from "./combine";
import { readText, type ReadingOptions } from "./read";

export interface TextIn {
  id: string | number | null;
  text: string;
  date?: string | null;
  place?: string | null;
}

/** One claim of a text: its figures by metric; a metric that it does not state is null. */
export interface ReadClaim extends Record<Metric, (Bounds & { span: [number, number] }) | null> {
  claimant: string | null;
  role: string | null;
  date: string | null;
  place: string | null;
  attack: Candidate["attack"];
  scope: Candidate["scope"];
  breakdown: (Bounds & { metric: Metric; group: Candidate["group"]; span: [number, number] })[];
  /** The sentence it was read in, as offsets [start, end). */
  span: [number, number];
  why: string[];
  doubts: string[];
}

export interface TextOut {
  id: string | number | null;
  claims: ReadClaim[];
  killed: Combined | null;
  wounded: Combined | null;
}

/** The row that `attest read` writes for a text. */
export function claimsIn({ id, text, date, place }: TextIn, options: ReadingOptions = {}): TextOut {
  const candidates = readText(text, { ...options, date: date ?? null, place: place ?? null });
  return { id, claims: claimsOf(candidates), ...combine(candidates) };
}

/** Groups candidates: of one sentence, claimant, date, scope; a second figure of a metric begins another claim. */
export function groupsOf(candidates: readonly Candidate[]): Candidate[][] {
  const groups: Candidate[][] = [];
  for (const candidate of candidates) {
    const group = groups.at(-1);
    const isTwice = candidate.group === "all" && group?.some((one) => one.group === "all" && one.metric === candidate.metric);
    if (group && belongs(candidate, group.at(-1)!) && !isTwice) group.push(candidate);
    else groups.push([candidate]);
  }
  return groups;
}

/** The claims of a text, in its order. */
export function claimsOf(candidates: readonly Candidate[]): ReadClaim[] {
  return groupsOf(candidates).map((group) => {
    const claim = newClaim(group[0]!);
    for (const candidate of group) {
      const figure = { ...boundsOf(candidate.amount), span: offsets(candidate.span) };
      if (candidate.group === "all") claim[candidate.metric] = figure;
      else claim.breakdown.push({ ...figure, metric: candidate.metric, group: candidate.group });
      for (const reason of candidate.why) if (!claim.why.includes(reason)) claim.why.push(reason);
      for (const doubt of candidate.doubts) if (!claim.doubts.includes(doubt)) claim.doubts.push(doubt);
    }
    return claim;
  });
}

function belongs(candidate: Candidate, to: Candidate): boolean {
  return (
    candidate.evidence.sentence === to.evidence.sentence &&
    candidate.claimant?.name === to.claimant?.name &&
    candidate.date === to.date &&
    candidate.shift === to.shift &&
    candidate.scope === to.scope
  );
}

function newClaim({ claimant, date, place, attack, scope, spans }: Candidate): ReadClaim {
  return {
    claimant: claimant?.name ?? null,
    role: claimant?.role ?? null,
    date,
    place: place?.name ?? null,
    attack,
    scope,
    killed: null,
    wounded: null,
    missing: null,
    casualties: null,
    breakdown: [],
    span: offsets(spans.sentence),
    why: [],
    doubts: [],
  };
}

const offsets = ({ start, end }: Span): [number, number] => [start, end];
