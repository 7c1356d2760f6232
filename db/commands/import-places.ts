/**
 * Places of imported rows: found in the gazetteer, or brought by the row's own coordinates. Homonyms are never guessed
 * between; a row of our own export is met only by a place that is all it says, so that the same record comes out again.
 */
import { sql } from "drizzle-orm";
import type { ImportedPlace } from "@/domain/formats/imported";
import { foldName, freeSlug } from "@/domain/names";
import { PlaceInput } from "@/domain/place";
import type { Tx } from "../open";
import { place, placeName } from "../schema";

/** Incidents of one place lie about it; homonyms lie further apart. */
const SAME_PLACE_KM = 25;

interface Known {
  id: number;
  name: string;
  country: string;
  admin1: string | null;
  admin2: string | null;
  pcode: string | null;
  latitude: number;
  longitude: number;
  slug: string;
}

export type FoundPlace =
  | { place: Pick<Known, "id" | "latitude" | "longitude"> | null }
  | { problem: string; column: "city" | "country"; values: Record<string, string | number> };

/** Finds and brings places for one import; `brought` counts those that it made. */
export class ImportPlaces {
  brought = 0;
  private readonly met = new Map<string, Known[]>();
  private slugs: Set<string> | null = null;
  private readonly countries: readonly string[];

  constructor(
    private readonly tx: Tx,
    /** Whether rows are of our own export. */
    private readonly isOwn: boolean,
  ) {
    this.countries = tx.first<{ countries: string }>(sql`select countries from record`)!.countries.split(" ");
  }

  /** The place of a row in a city, or of one known less finely (`city` null): the division it names. */
  find(wanted: ImportedPlace): FoundPlace {
    const { city, admin1, country, pcode, latitude, longitude } = wanted;
    if (country !== null && !/^[A-Z]{2}$/.test(country)) return refused("country", "place.country", { country });
    const name = city ?? admin1 ?? country;
    if (name === null || (city === null && admin1 === null && pcode === null && country === null)) return { place: null };
    const key = [city === null, name, admin1, country, pcode].join("\u0001");
    // Without coordinates one that was met before may be the wrong one of two.
    const brought = latitude === null ? null : nearest(this.met.get(key) ?? [], wanted);
    if (brought) return { place: brought };
    const candidates = this.candidates(name);
    const found = this.choose(candidates, wanted, name);
    if (found !== null && "problem" in found) return found;
    if (found) return { place: this.remember(key, found) };
    if (latitude === null || longitude === null) return { place: null };
    const own = country ?? (this.countries.length === 1 ? this.countries[0]! : null);
    if (own === null) return refused("country", "place.country_missing", { place: name });
    return { place: this.remember(key, this.bring({ ...wanted, country: own, latitude, longitude }, name)) };
  }

  private choose(candidates: Known[], wanted: ImportedPlace, name: string): Known | FoundPlaceProblem | null {
    const { city, admin1, country, pcode, latitude } = wanted;
    if (this.isOwn) {
      const same = candidates.filter(
        (one) =>
          one.name === name && one.admin1 === admin1 && one.pcode === pcode && (country === null || one.country === country),
      );
      const exact = nearest(same, wanted);
      if (exact) return exact;
    }
    const fitting = candidates.filter(
      (one) =>
        (country === null || one.country === country) &&
        (!this.isOwn || admin1 === null || one.admin1 === admin1) &&
        (pcode === null || one.pcode === null || one.pcode === pcode),
    );
    if (latitude !== null) return nearest(fitting, wanted);
    if (city === null) return null;
    const inDivision = fitting.filter((one) => [one.admin1, one.admin2].some((division) => isSameDivision(division, wanted)));
    const homonyms = inDivision.length > 0 ? inDivision : fitting;
    if (homonyms.length === 1) return homonyms[0]!;
    if (homonyms.length === 0) return refused("city", "place.unknown", { place: name });
    const options = homonyms
      .slice(0, 8)
      .map((one) => `${one.name}, ${one.admin1 ?? one.country} (${one.latitude}, ${one.longitude})`);
    return refused("city", "place.ambiguous", { place: name, options: options.join("; ") });
  }

  private candidates(name: string): Known[] {
    return this.tx.rows<Known>(sql`
      select p.id, p.slug, p.name, p.country, p.admin1, p.admin2, p.admin1_pcode as pcode, p.latitude, p.longitude
        from place p where p.slug = ${name} or p.id in (select place_id from place_name where folded = ${foldName(name)})
       order by p.population desc nulls last, p.id`);
  }

  private remember(key: string, one: Known): Known {
    const list = this.met.get(key) ?? [];
    if (!list.some(({ id }) => id === one.id)) list.push(one);
    this.met.set(key, list);
    return one;
  }

  private bring(wanted: ImportedPlace & { country: string; latitude: number; longitude: number }, name: string): Known {
    const { country, admin1, admin2, pcode, latitude, longitude } = wanted;
    const input = PlaceInput.parse({ name, country, admin1, admin1Pcode: pcode, admin2, latitude, longitude });
    this.slugs ??= new Set(this.tx.rows<{ slug: string }>(sql`select slug from place`).map(({ slug }) => slug));
    const slug = freeSlug(input.name, (candidate) => this.slugs!.has(candidate));
    this.slugs.add(slug);
    const { spellings: _none, ...columns } = input;
    const { id } = this.tx
      .insert(place)
      .values({ ...columns, slug })
      .returning({ id: place.id })
      .get();
    const folded = foldName(input.name);
    if (folded !== "") this.tx.insert(placeName).values({ placeId: id, folded }).run();
    this.brought++;
    return { id, slug, name: input.name, country, admin1, admin2, pcode, latitude, longitude };
  }
}

type FoundPlaceProblem = Extract<FoundPlace, { problem: string }>;

function refused(column: "city" | "country", problem: string, values: Record<string, string | number>): FoundPlaceProblem {
  return { problem, column, values };
}

function isSameDivision(division: string | null, { admin1, admin2 }: ImportedPlace): boolean {
  if (division === null) return false;
  return [admin1, admin2].some((wanted) => wanted !== null && foldName(wanted) === foldName(division));
}

/** The nearest of places within reach of a row's coordinates; the only one, or none, where the row has no coordinates. */
function nearest(places: readonly Known[], { latitude, longitude }: ImportedPlace): Known | null {
  if (latitude === null || longitude === null) return places.length === 1 ? places[0]! : null;
  let best: Known | null = null;
  let least = SAME_PLACE_KM;
  for (const one of places) {
    const distance = kilometres(one, { latitude, longitude });
    if (distance <= least) [best, least] = [one, distance];
  }
  return best;
}

interface Point {
  latitude: number;
  longitude: number;
}

const RADIANS = Math.PI / 180;

/** Great-circle distance by the haversine formula on a sphere of 6,371 km. */
function kilometres(a: Point, b: Point): number {
  const h =
    Math.sin(((b.latitude - a.latitude) * RADIANS) / 2) ** 2 +
    Math.cos(a.latitude * RADIANS) * Math.cos(b.latitude * RADIANS) * Math.sin(((b.longitude - a.longitude) * RADIANS) / 2) ** 2;
  return 2 * 6_371 * Math.asin(Math.min(1, Math.sqrt(h)));
}
