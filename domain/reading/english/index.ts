/** English, put together. */
import type { Language } from "../language";
import { ENGLISH_DIVISIONS, ENGLISH_NOT_PLACES, ENGLISH_PLACE_BEFORE, ENGLISH_SPEECH, ENGLISH_TIME } from "./context";
import { ENGLISH_PEOPLE, ENGLISH_THINGS } from "./people";
import { ENGLISH_AFTERMATH, ENGLISH_ATTACKS, ENGLISH_CONTEXTS, ENGLISH_NOUNS, ENGLISH_VERBS } from "./violence";
import { ENGLISH_NUMBERS, ENGLISH_WORDS } from "./words";

export const ENGLISH: Language = {
  code: "en",
  letters: "[a-zA-Z]",
  grammar: { articles: true, capitalDates: true, placeEndings: [] },
  // oxfmt-ignore
  abbreviations: ["mr", "mrs", "ms", "dr", "prof", "lt", "col", "gen", "maj", "capt", "sgt", "cpl", "st", "rev", "hon", "gov", "sen", "rep", "jr", "sr", "no", "vs", "rs", "ft", "approx", "ca", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "inc", "u.s.", "u.n.", "a.m.", "p.m.", "e.g.", "i.e."],
  words: ENGLISH_WORDS,
  numbers: ENGLISH_NUMBERS,
  verbs: ENGLISH_VERBS,
  nouns: ENGLISH_NOUNS,
  aftermath: ENGLISH_AFTERMATH,
  people: ENGLISH_PEOPLE,
  things: ENGLISH_THINGS,
  contexts: ENGLISH_CONTEXTS,
  time: ENGLISH_TIME,
  speech: ENGLISH_SPEECH,
  attacks: ENGLISH_ATTACKS,
  divisions: ENGLISH_DIVISIONS,
  placeBefore: ENGLISH_PLACE_BEFORE,
  notPlaces: ENGLISH_NOT_PLACES,
};
