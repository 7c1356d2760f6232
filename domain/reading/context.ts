/** From mentions to candidates: the claimant, date, place and attack that hold where a figure stands. */
import { daysBetween } from "../dates";
import { vagueFloor } from "../figure";
import { foldName } from "../names";
import type { Candidate, Span } from "./candidate";
import { attackOf } from "./how";
import type { Language } from "./language";
import { F, phraseAt, type Lexicon } from "./lexicon";
import { addAmounts, objectsAt } from "./lists";
import type { Doubt, Mention, Pattern } from "./mention";
import { has, type Node } from "./nodes";
import type { Phrase } from "./phrase";
import { speakerOf, type Attribution, type Claimant } from "./speaker";
import type { Sentence, Token } from "./tokens";
import type { Scene } from "./voice";
import type { TimeWords } from "./when";
import { placesOf, type Gazetteer, type NamedPlace } from "./where";

export interface ReadingOptions {
  /** The report's civil date, against which "on Tuesday" and "the previous day" are read. */
  date?: string | null;
  /** The place to assume where the text names none. */
  place?: string | null;
  gazetteer?: Gazetteer | null;
  language?: Language;
}

interface About {
  attribution: Attribution;
  attack: ReturnType<typeof attackOf>;
  isWider: boolean;
  saysAlso: boolean;
  /** Token before which the figures of a sentence that sums up are totals, or null. */
  totalsUntil: number | null;
}

/** What is known while reading on: the claimant, date and place said last. */
export class Context {
  private claimant: Claimant | null = null;
  private date: TimeWords | null = null;
  private place: NamedPlace | null = null;
  private sentence: Sentence = { from: 0, to: 0, paragraph: 0 };
  private known: About | null = null;
  private nextDate = 0;
  private nextPlace = 0;
  private readonly places: NamedPlace[];
  private readonly verbs: ReadonlySet<string>;
  private readonly main: string | null;

  constructor(
    private readonly text: string,
    private readonly tokens: readonly Token[],
    private readonly lexicon: Lexicon,
    private readonly options: ReadingOptions,
    private readonly dates: readonly TimeWords[],
  ) {
    this.places = placesOf(text, tokens, lexicon, options.gazetteer ?? null);
    this.verbs = new Set(lexicon.language.speech.verbs);
    this.main = dates.find(({ date, shift }) => date !== null && shift === null)?.date ?? options.date ?? null;
  }

  /** Goes on to a sentence: what stands before it becomes what was said last. */
  enter(sentence: Sentence): void {
    this.sentence = sentence;
    this.known = null;
    for (; this.nextDate < this.dates.length && this.dates[this.nextDate]!.from < sentence.from; this.nextDate++) {
      const passed = this.dates[this.nextDate]!;
      if (passed.date && passed.shift === null) this.date = passed;
    }
    for (; this.nextPlace < this.places.length && this.places[this.nextPlace]!.token < sentence.from; this.nextPlace++) {
      this.place = this.places[this.nextPlace]!;
    }
  }

  candidates(mention: Mention, index: number, scene: Scene): Candidate[] {
    const { attribution, attack, isWider } = this.about();
    const claimant = attribution.kind === "none" ? null : this.claimant;
    const doubts: Doubt[] = [...mention.doubts];
    if (attribution.kind === "continued" && claimant) doubts.push("reading.claimant_continued");
    if (!claimant) doubts.push("reading.claimant_unstated");
    const when = this.whenOf(mention);
    const where = this.whereOf(mention);
    if (!when.own) doubts.push("reading.date_assumed");
    if (!where.own) doubts.push("reading.place_assumed");
    if (where.place && where.place.matches.length > 1) doubts.push("reading.place_homonyms");
    const scope = isWider ? "wider" : mention.scope;
    if (scope === "wider") doubts.push("reading.wider");
    const shared = {
      metric: mention.metric,
      scope,
      claimant,
      date: when.date,
      shift: when.shift,
      place: where.place
        ? { name: where.place.name, matches: where.place.matches }
        : this.options.place
          ? { name: this.options.place, matches: [] }
          : null,
      attack: attack?.type ?? ("unknown" as const),
    };
    const spans = {
      sentence: this.span(this.tokens[this.sentence.from]!.start, this.tokens[this.sentence.to - 1]!.end),
      predicate: this.tokenSpan(mention.from, mention.to),
      claimant: claimant ? this.span(claimant.start, claimant.end) : null,
      date: when.words ? this.tokenSpan(when.words.from, when.words.to) : null,
      place: where.place ? this.span(where.place.start, where.place.end) : null,
      attack: attack ? this.span(attack.start, attack.end) : null,
    };
    const out: Candidate[] = [];
    const make = (
      phrases: readonly Phrase[],
      amount: Candidate["amount"],
      group: Candidate["group"],
      why: readonly Pattern[],
      more: readonly Doubt[],
    ): Candidate => ({
      ...shared,
      group,
      alsoGroup: group === "all" ? sameGroup(phrases) : null,
      amount,
      span: this.tokenSpan(Math.min(...phrases.map(({ from }) => from)), Math.max(...phrases.map(({ to }) => to))),
      spans,
      why,
      doubts: [...doubts, ...more],
      evidence: {
        sentence: index,
        paragraph: this.sentence.paragraph,
        definite: phrases.every(({ definite }) => definite),
        numbered: phrases.some(({ how }) => how === "number" || how === "both"),
        additional: phrases.some(({ additional }) => additional) || this.about().saysAlso,
        share: phrases.some(({ ofThem }) => ofThem),
        attacker: [...phrases, ...mention.parts].some(({ attacker }) => attacker),
        names: phrases.filter(({ how }) => how === "name").map(({ from, to }) => foldName(this.tokenSpan(from, to).text)),
        total: mention.total || (this.about().totalsUntil !== null && mention.from < this.about().totalsUntil!),
        plainTotal: mention.plainTotal,
        head: phrases.at(-1)!.head,
        pronoun: phrases.every(({ how }) => how === "pronoun"),
      },
    });
    if (mention.amount && mention.phrases.length > 0) {
      out.push(make(mention.phrases, mention.amount, "all", reasonsOf(mention), doubtsOf(mention)));
    }
    const parts = [...mention.parts, ...sharesAfter(mention, scene.nodes)];
    const told = parts.filter(({ amount, group }) => amount && group !== "all" && amount.qualifier !== "none");
    for (const group of new Set(told.map((part) => part.group))) {
      // "a girl and two boys": three children.
      const same = told.filter((part) => part.group === group);
      const amount = addAmounts(same.map((part) => part.amount!));
      out.push(make(same, amount, group, ["including"], ["reading.share"]));
    }
    return out;
  }

  private whenOf(mention: Mention): { date: string | null; shift: number; own: boolean; words: TimeWords | null } {
    let own: TimeWords | null = null;
    for (let at = this.nextDate; at < this.dates.length && this.dates[at]!.from < this.sentence.to; at++) {
      const date = this.dates[at]!;
      // "four hostages whom they had taken a week earlier": the day of something else.
      if (date.shift !== null && date.from > mention.to && this.hasOtherVerb(mention.to, date.from)) continue;
      if (own === null || date.from <= mention.to || own.from > mention.to || date.shift !== null) own = date;
    }
    const words = own ?? this.date;
    const date = words?.date ?? this.main;
    const shift = own?.shift ?? (date && this.main ? daysBetween(this.main, date) : 0);
    return { date, shift, own: own !== null, words };
  }

  private hasOtherVerb(from: number, to: number): boolean {
    for (let at = from; at < to; at++)
      if ((this.lexicon.flags.get(this.tokens[at]!.lower) ?? 0) & (F.have | F.relative)) return this.tokens[at]!.lower !== "to";
    return false;
  }

  private whereOf(mention: Mention): { place: NamedPlace | null; own: boolean } {
    let own: NamedPlace | null = null;
    for (let at = this.nextPlace; at < this.places.length && this.places[at]!.token < this.sentence.to; at++) {
      const place = this.places[at]!;
      if (own === null || (own.matches.length === 0 && place.matches.length > 0 && place.token < mention.from)) own = place;
    }
    return { place: own ?? this.place, own: own !== null };
  }

  /** What holds for every figure of the sentence; worked out once. */
  private about(): About {
    if (this.known) return this.known;
    const { tokens, sentence, lexicon } = this;
    const attribution = speakerOf(this.text, tokens, sentence, lexicon, this.verbs);
    if (attribution.kind === "named") this.claimant = attribution.claimant;
    const contexts = new Set<string>();
    for (let at = sentence.from; at < sentence.to; at++) {
      const context = phraseAt(lexicon.contexts, tokens, at, sentence.to);
      if (context) contexts.add(context.value);
    }
    return (this.known = {
      attribution,
      attack: attackOf(tokens, sentence, lexicon),
      isWider: contexts.has("wider"),
      saysAlso: contexts.has("also"),
      totalsUntil: contexts.has("overall") ? colonIn(tokens, sentence) : null,
    });
  }

  private span(start: number, end: number): Span {
    return { start, end, text: this.text.slice(start, end) };
  }

  private tokenSpan(from: number, to: number): Span {
    return this.span(this.tokens[from]!.start, this.tokens[Math.max(from, to - 1)]!.end);
  }
}

/** The colon of a sentence, else its end. */
function colonIn(tokens: readonly Token[], { from, to }: Sentence): number {
  for (let at = from; at < to; at++) if (tokens[at]!.text === ":") return at;
  return to;
}

function sameGroup(phrases: readonly Phrase[]): Candidate["group"] | null {
  const group = phrases[0]!.group;
  return group !== "all" && phrases.every((phrase) => phrase.group === group) ? group : null;
}

function reasonsOf({ why, phrases }: Mention): Pattern[] {
  return phrases.every(({ how }) => how === "singular" || how === "name") && !why.includes("unknown")
    ? [...why, "singular"]
    : why;
}

function doubtsOf({ phrases, amount, metric }: Mention): Doubt[] {
  const doubts: Doubt[] = [];
  if (phrases.some(({ additional }) => additional)) doubts.push("reading.additional");
  if (phrases.some(({ how }) => how === "pronoun")) doubts.push("reading.pronoun");
  if (phrases.some(({ definite, how }) => definite && how !== "pronoun")) doubts.push("reading.definite");
  if (phrases.some(({ how }) => how === "name")) doubts.push("reading.name_counted");
  if (phrases.some(({ ofThem }) => ofThem)) doubts.push("reading.share");
  if (phrases.some(({ attacker }) => attacker)) doubts.push("reading.attacker");
  if (phrases.length > 1) doubts.push("reading.list_summed");
  if (metric === "casualties") doubts.push("reading.combined");
  if (amount?.qualifier === "unknown" && amount.word && vagueFloor(amount.word) === null)
    doubts.push("reading.word_without_floor");
  return doubts;
}

/** "five people were killed, three of them children": the shares that stand behind a mention. */
function sharesAfter(mention: Mention, nodes: readonly Node[]): Phrase[] {
  const shares: Phrase[] = [];
  const used = new Set(mention.phrases.map(({ from }) => from));
  for (let at = 0; at < nodes.length; at++) {
    const node = nodes[at]!;
    if (node.type === "word" && node.from >= mention.to && mention.parts.length === 0 && has(node, F.including)) {
      // "five people were killed, including three children".
      const first = nodes[at + 1];
      const isThem = first?.type === "phrase" && first.phrase.how === "pronoun";
      const rest = objectsAt(nodes, isThem ? at + 2 : at + 1);
      if (rest) shares.push(...rest.phrases);
      break;
    }
    if (node.type === "harm" && node.from > mention.to) break;
    const isOthers = node.type === "phrase" && node.from >= mention.to && node.phrase.how === "number" && !node.phrase.ofThem;
    if (isOthers && node.phrase.kind !== "thing" && !used.has(node.from)) break;
    if (node.type !== "phrase" || node.from < mention.to || !node.phrase.ofThem || used.has(node.from)) continue;
    const group = nodes.slice(at + 1, at + 5).find((next) => next.type === "phrase" && next.phrase.group !== "all");
    if (group?.type === "phrase") shares.push({ ...node.phrase, group: group.phrase.group });
    break;
  }
  return shares;
}
