/** What form fields hold, as people read it: vocabulary words in their language, dates written out. */
import { dateText, statedText } from "@/components/reading/times";
import { isCivilDate, isStatedTime } from "@/domain/dates";
import {
  ATTACK_TYPES,
  CLAIM_STATUSES,
  CLAIMANT_KINDS,
  DATE_PRECISIONS,
  LOCATION_PRECISIONS,
  PUBLICATIONS,
  SCOPES,
  STANCES,
} from "@/domain/vocabulary";
import type { Words } from "@/messages";

const VOCABULARY = {
  attackType: [ATTACK_TYPES, "attack"],
  "claimant.kind": [CLAIMANT_KINDS, "kind"],
  datePrecision: [DATE_PRECISIONS, "datePrecision"],
  locationPrecision: [LOCATION_PRECISIONS, "locationPrecision"],
  publication: [PUBLICATIONS, "publication"],
  scope: [SCOPES, "scope"],
  stance: [STANCES, "stance"],
  status: [CLAIM_STATUSES, "status"],
} as const;

/** A field's value in words; what no vocabulary names stays as it is. */
export function fieldValue(words: Words, field: string, value: string, timeZone: string): string {
  const { t } = words;
  if (value === "") return "";
  if (field === "counted" || field === "preliminary") return t(value === "yes" ? "corrections.yes" : "corrections.no");
  if (field === "obscure") return t(value === "grid" ? "forms.incident.obscureTo.grid" : "forms.incident.obscureTo.place");
  const [list, section] = VOCABULARY[field as keyof typeof VOCABULARY] ?? [];
  if (list && (list as readonly string[]).includes(value)) return t(`words.${section}.${value}` as "words.status.standing");
  if (isCivilDate(value)) return dateText(words, value);
  if (/At$|asOf$/.test(field) && isStatedTime(value)) return statedText(words, value, timeZone);
  return value;
}
