/** Ukrainian, put together. The same rules read it as read English: what differs is said in these lists. */
import type { Language } from "../language";
import { UKRAINIAN_DIVISIONS, UKRAINIAN_NOT_PLACES, UKRAINIAN_PLACE_BEFORE, UKRAINIAN_SPEECH, UKRAINIAN_TIME } from "./context";
import { UKRAINIAN_PEOPLE, UKRAINIAN_THINGS } from "./people";
import { UKRAINIAN_AFTERMATH, UKRAINIAN_ATTACKS, UKRAINIAN_CONTEXTS, UKRAINIAN_NOUNS, UKRAINIAN_VERBS } from "./violence";
import { UKRAINIAN_NUMBERS, UKRAINIAN_WORDS } from "./words";

export const UKRAINIAN: Language = {
  code: "uk",
  letters: "[а-яіїєґА-ЯІЇЄҐ]",
  grammar: {
    articles: false,
    capitalDates: false,
    // oxfmt-ignore
    placeEndings: [["єві", "їв"], ["ові", "ів"], ["єва", "їв"], ["ова", "ів"], ["ську", "ськ"], ["ах", "и"], ["і", ""], ["і", "а"], ["і", "ь"], ["і", "о"], ["ї", "я"], ["у", ""], ["и", "а"], ["а", ""], ["я", "ь"], ["у", "а"], ["і", "я"]],
  },
  abbreviations: ["вул", "м", "с", "смт", "обл", "р", "рр", "тис", "млн", "грн", "ім", "див", "напр"],
  words: UKRAINIAN_WORDS,
  numbers: UKRAINIAN_NUMBERS,
  verbs: UKRAINIAN_VERBS,
  nouns: UKRAINIAN_NOUNS,
  aftermath: UKRAINIAN_AFTERMATH,
  people: UKRAINIAN_PEOPLE,
  things: UKRAINIAN_THINGS,
  contexts: UKRAINIAN_CONTEXTS,
  time: UKRAINIAN_TIME,
  speech: UKRAINIAN_SPEECH,
  attacks: UKRAINIAN_ATTACKS,
  divisions: UKRAINIAN_DIVISIONS,
  placeBefore: UKRAINIAN_PLACE_BEFORE,
  notPlaces: UKRAINIAN_NOT_PLACES,
};
