/** Every format by the name that the command line gives it. */
import { acled } from "./acled";
import { attest } from "./attest";
import { genericFormat } from "./generic";
import { gtd } from "./gtd";
import type { Format } from "./imported";
import { ucdp } from "./ucdp";

export const FORMATS = { attest, ucdp, acled, gtd } as const satisfies Record<string, Format>;

export const FORMAT_NAMES: readonly string[] = [...Object.keys(FORMATS), "generic"];

/** The format of a name; a generic one by its mapping. Throws a ZodError where the mapping is none. */
export function formatOf(name: string, mapping?: unknown): Format {
  const format: Format = name === "generic" ? genericFormat(mapping) : FORMATS[name as keyof typeof FORMATS];
  return { ...format, madeBy: { name, mapping } };
}
