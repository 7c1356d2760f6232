/**
 * From claims to an estimate, and its history. The law is docs/methodology.md, "From claims to an estimate"; the numbers in
 * the comments below are its rules. Pure: the same claims always give the same history.
 */
import { isBounded, isOpenEnded, numberOf, rangeOf, type Amount, type Figure } from "./figure";
import { civilDateAt, endOfDay, hasClock, instantOf } from "./dates";
import { POLICIES, type ClaimStatus, type FigureState, type Group, type Metric, type Policy, type Stance } from "./vocabulary";

/** A published claim as the estimate needs it; times as stated on the page (see `dates.ts`). */
export interface ClaimForEstimate {
  recordedNo: number;
  /** Who speaks: claims of one voice replace each other. */
  voice: string;
  publishedAt: string | null;
  asOf: string | null;
  /** The civil date (or instant) on which we read it; every claim has one. */
  retrievedAt: string;
  stance: Stance;
  status: ClaimStatus;
  /** When its source withdrew it (status "withdrawn"), as stated. */
  statusAt: string | null;
  /** Whether the claim merely carries another claim's statement. */
  isRepeat: boolean;
  figures: readonly Figure[];
}

/** An editor's number for one metric and group, in force from an instant until it is revoked. */
export interface RulingForEstimate {
  id: number;
  metric: Metric;
  group: Group;
  best: number;
  from: number;
  until: number | null;
}

/** An incident with its claims: everything that its estimates follow from. */
export interface IncidentForEstimate {
  dateStart: string;
  dateEnd: string | null;
  timeZone: string;
  claims: readonly ClaimForEstimate[];
  rulings: readonly RulingForEstimate[];
}

/** What a figure does in an estimate; the page says it in words. Numbers are the `recordedNo` of claims. */
export type Part =
  | { is: "decides" | "counts" | "part" | "wider" | "repeat" | "denied" | "set_aside" | "withdrawn" | "unknown" }
  | { is: "overtaken"; by: number[] }
  | { is: "replaced"; by: number };

/** One figure's part in an estimate, by the claim it belongs to. */
export type Reason = readonly (Part & { claim: number })[];

/** low, best (one for each policy) and high in persons; null where there is no figure. `open` is "or more". */
export interface Estimate {
  state: FigureState;
  low: number | null;
  high: number | null;
  open: boolean;
  /** How many voices count. */
  voices: number;
  best: Record<Policy, number | null>;
  ruling: number | null;
  reason: Reason;
}

/** An estimate and the period of public knowledge in which it holds: from ≤ T < until (null: until today). */
export interface EstimateRow {
  metric: Metric;
  group: Group;
  knownFrom: number;
  knownUntil: number | null;
  estimate: Estimate;
}

/** One figure made ready: when it was public, what it speaks of, whether it may count. */
interface Stated {
  recordedNo: number;
  voice: string;
  publicAt: number;
  withdrawnAt: number | null;
  spokenAt: number;
  spokenDay: string;
  clock: boolean;
  amount: Amount;
  number: number | null;
  /** Why it can never count, or null if it may. */
  barred: "part" | "wider" | "repeat" | "denied" | "set_aside" | null;
}

/** When a claim became public: published, else as of, else the day we read it (rule 1). Milliseconds UTC. */
export function publicAt(claim: Pick<ClaimForEstimate, "publishedAt" | "asOf" | "retrievedAt">, timeZone: string): number {
  return instantOf(claim.publishedAt ?? claim.asOf ?? claim.retrievedAt, timeZone);
}

/**
 * The whole history of an incident's estimates: for each metric and group that some claim names, a row per period of
 * public knowledge, oldest first; the last row (knownUntil null) is today's. An incident without claims has none.
 */
export function estimateHistory(incident: IncidentForEstimate): EstimateRow[] {
  const rows: EstimateRow[] = [];
  const span = publicSpan(incident);
  if (!span) return rows;
  for (const { metric, group, stated } of slicesOf(incident)) {
    const rulings = incident.rulings.filter((r) => r.metric === metric && r.group === group);
    for (const [index, at] of instantsOf(stated, rulings, span.first).entries()) {
      const estimate = estimateAt(stated, rulings, at);
      const last = index > 0 ? rows.at(-1) : undefined;
      if (last && sameEstimate(last.estimate, estimate)) continue;
      if (last) last.knownUntil = at;
      rows.push({ metric, group, knownFrom: at, knownUntil: null, estimate });
    }
  }
  return rows;
}

/** When an incident became and last changed public knowledge, from all its published claims; null without a claim. */
export function publicSpan(incident: IncidentForEstimate): { first: number; last: number } | null {
  const instants = incident.claims.map((claim) => publicAt(claim, incident.timeZone));
  if (instants.length === 0) return null;
  return { first: Math.min(...instants), last: Math.max(...instants) };
}

interface Slice {
  metric: Metric;
  group: Group;
  stated: Stated[];
}

/** A slice for each metric and group that a figure or a ruling names. */
function slicesOf(incident: IncidentForEstimate): Slice[] {
  const slices = new Map<string, Slice>();
  const sliceOf = ({ metric, group }: { metric: Metric; group: Group }) => {
    const key = `${metric} ${group}`;
    const slice = slices.get(key) ?? { metric, group, stated: [] };
    slices.set(key, slice);
    return slice;
  };
  for (const claim of incident.claims) {
    for (const figure of claim.figures) sliceOf(figure).stated.push(statedFigure(claim, figure, incident));
  }
  for (const ruling of incident.rulings) sliceOf(ruling);
  return [...slices.values()];
}

function statedFigure(claim: ClaimForEstimate, figure: Figure, incident: IncidentForEstimate): Stated {
  const { timeZone } = incident;
  const spoken = claim.asOf ?? claim.publishedAt;
  const spokenAt = spoken ? instantOf(spoken, timeZone) : endOfDay(incident.dateEnd ?? incident.dateStart, timeZone);
  return {
    recordedNo: claim.recordedNo,
    voice: claim.voice,
    publicAt: publicAt(claim, timeZone),
    withdrawnAt: claim.status === "withdrawn" && claim.statusAt ? instantOf(claim.statusAt, timeZone) : null,
    spokenAt,
    spokenDay: civilDateAt(spokenAt, timeZone),
    clock: spoken !== null && hasClock(spoken),
    amount: figure.amount,
    number: numberOf(figure.amount),
    barred: barredBecause(claim, figure),
  };
}

function barredBecause(claim: ClaimForEstimate, figure: Figure): Stated["barred"] {
  if (claim.status === "set_aside") return "set_aside";
  if (claim.stance === "denies") return "denied";
  if (claim.isRepeat) return "repeat";
  return figure.scope === "incident" ? null : figure.scope;
}

/** Every instant at which this slice can change; a ruling holds at the earliest from the incident's first claim. */
function instantsOf(stated: readonly Stated[], rulings: readonly RulingForEstimate[], first: number): number[] {
  const instants = new Set<number>();
  for (const figure of stated) {
    instants.add(figure.publicAt);
    if (figure.withdrawnAt !== null) instants.add(Math.max(figure.withdrawnAt, figure.publicAt));
  }
  for (const ruling of rulings) {
    instants.add(Math.max(ruling.from, first));
    if (ruling.until !== null) instants.add(Math.max(ruling.until, first));
  }
  return [...instants].sort((a, b) => a - b);
}

/** The estimate of one slice as known at an instant. */
function estimateAt(stated: readonly Stated[], rulings: readonly RulingForEstimate[], at: number): Estimate {
  const known = stated.filter((figure) => figure.publicAt <= at);
  const standing = known.filter((figure) => figure.barred === null && !isWithdrawn(figure, at));
  const numbered = standing.filter((figure) => figure.number !== null);
  const newest = newestByVoice(numbered);
  const overtakers = overtakersOf(newest);
  const counting = newest.filter((figure) => !overtakers.has(figure));
  const deciders = decidersOf(counting);
  const best = Object.fromEntries(POLICIES.map((policy) => [policy, take(policy, deciders)])) as Estimate["best"];

  const reason: Reason = [...known]
    .sort((a, b) => a.recordedNo - b.recordedNo)
    .map((figure) => ({ claim: figure.recordedNo, ...partOf(figure, { at, newest, overtakers, deciders }) }));
  const state = stateOf(counting, standing);
  const estimate: Estimate = { state, ...boundsOfCounting(counting), voices: counting.length, best, ruling: null, reason };
  const ruling = rulings
    .filter((r) => r.from <= at && (r.until === null || at < r.until))
    .sort((a, b) => b.from - a.from || b.id - a.id)[0];
  return ruling ? ruled(estimate, ruling) : estimate;
}

function isWithdrawn(figure: Stated, at: number): boolean {
  return figure.withdrawnAt !== null && figure.withdrawnAt <= at;
}

/** Rule 2: claims are ordered by what they speak of; of equal times the one recorded later is newer. */
function isNewer(a: Stated, b: Stated): boolean {
  return a.spokenAt > b.spokenAt || (a.spokenAt === b.spokenAt && a.recordedNo > b.recordedNo);
}

function newestOf(figures: readonly Stated[]): Stated {
  return figures.reduce((newest, figure) => (isNewer(figure, newest) ? figure : newest));
}

/** Rule 2: of one voice only the newest counts; on its latest day, if a figure lacks a clock, the one recorded last. */
function newestByVoice(standing: readonly Stated[]): Stated[] {
  const voices = new Map<string, Stated[]>();
  for (const figure of standing) {
    const figures = voices.get(figure.voice);
    if (figures) figures.push(figure);
    else voices.set(figure.voice, [figure]);
  }
  return [...voices.values()].map((figures) => {
    const newest = newestOf(figures);
    const latestDay = figures.filter((figure) => figure.spokenDay === newest.spokenDay);
    if (latestDay.every((figure) => figure.clock)) return newest;
    return latestDay.reduce((last, figure) => (figure.recordedNo > last.recordedNo ? figure : last));
  });
}

/** Rule 3: the figures that stopped counting, each with the newer ones that reached its number. */
function overtakersOf(newest: readonly Stated[]): Map<Stated, Stated[]> {
  const overtaken = new Map<Stated, Stated[]>();
  const able = newest.filter(({ amount }) => amount.qualifier !== "vague" && amount.qualifier !== "up_to");
  for (const figure of newest) {
    const reached = able.filter((other) => other !== figure && isNewer(other, figure) && other.number! >= figure.number!);
    const bounded = reached.filter((other) => isBounded(other.amount));
    if (isOpenEnded(figure.amount) && bounded.length > 0) overtaken.set(figure, bounded);
    else if (reached.length >= 2) overtaken.set(figure, reached);
  }
  return overtaken;
}

/** Rule 4: the smallest low, the largest high; an up-to gives a low only where nothing else does. */
function boundsOfCounting(counting: readonly Stated[]): Pick<Estimate, "low" | "high" | "open"> {
  if (counting.length === 0) return { low: null, high: null, open: false };
  const firm = counting.filter(({ amount }) => amount.qualifier !== "up_to");
  const lows = (firm.length > 0 ? firm : counting).map(({ amount }) => rangeOf(amount).low!);
  const highs = counting.map(({ amount }) => rangeOf(amount).high ?? rangeOf(amount).low!);
  return { low: Math.min(...lows), high: Math.max(...highs), open: counting.some(({ amount }) => isOpenEnded(amount)) };
}

/** Rule 5: bounded figures decide, and each at-least or more-than whose number no bounded one reaches; else vague; else up-to. */
function decidersOf(counting: readonly Stated[]): Stated[] {
  const bounded = counting.filter(({ amount }) => isBounded(amount));
  const reached = Math.max(-1, ...bounded.map((figure) => figure.number!));
  const unreached = counting.filter(
    ({ amount, number }) => (amount.qualifier === "at_least" || amount.qualifier === "more_than") && number! > reached,
  );
  const firm = [...bounded, ...unreached];
  if (firm.length > 0) return firm;
  const vague = counting.filter(({ amount }) => amount.qualifier === "vague");
  return vague.length > 0 ? vague : [...counting];
}

/** Rule 5: the number that a policy takes among the deciding figures. */
function take(policy: Policy, deciders: readonly Stated[]): number | null {
  if (deciders.length === 0) return null;
  const numbers = deciders.map((figure) => figure.number!).sort((a, b) => a - b);
  switch (policy) {
    case "latest":
      return newestOf(deciders).number;
    case "lowest":
      return numbers[0]!;
    case "highest":
      return numbers.at(-1)!;
    case "median":
      return numbers[Math.floor((numbers.length - 1) / 2)]!;
    case "majority": {
      const times = new Map<number, number>();
      for (const number of numbers) times.set(number, (times.get(number) ?? 0) + 1);
      const most = Math.max(...times.values());
      return newestOf(deciders.filter((figure) => times.get(figure.number!) === most)).number;
    }
  }
}

/** Missing is not zero: a figure, else none (the counting figures say nobody), else unknown, else not stated. */
function stateOf(counting: readonly Stated[], standing: readonly Stated[]): FigureState {
  if (counting.length > 0) return counting.every(({ amount }) => amount.qualifier === "none") ? "none" : "figure";
  return standing.length > 0 ? "unknown" : "not_stated";
}

/** Rule 6: a ruling overrides best under every policy and widens the range to hold it; it needs at least one claim. */
function ruled(estimate: Estimate, ruling: RulingForEstimate): Estimate {
  const { best } = ruling;
  return {
    ...estimate,
    state: best === 0 && estimate.state !== "figure" ? "none" : "figure",
    low: Math.min(estimate.low ?? best, best),
    high: Math.max(estimate.high ?? best, best),
    best: Object.fromEntries(POLICIES.map((policy) => [policy, best])) as Estimate["best"],
    ruling: ruling.id,
  };
}

function partOf(
  figure: Stated,
  { at, newest, overtakers, deciders }: { at: number; newest: Stated[]; overtakers: Map<Stated, Stated[]>; deciders: Stated[] },
): Part {
  if (figure.barred) return { is: figure.barred };
  if (isWithdrawn(figure, at)) return { is: "withdrawn" };
  if (figure.number === null) return { is: "unknown" };
  const ownNewest = newest.find((other) => other.voice === figure.voice)!;
  if (ownNewest !== figure) return { is: "replaced", by: ownNewest.recordedNo };
  const by = overtakers.get(figure);
  if (by) return { is: "overtaken", by: by.map((other) => other.recordedNo).sort((a, b) => a - b) };
  return { is: deciders.includes(figure) ? "decides" : "counts" };
}

function sameEstimate(a: Estimate, b: Estimate): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** The row of a history that holds at an instant, or undefined before anything was known. */
export function rowKnownAt<Row extends Pick<EstimateRow, "knownFrom" | "knownUntil">>(
  rows: readonly Row[],
  at: number,
): Row | undefined {
  return rows.find((row) => row.knownFrom <= at && (row.knownUntil === null || at < row.knownUntil));
}
