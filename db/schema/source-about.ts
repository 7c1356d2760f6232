/** What the record says about sources: other spellings of their names, and dated notes on how reliable they are. */
import { sql } from "drizzle-orm";
import { check, index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { RELIABILITIES } from "@/domain/vocabulary";
import { account } from "./account";
import { instant, inWords, isCivilDate, word } from "./columns";
import { source } from "./source";

export const sourceName = sqliteTable(
  "source_name",
  {
    /** A spelling folded by `foldName`; one claimant's alone. */
    folded: text("folded").notNull(),
    sourceId: integer("source_id")
      .notNull()
      .references(() => source.id, { onDelete: "restrict" }),
    name: text("name").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.folded] }), // finding a claimant by another spelling
    index("source_name_source").on(t.sourceId), // the spellings of one claimant
  ],
);

export const sourceNote = sqliteTable(
  "source_note",
  {
    id: integer("id").primaryKey(),
    sourceId: integer("source_id")
      .notNull()
      .references(() => source.id, { onDelete: "restrict" }),
    /** The day from which the note holds. */
    day: text("day").notNull(),
    reliability: word("reliability", RELIABILITIES).notNull(),
    note: text("note").notNull(),
    at: instant("at").notNull(),
    writtenBy: integer("written_by").references(() => account.id, { onDelete: "restrict" }),
  },
  (t) => [
    index("source_note_source").on(t.sourceId, t.day), // the notes on one source
    check("source_note_day", isCivilDate(t.day)),
    check("source_note_reliability", inWords(t.reliability, RELIABILITIES)),
    check("source_note_text", sql`length(trim(${t.note})) > 0`),
  ],
);

/** Versions of the rules that the record may set for itself: what vague words count as. The newest holds. */
export const methodologyVersion = sqliteTable(
  "methodology_version",
  {
    version: integer("version").primaryKey(),
    at: instant("at").notNull(),
    changedBy: integer("changed_by").references(() => account.id, { onDelete: "restrict" }),
    why: text("why").notNull(),
    /** JSON: {"dozens": 12, …}, every word that has a floor. */
    floors: text("floors").notNull(),
  },
  (t) => [check("methodology_version_why", sql`length(trim(${t.why})) > 0`)],
);
