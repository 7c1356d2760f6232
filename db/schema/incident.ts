/** Incidents, and the numbers other data sets give them. Triggers refuse a counted incident inside a counted one. */
import { sql } from "drizzle-orm";
import {
  check,
  index,
  integer,
  primaryKey,
  real,
  sqliteTable,
  text,
  uniqueIndex,
  type AnySQLiteColumn,
} from "drizzle-orm/sqlite-core";
import { ATTACK_TYPES, DATE_PRECISIONS, LOCATION_PRECISIONS, PUBLICATIONS } from "@/domain/vocabulary";
import { account } from "./account";
import { flag, instant, inWords, isCivilDate, isFlag, word } from "./columns";
import { place } from "./place";

export const incident = sqliteTable(
  "incident",
  {
    id: integer("id").primaryKey(),
    /** The public identifier, never reused: "UA-0003". */
    code: text("code").notNull(),
    title: text("title").notNull(),
    dateStart: text("date_start").notNull(),
    dateEnd: text("date_end"),
    datePrecision: word("date_precision", DATE_PRECISIONS).notNull(),
    placeId: integer("place_id").references(() => place.id, { onDelete: "restrict" }),
    latitude: real("latitude"),
    longitude: real("longitude"),
    locationPrecision: word("location_precision", LOCATION_PRECISIONS).notNull(),
    attackType: word("attack_type", ATTACK_TYPES).notNull(),
    target: text("target"),
    counted: flag("counted").notNull().default(true),
    partOfId: integer("part_of_id").references((): AnySQLiteColumn => incident.id, { onDelete: "restrict" }),
    publication: word("publication", PUBLICATIONS).notNull().default("draft"),
    publicationReason: text("publication_reason"),
    /** Internal remarks; never public. */
    note: text("note"),
    /** Grows with each save; a save names the version it saw. */
    version: integer("version").notNull().default(1),
    createdAt: instant("created_at").notNull(),
    updatedAt: instant("updated_at").notNull(),
    editedBy: integer("edited_by").references(() => account.id, { onDelete: "restrict" }),
    /** Derived with the estimates: when its first and last published claims were public. */
    firstPublicAt: instant("first_public_at"),
    lastPublicAt: instant("last_public_at"),
  },
  (t) => [
    uniqueIndex("incident_code").on(t.code), // the incident's page
    // The list, newest first, in keyset pages; and sums of single days, so whatever a filter asks is in it.
    index("incident_newest").on(
      t.publication,
      t.dateStart,
      t.id,
      t.firstPublicAt,
      t.attackType,
      t.placeId,
      t.locationPrecision,
      t.counted,
      t.datePrecision,
    ),
    index("incident_place").on(t.placeId, t.dateStart, t.id), // a city's incidents; duplicates offered while typing
    index("incident_attack").on(t.attackType, t.dateStart, t.id), // the list of one kind of attack
    index("incident_unseen")
      .on(t.publication, t.id)
      .where(sql`${t.publication} <> 'published'`), // the desk's queue
    // The parts of a wider incident. Few have one: without the others no plan takes this index for a bad one.
    index("incident_part_of")
      .on(t.partOfId)
      .where(sql`${t.partOfId} is not null`),
    check("incident_title", sql`length(trim(${t.title})) > 0`),
    check("incident_date_start", isCivilDate(t.dateStart)),
    check("incident_date_end", sql`${t.dateEnd} is null or (${isCivilDate(t.dateEnd)} and ${t.dateEnd} >= ${t.dateStart})`),
    check("incident_date_precision", inWords(t.datePrecision, DATE_PRECISIONS)),
    check("incident_latitude", sql`${t.latitude} is null or ${t.latitude} between -90 and 90`),
    check("incident_longitude", sql`${t.longitude} is null or ${t.longitude} between -180 and 180`),
    check("incident_coordinates", sql`(${t.latitude} is null) = (${t.longitude} is null)`),
    check("incident_location_precision", inWords(t.locationPrecision, LOCATION_PRECISIONS)),
    check(
      "incident_city_has_place",
      sql`${t.placeId} is not null or ${t.locationPrecision} not in ('exact', 'neighbourhood', 'settlement')`,
    ),
    check("incident_attack_type", inWords(t.attackType, ATTACK_TYPES)),
    check("incident_counted", isFlag(t.counted)),
    check("incident_not_its_own_part", sql`${t.partOfId} is null or ${t.partOfId} <> ${t.id}`),
    check("incident_publication", inWords(t.publication, PUBLICATIONS)),
    check("incident_retracted_with_reason", sql`${t.publication} <> 'retracted' or ${t.publicationReason} is not null`),
  ],
);

export const incidentExternalId = sqliteTable(
  "incident_external_id",
  {
    incidentId: integer("incident_id")
      .notNull()
      .references(() => incident.id, { onDelete: "restrict" }),
    /** Whose number it is: "ucdp", "acled", "gtd". */
    scheme: text("scheme").notNull(),
    value: text("value").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.scheme, t.value] }), // a second import finds what the first one made
    index("incident_external_id_incident").on(t.incidentId), // the numbers of one incident
  ],
);
