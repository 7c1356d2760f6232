/** Adding places to the gazetteer. */
import { eq } from "drizzle-orm";
import { foldName, freeSlug } from "@/domain/names";
import { PlaceInput } from "@/domain/place";
import type { Db, Tx } from "../open";
import { place, placeName } from "../schema";
import type { Actor } from "./actor";
import { write } from "./write";

/** Adds places in one transaction and gives back how many were new; one with a known GeoNames id is left as it is. */
export function addPlaces(db: Db, actor: Actor, inputs: readonly PlaceInput[]): number {
  return write(db, actor, "recorder", (tx) => {
    const slugs = new Set(tx.select({ slug: place.slug }).from(place).all().map((row) => row.slug));
    const added = inputs.map((input) => addPlace(tx, PlaceInput.parse(input), slugs)).filter((id) => id !== null).length;
    return { result: added, audit: { action: "places.add", subject: "places", after: { added } } };
  });
}

function addPlace(tx: Tx, { spellings, ...input }: PlaceInput & ReturnType<typeof PlaceInput.parse>, slugs: Set<string>): number | null {
  if (input.geonamesId !== null) {
    const there = tx.select({ id: place.id }).from(place).where(eq(place.geonamesId, input.geonamesId)).get();
    if (there) return null;
  }
  const slug = freeSlug(input.name, (candidate) => slugs.has(candidate));
  slugs.add(slug);
  const { id } = tx.insert(place).values({ ...input, slug }).returning({ id: place.id }).get();
  const folded = new Set([input.name, input.nameLocal ?? "", ...spellings].map(foldName).filter((name) => name !== ""));
  tx.insert(placeName).values([...folded].map((name) => ({ placeId: id, folded: name }))).run();
  return id;
}
