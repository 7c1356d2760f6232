/** Adding places to the gazetteer. */
import { eq, sql } from "drizzle-orm";
import { foldName, freeSlug } from "@/domain/names";
import { PlaceInput } from "@/domain/place";
import type { Db, Tx } from "../open";
import { place, placeName } from "../schema";
import type { Actor } from "./actor";
import { write } from "./write";

type Place = ReturnType<typeof PlaceInput.parse>;

/** Adds places in one transaction and gives back how many were new; one with a known GeoNames id is left as it is. */
export function addPlaces(db: Db, actor: Actor, inputs: readonly PlaceInput[]): number {
  return write(db, actor, "recorder", (tx) => {
    const added = insertPlaces(
      tx,
      newAmong(
        tx,
        inputs.map((input) => PlaceInput.parse(input)),
      ),
    );
    return { result: added, audit: { action: "places.add", subject: "places", after: { added } }, visible: true };
  });
}

/** So many places go in in one transaction: others save in between. */
const AT_ONCE = 250;

/**
 * Brings the places of a file: new ones are added, known ones (by GeoNames id) get the spellings, codes and names that they
 * lack, and nothing that they have is changed. Gives back how many were new and how many grew.
 */
export function bringPlaces(
  db: Db,
  actor: Actor,
  inputs: readonly Place[],
  onProgress: (done: number) => void = () => {},
): { added: number; grown: number } {
  let [added, grown] = [0, 0];
  // The largest of homonyms takes the plain slug.
  const places = [...inputs].sort((a, b) => (b.population ?? 0) - (a.population ?? 0));
  for (let from = 0; from < places.length; from += AT_ONCE) {
    const some = places.slice(from, from + AT_ONCE);
    const done = write(db, actor, "editor", (tx) => {
      const fresh = newAmong(tx, some);
      const result = {
        added: insertPlaces(tx, fresh),
        grown: some.filter((one) => !fresh.includes(one) && grow(tx, one)).length,
      };
      const isSame = result.added + result.grown === 0;
      return { result, audit: isSame ? null : { action: "places.add", subject: "places", after: result }, visible: !isSame };
    });
    added += done.added;
    grown += done.grown;
    onProgress(Math.min(places.length, from + AT_ONCE));
  }
  return { added, grown };
}

/** Gives a known place what it lacks; whether it lacked anything. */
function grow(tx: Tx, { spellings, ...row }: Place): boolean {
  const there = tx.select().from(place).where(eq(place.geonamesId, row.geonamesId!)).get();
  if (!there) return false;
  const lacking = (["nameLocal", "admin1", "admin1Pcode", "admin2", "admin2Pcode", "population"] as const).filter(
    (column) => there[column] === null && row[column] !== null,
  );
  const set = Object.fromEntries(lacking.map((column) => [column, row[column]]));
  if (lacking.length > 0) tx.update(place).set(set).where(eq(place.id, there.id)).run();
  const folded = [...new Set([row.name, row.nameLocal ?? "", ...spellings].map(foldName))].filter((name) => name !== "");
  const { changes } = tx
    .insert(placeName)
    .select(sql`select ${there.id}, value from json_each(${JSON.stringify(folded)}) where true`)
    .onConflictDoNothing()
    .run();
  return lacking.length > 0 || changes > 0;
}

function newAmong(tx: Tx, places: readonly Place[]): Place[] {
  const known = new Set(
    tx
      .select({ id: place.geonamesId })
      .from(place)
      .all()
      .map((row) => row.id),
  );
  return places.filter(({ geonamesId }) => {
    if (geonamesId === null) return true;
    const isNew = !known.has(geonamesId);
    known.add(geonamesId);
    return isNew;
  });
}

/** Thousands come at once from a gazetteer: one prepared statement for the rows, one statement for all their spellings. */
function insertPlaces(tx: Tx, places: readonly Place[]): number {
  const slugs = new Set(
    tx
      .select({ slug: place.slug })
      .from(place)
      .all()
      .map((row) => row.slug),
  );
  const { placeholder } = sql;
  const insert = tx
    .insert(place)
    .values({
      slug: placeholder("slug"),
      name: placeholder("name"),
      nameLocal: placeholder("nameLocal"),
      country: placeholder("country"),
      admin1: placeholder("admin1"),
      admin1Pcode: placeholder("admin1Pcode"),
      admin2: placeholder("admin2"),
      admin2Pcode: placeholder("admin2Pcode"),
      latitude: placeholder("latitude"),
      longitude: placeholder("longitude"),
      population: placeholder("population"),
      geonamesId: placeholder("geonamesId"),
    })
    .returning({ id: place.id })
    .prepare();
  const names: [number, string][] = [];
  for (const { spellings, ...row } of places) {
    const slug = freeSlug(row.name, (candidate) => slugs.has(candidate));
    slugs.add(slug);
    const { id } = insert.get({ ...row, slug });
    const folded = new Set([row.name, row.nameLocal ?? "", ...spellings].map(foldName).filter((name) => name !== ""));
    for (const name of folded) names.push([id, name]);
  }
  tx.insert(placeName)
    .select(sql`select value ->> 0, value ->> 1 from json_each(${JSON.stringify(names)})`)
    .run();
  return places.length;
}
