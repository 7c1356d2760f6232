/**
 * The estimate counted a second time, for `attest verify`: docs/methodology.md, "From claims to an estimate", put down anew for one
 * instant. It shares types, dates and the vague words' floors with `estimate.ts` and none of its steps, so that a
 * mistake in one of them shows as a difference.
 */
import { civilDateAt, endOfDay, hasClock, instantOf } from "./dates";
import type { ClaimForEstimate, Estimate, IncidentForEstimate, RulingForEstimate } from "./estimate";
import { floorOf, type Amount } from "./figure";
import type { Group, Metric, Policy } from "./vocabulary";

export type Recounted = Omit<Estimate, "reason">;

/** A figure with what its claim says about when it holds. */
interface Said {
  no: number;
  voice: string;
  amount: Amount;
  /** The number that stands for the amount; null for an unknown. */
  number: number | null;
  from: number;
  until: number;
  /** What it speaks of: the instant, its day, and whether a clock was stated. */
  of: number;
  day: string;
  clock: boolean;
  /** Shown only: repeats, denials, other scopes, what we set aside. */
  idle: boolean;
}

/** Everything that one metric and group of an incident follows from. */
export interface RecountSlice {
  metric: Metric;
  group: Group;
  said: Said[];
  rulings: readonly RulingForEstimate[];
  /** Every instant at which the answer can change, in order. */
  instants: number[];
}

/** When a claim was public: published, else as of, else retrieved (rule 1). */
export function recountPublicAt(claim: ClaimForEstimate, timeZone: string): number {
  return instantOf(claim.publishedAt ?? claim.asOf ?? claim.retrievedAt, timeZone);
}

/** The metrics and groups that an incident's claims and rulings name. */
export function recountSlices({ claims, rulings, timeZone, dateStart, dateEnd }: IncidentForEstimate): RecountSlice[] {
  const slices = new Map<string, RecountSlice>();
  const slice = (metric: Metric, group: Group): RecountSlice => {
    const key = `${metric} ${group}`;
    let there = slices.get(key);
    if (!there) slices.set(key, (there = { metric, group, said: [], rulings: [], instants: [] }));
    return there;
  };
  let first = Infinity;
  for (const claim of claims) {
    const from = recountPublicAt(claim, timeZone);
    first = Math.min(first, from);
    if (claim.figures.length === 0) continue;
    const until = claim.status === "withdrawn" ? instantOf(claim.statusAt!, timeZone) : Infinity;
    const stated = claim.asOf ?? claim.publishedAt;
    const of = stated === null ? endOfDay(dateEnd ?? dateStart, timeZone) : instantOf(stated, timeZone);
    const clock = stated !== null && hasClock(stated);
    const day = clock ? civilDateAt(of, timeZone) : stated === null ? (dateEnd ?? dateStart) : dayOf(stated, of, timeZone);
    for (const { metric, group, scope, amount } of claim.figures) {
      const idle = claim.stance === "denies" || claim.status === "set_aside" || claim.isRepeat || scope !== "incident";
      const { recordedNo: no, voice } = claim;
      slice(metric, group).said.push({ no, voice, amount, number: numberIn(amount), from, until, of, day, clock, idle });
    }
  }
  for (const ruling of rulings) {
    const there = slice(ruling.metric, ruling.group);
    there.rulings = [...there.rulings, ruling];
  }
  for (const there of slices.values()) {
    const instants = [
      ...there.said.flatMap(({ from, until }) => [from, Math.max(from, until)]),
      ...there.rulings.flatMap((ruling) => [ruling.from, ruling.until ?? Infinity].map((at) => Math.max(at, first))),
    ];
    there.instants = [...new Set(instants.filter((at) => at < Infinity))].sort((a, b) => a - b);
  }
  return [...slices.values()];
}

function dayOf(stated: string, of: number, timeZone: string): string {
  return stated.length === 10 ? stated : civilDateAt(of, timeZone);
}

/** The estimate of a slice at an instant. */
export function recountAt({ said, rulings }: RecountSlice, at: number): Recounted {
  const standing = said.filter((one) => !one.idle && one.from <= at && at < one.until);
  const lastWords = new Map<string, Said>();
  for (const one of standing)
    if (one.number !== null && !lastWords.has(one.voice)) lastWords.set(one.voice, lastOf(standing, one.voice));
  const spoken = [...lastWords.values()];
  const counting = spoken.filter((one) => !isPassed(one, spoken));
  const [low, high] = rangeOf(counting);
  const found: Recounted = {
    state: counting.some(({ amount }) => amount.qualifier !== "none")
      ? "figure"
      : counting.length > 0
        ? "none"
        : standing.length > 0
          ? "unknown"
          : "not_stated",
    low,
    high,
    open: counting.some(({ amount }) => isOpen(amount)),
    voices: counting.length,
    best: bestsOf(decisive(counting)),
    ruling: null,
  };
  let ruling: RulingForEstimate | null = null;
  for (const one of rulings) {
    if (one.from > at || (one.until !== null && one.until <= at)) continue;
    if (ruling === null || one.from > ruling.from || (one.from === ruling.from && one.id > ruling.id)) ruling = one;
  }
  return ruling ? withRuling(found, ruling) : found;
}

function withRuling(found: Recounted, { id, best }: RulingForEstimate): Recounted {
  const isSomebody = best > 0 || found.state === "figure";
  return {
    ...found,
    state: isSomebody ? "figure" : "none",
    low: found.low === null || found.low > best ? best : found.low,
    high: found.high === null || found.high < best ? best : found.high,
    best: { majority: best, latest: best, lowest: best, highest: best, median: best },
    ruling: id,
  };
}

/** Rule 2: a voice's last word; on its last day, if a clock is missing, what was recorded last. */
function lastOf(standing: readonly Said[], voice: string): Said {
  const own = standing.filter((one) => one.voice === voice && one.number !== null);
  const day = own.reduce((last, one) => (one.day > last ? one.day : last), "");
  const thatDay = own.filter((one) => one.day === day);
  const clocks = thatDay.every((one) => one.clock);
  return thatDay.reduce((last, one) => ((clocks ? isLater(one, last) : one.no > last.no) ? one : last));
}

function isLater(a: Said, b: Said): boolean {
  return a.of === b.of ? a.no > b.no : a.of > b.of;
}

/** Rule 3: two later voices reach it; an open-ended one is passed by a single bounded one. */
function isPassed(one: Said, spoken: readonly Said[]): boolean {
  let times = 0;
  for (const other of spoken) {
    if (other === one || other.number! < one.number! || !isLater(other, one)) continue;
    if (other.amount.qualifier === "vague" || other.amount.qualifier === "up_to") continue;
    if (++times === 2 || (isOpen(one.amount) && isBounded(other.amount))) return true;
  }
  return false;
}

/** Rule 4. */
function rangeOf(counting: readonly Said[]): [number | null, number | null] {
  let low: number | null = null;
  let high: number | null = null;
  for (const { amount, number } of counting) {
    const bottom = amount.qualifier === "between" ? amount.low : amount.qualifier === "up_to" ? null : number;
    const top = amount.qualifier === "between" || amount.qualifier === "up_to" ? amount.high : number;
    if (bottom !== null && (low === null || bottom < low)) low = bottom;
    if (top !== null && (high === null || top > high)) high = top;
  }
  return [low ?? (counting.length > 0 ? 0 : null), high];
}

/** Rule 5: who decides. */
function decisive(counting: readonly Said[]): readonly Said[] {
  const top = counting.reduce((most, one) => (isBounded(one.amount) ? Math.max(most, one.number!) : most), -1);
  const firm = counting.filter(
    ({ amount, number }) =>
      isBounded(amount) || ((amount.qualifier === "at_least" || amount.qualifier === "more_than") && number! > top),
  );
  if (firm.length > 0) return firm;
  const vague = counting.filter(({ amount }) => amount.qualifier === "vague");
  return vague.length > 0 ? vague : counting;
}

/** Rule 5: which of their numbers each policy takes. */
function bestsOf(deciding: readonly Said[]): Record<Policy, number | null> {
  if (deciding.length === 0) return { majority: null, latest: null, lowest: null, highest: null, median: null };
  const byAge = [...deciding].sort((a, b) => (isLater(a, b) ? 1 : -1)).map(({ number }) => number!);
  const bySize = [...byAge].sort((a, b) => a - b);
  let majority = 0;
  let most = 0;
  for (const number of byAge) {
    const times = byAge.filter((other) => other === number).length;
    if (times >= most) [majority, most] = [number, times];
  }
  return {
    majority,
    latest: byAge[byAge.length - 1]!,
    lowest: bySize[0]!,
    highest: bySize[bySize.length - 1]!,
    median: bySize[(bySize.length - 1) >> 1]!,
  };
}

function numberIn(amount: Amount): number | null {
  switch (amount.qualifier) {
    case "exact":
    case "about":
      return amount.value;
    case "at_least":
      return amount.low;
    case "more_than":
      return amount.low + 1;
    case "up_to":
      return amount.high;
    case "between":
      return amount.best ?? amount.low;
    case "none":
      return 0;
    case "vague":
      return floorOf(amount);
    case "unknown":
      return null;
  }
}

function isOpen({ qualifier }: Amount): boolean {
  return qualifier === "at_least" || qualifier === "more_than" || qualifier === "vague";
}

function isBounded({ qualifier }: Amount): boolean {
  return qualifier === "exact" || qualifier === "about" || qualifier === "between" || qualifier === "none";
}
