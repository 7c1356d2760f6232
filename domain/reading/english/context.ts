/** English words for time, for who says something, and for where. */
import type { Language } from "../language";

const split = (words: string): string[] => words.trim().split(/\s+/);

export const ENGLISH_TIME: Language["time"] = {
  months: split(`january february march april may june july august september october november december
    jan feb mar apr may jun jul aug sep oct nov dec`),
  weekdays: split("monday tuesday wednesday thursday friday saturday sunday"),
  relative: {
    today: 0,
    yesterday: -1,
    tonight: 0,
    "the previous day": -1,
    "the day before": -1,
    "a day earlier": -1,
    "one day earlier": -1,
    "the night before": -1,
    "last night": -1,
    "two days earlier": -2,
    "two days ago": -2,
    "three days ago": -3,
    "a week earlier": -7,
    "a week ago": -7,
    "last week": -7,
    "the previous night": -1,
    "the next day": 1,
    "the following day": 1,
    "a day later": 1,
    "last month": -30,
    "a month earlier": -30,
    "last year": -365,
    "a year earlier": -365,
    "the previous week": -7,
    "earlier this week": -2,
    "earlier this month": -10,
    "a day before": -1,
    "the week before": -7,
  },
  weekdayBefore: split("last previous"),
  yearWords: [],
};

export const ENGLISH_SPEECH: Language["speech"] = {
  verbs:
    split(`said says reported reports claimed claims stated states announced announces wrote writes told added adds confirmed confirms
    declared posted tweeted noted informed estimated estimates specified`),
  accordingTo: ["according to", "as reported by", "citing", "as stated by"],
  pronouns: split("he she they it"),
  roles: {
    emergency_service: split("emergency emergencies rescuers rescue dsns ses"),
    prosecutor: split("prosecutor prosecutors prosecutor's"),
    police: split("police sheriff constable"),
    hospital: split("hospital doctors doctor medics medical clinic health"),
    local_government: split("mayor governor regional municipal mayor's city oblast district council administration"),
    national_government: split(
      "ministry minister president government presidential adviser parliament ombudsman interior authorities officials",
    ),
    military: split("military army forces general staff commander battalion brigade militants militia navy"),
    international_organisation: ["un", "united", "nations", "ohchr", "osce", "who", "unicef", "icrc", "cross"],
    ngo: split("amnesty watch observatory ngo charity group"),
    media: split("reuters afp ap bbc cnn newspaper tv media channel news agency journalist correspondent suspilne"),
    witness: split("witness witnesses resident residents locals survivor villagers relatives family"),
  },
  notClaimants: split("it there this that which who what"),
};

export const ENGLISH_DIVISIONS = split(
  "oblast raion region province district county governorate state department prefecture of the",
);

export const ENGLISH_PLACE_BEFORE = split(
  "in on at near of outside around over towards toward from capital city town village against into to",
);
export const ENGLISH_NOT_PLACES =
  split(`i monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
  september october november december the a an no other around following after before according russian ukrainian russia ukraine telegram twitter facebook
  instagram x president mayor governor nato un`);
