/** Adding places to the gazetteer. */
import { sql } from "drizzle-orm";
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
