/** What kind of claimant somebody is, by the words of their name and role. */
import type { ClaimantKind } from "../vocabulary";
import type { Language } from "./language";

/** The kind whose words stand in the text, the first of the language's order; "other" where none does. */
export function kindOfClaimant(nameAndRole: string, { speech }: Language): ClaimantKind {
  const words = new Set(
    nameAndRole
      .toLowerCase()
      .replace(/['’]s\b/g, "")
      .split(/[^\p{L}'’-]+/u),
  );
  const kinds = Object.entries(speech.roles) as [ClaimantKind, readonly string[]][];
  return kinds.find(([, roles]) => roles.some((role) => words.has(role)))?.[0] ?? "other";
}
