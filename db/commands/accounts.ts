/**
 * Accounts, invitations and sessions. Tokens are random, given out once and kept as their SHA-256 only. Making an
 * account, signing in and out, and failing to are audited; a session's or an unused invitation's own row is not: it
 * expires by itself, and its use is what matters.
 */
import { randomBytes } from "node:crypto";
import { eq, lt, or, sql } from "drizzle-orm";
import type { Role } from "@/domain/vocabulary";
import type { Db, ReadDb, Tx } from "../open";
import { Refused } from "../refused";
import { account, invitation, session } from "../schema";
import type { Actor } from "./actor";
import { sha256, write } from "./write";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const INVITATION_LASTS = 24 * HOUR;
/** A session ends when nobody used it for this long, … */
export const SESSION_IDLE = 8 * HOUR;
/** … and in any case so long after signing in. */
export const SESSION_LASTS = 7 * 24 * HOUR;

/** Somebody with an account, as the edges need them; the password's hash stays here. */
export interface Account {
  id: number;
  name: string;
  email: string;
  role: Role;
}

/** What an account is made of; the password is hashed before (db/passwords). */
export interface NewAccount {
  email: string;
  name: string;
  passwordHash: string;
}

/** 256 random bits, in letters that an address can hold. */
function newToken(): string {
  return randomBytes(32).toString("base64url");
}

/** Makes a one-time invitation of the first admin, in place of older unused ones, and gives its token; null once somebody has an account. */
export function firstAccountLink(db: Db): string | null {
  return db.transaction((tx) => {
    if (tx.first(sql`select 1 from account`)) return null;
    const token = newToken();
    const now = tx.now();
    tx.delete(invitation)
      .where(sql`${invitation.usedAt} is null`)
      .run();
    tx.insert(invitation)
      .values({ tokenHash: sha256(token), role: "admin", createdAt: now, expiresAt: now + INVITATION_LASTS })
      .run();
    return token;
  });
}

/** The role that an invitation gives. Throws Refused where it is unknown, used or too old. */
export function roleOfInvitation(db: ReadDb, token: string): Role {
  const row = db
    .select()
    .from(invitation)
    .where(eq(invitation.tokenHash, sha256(token)))
    .get();
  if (!row) throw new Refused("invitation.unknown");
  if (row.usedAt !== null) throw new Refused("invitation.used");
  if (row.expiresAt <= db.now()) throw new Refused("invitation.expired");
  return row.role;
}

/** Makes the account that an invitation is for, once and within its time; `actor` is the invitation itself. */
export function useInvitation(db: Db, actor: Actor, token: string, input: NewAccount): Account {
  return write(db, actor, "admin", (tx) => {
    const role = roleOfInvitation(tx, token);
    tx.update(invitation)
      .set({ usedAt: tx.now() })
      .where(eq(invitation.tokenHash, sha256(token)))
      .run();
    const made = insertAccount(tx, { ...input, role });
    return { result: made, audit: { action: "account.create", subject: `account ${made.id}`, after: { name: made.name, role } } };
  });
}

/** Makes an account; an admin's act, or the command line's. Throws Refused where the address has one already. */
export function createAccount(db: Db, actor: Actor, input: NewAccount & { role: Role }): Account {
  return write(db, actor, "admin", (tx) => {
    const made = insertAccount(tx, input);
    return {
      result: made,
      audit: { action: "account.create", subject: `account ${made.id}`, after: { name: made.name, role: made.role } },
    };
  });
}

function insertAccount(tx: Tx, { email, name, role, passwordHash }: NewAccount & { role: Role }): Account {
  const lower = email.toLowerCase();
  if (tx.first(sql`select 1 from account where email = ${lower}`)) throw new Refused("account.email_taken", "email");
  const columns = { id: account.id, name: account.name, email: account.email, role: account.role };
  return tx.insert(account).values({ email: lower, name, role, passwordHash, createdAt: tx.now() }).returning(columns).get();
}

/** An account with its password's hash, for signing in; null where there is none or it is disabled. */
export function findAccountByEmail(db: ReadDb, email: string): (Account & { passwordHash: string }) | null {
  const row = db.select().from(account).where(eq(account.email, email.toLowerCase())).get();
  if (!row || row.disabledAt !== null) return null;
  return { id: row.id, name: row.name, email: row.email, role: row.role, passwordHash: row.passwordHash };
}

/** Begins a session of an account whose password was checked, and gives the token for its cookie; forgets sessions that are over. */
export function startSession(db: Db, actor: Actor & { accountId: number }): string {
  const token = newToken();
  write(db, actor, "recorder", (tx) => {
    const now = tx.now();
    tx.delete(session)
      .where(or(lt(session.createdAt, now - SESSION_LASTS), lt(session.seenAt, now - SESSION_IDLE)))
      .run();
    tx.insert(session)
      .values({ tokenHash: sha256(token), accountId: actor.accountId, createdAt: now, seenAt: now })
      .run();
    return { result: undefined, audit: { action: "account.sign_in", subject: `account ${actor.accountId}` } };
  });
  return token;
}

/** Ends a session at once; its token is worth nothing from then on. */
export function endSession(db: Db, actor: Actor, token: string): void {
  write(db, actor, "recorder", (tx) => {
    tx.delete(session)
      .where(eq(session.tokenHash, sha256(token)))
      .run();
    return { result: undefined, audit: { action: "account.sign_out", subject: `account ${actor.accountId}` } };
  });
}

/** Writes down that somebody failed to sign in; which address they typed is kept only if it is an account's, as its number. */
export function recordFailedSignIn(db: Db, actor: Actor, accountId: number | null): void {
  write(db, actor, "recorder", () => {
    return {
      result: undefined,
      audit: { action: "account.sign_in_failed", subject: accountId === null ? "account unknown" : `account ${accountId}` },
    };
  });
}

/**
 * Whose session a token is, or null: unknown, unused for eight hours, older than seven days, or of a disabled account.
 * Its use is noted at most once a minute.
 */
export function findSession(db: Db, token: string, now: number = db.now()): Account | null {
  const tokenHash = sha256(token);
  const found = db.first<Account & { seenAt: number }>(sql`
    select a.id, a.name, a.email, a.role, s.seen_at as seenAt
      from session s join account a on a.id = s.account_id
     where s.token_hash = ${tokenHash} and a.disabled_at is null
       and s.seen_at > ${now - SESSION_IDLE} and s.created_at > ${now - SESSION_LASTS}`);
  if (!found) return null;
  const { seenAt, ...who } = found;
  if (now - seenAt >= MINUTE) {
    db.transaction((tx) => tx.update(session).set({ seenAt: now }).where(eq(session.tokenHash, tokenHash)).run());
  }
  return who;
}
