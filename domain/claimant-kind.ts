/** What kind of claimant a name or an office speaks of, as a first guess that a person sees and can change. */
import type { ClaimantKind } from "./vocabulary";

/** Parts of words, lower case, the more telling first. */
// oxfmt-ignore
const SIGNS: readonly (readonly [ClaimantKind, readonly string[]])[] = [
  ["emergency_service", ["emergenc", "rescue", "fire service", "fire department", "firefighter", "red crescent ambulance", "ambulance", "civil defence", "civil defense", "надзвичайн", "рятувальн", "дснс"]],
  ["occupation_authority", ["occupation", "russian-installed", "moscow-installed", "окупаційн"]],
  ["hospital", ["hospital", "clinic", "medical cent", "doctor", "лікарн", "лікар"]],
  ["prosecutor", ["prosecutor", "прокур"]],
  ["police", ["police", "поліц"]],
  ["international_organisation", ["united nations", "ohchr", "unicef", "world health", "osce", "icrc", "red cross", "оон", "обсє", "червон"]],
  ["ngo", ["human rights", "amnesty", "watch", "observatory", "foundation", "правозахис"]],
  ["local_government", ["mayor", "governor", "city council", "regional", "oblast", "administration", "municipal", "мер ", "міськ", "облас", "ова", "губернатор"]],
  ["military", ["army", "armed forces", "general staff", "air force", "brigade", "military", "command", "navy", "зсу", "військ", "генштаб", "командуван"]],
  ["national_government", ["ministry", "minister", "president", "government", "cabinet", "parliament", "міністер", "міністр", "президент", "уряд"]],
  ["witness", ["witness", "resident", "survivor", "neighbour", "neighbor", "очевид", "свідок", "мешкан"]],
  ["media", ["news", "times", "gazette", "television", " tv", "radio", "agency", "reuters", "associated press", "agence", "телеканал", "агентств", "газет"]],
];

/** The kind that a claimant's name or office names, or "other" where it names none. */
export function kindByName(name: string, role: string | null = null): ClaimantKind {
  for (const text of [role ?? "", name].map((one) => `${one.toLowerCase()} `)) {
    const found = SIGNS.find(([, signs]) => signs.some((sign) => text.includes(sign)));
    if (found) return found[0];
  }
  return "other";
}
