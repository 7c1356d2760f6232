/**
 * Releases: states of the record that were frozen and stay. A row is what a release says of itself; its files lie in a folder
 * beside the database. Triggers refuse to change or delete one.
 */
import { sql } from "drizzle-orm";
import { check, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { account } from "./account";
import { instant } from "./columns";

export const release = sqliteTable(
  "release",
  {
    id: integer("id").primaryKey(),
    /** The day it was made on in the record's time zone, a second one of that day with ".2": "2026-11-23". */
    version: text("version").notNull(),
    /** When the frozen state was read, milliseconds UTC. */
    madeAt: instant("made_at").notNull(),
    madeBy: integer("made_by").references(() => account.id, { onDelete: "restrict" }),
    /** What an editor says of it to readers. */
    note: text("note"),
    /** The record's revision that was frozen. */
    revision: integer("revision").notNull(),
    methodology: text("methodology").notNull(),
    /** The audit log's newest entry in that state: how many there were, and its hash. */
    auditEntries: integer("audit_entries").notNull(),
    auditHead: text("audit_head").notNull(),
    /** JSON of domain `ReleaseContents`: how many of what, and the sums. */
    contents: text("contents").notNull(),
    /** JSON of domain `ReleaseChanges` since the release before; null in the first. */
    changes: text("changes"),
    /** JSON: name, bytes and SHA-256 of each file; in a release's own database file of itself none. */
    files: text("files").notNull(),
  },
  (t) => [
    uniqueIndex("release_version").on(t.version), // a release by its address
    check("release_head", sql`length(${t.auditHead}) = 64`),
    check(
      "release_contents",
      sql`json_valid(${t.contents}) and json_valid(${t.files}) and json_valid(coalesce(${t.changes}, '{}'))`,
    ),
  ],
);

export const frozenCorrection = sqliteTable("frozen_correction", {
  /** Only in a release's file, which has no audit log: a public correction as it was told then, by its entry's number. */
  id: integer("id").primaryKey(),
  at: instant("at").notNull(),
  /** JSON of `Correction`. */
  content: text("content").notNull(),
});
