/**
 * Accounts, invitations and sessions. Tokens are random, given out once and kept as their SHA-256 only. Making an
 * account, signing in and out, and failing to are audited; a session's or an unused invitation's own row is not: it
 * expires by itself, and its use is what matters.
 */
import { randomBytes } from "node:crypto";
import { and, eq, isNull, like, lt, or, sql } from "drizzle-orm";
import type { Role } from "@/domain/vocabulary";
import type { Db, ReadDb, Tx } from "../open";
import { Refused } from "../refused";
import { account, invitation, session } from "../schema";
import { troubleOf, Unwritable } from "../trouble";
import type { Actor } from "./actor";
import { sha256, write } from "./write";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const FIRST_LINK_LASTS = 24 * HOUR;
const INVITATION_LASTS = 72 * HOUR;
const RESET_LASTS = 24 * HOUR;
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
      .values({ tokenHash: sha256(token), role: "admin", createdAt: now, expiresAt: now + FIRST_LINK_LASTS })
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

/** Makes a one-time invitation to a role and gives its token; it is kept hashed, so it can be shown only now. */
export function inviteSomebody(db: Db, actor: Actor, role: Role): string {
  return write(db, actor, "admin", (tx) => {
    const token = newToken();
    const [tokenHash, now] = [sha256(token), tx.now()];
    tx.insert(invitation)
      .values({ tokenHash, role, createdAt: now, expiresAt: now + INVITATION_LASTS })
      .run();
    return { result: token, audit: { action: "account.invite", subject: `invitation ${keyOf(tokenHash)}`, after: { role } } };
  });
}

/** Takes an unused invitation back. Throws Refused where there is none by this key. */
export function withdrawInvitation(db: Db, actor: Actor, key: string): void {
  write(db, actor, "admin", (tx) => {
    const gone = tx
      .delete(invitation)
      .where(and(like(invitation.tokenHash, `${asKey(key)}%`), isNull(invitation.usedAt)))
      .run();
    if (gone.changes === 0) throw new Refused("invitation.unknown");
    return { result: undefined, audit: { action: "account.uninvite", subject: `invitation ${key}` } };
  });
}

/** What names a session or an invitation on a page: the beginning of its hash, from which no token follows. */
export function keyOf(tokenHash: string): string {
  return tokenHash.slice(0, 16);
}

function asKey(key: string): string {
  if (!/^[0-9a-f]{16}$/.test(key)) throw new Refused("form.broken");
  return key;
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

/** Whether anybody has an account. */
export function hasAccount(db: ReadDb): boolean {
  return db.first(sql`select 1 from account`) !== undefined;
}

/** An account that may sign in, by its number, with its password's hash; null where there is none or it is disabled. */
export function findAccount(db: ReadDb, id: number): (Account & { passwordHash: string }) | null {
  const row = db.select().from(account).where(eq(account.id, id)).get();
  return row && row.disabledAt === null ? findAccountByEmail(db, row.email) : null;
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
  if (now - seenAt >= MINUTE && troubleOf(db.file) === null) noteSeen(db, tokenHash, now);
  return who;
}

/** Reading goes on where nothing can be written: who is signed in stays so, until the session's own end. */
function noteSeen(db: Db, tokenHash: string, now: number): void {
  try {
    db.transaction((tx) => tx.update(session).set({ seenAt: now }).where(eq(session.tokenHash, tokenHash)).run());
  } catch (error) {
    if (!(error instanceof Unwritable)) throw error;
  }
}

/** Gives an account another role. The last admin who can sign in keeps theirs. */
export function changeRole(db: Db, actor: Actor, id: number, role: Role): void {
  write(db, actor, "admin", (tx) => {
    const row = accountById(tx, id);
    if (role !== "admin") expectAnotherAdmin(tx, row);
    tx.update(account).set({ role }).where(eq(account.id, id)).run();
    return {
      result: undefined,
      audit:
        role === row.role
          ? null
          : { action: "account.role", subject: `account ${id}`, before: { role: row.role }, after: { role } },
    };
  });
}

/** Shuts an account and ends its sessions and its links. The last admin who can sign in stays. */
export function disableAccount(db: Db, actor: Actor, id: number): void {
  write(db, actor, "admin", (tx) => {
    const row = accountById(tx, id);
    expectAnotherAdmin(tx, row);
    tx.update(account)
      .set({ disabledAt: tx.now() })
      .where(and(eq(account.id, id), isNull(account.disabledAt)))
      .run();
    endAllSessions(tx, id);
    forgetResets(tx, id);
    return { result: undefined, audit: row.disabledAt === null ? { action: "account.disable", subject: `account ${id}` } : null };
  });
}

/** Opens a shut account again, with its old password. */
export function enableAccount(db: Db, actor: Actor, id: number): void {
  write(db, actor, "admin", (tx) => {
    const row = accountById(tx, id);
    tx.update(account).set({ disabledAt: null }).where(eq(account.id, id)).run();
    return { result: undefined, audit: row.disabledAt === null ? null : { action: "account.enable", subject: `account ${id}` } };
  });
}

function accountById(tx: Tx, id: number) {
  const row = Number.isSafeInteger(id) ? tx.select().from(account).where(eq(account.id, id)).get() : undefined;
  if (!row) throw new Refused("account.unknown");
  return row;
}

function expectAnotherAdmin(tx: Tx, row: { id: number; role: Role; disabledAt: number | null }): void {
  if (row.role !== "admin" || row.disabledAt !== null) return;
  const other = tx.first(sql`select 1 from account where role = 'admin' and disabled_at is null and id <> ${row.id}`);
  if (!other) throw new Refused("account.last_admin");
}

/**
 * Makes a one-time link to a new password for an account, in place of older ones: "3.TOKEN". Its row is an invitation's,
 * with the account's number before the hash, so that it opens that account and no other and makes none.
 */
export function makeResetLink(db: Db, actor: Actor, id: number): string {
  return write(db, actor, "admin", (tx) => {
    const row = accountById(tx, id);
    if (row.disabledAt !== null) throw new Refused("account.disabled");
    forgetResets(tx, id);
    const [token, now] = [newToken(), tx.now()];
    tx.insert(invitation)
      .values({ tokenHash: resetHash(id, token), role: row.role, createdAt: now, expiresAt: now + RESET_LASTS })
      .run();
    return { result: `${id}.${token}`, audit: { action: "account.reset_link", subject: `account ${id}` } };
  });
}

const resetHash = (id: number, token: string) => `reset ${id} ${sha256(token)}`;

function forgetResets(tx: Tx, id: number): void {
  tx.delete(invitation)
    .where(and(like(invitation.tokenHash, `reset ${id} %`), isNull(invitation.usedAt)))
    .run();
}

/** Whether a link's token is one to a new password. */
export function isResetLink(link: string): boolean {
  return /^\d{1,12}\.[\w-]{43}$/.test(link);
}

/** Whose password a link sets. Throws Refused where it is unknown, used or too old, or the account is shut. */
export function accountOfReset(db: ReadDb, link: string): Account {
  const [id = "", token = ""] = isResetLink(link) ? link.split(".") : [];
  const row = db
    .select()
    .from(invitation)
    .where(eq(invitation.tokenHash, resetHash(Number(id), token)))
    .get();
  if (!row) throw new Refused("invitation.unknown");
  if (row.usedAt !== null) throw new Refused("invitation.used");
  if (row.expiresAt <= db.now()) throw new Refused("invitation.expired");
  const who = db.first<Account>(sql`select id, name, email, role from account where id = ${Number(id)} and disabled_at is null`);
  if (!who) throw new Refused("invitation.unknown");
  return who;
}

/** Sets a password by its link, once, and ends every session of the account; `actor` is the link itself. */
export function resetPassword(db: Db, actor: Actor, link: string, passwordHash: string): Account {
  return write(db, actor, "recorder", (tx) => {
    const who = accountOfReset(tx, link);
    tx.update(invitation)
      .set({ usedAt: tx.now() })
      .where(eq(invitation.tokenHash, resetHash(who.id, link.split(".")[1]!)))
      .run();
    setPassword(tx, who.id, passwordHash);
    return { result: who, audit: { action: "account.password_reset", subject: `account ${who.id}` } };
  });
}

/** Sets one's own password, whose old one was checked before; ends every session of the account, this one too. */
export function changePassword(db: Db, actor: Actor & { accountId: number }, passwordHash: string): void {
  write(db, actor, "recorder", (tx) => {
    setPassword(tx, actor.accountId, passwordHash);
    return { result: undefined, audit: { action: "account.password_change", subject: `account ${actor.accountId}` } };
  });
}

function setPassword(tx: Tx, id: number, passwordHash: string): void {
  tx.update(account).set({ passwordHash }).where(eq(account.id, id)).run();
  endAllSessions(tx, id);
  forgetResets(tx, id);
}

function endAllSessions(tx: Tx, id: number): void {
  tx.delete(session).where(eq(session.accountId, id)).run();
}

/** Ends one of one's own sessions by its key. Throws Refused where one has none by it. */
export function revokeSession(db: Db, actor: Actor & { accountId: number }, key: string): void {
  write(db, actor, "recorder", (tx) => {
    const gone = tx
      .delete(session)
      .where(and(eq(session.accountId, actor.accountId), like(session.tokenHash, `${asKey(key)}%`)))
      .run();
    if (gone.changes === 0) throw new Refused("session.unknown");
    return { result: undefined, audit: { action: "account.session_end", subject: `account ${actor.accountId}` } };
  });
}

/** The key of the session that a token belongs to, to mark it among others. */
export function sessionKey(token: string): string {
  return keyOf(sha256(token));
}
