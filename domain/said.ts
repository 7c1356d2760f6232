/**
 * What a person types of a whole claim in one field ("at least 10 killed, 35 wounded, 3 of them children"), read into
 * figures. English and Ukrainian are data below; each amount is read as in a field of its own (`readAmount`).
 */
import { readAmount } from "./amount-words";
import type { Amount } from "./figure";
import type { Group, Metric } from "./vocabulary";

/** One figure that was understood. */
export interface SaidFigure {
  metric: Metric;
  group: Group;
  amount: Amount;
}

/** What was understood, or a message key and the words that were not. */
export type Said = { ok: true; figures: SaidFigure[] } | { ok: false; code: string; part: string };

const LONGEST = 300;

// oxfmt-ignore
const METRIC_WORDS: readonly (readonly [Metric, readonly string[]])[] = [
  ["casualties", ["killed or wounded", "killed or injured", "dead or wounded", "dead or injured", "casualties", "casualty", "загиблих або поранених", "загиблих чи поранених", "вбито або поранено", "вбито чи поранено"]],
  ["killed", ["killed", "dead", "died", "deaths", "death", "fatalities", "fatality", "bodies", "body", "загинули", "загинув", "загинула", "загинуло", "загиблі", "загиблих", "загиблий", "загибла", "вбито", "вбиті", "вбитих", "вбитий", "вбила", "вбили", "вбив", "убито", "убиті", "убитих", "убитий", "убили", "мертвих", "тіл", "тіла"]],
  ["wounded", ["wounded", "injured", "hurt", "injuries", "поранено", "поранені", "поранених", "поранений", "поранена", "поранила", "поранили", "поранив", "травмовано", "травмовані", "травмованих"]],
  ["missing", ["missing", "unaccounted for", "зникли безвісти", "зникло безвісти", "зник безвісти", "зникла безвісти", "зниклі безвісти", "зниклих безвісти", "безвісти зниклих", "безвісти зниклі", "зниклих", "зниклі"]],
];
// oxfmt-ignore
const GROUP_WORDS: readonly (readonly [Group, readonly string[]])[] = [
  ["children", ["children", "child", "minors", "minor", "teenagers", "teenager", "дітей", "діти", "дитина", "дитину", "дитини", "неповнолітніх", "неповнолітній"]],
  ["women", ["women", "woman", "жінок", "жінки", "жінка", "жінку"]],
  ["men", ["men", "man", "чоловіки", "чоловіка"]],
  ["civilians", ["civilians", "civilian", "цивільних", "цивільні", "цивільний", "мирних"]],
  ["combatants", ["soldiers", "soldier", "servicemen", "serviceman", "combatants", "combatant", "fighters", "fighter", "troops", "військових", "військові", "військовий", "військовослужбовців", "бійців", "солдатів"]],
];
/** Words that carry no number: who is counted, and what joins a part to its whole. */
// oxfmt-ignore
const FILLER = ["people", "persons", "person", "residents", "others", "other", "were", "was", "are", "is", "have been", "has been", "been", "of them", "of whom", "among them", "among whom", "including", "incl.", "with", "who", "also", "another", "were reported", "reported", "осіб", "особи", "особа", "людей", "людини", "людина", "жителів", "з них", "із них", "серед них", "у тому числі", "в тому числі", "зокрема", "включно з", "ще", "також", "є", "було", "були", "отримали", "поранення"];

const EDGE = String.raw`(?<![\p{L}\p{N}'])`;
const END = String.raw`(?![\p{L}\p{N}'])`;
const escaped = (word: string) => word.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
const anyOf = (words: readonly string[]) =>
  new RegExp(
    EDGE +
      "(?:" +
      [...words]
        .sort((a, b) => b.length - a.length)
        .map(escaped)
        .join("|") +
      ")" +
      END,
    "gu",
  );

const METRICS_SAID = METRIC_WORDS.map(([metric, words]) => [metric, anyOf(words)] as const);
const GROUPS_SAID = GROUP_WORDS.map(([group, words]) => [group, anyOf(words)] as const);
const FILLERS = anyOf(FILLER);
/** A comma between digits groups them; any other, a bracket, and "and" end a part. */
const BETWEEN =
  /\s*(?:[;()\n]|,(?!\d{3}(?!\d))|(?<!\d),|[.](?=\s|$))\s*|\s+(?:and|&|plus|while|but|і|й|та|а)\s+|\s+(?=(?:including|among them|зокрема|серед них|(?:у|в) тому числі)\s)/u;

/** The figures of a claim typed in one field; an empty text has none. A part that cannot be read is named. */
export function readSaid(typed: string): Said {
  const text = typed
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[’ʼ`]/g, "'")
    .replace(/[ \t]+/g, " ")
    .trim();
  if (text === "") return { ok: true, figures: [] };
  if (text.length > LONGEST) return { ok: false, code: "said.too_long", part: "" };
  const figures: SaidFigure[] = [];
  // A verb without a number waits for one ("killed and wounded dozens"), and a number without a verb takes the last.
  let waiting: Metric | null = null;
  let last: Metric | null = null;
  for (const part of partsOf(text)) {
    const { metric, group, rest } = takeWords(part);
    if (rest === "" && metric !== null && group === null) {
      if (waiting === null && last !== null && metric !== last && isShared(figures.at(-1), last)) {
        // "dozens killed and wounded": one number for both together.
        figures.at(-1)!.metric = "casualties";
        last = "casualties";
      } else if (waiting === null) waiting = metric;
      else waiting = joined(waiting, metric);
      continue;
    }
    const about: Metric | null = metric === null ? (waiting ?? last) : waiting === null ? metric : joined(waiting, metric);
    const amount = amountIn(rest, group !== null);
    if (about === null || amount === null) return { ok: false, code: "said.not_understood", part };
    const which = group ?? "all";
    if (figures.some((one) => one.metric === about && one.group === which)) return { ok: false, code: "said.twice", part };
    figures.push({ metric: about, group: which, amount });
    [waiting, last] = [null, about];
  }
  if (waiting !== null || figures.length === 0) return { ok: false, code: "said.not_understood", part: text };
  return { ok: true, figures };
}

/** The parts between commas, brackets and "and"; "between 10 and 15" and "100 and 5" stay whole. */
function partsOf(text: string): string[] {
  const whole = text
    .replace(/((?:between|між) \S+) (?:and|та|і|й) (?=\d)/gu, "$1 to ")
    .replace(/, ?(?=(?:best|найімовірніше) )/gu, " ");
  return whole
    .split(BETWEEN)
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

/** The metric and the group that a part names, and what is left: its amount. */
function takeWords(part: string): { metric: Metric | null; group: Group | null; rest: string } {
  let rest = part;
  const take = <Word extends string>(table: readonly (readonly [Word, RegExp])[]): Word | null => {
    for (const [word, pattern] of table) {
      const without = rest.replace(pattern, " ");
      if (without !== rest) {
        rest = without;
        return word;
      }
    }
    return null;
  };
  const metric = take(METRICS_SAID);
  const group = take(GROUPS_SAID);
  return { metric, group, rest: rest.replace(FILLERS, " ").replace(/:/g, " ").replace(/\s+/g, " ").trim().replace(/ of$/, "") };
}

/** "a child" and "дитина" are one. */
function amountIn(rest: string, hasGroup: boolean): Amount | null {
  if (hasGroup && /^(?:a|an)?$/.test(rest)) return { qualifier: "exact", value: 1 };
  const read = readAmount(rest);
  return read.ok ? read.amount : null;
}

function isShared(figure: SaidFigure | undefined, last: Metric): boolean {
  return figure?.group === "all" && figure.metric === last && (last === "killed" || last === "wounded");
}

function joined(a: Metric, b: Metric): Metric {
  return a === b ? a : "casualties";
}
