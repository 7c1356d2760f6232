/** What an editor saw waiting, so that nothing else is published. */

export const WAITING: readonly string[] = ["draft", "submitted"];

/** The waiting claims of an incident with their versions, as one text: "C17 2, C18 1". */
export function claimsSeen(claims: readonly { code: string; version: number; publication: string }[]): string {
  return claims
    .filter(({ publication }) => WAITING.includes(publication))
    .map(({ code, version }) => `${code} ${version}`)
    .sort()
    .join(", ");
}
