/** Seals: what the rows of each table add up to, so that a row changed behind the commands' back is found (db/seals). */
import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { flag } from "./columns";

export const seal = sqliteTable("seal", {
  /** The table. */
  name: text("name").primaryKey(),
  rows: integer("rows").notNull(),
  /** 64 bytes in hex: the sum of its rows' hashes. */
  sum: text("sum").notNull(),
  /** Whether an entry of the audit log holds this state. */
  told: flag("told").notNull().default(false),
});
