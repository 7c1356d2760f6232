/** Accounts of recorders, editors and admins, their sessions, and one-time links. Tokens are kept hashed only. */
import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { ROLES } from "@/domain/vocabulary";
import { instant, inWords, word } from "./columns";

export const account = sqliteTable(
  "account",
  {
    id: integer("id").primaryKey(),
    /** Lower case. */
    email: text("email").notNull(),
    name: text("name").notNull(),
    role: word("role", ROLES).notNull(),
    passwordHash: text("password_hash").notNull(),
    createdAt: instant("created_at").notNull(),
    disabledAt: instant("disabled_at"),
  },
  (t) => [
    uniqueIndex("account_email").on(t.email), // signing in
    check("account_role", inWords(t.role, ROLES)),
    check("account_email_lower", sql`${t.email} = lower(${t.email}) and ${t.email} like '%_@_%'`),
  ],
);

export const session = sqliteTable(
  "session",
  {
    /** SHA-256 of the token in the cookie. */
    tokenHash: text("token_hash").primaryKey(),
    accountId: integer("account_id")
      .notNull()
      .references(() => account.id, { onDelete: "restrict" }),
    createdAt: instant("created_at").notNull(),
    seenAt: instant("seen_at").notNull(),
  },
  (t) => [index("session_account").on(t.accountId)], // ending all sessions of an account
);

export const invitation = sqliteTable(
  "invitation",
  {
    /** SHA-256 of the token in the link. */
    tokenHash: text("token_hash").primaryKey(),
    role: word("role", ROLES).notNull(),
    createdAt: instant("created_at").notNull(),
    expiresAt: instant("expires_at").notNull(),
    usedAt: instant("used_at"),
  },
  (t) => [check("invitation_role", inWords(t.role, ROLES))],
);

export const submission = sqliteTable(
  "submission",
  {
    /** The random key a form carries, so that sending it twice makes one row. */
    key: text("key").primaryKey(),
    subject: text("subject").notNull(),
    at: instant("at").notNull(),
  },
  (t) => [index("submission_at").on(t.at)], // forgetting old keys
);
