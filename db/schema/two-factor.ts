/** The second step of signing in: a shared secret (RFC 6238), codes for the day it is lost, and who is between the steps. */
import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { account } from "./account";
import { instant } from "./columns";

export const totp = sqliteTable("totp", {
  accountId: integer("account_id")
    .primaryKey()
    .references(() => account.id, { onDelete: "restrict" }),
  /** Base32. The server must know it to check a code; a backup holds it too. */
  secret: text("secret").notNull(),
  madeAt: instant("made_at").notNull(),
  /** Null until a first code proved that the app has it. */
  confirmedAt: instant("confirmed_at"),
  /** The last time step whose code was used: a code is good once. */
  lastStep: integer("last_step").notNull().default(0),
});

export const recoveryCode = sqliteTable(
  "recovery_code",
  {
    /** SHA-256 of the account's number and the code, which has 80 random bits. */
    codeHash: text("code_hash").primaryKey(),
    accountId: integer("account_id")
      .notNull()
      .references(() => account.id, { onDelete: "restrict" }),
    usedAt: instant("used_at"),
  },
  (t) => [index("recovery_code_account").on(t.accountId)], // how many are left
);

/** Somebody whose password was right and whose code is still asked for. */
export const secondStep = sqliteTable(
  "second_step",
  {
    /** SHA-256 of the token in the cookie. */
    tokenHash: text("token_hash").primaryKey(),
    accountId: integer("account_id")
      .notNull()
      .references(() => account.id, { onDelete: "restrict" }),
    expiresAt: instant("expires_at").notNull(),
    /** Wrong codes so far. */
    tries: integer("tries").notNull().default(0),
  },
  (t) => [index("second_step_account").on(t.accountId)], // ending all of an account
);
