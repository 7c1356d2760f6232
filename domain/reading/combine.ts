/** A text's candidates → one killed and one wounded figure for its main incident. */
import { numberOf, rangeOf, type Amount } from "../figure";
import type { Candidate } from "./candidate";
import { addAmounts } from "./lists";

/** Bounds as the text states them ("more than 20" is 20); high is null where the figure is open-ended. */
export interface Combined {
  low: number;
  high: number | null;
  best: number;
}

export interface Toll {
  killed: Combined | null;
  wounded: Combined | null;
}

/**
 * The toll of the text's main incident: the one told first on its latest day; parts of one count are summed, restatements
 * are not, "raising the toll to" replaces, several claimants make a range of which the newest is best.
 */
export function combine(candidates: readonly Candidate[]): Toll {
  const main = mainIncident(candidates);
  const wounded = tollOf(main, "wounded") ?? tollOf(inHospital(candidates), "wounded");
  return { killed: tollOf(main, "killed"), wounded };
}

/** Where nobody says how many were hurt, those in hospital are known to be; who died of it there is not told as one of them. */
function inHospital(candidates: readonly Candidate[]): Candidate[] {
  const deadIn = new Set(
    candidates
      .filter(({ metric, evidence }) => metric === "killed" && evidence.definite)
      .map(({ evidence }) => evidence.sentence),
  );
  return candidates.filter(
    ({ why, shift, evidence }) => why.includes("hospital") && shift >= 0 && !deadIn.has(evidence.sentence),
  );
}

/** Candidates of the main incident: whole people, of this incident's scope, not of an earlier day, and of its place. */
function mainIncident(candidates: readonly Candidate[]): Candidate[] {
  const counted = candidates.filter(({ group, scope, shift }) => group === "all" && scope === "incident" && shift >= 0);
  const first = counted.find(({ amount }) => numberOf(amount) !== null);
  if (!first) return counted;
  const isHere = (candidate: Candidate): boolean =>
    candidate.evidence.paragraph === first.evidence.paragraph ||
    candidate.place?.name === first.place?.name ||
    candidate.doubts.includes("reading.place_assumed");
  return counted.filter(isHere);
}

function tollOf(candidates: readonly Candidate[], metric: "killed" | "wounded"): Combined | null {
  const voices = new Map<string, Running>();
  let order = 0;
  for (const candidate of withoutParts(candidates.filter((one) => one.metric === metric))) {
    const key = candidate.claimant?.name ?? "";
    let running = voices.get(key);
    if (!running && key !== "" && !isRestated(candidate, voices)) voices.set(key, (running = new Running()));
    running ??= voices.get("") ?? [...voices.values()].at(-1);
    if (!running) voices.set(key, (running = new Running()));
    running.add(candidate);
    running.order = order++;
  }
  const totals = [...voices.values()].filter(({ amount }) => amount !== null).sort((a, b) => a.order - b.order);
  if (totals.length === 0) return null;
  const numbered = totals.filter(({ amount }) => stated(amount!) !== null);
  if (numbered.length === 0) return null;
  const plain = numbered.find(({ isTotal }) => isTotal);
  const best = plain ?? numbered.at(-1)!;
  const lows = numbered.map(({ amount }) => lowOf(amount!));
  const highs = numbered.map(({ amount }) => highOf(amount!));
  if (plain) return { low: lowOf(plain.amount!), high: highOf(plain.amount!), best: stated(plain.amount!)! };
  return {
    low: Math.min(...lows),
    high: highs.includes(null) ? null : Math.max(...(highs as number[])),
    best: stated(best.amount!)!,
  };
}

/** How many candidates behind a total may be its parts. */
const MOST_PARTS = 8;

/** "8 killed: 5 in Kherson, 2 in Nikopol and one in Orikhiv": figures that add up to the one before them are its parts. */
function withoutParts(candidates: readonly Candidate[]): Candidate[] {
  const parts = new Set<Candidate>();
  for (const [index, total] of candidates.entries()) {
    if (total.amount.qualifier !== "exact" || parts.has(total)) continue;
    let sum = 0;
    for (let count = 1; count <= MOST_PARTS; count++) {
      const part = candidates[index + count];
      if (part?.amount.qualifier !== "exact" || part.evidence.additional || part.evidence.definite) break;
      if (part.evidence.sentence - total.evidence.sentence > 2) break;
      sum += part.amount.value;
      if (sum < total.amount.value) continue;
      if (sum === total.amount.value && count > 1)
        for (const one of candidates.slice(index + 1, index + count + 1)) parts.add(one);
      break;
    }
  }
  return candidates.filter((candidate) => !parts.has(candidate));
}

/** A claimant who adds to what others said ("the group also reported that one of its members died"). */
function isRestated(candidate: Candidate, voices: ReadonlyMap<string, Running>): boolean {
  return (
    voices.size > 0 &&
    (candidate.evidence.additional || candidate.evidence.pronoun || candidate.evidence.share || candidate.evidence.plainTotal)
  );
}

const stated = (amount: Amount): number | null => (amount.qualifier === "more_than" ? amount.low : numberOf(amount));
const lowOf = (amount: Amount): number => (amount.qualifier === "more_than" ? amount.low : (rangeOf(amount).low ?? 0));
const highOf = (amount: Amount): number | null => rangeOf(amount).high;

/** The running sum of one voice. */
class Running {
  amount: Amount | null = null;
  isTotal = false;
  order = 0;
  private sentence = -1;
  private hasAttacker = false;
  private isAnonymous = false;
  private readonly names: string[] = [];
  private readonly heads = new Set<string>();

  add(candidate: Candidate): void {
    const { amount, evidence } = candidate;
    const now = this.amount === null ? null : stated(this.amount);
    const number = stated(amount);
    if (amount.qualifier === "unknown") {
      this.amount ??= amount;
      return;
    }
    if (amount.qualifier === "none") {
      if (now === null) this.amount = amount;
      return;
    }
    if (evidence.total && (!this.isTotal || evidence.plainTotal || candidate.why.includes("toll_raised"))) {
      this.isTotal = true;
      this.set(candidate);
      return;
    }
    if (now === null || now === 0) return this.set(candidate);
    if (this.isTotal || number === null) return;
    if (this.isAddition(candidate, now, number)) {
      this.amount = addAmounts([this.amount!, amount]);
      this.note(candidate);
    } else if (number > now && !evidence.definite && !evidence.share) this.set(candidate);
  }

  private isAddition({ evidence, why, shift }: Candidate, now: number, number: number): boolean {
    if (evidence.names.length > 0) {
      const fresh = evidence.names.filter(
        (name) => !this.names.some((known) => known.includes(name) || name.includes(known.split(" ").at(-1)!)),
      );
      if (fresh.length === 0) return false;
      // A death named in what came of it later (a trial, a chase) is another event, unless somebody died of the wounds.
      if (shift > 0 && !why.includes("died")) return false;
      return this.names.length > 0 || evidence.additional;
    }
    if (evidence.attacker && evidence.definite) return !this.hasAttacker && !this.heads.has(evidence.head);
    if (evidence.additional && !evidence.definite) return true;
    if (evidence.share) return false;
    if (evidence.definite && !evidence.numbered) return false;
    if (evidence.definite) return false;
    if (why.includes("bodies_found") || why.includes("death_of")) return false;
    if (evidence.sentence === this.sentence) return !(number === now && this.heads.has(evidence.head));
    if (number === now && (evidence.numbered || this.heads.has(evidence.head))) return false;
    return !this.heads.has(evidence.head) && evidence.head !== "people" && evidence.head !== "";
  }

  private set(candidate: Candidate): void {
    this.amount = candidate.amount;
    this.note(candidate);
  }

  private note({ evidence }: Candidate): void {
    this.sentence = evidence.sentence;
    this.hasAttacker ||= evidence.attacker;
    this.isAnonymous ||= evidence.names.length === 0;
    this.names.push(...evidence.names);
    this.heads.add(evidence.head);
  }
}
