/** Sources: who states a figure. A source without a voice of its own row speaks for itself. */
import { check, index, integer, sqliteTable, text, uniqueIndex, type AnySQLiteColumn } from "drizzle-orm/sqlite-core";
import { CLAIMANT_KINDS } from "@/domain/vocabulary";
import { inWords, word } from "./columns";

export const source = sqliteTable(
  "source",
  {
    id: integer("id").primaryKey(),
    slug: text("slug").notNull(),
    name: text("name").notNull(),
    /** The name folded by `foldName`, so that one claimant is not entered twice. */
    folded: text("folded").notNull(),
    kind: word("kind", CLAIMANT_KINDS).notNull(),
    /** What the claimant is: "mayor of Kharkiv". */
    role: text("role"),
    party: text("party"),
    /** The source whose voice this one is a branch of; null: its own. */
    voiceId: integer("voice_id").references((): AnySQLiteColumn => source.id, { onDelete: "restrict" }),
  },
  (t) => [
    uniqueIndex("source_slug").on(t.slug), // the source's page
    uniqueIndex("source_folded").on(t.folded), // finding a claimant by name
    index("source_voice").on(t.voiceId), // the branches of a voice
    check("source_kind", inWords(t.kind, CLAIMANT_KINDS)),
  ],
);
