/** The audit log: append-only by trigger, hash-chained. An entry's content is salted so that it can be redacted later. */
import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { account } from "./account";
import { instant } from "./columns";

export const audit = sqliteTable(
  "audit",
  {
    id: integer("id").primaryKey(),
    at: instant("at").notNull(),
    accountId: integer("account_id").references(() => account.id, { onDelete: "restrict" }),
    /** Who, in words that outlive the account: an e-mail's name, "command line", "demo". */
    actor: text("actor").notNull(),
    action: text("action").notNull(),
    subject: text("subject").notNull(),
    /** JSON {before, after, why}; null only after a redaction, whose commitment stays. */
    content: text("content"),
    salt: text("salt"),
    /** SHA-256 of salt and content. */
    contentHash: text("content_hash").notNull(),
    previousHash: text("previous_hash").notNull(),
    hash: text("hash").notNull(),
  },
  (t) => [index("audit_subject").on(t.subject, t.id)], // the history of one thing
);
