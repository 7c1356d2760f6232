/**
 * An oracle for the estimate: docs/methodology.md, "From claims to an estimate", read aloud for one instant, with nothing
 * remembered between instants and nothing shared with domain/estimate.ts but its types. Slow on purpose.
 */
import { civilDateAt, endOfDay, hasClock, instantOf } from "@/domain/dates";
import type { ClaimForEstimate, Estimate, IncidentForEstimate } from "@/domain/estimate";
import type { Amount } from "@/domain/figure";
import type { Group, Metric, Policy } from "@/domain/vocabulary";

export type NaiveEstimate = Pick<Estimate, "state" | "low" | "high" | "open" | "voices" | "best">;

interface Said {
  voice: string;
  at: number;
  day: string;
  clock: boolean;
  no: number;
  amount: Amount;
}

let floors: Readonly<Record<string, number>>;
const FLOORS = { "a couple": 2, several: 3, tens: 10, dozens: 12, scores: 40, hundreds: 100 };

/** The estimate of one metric and group as known at `at`, or null where no claim of the incident was public yet. */
export function naiveEstimate(
  incident: IncidentForEstimate,
  metric: Metric,
  group: Group,
  at: number,
  declared: Readonly<Record<string, number>> = FLOORS,
): NaiveEstimate | null {
  floors = declared;
  const publicSince = (claim: ClaimForEstimate) =>
    instantOf(claim.publishedAt ?? claim.asOf ?? claim.retrievedAt, incident.timeZone);
  const known = incident.claims.filter((claim) => publicSince(claim) <= at);
  if (known.length === 0) return null;

  const standing: Said[] = [];
  for (const claim of known) {
    if (claim.stance === "denies" || claim.status === "set_aside" || claim.isRepeat) continue;
    if (claim.status === "withdrawn" && instantOf(claim.statusAt!, incident.timeZone) <= at) continue;
    for (const figure of claim.figures) {
      if (figure.metric !== metric || figure.group !== group || figure.scope !== "incident") continue;
      standing.push({ ...spoken(claim, incident), voice: claim.voice, no: claim.recordedNo, amount: figure.amount });
    }
  }

  const voices = [...new Set(standing.map((said) => said.voice))];
  const numbers = voices
    .map((voice) => newestNumber(standing.filter((said) => said.voice === voice)))
    .filter((said) => said !== null);
  const counting = numbers.filter((said) => !isOvertaken(said, numbers));

  let { low, high } = rangeOfAll(counting.map((said) => said.amount));
  let best = bests(counting);
  let state: NaiveEstimate["state"] = "not_stated";
  if (counting.some((said) => said.amount.qualifier !== "none")) state = "figure";
  else if (counting.length > 0) state = "none";
  else if (standing.length > 0) state = "unknown";

  const ruling = incident.rulings
    .filter((r) => r.metric === metric && r.group === group && r.from <= at && (r.until === null || at < r.until))
    .sort((a, b) => a.from - b.from || a.id - b.id)
    .at(-1);
  if (ruling) {
    low = low === null ? ruling.best : Math.min(low, ruling.best);
    high = high === null ? ruling.best : Math.max(high, ruling.best);
    best = { majority: ruling.best, latest: ruling.best, lowest: ruling.best, highest: ruling.best, median: ruling.best };
    if (ruling.best > 0) state = "figure";
    else if (counting.length === 0) state = "none";
  }
  return { state, low, high, open: counting.some((said) => isOpen(said.amount)), voices: counting.length, best };
}

/** Rule 2: as_of, else published_at, else the incident's end. */
function spoken(claim: ClaimForEstimate, incident: IncidentForEstimate): Pick<Said, "at" | "day" | "clock"> {
  const stated = claim.asOf ?? claim.publishedAt;
  if (stated === null) {
    const end = incident.dateEnd ?? incident.dateStart;
    return { at: endOfDay(end, incident.timeZone), day: end, clock: false };
  }
  const at = instantOf(stated, incident.timeZone);
  return { at, day: civilDateAt(at, incident.timeZone), clock: hasClock(stated) };
}

/** Rule 2: a voice's newest number; on its latest day, if one lacks a clock, the one recorded last. */
function newestNumber(said: Said[]): Said | null {
  const withNumber = said.filter((one) => numberIn(one.amount) !== null);
  if (withNumber.length === 0) return null;
  const latestDay = withNumber
    .map((one) => one.day)
    .sort()
    .at(-1);
  const onThatDay = withNumber.filter((one) => one.day === latestDay);
  const byClock = onThatDay.every((one) => one.clock);
  return onThatDay.sort((a, b) => (byClock ? a.at - b.at : 0) || a.no - b.no).at(-1)!;
}

function isNewer(a: Said, b: Said): boolean {
  return a.at > b.at || (a.at === b.at && a.no > b.no);
}

/** Rule 3. */
function isOvertaken(said: Said, all: Said[]): boolean {
  const passing = all.filter(
    (other) =>
      other.voice !== said.voice &&
      isNewer(other, said) &&
      other.amount.qualifier !== "vague" &&
      other.amount.qualifier !== "up_to" &&
      numberIn(other.amount)! >= numberIn(said.amount)!,
  );
  return passing.length >= 2 || (isOpen(said.amount) && passing.some((other) => isBounded(other.amount)));
}

/** Rule 4. */
function rangeOfAll(amounts: Amount[]): { low: number | null; high: number | null } {
  const lows: number[] = [];
  const highs: number[] = [];
  for (const amount of amounts) {
    if (amount.qualifier === "up_to") highs.push(amount.high);
    else if (amount.qualifier === "between") {
      lows.push(amount.low);
      highs.push(amount.high);
    } else {
      lows.push(numberIn(amount)!);
      highs.push(numberIn(amount)!);
    }
  }
  if (amounts.length > 0 && lows.length === 0) lows.push(0);
  return { low: lows.length > 0 ? Math.min(...lows) : null, high: highs.length > 0 ? Math.max(...highs) : null };
}

/** Rule 5. */
function bests(counting: Said[]): Record<Policy, number | null> {
  const bounded = counting.filter((said) => isBounded(said.amount));
  const unreached = counting.filter(
    (said) =>
      (said.amount.qualifier === "at_least" || said.amount.qualifier === "more_than") &&
      !bounded.some((other) => numberIn(other.amount)! >= numberIn(said.amount)!),
  );
  let deciding = [...bounded, ...unreached];
  if (deciding.length === 0) deciding = counting.filter((said) => said.amount.qualifier === "vague");
  if (deciding.length === 0) deciding = counting.filter((said) => said.amount.qualifier === "up_to");
  if (deciding.length === 0) return { majority: null, latest: null, lowest: null, highest: null, median: null };
  const oldestFirst = [...deciding].sort((a, b) => (isNewer(a, b) ? 1 : -1)).map((said) => numberIn(said.amount)!);
  const sorted = [...oldestFirst].sort((a, b) => a - b);
  const times = (number: number) => sorted.filter((other) => other === number).length;
  const most = Math.max(...sorted.map(times));
  return {
    majority: oldestFirst.filter((number) => times(number) === most).at(-1)!,
    latest: oldestFirst.at(-1)!,
    lowest: sorted[0]!,
    highest: sorted.at(-1)!,
    median: sorted[Math.floor((sorted.length - 1) / 2)]!,
  };
}

/** "The number": the value; of a between its own best, else its low; of an open end the low of its range; of an up-to its high. */
function numberIn(amount: Amount): number | null {
  if (amount.qualifier === "exact" || amount.qualifier === "about") return amount.value;
  if (amount.qualifier === "at_least") return amount.low;
  if (amount.qualifier === "more_than") return amount.low + 1;
  if (amount.qualifier === "up_to") return amount.high;
  if (amount.qualifier === "between") return amount.best ?? amount.low;
  if (amount.qualifier === "none") return 0;
  if (amount.qualifier === "vague") return floors[amount.word] ?? null;
  return null;
}

function isOpen(amount: Amount): boolean {
  return (
    amount.qualifier === "at_least" || amount.qualifier === "more_than" || (amount.qualifier === "vague" && amount.word in floors)
  );
}

function isBounded(amount: Amount): boolean {
  return ["exact", "about", "between", "none"].includes(amount.qualifier);
}
