/** A text's candidates as the desk proposes them: claims with the words of every part, gathered under the incidents they speak of. */
import { boundsOf, type Amount } from "../figure";
import { foldName } from "../names";
import type { AttackType, ClaimantKind, Group, Metric, Scope } from "../vocabulary";
import type { Candidate, Span, SpanPart } from "./candidate";
import { kindOfClaimant } from "./claimant-kind";
import { groupsOf } from "./claims";
import type { Language } from "./language";
import type { Doubt, Pattern } from "./mention";
import type { NamedPlace } from "./where";

export interface ProposedFigure {
  metric: Metric;
  group: Group;
  amount: Amount;
  span: Span;
}

/** One claim of a text. */
export interface Proposal {
  /** The place of its first figure in the text: names it through every re-reading of the same text. */
  key: string;
  figures: ProposedFigure[];
  claimant: { name: string; role: string | null; kind: ClaimantKind } | null;
  date: string | null;
  place: { name: string; matches: NamedPlace["matches"] } | null;
  attack: AttackType;
  scope: Scope;
  /** A few words that state the figures. */
  quote: string;
  spans: { part: SpanPart; span: Span }[];
  why: Pattern[];
  doubts: Doubt[];
  /** Whether it is proposed to be taken: running totals and what the text says a second time without naming anybody are not. */
  isTaken: boolean;
}

/** Proposals that speak of one place and day: by default one incident. */
export interface ProposedEvent {
  date: string | null;
  place: Proposal["place"];
  attack: AttackType;
  /** Running totals of a region or a war: no one incident's, and gathered behind all others. */
  isWider: boolean;
  proposals: Proposal[];
}

/** Longest quotation proposed, in characters: it is published. */
const LONGEST_QUOTE = 240;

/** The claims of a text in its order. */
export function proposalsOf(candidates: readonly Candidate[], text: string, language: Language): Proposal[] {
  const proposals = groupsOf(candidates).map((group) => proposalOf(group, text, language));
  return proposals.map((proposal) =>
    isSaidBySomebody(proposal, proposals)
      ? { ...proposal, isTaken: false, doubts: [...proposal.doubts, "reading.restated" as const] }
      : proposal,
  );
}

function proposalOf(group: readonly Candidate[], text: string, language: Language): Proposal {
  const [first] = group as [Candidate];
  const figures: ProposedFigure[] = [];
  const put = (figure: ProposedFigure): void => {
    if (!figures.some(({ metric, group: who }) => metric === figure.metric && who === figure.group)) figures.push(figure);
  };
  for (const { metric, group: who, amount, span, alsoGroup } of group) {
    put({ metric, group: who, amount, span });
    // A toll whose dead are all said to be soldiers is a total and an equal breakdown (methodology, "Figures").
    if (who === "all" && alsoGroup !== null) put({ metric, group: alsoGroup, amount, span });
  }
  const { claimant, date, place, attack, scope, spans } = first;
  return {
    key: `${first.span.start}-${first.span.end}`,
    figures,
    claimant: claimant && {
      name: claimant.name,
      role: claimant.role,
      kind: kindOfClaimant(`${claimant.role ?? ""} ${claimant.name}`, language),
    },
    date,
    place,
    attack,
    scope,
    quote: quoteOf(group, text),
    spans: spansOf(group, spans),
    why: unique(group.flatMap(({ why }) => why)),
    doubts: unique(group.flatMap(({ doubts }) => doubts)),
    isTaken: scope === "incident",
  };
}

function spansOf(group: readonly Candidate[], spans: Candidate["spans"]): Proposal["spans"] {
  const parts: (readonly [SpanPart, Span | null])[] = [
    ["sentence", spans.sentence],
    ...group.map(({ metric, span }) => [metric, span] as const),
    ["claimant", spans.claimant],
    ["date", spans.date],
    ["place", spans.place],
    ["attack", spans.attack],
  ];
  return parts.flatMap(([part, span]) => (span ? [{ part, span }] : []));
}

/** The sentence; of a long one the words from the first figure or predicate to the last. */
function quoteOf(group: readonly Candidate[], text: string): string {
  const { sentence } = group[0]!.spans;
  if (sentence.end - sentence.start <= LONGEST_QUOTE) return sentence.text.replace(/\s+/g, " ").trim();
  const spans = group.flatMap(({ span, spans: { predicate } }) => [span, predicate]);
  const start = Math.min(...spans.map((span) => span.start));
  const end = Math.min(Math.max(...spans.map((span) => span.end)), start + LONGEST_QUOTE);
  return text.slice(start, end).replace(/\s+/g, " ").trim();
}

/** A headline or a summary repeats what the text says again with the name of who says it. */
function isSaidBySomebody(proposal: Proposal, all: readonly Proposal[]): boolean {
  if (proposal.claimant !== null || proposal.scope !== "incident") return false;
  return all.some(
    (other) =>
      other !== proposal &&
      other.claimant !== null &&
      other.scope === "incident" &&
      other.date === proposal.date &&
      isSamePlace(other.place, proposal.place) &&
      proposal.figures.every((figure) => other.figures.some((one) => isSameFigure(one, figure))),
  );
}

function isSameFigure(a: ProposedFigure, b: ProposedFigure): boolean {
  if (a.metric !== b.metric || a.group !== b.group) return false;
  const [left, right] = [boundsOf(a.amount), boundsOf(b.amount)];
  return left.qualifier === right.qualifier && left.low === right.low && left.high === right.high;
}

/** The proposals gathered by day and place, in the order of the text; what speaks of more than one incident comes last. */
export function eventsOf(proposals: readonly Proposal[]): ProposedEvent[] {
  const events: ProposedEvent[] = [];
  for (const proposal of proposals) {
    if (proposal.scope === "wider") continue;
    const there = events.find(({ date, place }) => date === proposal.date && isSamePlace(place, proposal.place));
    if (!there) {
      const { date, place, attack } = proposal;
      events.push({ date, place, attack, isWider: false, proposals: [proposal] });
      continue;
    }
    there.proposals.push(proposal);
    if (there.attack === "unknown") there.attack = proposal.attack;
  }
  const wider = proposals.filter(({ scope }) => scope === "wider");
  if (wider.length > 0) events.push({ date: null, place: null, attack: "unknown", isWider: true, proposals: wider });
  return events;
}

function isSamePlace(a: Proposal["place"], b: Proposal["place"]): boolean {
  if (a === null || b === null) return a === b;
  const [left, right] = [a.matches[0]?.id, b.matches[0]?.id];
  return left !== undefined && right !== undefined ? left === right : foldName(a.name) === foldName(b.name);
}

const unique = <T>(all: readonly T[]): T[] => [...new Set(all)];
