/** English function words and number words. */
import type { Language } from "../language";

const split = (words: string): string[] => words.trim().split(/\s+/);

export const ENGLISH_WORDS: Language["words"] = {
  one: split("a an"),
  definite: split("the this that these those"),
  possessive: split("his her their its our my your"),
  none: split("no zero"),
  nobody: split("nobody none no-one"),
  other: split("other others another additional further"),
  more: split("more"),
  both: split("both"),
  preposition:
    split(`in on at of from by with near during after before into onto over under around along between among for to through
    inside outside towards toward against within across as about since until upon via behind following like amid despite
    aboard onboard off including besides alongside where via per`),
  by: split("by"),
  of: split("of"),
  including: split("including includes included among"),
  and: split("and & plus while but"),
  or: split("or nor"),
  auxiliary: split("was were is are be been being got gets get getting remained"),
  have: split("has have had having to"),
  unreal:
    split(`could would might may can should will shall if unless threaten threatens threatened threatening planned planning plan plans
    intended intending vowed vows tried trying attempted attempting wanted wants potential potentially imminent hoped fear fears feared`),
  relative: split("who whom which that whose"),
  adverb:
    split(`also later subsequently then reportedly allegedly apparently already now still fatally mortally critically seriously severely slightly
    lightly badly gravely moderately instantly immediately only just down initially eventually confirmed either all each once again thus thereby
    accidentally deliberately brutally violently presumably possibly probably officially indiscriminately tragically unfortunately however
    so far too as well previously recently earlier at present currently today yesterday overnight`).filter(
      (w) => !["at", "as", "well", "far", "so"].includes(w),
    ),
  negation: split("not never neither n't didn't wasn't weren't without"),
  pronoun: split("he she him her it they them"),
  reflexive: split("himself herself themselves"),
  them: split("them whom these those"),
  subordinate: split("when while after before because as where since although though if that until whereas"),
  leave: split("left leaves leaving leave found find finds pronounced declared"),
};

export const ENGLISH_NUMBERS: Language["numbers"] = {
  units:
    split(`zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
    nineteen`),
  tens: split("twenty thirty forty fifty sixty seventy eighty ninety"),
  hundreds: {},
  multipliers: { dozen: 12, score: 20, hundred: 100, thousand: 1000, million: 1_000_000 },
  halfDozen: "half a dozen",
  openings: {
    at_least: ["at least", "no fewer than", "no less than", "not less than", "not fewer than", "a minimum of", "minimum"],
    more_than: ["more than", "over", "upwards of", "in excess of", "above"],
    up_to: ["up to", "as many as", "at most", "no more than", "not more than", "a maximum of"],
    about: [
      "about",
      "around",
      "approximately",
      "some",
      "roughly",
      "nearly",
      "almost",
      "an estimated",
      "close to",
      "circa",
      "approx.",
      "approx",
    ],
    between: ["between", "from"],
    total: [
      "a total of",
      "total of",
      "in total",
      "a combined",
      "altogether",
      "exactly",
      "the total of",
      "all",
      "other",
      "another",
      "an additional",
      "a further",
      "additional",
      "further",
      "the other",
      "these",
      "those",
    ],
    unknown: [
      "an unknown number of",
      "an unknown number",
      "unknown number of",
      "an unspecified number of",
      "an undetermined number of",
      "an undisclosed number of",
      "an unconfirmed number of",
      "unspecified number of",
      "an unspecified number",
      "unknown numbers of",
      "a unknown number of",
    ],
    vague: [
      "a couple of",
      "a couple",
      "several",
      "a few",
      "dozens of",
      "dozens",
      "scores of",
      "scores",
      "tens of",
      "hundreds of",
      "hundreds",
      "tens",
      "thousands of",
      "thousands",
      "hundreds of thousands of",
      "tens of thousands of",
      "many",
      "numerous",
      "a number of",
      "multiple",
      "countless",
      "a large number of",
      "large numbers of",
      "some",
      "few",
    ],
  },
  orMore: ["or more", "and more", "or so"],
  to: split("to and or"),
};
