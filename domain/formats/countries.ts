/** Country names of data sets as ISO 3166-1 alpha-2, from the names that the platform's CLDR data has. */

/** Names that the Uppsala and Maryland data sets use and CLDR does not; after Gleditsch and Ward's list of states. */
const OTHER_NAMES: Record<string, string> = {
  "dr congo": "CD",
  "democratic republic of congo": "CD",
  "democratic republic of the congo": "CD",
  congo: "CG",
  "republic of congo": "CG",
  "republic of the congo": "CG",
  "ivory coast": "CI",
  "bosnia-herzegovina": "BA",
  myanmar: "MM",
  turkey: "TR",
  "macedonia, fyr": "MK",
  macedonia: "MK",
  "north macedonia": "MK",
  swaziland: "SZ",
  "east timor": "TL",
  "czech republic": "CZ",
  "cape verde": "CV",
  "united states of america": "US",
  palestine: "PS",
  "west bank and gaza strip": "PS",
  "hong kong": "HK",
  "kingdom of eswatini": "SZ",
};

let byName: Map<string, string> | null = null;

/** The code of a country's English name (or of a code), or null. "Russia (Soviet Union)" is Russia. */
export function countryCode(name: string): string | null {
  if (/^[A-Z]{2}$/.test(name)) return name;
  byName ??= countryNames();
  const plain = name.trim().toLowerCase();
  const short = plain.replace(/ *\(.*\)$/, "");
  return OTHER_NAMES[plain] ?? OTHER_NAMES[short] ?? byName.get(plain) ?? byName.get(short) ?? null;
}

function countryNames(): Map<string, string> {
  const names = new Intl.DisplayNames("en", { type: "region", fallback: "none" });
  const codes = new Map<string, string>();
  const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
  for (const first of letters) {
    for (const second of letters) {
      const code = first + second;
      // Names of withdrawn codes (SU, YU) give way to those in use.
      const name = names.of(code)?.toLowerCase();
      if (name !== undefined && !codes.has(name)) codes.set(name, code);
    }
  }
  codes.set("russia", "RU");
  return codes;
}
