/** The record itself: one row of settings, and the number that grows with every change a reader can see. */
import { sql } from "drizzle-orm";
import { check, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { POLICIES } from "@/domain/vocabulary";
import { flag, inWords, isFlag, word } from "./columns";

export const record = sqliteTable(
  "record",
  {
    id: integer("id").primaryKey(),
    title: text("title").notNull(),
    titleUk: text("title_uk"),
    description: text("description").notNull().default(""),
    descriptionUk: text("description_uk"),
    /** ISO 3166-1 alpha-2 codes, separated by spaces. */
    countries: text("countries").notNull(),
    firstDay: text("first_day"),
    timeZone: text("time_zone").notNull(),
    licence: text("licence").notNull().default(""),
    contact: text("contact").notNull().default(""),
    /** What incident codes begin with: "UA" gives UA-0001. */
    codePrefix: text("code_prefix").notNull(),
    defaultPolicy: word("default_policy", POLICIES).notNull().default("majority"),
    isDemo: flag("is_demo").notNull().default(false),
    /** Grows with each change that readers may see; caches and ETags are keyed by it. */
    revision: integer("revision").notNull().default(0),
    /** When something that readers see last changed, milliseconds UTC. */
    changedAt: integer("changed_at"),
    /** The next numbers to give; numbers are never given twice. */
    nextIncidentNo: integer("next_incident_no").notNull().default(1),
    nextClaimNo: integer("next_claim_no").notNull().default(1),
    /** The version of the release that this file is; null in a record that is being kept. */
    releaseVersion: text("release_version"),
  },
  (t) => [
    check("record_one_row", sql`${t.id} = 1`),
    check("record_policy", inWords(t.defaultPolicy, POLICIES)),
    check("record_is_demo", isFlag(t.isDemo)),
  ],
);
