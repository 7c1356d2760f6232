/** A command's refusal: a rule of the record that this input breaks. Edges turn it into an error beside its field. */
export class Refused extends Error {
  /**
   * @param code message key under "errors", for example "place.unknown"
   * @param field the input's field, or null where it is the whole input
   * @param values what the message names
   */
  constructor(
    readonly code: string,
    readonly field: string | null = null,
    readonly values: Record<string, string | number> = {},
  ) {
    super(`${code}${field ? ` (${field})` : ""}${Object.keys(values).length > 0 ? ` ${JSON.stringify(values)}` : ""}`);
    this.name = "Refused";
  }
}
