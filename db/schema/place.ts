/** Places of the gazetteer and every spelling by which a person may look for them. */
import { sql } from "drizzle-orm";
import { check, index, integer, primaryKey, real, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";

export const place = sqliteTable(
  "place",
  {
    id: integer("id").primaryKey(),
    slug: text("slug").notNull(),
    name: text("name").notNull(),
    nameLocal: text("name_local"),
    country: text("country").notNull(),
    admin1: text("admin1"),
    admin1Pcode: text("admin1_pcode"),
    admin2: text("admin2"),
    admin2Pcode: text("admin2_pcode"),
    latitude: real("latitude").notNull(),
    longitude: real("longitude").notNull(),
    population: integer("population"),
    geonamesId: integer("geonames_id"),
  },
  (t) => [
    uniqueIndex("place_slug").on(t.slug), // finding a city by its address
    uniqueIndex("place_geonames_id").on(t.geonamesId), // loading a gazetteer again without doubling it
    check("place_country", sql`length(${t.country}) = 2 and upper(${t.country}) = ${t.country}`),
    check("place_latitude", sql`${t.latitude} between -90 and 90`),
    check("place_longitude", sql`${t.longitude} between -180 and 180`),
  ],
);

export const placeName = sqliteTable(
  "place_name",
  {
    placeId: integer("place_id")
      .notNull()
      .references(() => place.id, { onDelete: "restrict" }),
    /** A spelling folded by `foldName`: lower case, without accents, apostrophes and hyphens. */
    folded: text("folded").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.placeId, t.folded] }),
    index("place_name_folded").on(t.folded, t.placeId), // finding a place by any spelling, whole or from its start
  ],
);
